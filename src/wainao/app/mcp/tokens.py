"""Access tokens of the authorization server in the settings (JWT, RFC 9068): whom they let in, and to do what."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from wainao.app.settings import McpSettings
from wainao.kernel import DeniedError, EngineError, UnauthenticatedError, WainaoError
from wainao.store.actors import Actors
from wainao.store.egress import Egress, Limits, Routes, origin
from wainao.types import Actor, Right

if TYPE_CHECKING:
    from jwt import PyJWK

SCOPES: Mapping[str, Right] = {"wainao:read": "read", "wainao:write": "write", "wainao:act": "act"}
"""What a token lets its bearer do, as far as the actor may. Nobody administers with one."""

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Those with a public key: one that is shared could be anybody's."""

TYPES = frozenset({"at+jwt", "application/at+jwt", "jwt"})
LEEWAY_S = 30.0
KEPT_S = 3600.0
"""How long the server's keys are believed; a key that is not among them is looked for at once, if not too often."""
AGAIN_S = 30.0
LIMITS = Limits(total_s=10.0, max_bytes=1024 * 1024)


class ScopeError(DeniedError):
    """The token is good, and for something else."""

    code = "scope"


class Tokens:
    """The keys of the server are asked for when the first token comes, and kept by each process."""

    def __init__(self, settings: McpSettings, actors: Actors) -> None:
        self._settings = settings
        self._actors = actors
        self._keys: dict[str, PyJWK] = {}
        self._asked_s = self._told_s = float("-inf")
        self._asking = asyncio.Lock()

    async def actor(self, token: str) -> Actor:
        """Raises UnauthenticatedError, ScopeError, DeniedError for somebody unknown here, and EngineError."""
        claims = await self._claims(token)
        told = claims.get("scope", claims.get("scp", ""))
        scopes = told.split() if isinstance(told, str) else told
        rights = frozenset(right for scope, right in SCOPES.items() if scope in scopes)
        if not rights:
            raise ScopeError(
                f"The access token is for {' '.join(map(str, scopes))!r:.200}. Expected at least one of "
                f"{', '.join(SCOPES)}. Sign in once more and agree to it."
            )
        id = claims.get(self._settings.claim)
        actor = self._actors.find(id) if isinstance(id, str) else None
        if actor is None:
            raise DeniedError(
                f"The access token is of {id!r:.200}, who is no actor here. Expected the id of one in its claim "
                f"{self._settings.claim!r}. Ask an administrator to let them in: 'wainao actors add'."
            )
        return replace(actor, rights=actor.rights & rights)

    async def _claims(self, token: str) -> dict[str, Any]:
        import jwt

        settings = self._settings
        try:
            header = jwt.get_unverified_header(token)
            if str(header.get("typ", "jwt")).lower() not in TYPES:
                raise jwt.InvalidTokenError(f"it is of the type {header['typ']!r:.80}")
            claims: dict[str, Any] = jwt.decode(
                token,
                await self._key(str(header.get("kid", ""))),
                algorithms=ALGORITHMS,
                audience=settings.resource,
                issuer=settings.issuer,
                leeway=LEEWAY_S,
                options={"require": ["exp", "iss", "aud"]},
            )
        except jwt.PyJWTError as error:
            raise UnauthenticatedError(
                f"The access token lets nobody in: {error}. Expected one that {settings.issuer!r} made for "
                f"{settings.resource!r} and that still holds. Sign in again."
            ) from error
        return claims

    async def _key(self, id: str) -> PyJWK:
        """Raises PyJWTError for a key that the server does not have."""
        import jwt

        if not self._knows(id):
            async with self._asking:  # one asks for all that wait
                if not self._knows(id) and time.monotonic() - self._asked_s > AGAIN_S:
                    self._asked_s = time.monotonic()
                    self._keys = await self._published()
                    self._told_s = time.monotonic()
        if not self._knows(id):
            raise jwt.InvalidTokenError(f"it names the key {id!r:.80}, which its server does not publish")
        return self._keys[id]

    def _knows(self, id: str) -> bool:
        return id in self._keys and time.monotonic() - self._told_s < KEPT_S

    async def _published(self) -> dict[str, PyJWK]:
        """The keys of the server by their ids. Raises EngineError where it does not say them."""
        import jwt
        from mcp.client.auth.utils import build_oauth_authorization_server_metadata_discovery_urls

        issuer = self._settings.issuer
        for url in build_oauth_authorization_server_metadata_discovery_urls(issuer, issuer):
            if (told := await self._read(url)).get("issuer") == issuer:
                break
        else:
            told = {}  # what another one says of itself counts for nothing (RFC 8414, section 3.3)
        try:
            keys = jwt.PyJWKSet.from_dict(await self._read(str(told["jwks_uri"]))).keys
        except (KeyError, jwt.PyJWTError) as error:
            raise EngineError(
                f"The authorization server {issuer!r} publishes no keys that can be read: {error}. Expected metadata "
                "(RFC 8414) with its own name and a jwks_uri. Check [mcp] issuer."
            ) from error
        return {key.key_id or "": key for key in keys}

    async def _read(self, url: str) -> dict[str, Any]:
        """The object at that address; an empty one where there is none."""
        import msgspec

        own, host = origin(self._settings.issuer), urlsplit(url).hostname or ""
        egress = Egress(Routes(configured=frozenset({own}), public=frozenset({host})), limits=LIMITS)
        try:
            async with egress.send("GET", url, headers={"accept": "application/json"}) as reply:
                told = msgspec.json.decode(await reply.read()) if reply.status == 200 else {}
        except (WainaoError, msgspec.DecodeError):
            return {}
        finally:
            egress.close()
        return told if isinstance(told, dict) else {}
