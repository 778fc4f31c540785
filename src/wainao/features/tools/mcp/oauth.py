"""Sign in to a server that wants to know on whose behalf it works: the SDK's OAuth, with our keeping of tokens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, Protocol

import httpx2
from mcp.client.auth import OAuthClientProvider
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientInformationFull, OAuthClientMetadata, OAuthToken
from pydantic import AnyUrl

from wainao.features.tools.mcp.errors import SignInError

Kept = Literal["tokens", "client"]


class Tokens(Protocol):
    """Where what a sign-in gave is kept, sealed: for one server, of one actor."""

    async def get(self, what: Kept) -> str | None: ...

    async def put(self, what: Kept, value: str) -> None: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Returned:
    """What the sign-in page sent a person's browser back with."""

    code: str
    state: str | None = None
    issuer: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody at a browser: `open` brings it to a page, which sends it back to `redirect`, and `back` gives that."""

    redirect: str
    open: Callable[[str], Awaitable[None]]
    back: Callable[[], Awaitable[Returned]]


def signed_in(url: str, tokens: Tokens, *, person: Person | None = None, us: str | None = None) -> httpx2.Auth:
    """Lets requests in by the tokens that are kept, renewed where they can be; with a `person`, by a new sign-in.

    `us` is an address where a document says who we are, for those that take that instead of a registration. Without a
    person, a server that wants a sign-in ends the session with SignInError.
    """

    async def open(page: str) -> None:
        if person is None:
            raise SignInError(
                f"The server {url!r} wants somebody to sign in. Expected a sign-in that still holds: sign in anew."
            )
        await person.open(page)

    async def back() -> AuthorizationCodeResult:
        assert person is not None, "open has refused before"
        told = await person.back()
        return AuthorizationCodeResult(code=told.code, state=told.state, iss=told.issuer)

    redirect = person.redirect if person is not None else "http://127.0.0.1/"
    metadata = OAuthClientMetadata(client_name="Wainao", redirect_uris=[AnyUrl(redirect)])
    return OAuthClientProvider(
        url,
        metadata,
        _Storage(tokens),
        redirect_handler=open,
        callback_handler=back,
        client_metadata_url=us,
    )


class _Storage:
    """`Tokens` as the SDK wants it."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    async def get_tokens(self) -> OAuthToken | None:
        kept = await self._tokens.get("tokens")
        return OAuthToken.model_validate_json(kept) if kept else None

    async def set_tokens(self, tokens: OAuthToken) -> None:
        await self._tokens.put("tokens", tokens.model_dump_json())

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        kept = await self._tokens.get("client")
        return OAuthClientInformationFull.model_validate_json(kept) if kept else None

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        await self._tokens.put("client", client_info.model_dump_json())
