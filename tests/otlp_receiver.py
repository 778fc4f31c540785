"""A collector: takes OTLP over HTTP as JSON, and holds it against OpenTelemetry's own messages."""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

_IDS = {"traceId": 32, "spanId": 16, "parentSpanId": 16}

Reply = tuple[int, dict[str, str], bytes]
TAKEN: Reply = (200, {}, b'{"partialSuccess": {}}')


@dataclass(kw_only=True)
class Received:
    """`answer` decides what a request is told; what it takes is in `spans`, in order, twice if it came twice."""

    url: str
    spans: list[Span] = field(default_factory=list)
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    resource: dict[str, Any] = field(default_factory=dict)
    answer: Callable[[list[Span]], Reply] = lambda _: TAKEN

    def of(self, name: str) -> list[dict[str, Any]]:
        """The attributes of all spans of that name."""
        return [attributes(span) for span in self.spans if span.name == name]

    @property
    def receipts(self) -> list[str]:
        return [attributes(span)["wainao.receipt"] for span in self.spans]


def attributes(span: Any) -> dict[str, Any]:
    return {one.key: _plain(one.value) for one in span.attributes}


def _plain(value: Any) -> Any:
    kind = value.WhichOneof("value")
    return [_plain(one) for one in value.array_value.values] if kind == "array_value" else getattr(value, kind)


def parsed(body: bytes) -> ExportTraceServiceRequest:
    """Raises what protobuf raises for anything that is not exactly that message, ids being hex as OTLP wants them."""
    told = json.loads(body)
    for resource in told["resourceSpans"]:
        for scope in resource["scopeSpans"]:
            for span in scope["spans"]:
                for name, length in _IDS.items():
                    if name in span:
                        assert re.fullmatch(f"[0-9a-f]{{{length}}}", span[name]), span[name]
                        span[name] = base64.b64encode(bytes.fromhex(span[name])).decode()
                assert isinstance(span["startTimeUnixNano"], str)
                ints = [one["value"]["intValue"] for one in span["attributes"] if "intValue" in one["value"]]
                assert all(isinstance(number, str) for number in ints)
    return json_format.ParseDict(told, ExportTraceServiceRequest())


@contextmanager
def receiving(port: int = 0) -> Iterator[Received]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            received.requests.append((dict(self.headers.items()), body))
            (told,) = parsed(body).resource_spans
            received.resource = attributes(told.resource)
            spans = [span for scope in told.scope_spans for span in scope.spans]
            status, headers, content = received.answer(spans) if self.path == "/v1/traces" else (404, {}, b"")
            if status == 200:
                received.spans += spans
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    received = Received(url=f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield received
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
