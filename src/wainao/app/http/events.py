"""An answer while it comes, kept alive while nothing comes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from starlette.types import Send

from wainao.app.wire import to_json

KEEP_ALIVE_S = 15.0
EVENTS = b"text/event-stream; charset=utf-8"
STILL_HERE = b": still here\n\n"


class EventStream:
    """Opening the block sends the headers, leaving it ends the response (or, on an error, breaks it off).

    `beat` is what keeps a silent connection open and means nothing to its reader; None where there is no such thing.
    """

    def __init__(
        self, send: Send, headers: Mapping[str, str], *, media_type: bytes = EVENTS, beat: bytes | None = STILL_HERE
    ) -> None:
        self._send = send
        self._headers = headers
        self._media_type = media_type
        self._alive = beat
        self._beat: asyncio.Task[None] | None = None

    async def __aenter__(self) -> EventStream:
        headers = [
            (b"content-type", self._media_type),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
            *((name.encode("latin-1"), value.encode("latin-1")) for name, value in self._headers.items()),
        ]
        await self._send({"type": "http.response.start", "status": 200, "headers": headers})
        if self._alive is not None:
            self._beat = asyncio.create_task(self._keep_alive(self._alive))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._beat is not None:
            self._beat.cancel()
        if error is None:
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def event(self, name: str, data: Any) -> None:
        await self.write(b"event: " + name.encode() + b"\ndata: " + to_json(data) + b"\n\n")

    async def write(self, chunk: bytes) -> None:
        await self._send({"type": "http.response.body", "body": chunk, "more_body": True})

    async def _keep_alive(self, beat: bytes) -> None:
        while True:
            await asyncio.sleep(KEEP_ALIVE_S)
            await self.write(beat)
