"""A reply as its reader sees it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping

from wainao.store.egress.connection import Connection
from wainao.store.egress.errors import ReplyTooLargeError
from wainao.store.egress.incoming import Incoming
from wainao.store.egress.target import Target


class Reply:
    """A response whose body is still to come. The names in `headers` are in lower case; `url` is where it came from,
    after redirects; `length` is how many bytes are to come, None where the head did not say."""

    __slots__ = (
        "_connection",
        "_host",
        "_incoming",
        "_max_bytes",
        "_taken",
        "ended",
        "headers",
        "length",
        "status",
        "url",
    )

    def __init__(self, connection: Connection, incoming: Incoming, target: Target, *, max_bytes: int) -> None:
        self._connection = connection
        self._incoming = incoming
        self._host = target.host
        self._max_bytes = max_bytes
        self._taken = 0
        self.status = incoming.status
        self.headers: Mapping[str, str] = incoming.headers or {}
        self.length = incoming.length
        self.url = target.url
        self.ended = False

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """The body as it comes. Raises ReplyTooLargeError, TimedOutError or UnreachableError."""
        while piece := await self._next():
            yield piece

    async def read(self) -> bytes:
        """The whole body. Raises as `chunks` does."""
        whole = await self._next()
        if self._incoming.whole and not self._incoming.buffered:
            return whole
        pieces = [whole]
        while piece := await self._next():
            pieces.append(piece)
        return b"".join(pieces)

    def end(self) -> None:
        """All that matters has come, as after the last event of a stream.

        If the reply's end follows within a moment of leaving, its connection is kept for the next request; without
        this, leaving early hangs up at once.
        """
        self.ended = True

    async def _next(self) -> bytes:
        """What is here of the body, else what comes next; nothing at its end."""
        incoming = self._incoming
        if (self.length or 0) > self._max_bytes:
            raise self._too_large()
        if not incoming.buffered and not incoming.whole:
            await self._connection.more(incoming)
        self._taken += incoming.buffered
        if self._taken > self._max_bytes:
            raise self._too_large()
        return incoming.take()

    def _too_large(self) -> ReplyTooLargeError:
        return ReplyTooLargeError(
            f"{self._host!r} sent more than the {self._max_bytes} bytes that are taken from it at most. "
            "Ask it for less."
        )
