"""An answer as server-sent events, kept alive while nothing comes."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any

from starlette.types import Send

from wainao.app.wire import to_json

KEEP_ALIVE_S = 15.0


class EventStream:
    """Opening the block sends the headers, leaving it ends the response (or, on an error, breaks it off)."""

    def __init__(self, send: Send, *, receipt: str) -> None:
        self._send = send
        self._receipt = receipt
        self._beat: asyncio.Task[None] | None = None

    async def __aenter__(self) -> EventStream:
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
            (b"wainao-receipt", self._receipt.encode("latin-1")),
        ]
        await self._send({"type": "http.response.start", "status": 200, "headers": headers})
        self._beat = asyncio.create_task(self._keep_alive())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._beat is not None:
            self._beat.cancel()
        if error is None:
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def event(self, name: str, data: Any) -> None:
        await self._write(b"event: " + name.encode() + b"\ndata: " + to_json(data) + b"\n\n")

    async def data(self, data: Any) -> None:
        """An event without a name, as OpenAI's API sends them."""
        await self._write(b"data: " + to_json(data) + b"\n\n")

    async def done(self) -> None:
        """The word that ends OpenAI's streams."""
        await self._write(b"data: [DONE]\n\n")

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(KEEP_ALIVE_S)
            await self._write(b": still here\n\n")

    async def _write(self, chunk: bytes) -> None:
        await self._send({"type": "http.response.body", "body": chunk, "more_body": True})
