"""A print shop with an API: work that takes its time, told in every way that APIs have. A real server on loopback."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from loopback_server import served

KEY = "sk-works-canary-91b2"


@dataclass
class Works:
    """What it was asked, by method and path; `looks` is how often it says that something is not done yet."""

    url: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    preferred: list[str] = field(default_factory=list)
    looks: int = 2
    elsewhere: str = ""
    """Where it says that its work is told of, in place of itself."""
    result: str = ""
    broken: int = 0
    """How many looks fail before one is answered."""
    ends: str = "Succeeded"
    headers: dict[str, str] = field(default_factory=dict)
    """What it says of its limits."""
    fails: int = 500
    """How it fails where nothing works: with a status, or 0 for a connection that ends in the middle."""
    busy: int = 0
    """How many more requests it refuses with 429."""

    def count(self, method: str) -> Counter[str]:
        return Counter(path for asked, path in self.asked if asked == method)

    @property
    def description(self) -> bytes:
        return json.dumps(_description(self.url)).encode()

    async def serve(self, request: Request) -> Response:
        path = request.url.path
        self.asked.append((request.method, path))
        self.keys.append(request.headers.get("x-api-key", ""))
        self.preferred.append(request.headers.get("prefer", ""))
        if self.busy:
            self.busy -= 1
            return JSONResponse({"error": "too many"}, status_code=429, headers=self.headers)
        if path.startswith(("/looks/", "/v1/operations/")) and self.broken:
            self.broken -= 1
            return JSONResponse({"error": "oh"}, status_code=503)
        answer = getattr(self, f"_{path.strip('/').split('/')[0]}")
        told: Response = answer(request)
        return told

    # Operation-Location, as Azure has it.

    def _prints(self, request: Request) -> Response:
        at = self.elsewhere or "/looks/1"
        return JSONResponse({"id": 1}, status_code=202, headers={"operation-location": at, "retry-after": "0"})

    def _looks(self, request: Request) -> Response:
        if self._is_under_way(request):
            done = self.count("GET")[request.url.path]
            return JSONResponse({"status": "Running", "percentComplete": 10 * done}, headers={"retry-after": "0"})
        where = {"resourceLocation": self.result or "/sheets/1"} if self.ends == "Succeeded" else {}
        return JSONResponse({"status": self.ends, **where})

    def _sheets(self, request: Request) -> Response:
        return JSONResponse({"pages": 12})

    # An address that answers 202 until it has the result, as RFC 7240 and OData have it.

    def _binds(self, request: Request) -> Response:
        headers = {"location": "/bound/1", "retry-after": "0", "preference-applied": "respond-async"}
        return Response(status_code=202, headers=headers)

    def _bound(self, request: Request) -> Response:
        if request.method == "DELETE":
            return Response(status_code=204)
        if self._is_under_way(request):
            return Response(status_code=202, headers={"retry-after": "0"})
        if self.result:
            return RedirectResponse(self.result, status_code=303)
        return Response(b"%PDF-1.7 bound", media_type="application/pdf")

    # An operation with a name, as Google has it.

    def _v1(self, request: Request) -> Response:
        operation: dict[str, Any] = {"name": "operations/cut-1", "metadata": {"progressPercent": 50}}
        if request.method == "POST":
            return JSONResponse(operation, headers={"retry-after": "0"})
        if self._is_under_way(request):
            return JSONResponse(operation, headers={"retry-after": "0"})
        if self.ends != "Succeeded":
            return JSONResponse({**operation, "done": True, "error": {"code": 3, "message": "no paper"}})
        return JSONResponse({**operation, "done": True, "response": {"cuts": 3}})

    # The same question, until there is an answer.

    def _stock(self, request: Request) -> Response:
        if self._is_under_way(request):
            return Response(status_code=202, headers={"retry-after": "0"})
        return JSONResponse({"sheets": 500}, headers=self.headers)

    def _broken(self, request: Request) -> Response:
        async def nothing() -> AsyncIterator[bytes]:
            raise ConnectionResetError
            yield b""

        if not self.fails:
            return StreamingResponse(nothing(), headers={"content-length": "9"})
        return JSONResponse({}, status_code=self.fails, headers={"retry-after": "0"})

    # Answers that come in pieces.

    def _events(self, request: Request) -> Response:
        async def events() -> AsyncIterator[bytes]:
            for number in range(3):
                yield f'event: sheet\ndata: {{"sheet": {number}}}\n\n'.encode()
                await asyncio.sleep(0)
            yield b"data: [DONE]\n\n"

        return StreamingResponse(events(), media_type="text/event-stream")

    def _lines(self, request: Request) -> Response:
        async def lines() -> AsyncIterator[bytes]:
            for piece in (b'{"line"', b": 1}\n{", b'"line": 2}\n', b'{"line": 3}'):
                yield piece

        return StreamingResponse(lines(), media_type="application/x-ndjson")

    def _is_under_way(self, request: Request) -> bool:
        return self.count("GET")[request.url.path] <= self.looks


@contextmanager
def open_works(port: int = 0) -> Iterator[Works]:
    works = Works()
    with served(works.serve, port=port) as works.url:
        yield works


def _description(url: str) -> dict[str, Any]:
    def operation(name: str, method: str, path: str, status: str = "200", **more: Any) -> dict[str, Any]:
        headers = {"Location": {"schema": {"type": "string"}}} if status == "202" else {}
        told = {"operationId": name, "summary": name, "responses": {status: {"description": "ok", "headers": headers}}}
        return {path: {method: {**told, "security": [{"key": []}, {}], **more}}}

    return {
        "openapi": "3.1.0",
        "info": {"title": "Works", "version": "1"},
        "servers": [{"url": url}],
        "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Api-Key"}}},
        "paths": {
            **operation("print", "post", "/prints", "202"),
            **operation("bind", "post", "/binds", "202"),
            **operation("cut", "post", "/v1/cuts"),
            **operation("stock", "get", "/stock", parameters=[{"name": "personal", "in": "query"}]),
            **operation("events", "get", "/events"),
            **operation("lines", "get", "/lines"),
        },
    }
