"""Tokens for toolboxes that want OAuth 2: a client's own, or those that a person's sign-in gave, renewed in time."""

from __future__ import annotations

import time
from typing import NamedTuple

from wainao.features.tools.credentials import Credentials, Secret
from wainao.features.tools.openapi import Outgoing
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

    async def keep(self, actor: Actor, box: Kept, scheme: str, token: asking.Token) -> None:
        """What a sign-in or a renewal gave, for this actor's calls."""
        secret = {"access": token.access, "until": str(time.time() + (token.lives_s or USUAL_S))}
        if token.refresh:
            secret["refresh"] = token.refresh
        await self._credentials.set(
            tenant=actor.tenant,
            box=box.name,
            scheme=scheme,
            actor=actor.id,
            origin=origin(box.address),
            secret=secret,
            by=actor.id,
        )

    async def asked(self, request: Outgoing) -> asking.Token:
        """The token that a request to a token endpoint brings. Raises CredentialError."""
        egress = self._ways.to([request.url])
        async with egress.send(request.method, request.url, headers=request.headers, content=request.body) as reply:
            return asking.token_in(reply.status, await reply.read())

    async def _of_person(self, actor: Actor, box: Kept, scheme: str, secret: Secret) -> str:
        if time.time() + EARLY_S < float(secret["until"]) or "refresh" not in secret:
            return secret["access"]
        flow = asking.flow_of(box.toolbox.security[scheme], "authorizationCode")
        token = await self.asked(asking.refresh_request(flow, secret["refresh"], client=client_of(secret)))
        await self.keep(actor, box, scheme, token if token.refresh else _with_refresh(token, secret["refresh"]))
        return token.access

    async def _of_client(self, box: Kept, scheme: str, secret: Secret) -> str:
        # Nobody gets a token who has not all that it was asked for with: a client's id is no secret.
        key = (asking.flow_of(box.toolbox.security[scheme], "clientCredentials"), client_of(secret))
        held = self._held.get(key)
        if held is None or time.monotonic() >= held.until:
            token = await self.asked(asking.client_request(key[0], client=key[1]))
            held = self._held[key] = _Held(
                token.access, time.monotonic() + max(0.0, (token.lives_s or USUAL_S) - EARLY_S)
            )
        return held.token


def client_of(secret: Secret) -> asking.Client:
    return asking.Client(id=secret.get("client_id", ""), secret=secret.get("client_secret", ""))


def _with_refresh(token: asking.Token, refresh: str) -> asking.Token:
    return asking.Token(access=token.access, refresh=refresh, lives_s=token.lives_s, scopes=token.scopes)
