"""A hub of models on this machine: files with lists of them, redirects, ranges, and whatever may go wrong."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

Fault = Callable[["Answering"], bool]
"""Does something else than answering; whether it did."""


class HubServer:
    """`files` by "org/repo/name". Each of `faults` meets one request for a file, in order."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.url = f"http://127.0.0.1:{server.server_port}"
        self.files: dict[str, bytes] = {}
        self.faults: list[Fault] = []
        self.asked: list[str] = []
        self.ranges: list[str] = []
        self.wrong_hash = False
        self.hashes = True

    def listing(self, repository: str) -> list[dict[str, object]] | None:
        rows = []
        for path, content in self.files.items():
            if path.startswith(repository + "/"):
                row: dict[str, object] = {
                    "type": "file",
                    "path": path[len(repository) + 1 :],
                    "size": len(content),
                }
                if self.hashes:
                    row["lfs"] = {"oid": "0" * 64 if self.wrong_hash else hashlib.sha256(content).hexdigest()}
                rows.append(row)
        return rows or None


class Answering(BaseHTTPRequestHandler):
    hub: HubServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path = unquote(self.path)
        self.hub.asked.append(path)
        if listed := re.fullmatch(r"/api/models/(.+)/tree/main\?recursive=true", path):
            self._list(self.hub.listing(listed[1]))
        elif listed := re.fullmatch(r"/api/v1/models/(.+)/repo/files\?.*", path):
            rows = self.hub.listing(listed[1])
            files = [{"Path": row["path"], "Size": row["size"], "Sha256": row["lfs"]["oid"]} for row in rows or ()]  # type: ignore[index]  # a test's own rows
            self._list({"Data": {"Files": files}} if rows else None)
        elif asked := re.fullmatch(r"/(?:models/)?([^/]+/[^/]+)/resolve/(?:main|master)/(.+)", path):
            self.answer(302, b"", {"location": f"/cdn/{asked[1]}/{asked[2]}"})
        elif path.startswith("/cdn/"):
            self._file(self.hub.files.get(path[5:]))
        else:
            self.answer(404, b"")

    def answer(
        self, status: int, body: bytes, headers: dict[str, str] | None = None, length: int | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {"content-length": str(len(body) if length is None else length), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _list(self, rows: object) -> None:
        self.answer(404 if rows is None else 200, b"" if rows is None else json.dumps(rows).encode())

    def _file(self, content: bytes | None) -> None:
        if self.hub.faults and self.hub.faults.pop(0)(self):
            return
        if content is None:
            self.answer(404, b"")
            return
        etag = {"etag": f'"{hashlib.md5(content).hexdigest()}"'}
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("range", ""))
        if asked is None or self.headers.get("if-range", etag["etag"]) != etag["etag"]:
            self.answer(200, content, etag)
            return
        self.hub.ranges.append(asked[0])
        start = int(asked[1])
        told = {**etag, "content-range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
        self.answer(206, content[start:], told)


def cut_after(count: int) -> Fault:
    """So many bytes of what it should be, then it hangs up."""

    def cut(answering: Answering) -> bool:
        content = answering.hub.files[unquote(answering.path)[5:]]
        start = int((answering.headers.get("range") or "bytes=0-")[6:-1])
        headers = {"etag": f'"{hashlib.md5(content).hexdigest()}"'}
        if start:
            headers["content-range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        part = content[start:][:count]
        answering.answer(206 if start else 200, part, headers, length=len(content) - start)
        answering.close_connection = True
        return True

    return cut


def status(code: int) -> Fault:
    def fail(answering: Answering) -> bool:
        answering.answer(code, b"")
        return True

    return fail


def claims(length: int) -> Fault:
    def lie(answering: Answering) -> bool:
        answering.answer(200, b"GGUF", length=length)
        answering.close_connection = True
        return True

    return lie


@contextmanager
def hub_server() -> Iterator[HubServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    hub = HubServer(server)
    server.RequestHandlerClass = type("Bound", (Answering,), {"hub": hub})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
