"""Tokens for toolboxes that want OAuth 2: a client's own, or those that a person's sign-in gave, renewed in time."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import NamedTuple

from wainao.features.tools.credentials import Credentials, Secret
from wainao.features.tools.openapi import CredentialError, Outgoing
from wainao.features.tools.openapi import oauth as asking
from wainao.features.tools.store import Kept
from wainao.features.tools.ways import Ways
from wainao.store.egress import origin
from wainao.types import Actor

EARLY_S = 30.0
"""How long before its end a token is asked for anew."""

USUAL_S = 300.0
"""How long a token holds that says nothing about it."""


class _Held(NamedTuple):
    token: str
    until: float


class Tokens:
    """A client's tokens are kept in this process; those of a person's sign-in are sealed with the credentials."""

    def __init__(self, ways: Ways, credentials: Credentials) -> None:
        self._ways = ways
        self._credentials = credentials
        self._held: dict[tuple[asking.Flow, asking.Client], _Held] = {}

    async def told(self, actor: Actor, box: Kept, scheme: str, secret: Secret) -> str:
        """What the other side is told for one scheme. Raises CredentialError where it gives no token."""
        if "access" in secret:
            return await self._of_person(actor, box, scheme, secret)
        if "value" in secret:
            return secret["value"]
        if "client_id" in secret:
            return await self._of_client(box, scheme, secret)
        return f"{secret.get('username', '')}:{secret.get('password', '')}"

    async def keep(
        self, actor: Actor, box: Kept, scheme: str, token: asking.Token, *, client: Secret | None = None
    ) -> None:
        """What a sign-in gave, for this actor's calls; with the `client` that was registered for it."""
        secret = _sealed_as(token, client or {})
        await self._credentials.set(
            **_whose(actor, box), scheme=scheme, origin=origin(box.address), secret=secret, by=actor.id
        )

    async def asked(self, box: Kept, request: Outgoing) -> asking.Token:
        """The token that a request to the token endpoint of a toolbox brings. Raises CredentialError."""
        return asking.token_in(*await self._sent(box, request))

    async def register(self, box: Kept, flow: asking.Flow, redirect_uri: str) -> asking.Client:
        """A client of our own at the authorization server. Raises CredentialError."""
        return asking.client_in(*await self._sent(box, asking.registration_request(flow, redirect_uri=redirect_uri)))

    async def _sent(self, box: Kept, request: Outgoing) -> tuple[int, bytes]:
        egress = self._ways.to([request.url], told_by=box.address)
        async with egress.send(request.method, request.url, headers=request.headers, content=request.body) as reply:
            return reply.status, await reply.read()

    async def _of_person(self, actor: Actor, box: Kept, scheme: str, secret: Secret) -> str:
        if _holds(secret):
            return secret["access"]
        # Most servers take a refresh token once. Whoever shows it a second time is taken for a thief, and the person
        # has to sign in again.
        async with self._credentials.alone(**_whose(actor, box), scheme=scheme):
            secret = self._now(actor, box, scheme)
            if not _holds(secret):
                await self._renew(actor, box, scheme, secret)
                secret = self._now(actor, box, scheme)
            return secret["access"]

    def _now(self, actor: Actor, box: Kept, scheme: str) -> Secret:
        """What the person's sign-in gave, as it is kept at this moment."""
        held = self._credentials.of(**_whose(actor, box), origin=origin(box.address)).get(scheme, {})
        if "access" not in held:
            raise CredentialError(
                f"The sign-in of {actor.id!r} to {box.name!r} was forgotten while its token was renewed. Expected it "
                f"to be kept. Sign in again, if that was not meant: 'wainao tools sign-in {box.name} {scheme}'."
            )
        return held

    async def _renew(self, actor: Actor, box: Kept, scheme: str, secret: Secret) -> None:
        flow = asking.flow_of(box.toolbox.security[scheme], "authorizationCode")
        token = await self.asked(box, asking.refresh_request(flow, secret["refresh"], client=client_of(secret)))
        renewed = token if token.refresh else replace(token, refresh=secret["refresh"])
        await self._credentials.renew(
            **_whose(actor, box),
            scheme=scheme,
            origin=origin(box.address),
            secret=_sealed_as(renewed, registered_in(secret)),
            instead_of=secret,
        )

    async def _of_client(self, box: Kept, scheme: str, secret: Secret) -> str:
        # Nobody gets a token who has not all that it was asked for with: a client's id is no secret.
        key = (asking.flow_of(box.toolbox.security[scheme], "clientCredentials"), client_of(secret))
        held = self._held.get(key)
        if held is None or time.monotonic() >= held.until:
            token = await self.asked(box, asking.client_request(key[0], client=key[1]))
            held = self._held[key] = _Held(
                token.access, time.monotonic() + max(0.0, (token.lives_s or USUAL_S) - EARLY_S)
            )
        return held.token


def _whose(actor: Actor, box: Kept) -> dict[str, str]:
    return {"tenant": actor.tenant, "box": box.name, "actor": actor.id}


def _sealed_as(token: asking.Token, client: Secret) -> dict[str, str]:
    until = str(time.time() + (token.lives_s or USUAL_S))
    return {"access": token.access, "until": until, **client} | ({"refresh": token.refresh} if token.refresh else {})


def _holds(secret: Secret) -> bool:
    """Whether there is nothing to renew, or nothing to renew it with."""
    return time.time() + EARLY_S < float(secret["until"]) or "refresh" not in secret


def client_of(secret: Secret) -> asking.Client:
    return asking.Client(
        id=secret.get("client_id", ""), secret=secret.get("client_secret", ""), in_body=bool(secret.get("in_body"))
    )


def registered(client: asking.Client, *, redirect_uri: str) -> dict[str, str]:
    """A client as it is kept that was registered for one actor, who is sent back to `redirect_uri`."""
    kept = {"client_id": client.id, "client_secret": client.secret, "in_body": "yes" if client.in_body else ""}
    return {"registered": redirect_uri, **{name: value for name, value in kept.items() if value}}


def registered_in(secret: Secret) -> dict[str, str]:
    """The client that was registered, if it is not an administrator's."""
    names = ("registered", "client_id", "client_secret", "in_body")
    return {name: secret[name] for name in names if name in secret} if "registered" in secret else {}
