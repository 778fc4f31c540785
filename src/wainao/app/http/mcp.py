"""`/mcp`: the protocol over streamable HTTP, each request by itself, so that any process can serve any of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cached_property
from importlib.util import find_spec
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from wainao.app.http.hangup import unless_gone
from wainao.app.http.protected import Protected
from wainao.app.language import preferred
from wainao.app.mcp.callers import Caller
from wainao.app.mcp.sessions import Sessions
from wainao.app.wiring import Wainao
from wainao.kernel import DeniedError, NotFoundError

PATH = "/mcp"


class Mcp:
    """An ASGI app. The SDK is imported by the first request: most installations are asked no such thing."""

    def __init__(self, brain: Wainao, protected: Protected, *, max_body_bytes: int, ending: Callable[[], bool]) -> None:
        self._brain = brain
        self._protected = protected
        self._max_body_bytes = max_body_bytes
        self._ending = ending

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # The parser leaves the blanks after a value, which are none of it (RFC 9110, 5.5).
        scope["headers"] = [(name, value.strip(b" \t")) for name, value in scope["headers"]]
        request = Request(scope, receive)
        require_sdk()
        refuse_foreign_pages(request)
        try:
            actor = await self._protected.actor(request)
        except DeniedError as error:
            await self._protected.refusal(error, request)(scope, receive, send)
            return
        caller = Caller(
            actor=actor,
            language=preferred(request.headers),
            console=str(request.base_url).rstrip("/"),
        )
        body = await request.body()  # what `receive` brings after it is the hang-up
        await unless_gone(receive, self._answer(scope, _again(body), send, caller))

    async def _answer(self, scope: Scope, receive: Receive, send: Send, caller: Caller) -> None:
        from wainao.app.http.handshake import VERSION, Handshake, serves
        from wainao.app.mcp.server import make_server

        request = Request(scope, receive)
        server = make_server(self._brain, caller, ending=self._ending)
        if serves(request.headers.get(VERSION)):
            await Handshake(server, self._told, caller.actor).answer(request, send)
            return
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        # One for each request: what it starts ends with it, and it has nothing to remember. Whoever may not ask, and
        # from where, has been told so already.
        manager = StreamableHTTPSessionManager(server, stateless=True, max_request_body_size=self._max_body_bytes)
        async with manager.run():
            await manager.handle_request(scope, receive, send)

    @cached_property
    def _told(self) -> Sessions:
        return Sessions(self._brain.home)


def require_sdk() -> None:
    """Raises NotFoundError that says how to install it."""
    if find_spec("mcp") is None:
        raise NotFoundError(
            "The Model Context Protocol is not served here: its SDK is not installed. Run: pip install 'wainao[mcp]', "
            "then start Wainao again."
        )


def refuse_foreign_pages(request: Request) -> None:
    """Raises DeniedError for a page from elsewhere, whatever it sends along: the protocol demands it of servers."""
    for origin in request.headers.getlist("origin"):
        if urlsplit(origin).netloc != request.headers.get("host"):
            raise DeniedError(
                f"A page from {origin!r} asked. Expected a program, or a page of this very server, as the protocol "
                "demands. Connect without a browser."
            )


def _again(body: bytes) -> Receive:
    """A request's body that was read already. Then nothing more comes: the hang-up is watched for elsewhere."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        if messages:
            return messages.pop()
        await asyncio.Event().wait()
        raise AssertionError("nobody sets that event")

    return receive
