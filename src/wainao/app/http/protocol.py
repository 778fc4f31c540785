"""Requests with too much around their bodies, with too slow heads or too many at once are refused before any of our
code sees them."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_TIMEOUT_S = 10.0
MAX_HEAD_BYTES = 64 * 1024
MAX_PIPELINED = 100
"""Requests that may wait on a connection for the answer to the one before them."""

STALLED_S = 60.0
"""How long a client may take to read the tens of kilobytes that are held for it. After that it is taken for gone: its
call would go on holding a connection to the model, and a place among the calls that may be under way."""


class _FloodError(Exception):
    """More requests than wait for their answers. Ends the parsing, and so the connection."""


class CarefulProtocol(HttpToolsProtocol):
    """uvicorn's fast parser, which by itself waits for ever and holds in memory whatever comes.

    What stands between the pieces of a body and behind it (chunk extensions, trailers) is bounded like a head, and
    nobody reads it: headers that come behind the body do not count (RFC 9110, section 6.5.1).
    """

    _due: asyncio.TimerHandle | None = None
    _loose_bytes = 0
    """Bytes that were read since a head, a piece of a body or a whole request last ended."""
    _ahead: tuple[Any, ...] = ()
    """Requests under way, or waiting, before the newest one, which is all that uvicorn tells of a hang-up."""
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self.flow = _Flow(self)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_is_here()
        self._goes_on()
        for cycle in self._ahead:
            cycle.disconnected = True
            cycle.message_event.set()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self._await_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._head_is_here()
        before = self.cycle
        super().on_headers_complete()
        self.headers = []  # where trailers go
        if before is not None and not before.response_complete:
            self._wait_behind(before)

    def on_body(self, body: bytes) -> None:
        self._loose_bytes = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._loose_bytes = 0
        super().on_message_complete()

    def data_received(self, data: bytes) -> None:
        self._loose_bytes += len(data)  # nothing is left of it where the read ends one of these, and goes on
        super().data_received(data)
        if self.flow.write_paused:
            self.flow.pause_reading()
        if self._loose_bytes > MAX_HEAD_BYTES and not self.transport.is_closing():
            self._refuse(f"The head of a request may have {MAX_HEAD_BYTES} bytes.")

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled = self.loop.call_later(STALLED_S, self.transport.abort)

    def resume_writing(self) -> None:
        self._goes_on()
        super().resume_writing()

    def _goes_on(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def _await_head(self) -> None:
        if self._due is None:
            self._due = self.loop.call_later(HEAD_TIMEOUT_S, self._refuse, "The head of the request came too slowly.")

    def _head_is_here(self) -> None:
        if self._due is not None:
            self._due.cancel()
        self._due, self._loose_bytes = None, 0

    def _wait_behind(self, cycle: Any) -> None:
        self._ahead = tuple(one for one in (*self._ahead, cycle) if not one.response_complete)
        if len(self._ahead) > MAX_PIPELINED:
            raise _FloodError

    def _refuse(self, why: str) -> None:
        self._head_is_here()
        self.send_400_response(why)


class _Flow(FlowControl):
    """Does not read the next requests while others wait for their turn, or while the client leaves answers unread.

    uvicorn's own reads on after every response, so that both would pile up in memory.
    """

    def __init__(self, protocol: CarefulProtocol) -> None:
        super().__init__(protocol.transport)
        self._protocol = protocol

    def resume_reading(self) -> None:
        if self.read_paused and not (self.write_paused or self._protocol.pipeline or self._transport.is_closing()):
            super().resume_reading()

    def resume_writing(self) -> None:
        super().resume_writing()
        self.resume_reading()
