"""The little of OpenAI's protocol that our own client speaks, on a loopback port.

Replies always come as events: whoever wants one whole reads it to its end.
"""

from __future__ import annotations

import hmac
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import Any

import msgspec

from wainao.features.models.local.openvino.engine import RefusedError

MAX_BODY_BYTES = 64 * 1024 * 1024

Answer = dict[str, Any] | Iterator[dict[str, Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Door:
    """What a path takes, and what answers it: at once, or bit by bit."""

    takes: type
    answer: Callable[[Any], Answer]


def serve(doors: Mapping[str, Door], key: str) -> int:
    """Answer requests from now on; returns the port."""

    class Handler(_Handler):
        pass

    Handler.doors, Handler.shown = doors, f"Bearer {key}".encode()
    server = _Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return int(server.server_address[1])


class _Server(ThreadingTCPServer):
    """Not http.server's own, which asks the network for its name."""

    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever is gone, is gone."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    doors: Mapping[str, Door]
    shown: bytes

    def do_POST(self) -> None:
        length = self.headers.get("content-length", "")
        if not hmac.compare_digest(self.headers.get("authorization", "").encode(), self.shown):
            self.close_connection = True  # whatever follows stays unread
            return self._refuse(401, "This is the key of somebody else.")
        if not length.isdigit() or int(length) > MAX_BODY_BYTES:
            self.close_connection = True
            return self._refuse(413, f"A request has {MAX_BODY_BYTES:,} bytes at most, and says how many.")
        body = self.rfile.read(int(length))
        door = self.doors.get(self.path)
        if door is None:
            return self._refuse(400, f"This model does not do {self.path!r}. It does {', '.join(self.doors)}.")
        try:
            answer = door.answer(msgspec.json.decode(body, type=door.takes))
            return self._send(200, answer) if isinstance(answer, dict) else self._stream(answer)
        except (RefusedError, msgspec.MsgspecError) as error:
            return self._refuse(400, str(error))

    def _stream(self, chunks: Iterator[dict[str, Any]]) -> None:
        """Events; a refusal shows before the first of them. Who is gone is not told any more."""
        try:
            first = next(chunks)
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            self._event(msgspec.json.encode(first))
            for chunk in chunks:
                self._event(msgspec.json.encode(chunk))
            self._event(b"[DONE]")
            self.wfile.write(b"0\r\n\r\n")
        except ConnectionError:
            self.close_connection = True
        finally:
            chunks.close()  # type: ignore[attr-defined]  # they are generators

    def _event(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\ndata: %b\n\n\r\n" % (len(data) + 8, data))

    def _send(self, status: int, told: dict[str, Any]) -> None:
        body = msgspec.json.encode(told)
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _refuse(self, status: int, why: str) -> None:
        self._send(status, {"error": {"message": why}})

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what is asked stands in receipts."""
