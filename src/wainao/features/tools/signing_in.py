"""A person's sign-in at an API's own door: begun here, finished with what the door sends the browser back with."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
import time
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from wainao.features.tools.credentials import Credentials, Secret
from wainao.features.tools.oauth import Tokens, client_of, registered, registered_in
from wainao.features.tools.openapi import oauth as asking
from wainao.features.tools.service import Toolboxes
from wainao.features.tools.store import Kept
from wainao.kernel import Call, ConflictError, NotFoundError, UsageError
from wainao.store.egress import origin
from wainao.store.home import Home
from wainao.store.sqlite import Migration
from wainao.store.vault import Vault

PATIENCE_S = 900.0
"""How long a person may take at the other side's pages."""

MIGRATIONS = (
    Migration(
        "1-signins",
        """
        CREATE TABLE tools_signins (
            state TEXT PRIMARY KEY, tenant TEXT NOT NULL, actor TEXT NOT NULL, sealed BLOB NOT NULL,
            until_s REAL NOT NULL
        ) WITHOUT ROWID;
        """,
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Begun:
    """Where the person goes now, and until when (seconds since 1970)."""

    url: str
    until_s: float


class SigningIn:
    """Authorization code with PKCE (RFC 6749, 7636). A sign-in is finished by whoever began it, once, and in time.

    We are at the other side the client that an administrator set, else whom the `document` at that address describes,
    else one that is registered for this very actor.
    """

    def __init__(
        self, home: Home, boxes: Toolboxes, credentials: Credentials, tokens: Tokens, *, document: str = ""
    ) -> None:
        self._database = home.database("state")
        self._vault = Vault(home.keys)
        self._boxes = boxes
        self._credentials = credentials
        self._tokens = tokens
        self._document = document
        self._database.migrate("tools-signins", MIGRATIONS)

    async def begin(
        self, call: Call, *, box: str, scheme: str, redirect_uri: str, scopes: tuple[str, ...] = ()
    ) -> Begun:
        """`scopes` beside those that the scheme names."""
        kept = self._boxes.find(call.actor.tenant, box)
        flow = _flow(kept, scheme)
        state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        client = await self._client(call, kept, scheme, flow, redirect_uri)
        url = asking.authorization_url(
            flow,
            client=client_of(client),
            redirect_uri=redirect_uri,
            scopes=dict.fromkeys((*flow.scopes, *scopes)),
            state=state,
            verifier=verifier,
        )
        until_s = time.time() + PATIENCE_S
        where = {"box": box, "scheme": scheme, "token": flow.token}
        told = json.dumps(where | {"verifier": verifier, "redirect_uri": redirect_uri, "client": client})
        values = (
            _digest(state),
            call.actor.tenant,
            call.actor.id,
            self._vault.seal(told, place=_digest(state)),
            until_s,
        )
        await self._database.async_write(lambda connection: _put(connection, values))
        return Begun(url=url, until_s=until_s)

    async def finish(self, call: Call, *, returned: str) -> tuple[str, str]:
        """With the address that the browser was sent back to. Names the toolbox and the scheme."""
        query = urlsplit(returned).query
        state = next(iter(parse_qs(query).get("state", [])), "")
        row = await self._database.async_write(
            lambda connection: connection.execute(
                "DELETE FROM tools_signins WHERE state = ? AND tenant = ? AND actor = ? RETURNING sealed, until_s",
                (_digest(state), call.actor.tenant, call.actor.id),
            ).fetchone()
        )
        if row is None or row[1] < time.time():
            raise NotFoundError("No sign-in of yours waits for that answer, or it is too old. Begin it again.")
        told = json.loads(self._vault.open(row[0], place=_digest(state)))
        kept = self._boxes.find(call.actor.tenant, told["box"])
        flow = _flow(kept, told["scheme"])
        if flow.token != told["token"]:
            raise ConflictError(
                f"{kept.name!r} signs in elsewhere by now, at {flow.token!r}. Expected {told['token']!r}, where this "
                "sign-in began. Begin it again."
            )
        code = asking.code_in(query, state=state, issuer=flow.issuer, says_issuer=flow.says_issuer)
        token = await self._tokens.asked(
            kept,
            asking.code_request(
                flow,
                code,
                client=client_of(told["client"]),
                redirect_uri=told["redirect_uri"],
                verifier=told["verifier"],
            ),
        )
        await self._tokens.keep(call.actor, kept, told["scheme"], token, client=registered_in(told["client"]))
        return kept.name, told["scheme"]

    async def _client(self, call: Call, box: Kept, scheme: str, flow: asking.Flow, redirect_uri: str) -> Secret:
        """Who we are there. Raises UsageError where that is for an administrator to say."""
        actor = call.actor
        held = self._credentials.of(tenant=actor.tenant, box=box.name, actor=actor.id, origin=origin(box.address)).get(
            scheme, {}
        )
        if "client_id" in held and held.get("registered", redirect_uri) == redirect_uri:
            return {name: held[name] for name in ("client_id", "client_secret") if name in held} | registered_in(held)
        if flow.reads_clients and self._document:
            return registered(asking.Client(id=self._document), redirect_uri=redirect_uri)
        if flow.registration:
            return registered(await self._tokens.register(box, flow, redirect_uri), redirect_uri=redirect_uri)
        raise UsageError(
            f"{box.name!r} has no OAuth client for {scheme!r}, and its authorization server registers none. An "
            "administrator sets the client_id that the other side gave: 'wainao tools credential --client-id'."
        )


def _flow(box: Kept, scheme: str) -> asking.Flow:
    if scheme not in box.toolbox.security:
        known = ", ".join(map(repr, sorted(box.toolbox.security))) or "none"
        raise UsageError(f"{box.name!r} has no security scheme {scheme!r}. Expected one of: {known}.")
    return asking.flow_of(box.toolbox.security[scheme], "authorizationCode")


def _put(connection: sqlite3.Connection, values: tuple[object, ...]) -> None:
    """One more that waits. Most that are too old were never meant to come back."""
    connection.execute("DELETE FROM tools_signins WHERE until_s < ?", (time.time(),))
    connection.execute("INSERT INTO tools_signins VALUES (?, ?, ?, ?, ?)", values)


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
