"""A server of tools that says what a test tells it to; not made with the SDK, which would not let it be so wrong."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[dict[str, Any]], Any]
"""From a request's params to its result; raises `Raw` to say something else altogether."""

NEWEST = "2026-07-28"

DISCOVERED = {
    "supportedVersions": [NEWEST],
    "capabilities": {"tools": {}},
    "ttlMs": 0,
    "cacheScope": "private",
    "resultType": "complete",
    "_meta": {"io.modelcontextprotocol/serverInfo": {"name": "Spoken Tools", "version": "7"}},
}


class Raw(Exception):  # noqa: N818  # it carries an answer, which is no error
    """A whole HTTP response."""

    def __init__(self, status: int, body: bytes = b"", **headers: str) -> None:
        super().__init__(status)
        self.status, self.body, self.headers = status, body, headers


class Spoken:
    """What a server says: by method, and by path what else there is at it. `asked` are the requests that came."""

    pages: Mapping[str, Callable[[str], Any]] = {}

    def __init__(self, tools: list[dict[str, Any]] | None = None, **replies: Reply) -> None:
        self.tools = tools or []
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.headers: list[Mapping[str, str]] = []
        self.replies: dict[str, Reply] = {
            "server/discover": lambda _: DISCOVERED,
            "tools/list": lambda _: listed(self.tools),
            "tools/call": lambda params: said(f"called {params['name']}"),
            **{method.replace("_", "/"): reply for method, reply in replies.items()},
        }

    def result(self, method: str, params: dict[str, Any]) -> Any:
        self.asked.append((method, params))
        return self.replies[method](params)


def listed(tools: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    whole = [{"inputSchema": {"type": "object"}} | tool for tool in tools]
    return {"tools": whole, "resultType": "complete", "ttlMs": 0, "cacheScope": "private", **more}


def said(text: str, **more: Any) -> dict[str, Any]:
    return {"content": [{"type": "text", "text": text}], "resultType": "complete", **more}


@contextmanager
def speaking(spoken: Spoken) -> Iterator[str]:
    """Its address."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(lambda: spoken.pages[self.path](""))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            if self.path in spoken.pages:
                self._answer(lambda: spoken.pages[self.path](body))
                return
            spoken.headers.append(dict(self.headers))
            message = json.loads(body)
            self._answer(
                lambda: {
                    "jsonrpc": "2.0",
                    "id": message.get("id"),
                    "result": spoken.result(message["method"], message.get("params", {})),
                }
            )

        def _answer(self, made: Callable[[], Any]) -> None:
            try:
                raw = Raw(200, json.dumps(made()).encode(), **{"content-type": "application/json"})
            except Raw as told:
                raw = told
            except KeyError:
                raw = Raw(404)
            self.send_response(raw.status)
            for name, value in raw.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(raw.body)))
            self.end_headers()
            self.wfile.write(raw.body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            pass  # whoever asked has hung up

    with Server(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/mcp"
        finally:
            server.shutdown()
            thread.join()
