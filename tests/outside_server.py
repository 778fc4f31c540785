"""Somebody outside the firm: pages, a search engine and an API, all of which remember what they were told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Stranger:
    """`told` are the first lines and bodies of all requests; `found` is what its search finds."""

    port: int = 0
    told: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    page: str = "<p>Nothing.</p>"
    echoes: bool = False
    """Its API says what it was told."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answered(self, target: str) -> tuple[int, str, bytes]:
        """Status, type (or where to go) and body."""
        path, asked = urlsplit(target).path, parse_qs(urlsplit(target).query)
        if path == "/away":
            return 302, asked["to"][0], b""
        if path == "/search":
            rows = [{"title": "found", "url": url, "content": ""} for url in self.found]
            return 200, "application/json", json.dumps({"results": rows}).encode()
        if path.startswith("/v1/"):
            return (
                200,
                "application/json",
                json.dumps(
                    {"place": "Lyon", "sky": "clear", "id": 4711} | ({"asked": target} if self.echoes else {})
                ).encode(),
            )
        return 200, "text/html", self.page.encode()


@contextmanager
def open_stranger() -> Iterator[Stranger]:
    stranger = Stranger()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            stranger.told.append(f"{self.requestline} {body.decode()}".strip())
            status, kind, content = stranger.answered(self.path)
            self.send_response(status)
            self.send_header("location" if status == 302 else "content-type", kind)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815  # what the server calls it

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        stranger.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield stranger
        finally:
            server.shutdown()
            thread.join()


def description(url: str) -> bytes:
    """Of its API: two readings of the sky, one of which wants a key, and one that fetches whatever it is told to."""

    def reads(name: str, path: str, *fields: str, security: list[Any] | None = None, post: bool = False) -> Any:
        parameters = [{"name": one, "in": "query", "schema": {"type": "string"}} for one in fields]
        body = {"type": "object", "properties": {one: {"type": "string"} for one in fields}}
        how: dict[str, Any] = {"operationId": name, "responses": {"200": {"description": "ok"}}}
        if post:
            how |= {"x-wainao-risk": "read", "requestBody": {"content": {"application/json": {"schema": body}}}}
        else:
            how["parameters"] = parameters
        return {path: {"post" if post else "get": how | ({"security": security} if security else {})}}

    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "Sky", "version": "1"},
            "servers": [{"url": url}],
            "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
            "paths": {
                **reads("now", "/v1/now", "city", "note"),
                **reads("mine", "/v1/mine", "city", security=[{"key": []}]),
                **reads("fetch", "/v1/fetch", "page"),
                **reads("ask", "/v1/ask", "question", post=True),
            },
        }
    ).encode()
