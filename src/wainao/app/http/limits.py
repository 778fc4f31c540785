"""Bodies that are too large or too slow are cut off while they arrive, before they fill memory or hold a connection."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wainao.app.faces import TooLargeError, TooSlowError

MIN_BODY_BYTES_PER_S = 16 * 1024
"""What a sender has to keep up on average once `body_timeout_s` has passed: any real line does."""


class BodyLimit:
    """ASGI middleware. Reading a body past `max_bytes` raises TooLargeError, waiting too long for it TooSlowError."""

    def __init__(self, app: ASGIApp, *, max_bytes: int, timeout_s: float) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._timeout_s = timeout_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            receive = _Body(receive, self._max_bytes, self._timeout_s)
        await self._app(scope, receive, send)


class _Body:
    def __init__(self, receive: Receive, max_bytes: int, timeout_s: float) -> None:
        self._receive = receive
        self._max_bytes = max_bytes
        self._timeout_s = timeout_s
        self._began: float | None = None
        self._received = 0
        self._complete = False

    async def __call__(self) -> Message:
        if self._complete:
            return await self._receive()
        message = await self._next()
        self._received += len(message.get("body", b""))
        self._complete = not message.get("more_body", False)
        if self._received > self._max_bytes:
            raise too_large(self._max_bytes)
        return message

    async def _next(self) -> Message:
        now = asyncio.get_running_loop().time()
        self._began = self._began or now
        deadline = self._began + self._timeout_s + self._received / MIN_BODY_BYTES_PER_S
        try:
            async with asyncio.timeout_at(deadline):
                return await self._receive()
        except TimeoutError as error:
            raise too_slow(self._received, now - self._began) from error


def too_large(max_bytes: int) -> TooLargeError:
    return TooLargeError(
        f"The request is larger than {max_bytes} bytes. Send less at once, or raise [server] max_body_bytes."
    )


def too_slow(received: int, after_s: float) -> TooSlowError:
    return TooSlowError(
        f"The request's body did not arrive in time: {received} bytes in {after_s:.0f} s. Send it faster, or raise "
        "[server] body_timeout_s."
    )
