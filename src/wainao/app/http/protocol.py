"""Requests whose heads are too long or too slow are refused before any of our code sees them."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_TIMEOUT_S = 10.0
MAX_HEAD_BYTES = 64 * 1024


class CarefulProtocol(HttpToolsProtocol):
    """uvicorn's fast parser, which by itself waits for ever and holds a head of any length in memory."""

    _due: asyncio.TimerHandle | None = None
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_is_here()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self._await_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._head_is_here()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._due is None or self.transport.is_closing():
            return
        # Counted only while the head is still incomplete afterwards: one read may hold a head and a large body.
        self._head_bytes += len(data)
        if self._head_bytes > MAX_HEAD_BYTES:
            self._refuse(f"The head of a request may have {MAX_HEAD_BYTES} bytes.")

    def _await_head(self) -> None:
        if self._due is None:
            self._due = self.loop.call_later(HEAD_TIMEOUT_S, self._refuse, "The head of the request came too slowly.")

    def _head_is_here(self) -> None:
        if self._due is not None:
            self._due.cancel()
        self._due, self._head_bytes = None, 0

    def _refuse(self, why: str) -> None:
        self._head_is_here()
        self.send_400_response(why)
