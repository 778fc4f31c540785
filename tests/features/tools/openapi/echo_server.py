"""A server on loopback that tells what arrived, byte for byte; of forms with parts, what Starlette's parser finds."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec
import uvicorn
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from wainao.app.http.listening import address, listen
from wainao.features.tools.openapi import Outgoing
from wainao.store.egress import Egress, Routes, origin


@dataclass(frozen=True)
class Arrived:
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    parts: list[list[str | None]]


class Echo:
    """Sends requests through the one way out and says what arrived."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._egress = Egress(Routes(configured=frozenset({origin(url)})))
        self._runner = asyncio.Runner()

    def send(self, request: Outgoing) -> Arrived:
        return self._runner.run(self._send(request))

    def close(self) -> None:
        self._egress.close()
        self._runner.close()

    async def _send(self, request: Outgoing) -> Arrived:
        async with self._egress.send(
            request.method, request.url, headers=request.headers, content=request.body
        ) as reply:
            told = msgspec.json.decode(await reply.read())
        return Arrived(**{**told, "body": base64.b64decode(told["body"])})


async def _tell(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope, receive)
    body = await request.body()
    told = {
        "method": request.method,
        "path": scope["raw_path"].decode("ascii"),
        "query": scope["query_string"].decode("ascii"),
        "headers": dict(request.headers),
        "body": base64.b64encode(body).decode(),
        "parts": await _parts(request),
    }
    await JSONResponse(told)(scope, receive, send)


async def _parts(request: Request) -> list[list[str | None]]:
    """Names and texts, or names, digests, file names and types."""
    if not request.headers.get("content-type", "").startswith("multipart/"):
        return []
    async with request.form() as form:
        return [
            [name, hashlib.sha256(await value.read()).hexdigest(), value.filename, value.content_type]
            if isinstance(value, UploadFile)
            else [name, value]
            for name, value in form.multi_items()
        ]


@contextmanager
def echoing() -> Iterator[Echo]:
    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(_tell, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    echo = Echo(address(listener))
    try:
        yield echo
    finally:
        echo.close()
        server.should_exit = True
        thread.join()
