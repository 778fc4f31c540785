"""Access tokens of the authorization server in the settings (JWT, RFC 9068): whom they let in, and to do what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from wainao.app.issuer import ALGORITHMS, LEEWAY_S, Issuer
from wainao.app.settings import McpSettings
from wainao.kernel import DeniedError, UnauthenticatedError
from wainao.store.actors import Actors
from wainao.types import Actor, Right

SCOPES: Mapping[str, Right] = {"wainao:read": "read", "wainao:write": "write", "wainao:act": "act"}
"""What a token lets its bearer do, as far as the actor may. Nobody administers with one."""

TYPES = frozenset({"at+jwt", "application/at+jwt", "jwt"})


class ScopeError(DeniedError):
    """The token is good, and for something else."""

    code = "scope"


class Tokens:
    """Those of one server, for one address of ours."""

    def __init__(self, settings: McpSettings, actors: Actors) -> None:
        self._settings = settings
        self._actors = actors
        self._issuer = Issuer(settings.issuer, where="[mcp] issuer", places=_places)

    async def actor(self, token: str) -> Actor:
        """Raises UnauthenticatedError, ScopeError, DeniedError for somebody unknown here, and EngineError."""
        claims = await self._claims(token)
        told = claims.get("scope", claims.get("scp", ""))
        scopes = told.split() if isinstance(told, str) else told if isinstance(told, list) else []
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
                await self._issuer.key(str(header.get("kid", ""))),
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


def _places(issuer: str) -> Iterable[str]:
    from mcp.client.auth.utils import build_oauth_authorization_server_metadata_discovery_urls

    return build_oauth_authorization_server_metadata_discovery_urls(issuer, issuer)
