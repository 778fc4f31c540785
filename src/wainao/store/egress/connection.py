"""One connection to one origin: it carries one exchange after another."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from math import inf
from typing import Protocol, cast

from wainao.kernel.errors import EngineError, TimedOutError
from wainao.store.egress.errors import StaleError, UnreachableError
from wainao.store.egress.incoming import Incoming, MalformedError
from wainao.store.egress.limits import Limits
from wainao.store.egress.watch import Watch

HIGH_BYTES = 256 * 1024
"""Above this much unread body the connection is not read from: the sender has to wait for the reader."""

PIECE_BYTES = 128 * 1024
"""Up to this size a request goes out in one write, above it in pieces, each once there is room."""

STALE_S = 1.0
"""A server that closes a kept connection as a request is under way does it within a round trip. One that takes longer
may have worked on the request, and it must not be sent again."""

LINGER_S = 0.25
LINGER_BYTES = 64 * 1024


class Owner(Protocol):
    """What a connection tells its pool."""

    def free(self, connection: Connection) -> None:
        """It can carry the next exchange."""

    def gone(self, connection: Connection) -> None:
        """It is closed."""


class Connection(asyncio.Protocol):
    """Made by its pool. `ask` sends a request, `more` waits for more of its reply, `leave` ends the exchange.

    What goes wrong while nobody waits is told to the next who does.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, *, host: str, owner: Owner) -> None:
        self._loop = loop
        self._host = host
        self._owner = owner
        self._watch = Watch(loop, self._expired)
        self._transport: asyncio.Transport | None = None
        self._source: asyncio.Transport | None = None
        self._incoming: Incoming | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._failure: tuple[type[EngineError], str] | None = None
        """What to raise. No exception yet: its traceback would keep all that is on the stack alive with this."""
        self._limits = Limits()
        self._deadline = self._asked_at = 0.0
        self._reading = self._writable = True
        self._lingering = False
        self._served = 0
        self._kept_s = inf
        self.born = loop.time()
        self.closed = False

    # What pools and exchanges call.

    async def ask(self, head: bytes, content: bytes, *, bodiless: bool, limits: Limits, deadline: float) -> Incoming:
        """Send a request and wait for the head of its reply; `deadline` is in the loop's time.

        Raises UnreachableError (StaleError: it can be sent again) and TimedOutError.
        """
        incoming = self._incoming = Incoming(bodiless=bodiless)
        self._limits, self._deadline, self._asked_at = limits, deadline, self._loop.time()
        if self.closed or self._transport is None or self._transport.is_closing():
            self._failure = self._broken(incoming, None)
            self._raise_failure()
        if len(content) <= PIECE_BYTES:
            self._write(head + content if content else head)
        else:
            await self._upload(head, content, incoming)
        patience_s = limits.silence_s if limits.first_byte_s is None else limits.first_byte_s
        until = min(self._loop.time() + patience_s, deadline)
        while incoming.headers is None:
            await self._wait(until)
        return incoming

    async def more(self, incoming: Incoming) -> None:
        """Wait until there is more of the reply's body, or its end. Raises as `ask` does."""
        if incoming is not self._incoming:
            raise UnreachableError(f"The reply of {self._host!r} was left before its end. Read it inside its block.")
        self._resume()
        until = min(self._loop.time() + self._limits.silence_s, self._deadline)
        while not incoming.buffered and not incoming.whole:
            await self._wait(until)

    def leave(self, *, expecting_end: bool) -> bool:
        """End the exchange, if its reply is whole; tells whether it could.

        `expecting_end`: nothing of worth is missing, so the reply's end is waited for a moment, by nobody.
        """
        incoming = self._incoming
        if incoming is None or self.closed:
            return False
        if incoming.whole:
            self._settle(incoming)
        elif expecting_end:
            self._lingering = True
            self._resume()
            self._watch.until(self._loop.time() + LINGER_S)
        return incoming.whole or expecting_end

    def hang_up(self) -> None:
        """End the exchange where it stands, and the connection with it."""
        incoming, self._incoming = self._incoming, None
        if incoming is not None and not incoming.whole:
            incoming.abandon()
        self.abort()

    def rest(self, idle_s: float) -> None:
        """Close the connection unless it is asked something within `idle_s`, or within what its server told."""
        self._watch.until(self._loop.time() + min(idle_s, self._kept_s))

    def close(self) -> None:
        """Close it in order, as for an idle connection."""
        self._end(abort=False)

    def abort(self) -> None:
        """Close it where it stands."""
        self._end(abort=True)

    # What the event loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = self._source = cast(asyncio.Transport, transport)

    def secured(self, transport: asyncio.Transport) -> None:
        """There is TLS now: `transport` is what to write to.

        What is read is held up below it, at the socket: uvloop's TLS throws away what it holds for a paused reader when
        the other side closes.
        """
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        incoming = self._incoming
        if incoming is None or self.closed:
            self.abort()  # nobody asked: whatever it is, it must not become the answer to the next request
            return
        try:
            incoming.feed(data)
        except MalformedError as error:
            incoming.headers, incoming.whole = None, False  # a head and an end inside the same bytes do not count
            self._failure = (
                UnreachableError,
                f"{self._host!r} sent no valid reply: {error}. Check what answers there.",
            )
            self.abort()
            return
        if self._lingering:
            self._linger(incoming)
        elif incoming.whole:
            if not incoming.reusable:
                self.abort()
        elif incoming.buffered > HIGH_BYTES:
            self._pause()
        if incoming.headers is not None:
            self._wake()

    def pause_writing(self) -> None:
        self._writable = False

    def resume_writing(self) -> None:
        self._writable = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        incoming = self._incoming
        if incoming is not None and not incoming.whole and self._failure is None:
            if exc is None and incoming.headers is not None and incoming.until_closed:
                incoming.end()
            else:
                self._failure = self._broken(incoming, exc)
        self._gone()

    # Steps of the above.

    def _write(self, data: bytes) -> None:
        assert self._transport is not None
        self._transport.write(data)

    async def _upload(self, head: bytes, content: bytes, incoming: Incoming) -> None:
        """Send in pieces. Whoever answers before the end wants no more of it: stop."""
        self._write(head)
        rest = memoryview(content)
        while rest and incoming.headers is None:
            self._raise_failure()
            if self._writable:
                self._write(bytes(rest[:PIECE_BYTES]))
                rest = rest[PIECE_BYTES:]
            else:
                await self._wait(min(self._loop.time() + self._limits.silence_s, self._deadline))
        if rest:
            incoming.reusable = False

    async def _wait(self, until: float) -> None:
        self._raise_failure()
        self._watch.until(until)
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None
            self._watch.until(self._deadline)

    def _raise_failure(self) -> None:
        if self._failure is not None:
            kind, message = self._failure
            raise kind(message)

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _pause(self) -> None:
        if self._reading and self._source is not None and not self._source.is_closing():
            self._reading = False
            self._source.pause_reading()

    def _resume(self) -> None:
        if not self._reading and self._source is not None and not self._source.is_closing():
            self._reading = True
            self._source.resume_reading()

    def _settle(self, incoming: Incoming) -> None:
        self._incoming, self._lingering = None, False
        if not incoming.reusable or self.closed:
            self.abort()
            return
        self._served += 1
        if "keep-alive" in incoming.fields:
            self._kept_s = _told_s(incoming.fields["keep-alive"])
        self._resume()
        self._owner.free(self)

    def _linger(self, incoming: Incoming) -> None:
        if incoming.whole:
            self._settle(incoming)
        elif incoming.buffered > LINGER_BYTES:
            self.abort()

    def _expired(self) -> None:
        incoming = self._incoming
        if incoming is None:
            self.close()
        elif self._lingering:
            self.abort()
        elif not incoming.whole:
            self._failure = (
                TimedOutError,
                f"{self._host!r} did not answer in time. Try again, or allow it more time.",
            )
            self.abort()

    def _broken(self, incoming: Incoming, error: Exception | None) -> tuple[type[EngineError], str]:
        in_time = self._loop.time() - self._asked_at < STALE_S
        kind = StaleError if self._served and not incoming.begun and in_time else UnreachableError
        how = type(error).__name__ if error else "closed before the end of its reply"
        return kind, f"{self._host!r} broke the connection off ({how}). Try again."

    def _end(self, *, abort: bool) -> None:
        if self._transport is not None:
            self._transport.abort() if abort else self._transport.close()
        if self._failure is None:
            self._failure = UnreachableError, f"The connection to {self._host!r} was closed. Try again."
        self._gone()

    def _gone(self) -> None:
        self._watch.end()
        self._wake()
        if not self.closed:
            self.closed = True
            self._owner.gone(self)


def _told_s(keep_alive: str) -> float:
    """How long the server says that it keeps an idle connection, less what a request may take to get there."""
    told = re.search(r"timeout=(\d{1,6})", keep_alive)
    return max(int(told[1]) - 1.0, 0.0) if told else inf


Make = Callable[[], Connection]
"""How a pool wants its connections made."""
