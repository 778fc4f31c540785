"""A person's sign-in at the identity provider: begun here, finished with what it sends the browser back with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import msgspec

from wainao.app.issuer import Issuer
from wainao.app.sign_in.id_tokens import claims_in
from wainao.app.sign_in.people import entry_for, id_for, name_for
from wainao.app.sign_in.settings import SignInSettings
from wainao.app.sign_in.ticket import Ticket, opened
from wainao.features.access.types import ActorRow, AdmitInput
from wainao.features.tools.openapi import oauth
from wainao.kernel import EngineError, Kernel, UnauthenticatedError, UsageError
from wainao.store.actor_keys import Keys
from wainao.store.home import Home
from wainao.store.identities import Identities
from wainao.store.vault import Vault
from wainao.types import ALL_RIGHTS, Actor, system

BACK = "/sign-in/back"
"""Where the provider sends browsers."""

_US_PER_MINUTE = 60_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Begun:
    """Where the browser goes now, and what it has to bring back."""

    url: str
    ticket: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """The key of somebody's session, and the part of the console where they were."""

    key: str
    to: str


class SignIn:
    """Authorization code with PKCE, state and nonce (OpenID Connect Core, RFC 7636, 9207)."""

    def __init__(self, settings: SignInSettings, home: Home, kernel: Kernel) -> None:
        self._settings = settings
        self._kernel = kernel
        self._keys = Keys(home)
        self._vault = Vault(home.keys)
        self._identities = Identities(home)
        self._issuer = Issuer(self._settings.issuer, where="[sign_in] issuer", places=_discovery)

    async def begin(self, *, to: str) -> Begun:
        """Raises EngineError where the provider cannot be asked."""
        ticket, settings = Ticket(to=to), self._settings
        flow = _flow(await self._issuer.metadata())
        url = oauth.authorization_url(
            flow,
            client=self._client({}),
            redirect_uri=settings.address + BACK,
            scopes=settings.scopes,
            state=ticket.state,
            verifier=ticket.verifier,
        )
        return Begun(url=f"{url}&{urlencode({'nonce': ticket.nonce})}", ticket=ticket.sealed(self._vault))

    async def finish(self, *, query: str, ticket: str) -> Session:
        """With the query that the browser came back with. Raises UsageError, DeniedError and EngineError."""
        settings = self._settings
        waiting = opened(ticket, self._vault, address=settings.address)
        claims = await self._claims(query, waiting)
        if not await self._identities.spend(waiting.digest, until_us=int(waiting.until_s * 1_000_000)):
            raise UsageError("That answer was used before. Expected a new one for each sign-in. Begin it again.")
        actor, receipt = await self._admitted(claims)
        key = await self._keys.begin_session(
            actor.id,
            tenant=actor.tenant,
            name=f"sign-in {receipt}",
            lasts_us=settings.session_hours * 60 * _US_PER_MINUTE,
            idle_us=settings.idle_minutes * _US_PER_MINUTE,
            made_under=settings.mark,
        )
        return Session(key=key, to=waiting.to)

    async def _claims(self, query: str, waiting: Ticket) -> Mapping[str, Any]:
        settings, metadata = self._settings, await self._issuer.metadata()
        flow = _flow(metadata)
        code = oauth.code_in(query, state=waiting.state, issuer=flow.issuer, says_issuer=flow.says_issuer)
        asked = oauth.code_request(
            flow,
            code,
            client=self._client(metadata),
            redirect_uri=settings.address + BACK,
            verifier=waiting.verifier,
        )
        reply = await self._issuer.ask(asked.method, asked.url, headers=asked.headers, content=asked.body)
        tokens = _object(reply, "The token endpoint", "id_token")
        claims = await claims_in(
            tokens["id_token"], self._issuer, name=settings.issuer, client=settings.client_id, nonce=waiting.nonce
        )
        return {**await self._more(metadata, tokens, claims["sub"]), **claims} if settings.userinfo else claims

    async def _more(self, metadata: Mapping[str, Any], tokens: Mapping[str, Any], subject: str) -> dict[str, Any]:
        """What the provider says of the person beside the ID token."""
        bearer = {"authorization": f"Bearer {tokens.get('access_token', '')}", "accept": "application/json"}
        reply = await self._issuer.ask("GET", str(metadata.get("userinfo_endpoint", "")), headers=bearer)
        told = _object(reply, "The userinfo endpoint", "sub")
        if told["sub"] != subject:
            raise UnauthenticatedError(
                "The userinfo endpoint speaks of somebody else than the ID token. Expected the same 'sub'. Sign in "
                "again; if that does not help, ask an administrator to check the provider."
            )
        return told

    async def _admitted(self, claims: Mapping[str, Any]) -> tuple[ActorRow, str]:
        """The actor of that person, and the receipt of it. Raises DeniedError for whom no line fits."""
        entry = entry_for(self._settings.people, claims)
        who = AdmitInput(
            issuer=self._settings.issuer,
            subject=claims["sub"],
            id=id_for(claims, self._settings.claim),
            name=name_for(claims),
            rights=entry.rights if entry else (),
            bases=entry.bases if entry else None,
            tenant=entry.tenant if entry else system().tenant,
            team=(entry.team or None) if entry else None,
        )
        outcome = await self._kernel.run("actors:admit", who, actor=_porter(who.tenant))
        row: ActorRow = outcome.output
        return row, outcome.receipt

    def _client(self, metadata: Mapping[str, Any]) -> oauth.Client:
        """Basic is what providers do that say nothing (RFC 8414, section 2)."""
        ways = metadata.get("token_endpoint_auth_methods_supported")
        return oauth.Client(
            id=self._settings.client_id,
            secret=self._settings.client_secret,
            in_body=isinstance(ways, list) and "client_secret_basic" not in ways,
        )


def _porter(tenant: str) -> Actor:
    """Who lets people in whom the settings name: the installation itself, in the tenant of theirs."""
    return replace(system(tenant), rights=ALL_RIGHTS)


def _discovery(issuer: str) -> tuple[str]:
    return (issuer.rstrip("/") + "/.well-known/openid-configuration",)


def _flow(metadata: Mapping[str, Any]) -> oauth.Flow:
    """Raises UnsupportedError for addresses that nothing secret may be sent to."""
    found = {
        "authorizationUrl": metadata.get("authorization_endpoint"),
        "tokenUrl": metadata.get("token_endpoint"),
    }
    says = metadata.get("authorization_response_iss_parameter_supported")
    server = {"issuer": metadata["issuer"], "saysIssuer": says}
    return oauth.flow_of({"flows": {"authorizationCode": found}, oauth.SERVER: server}, "authorizationCode")


def _object(reply: tuple[int, bytes], who: str, needed: str) -> dict[str, Any]:
    """The object in a reply that has the `needed` text. Raises EngineError, without showing what it has."""
    status, body = reply
    try:
        told = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        told = None
    if not isinstance(told, dict):
        told = {}
    if status != 200 or not isinstance(told.get(needed), str):
        raise EngineError(
            f"{who} answered {status} and {told.get('error')!r:.80} {told.get('error_description')!r:.300}. Expected "
            f"{needed!r}. Begin again; if that does not help, ask an administrator to check [sign_in]."
        )
    return told
