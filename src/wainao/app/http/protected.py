"""What `/mcp` says of itself to clients that sign in (RFC 9728): whose access tokens let them in, and for what."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from wainao.app.http.errors import respond
from wainao.app.http.gate import OURS, Gate, shown_keys
from wainao.app.settings import McpSettings
from wainao.app.wire import to_json
from wainao.kernel import DeniedError, UnauthenticatedError
from wainao.store.actors import Actors
from wainao.types import Actor

if TYPE_CHECKING:
    from wainao.app.mcp.tokens import Tokens

WELL_KNOWN = "/.well-known/oauth-protected-resource"


class Protected:
    """Our own keys let clients in as everywhere; where the settings name an authorization server, so do its tokens."""

    def __init__(self, settings: McpSettings, gate: Gate, actors: Actors) -> None:
        self._settings = settings
        self._gate = gate
        self._actors = actors

    async def actor(self, request: Request) -> Actor:
        """Who asks. Raises what `Gate` and `Tokens` raise."""
        token = next(shown_keys(request.headers), "")
        if not self._settings.issuer or not token or token.startswith(OURS):
            return self._gate.actor(request)
        self._gate.check_host(request)
        return await self._tokens.actor(token)

    def refusal(self, error: DeniedError, request: Request) -> Response:
        """The refusal, with where and for what one signs in (RFC 6750, 9728)."""
        response = respond(error, request)
        if self._settings.issuer and isinstance(error, UnauthenticatedError):
            wrong = ['error="invalid_token"'] if any(shown_keys(request.headers)) else []
            response.headers["www-authenticate"] = self._challenge(wrong)
        elif error.code == "scope":
            response.headers["www-authenticate"] = self._challenge(
                ['error="insufficient_scope"', 'scope="wainao:read"']
            )
        return response

    def routes(self) -> Iterable[Route]:
        """The metadata, at the address for this resource and at that for the whole host; none without a server."""
        if self._settings.issuer:
            yield Route(WELL_KNOWN + urlsplit(self._settings.resource).path, self._metadata)
            yield Route(WELL_KNOWN, self._metadata)

    async def _metadata(self, _: Request) -> Response:
        from wainao.app.mcp.tokens import SCOPES

        told = {
            "resource": self._settings.resource,
            "authorization_servers": [self._settings.issuer],
            "scopes_supported": list(SCOPES),
            "bearer_methods_supported": ["header"],
            "resource_name": "Wainao 外脑",
        }
        return Response(to_json(told), media_type="application/json")

    def _challenge(self, more: list[str]) -> str:
        place = urlsplit(self._settings.resource)
        where = f"{place.scheme}://{place.netloc}{WELL_KNOWN}{place.path}"
        return "Bearer " + ", ".join([*more, f'resource_metadata="{where}"'])

    @cached_property
    def _tokens(self) -> Tokens:
        from wainao.app.mcp.tokens import Tokens

        return Tokens(self._settings, self._actors)
