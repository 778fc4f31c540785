"""The gateway's own way through the server: requests of the wire formats are answered in the protocol's callbacks.

What a general server does for any request (a scope, a router, middleware, a queue of messages each way) costs more
than all layers of a call together. Everything that is not one plain POST to an address of the gateway goes to the ASGI
app as ever, which serves the same formats by the same functions: pipelined requests, chunked bodies, `Expect`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, NamedTuple, Protocol

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from wainao.app.gateway.formats import FORMATS
from wainao.app.http.events import KEEP_ALIVE_S
from wainao.app.http.headers import COMMON, DATA_POLICY
from wainao.app.http.limits import MIN_BODY_BYTES_PER_S, too_large, too_slow
from wainao.app.http.protocol import CarefulProtocol
from wainao.app.settings import ServerSettings
from wainao.kernel import WainaoError

DATA_HEADERS = "".join(
    f"{name}: {value}\r\n"
    for name, value in {**COMMON, "content-security-policy": DATA_POLICY, "cache-control": "no-store"}.items()
).encode("latin-1")

PATHS: Mapping[bytes, str] = {path.encode(): path for path in FORMATS}


class Client(NamedTuple):
    host: str
    port: int


class Headers(dict[str, str]):
    """A request's headers, the names in lower case; of one that is there twice the first counts, as elsewhere."""

    def __init__(self, raw: list[tuple[bytes, bytes]]) -> None:
        super().__init__()
        self._raw = raw
        for name, value in raw:
            self.setdefault(name.decode("latin-1"), value.decode("latin-1"))

    def getlist(self, name: str) -> list[str]:
        sought = name.encode("latin-1")
        return [value.decode("latin-1") for given, value in self._raw if given == sought]


class Exchange:
    """One request and its response. To uvicorn it is the cycle that is under way, so that others wait for it."""

    def __init__(self, protocol: HotProtocol, path: str, length: int) -> None:
        self.path = path
        self.headers = Headers(protocol.headers)
        self.client = Client(*protocol.client) if protocol.client else None
        self.scope = protocol.scope
        self.keep_alive = bool(protocol.parser.should_keep_alive())
        self.response_complete = False
        self.disconnected = False
        self.length = length
        self.begun = False
        self._body: list[bytes] = []
        self._protocol = protocol
        self._task: asyncio.Task[None] | None = None
        self._due: asyncio.TimerHandle | None = None
        self._beat: asyncio.TimerHandle | None = None
        self._wrote_at = 0.0

    # The request.

    def take(self, part: bytes) -> None:
        self._body.append(part)

    def taken(self) -> bytes:
        """The whole body. It is held no longer."""
        body = self._body[0] if len(self._body) == 1 else b"".join(self._body)
        self._body.clear()
        return body

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        self._whole()
        protocol = self._protocol
        self._task = task = protocol.loop.create_task(work)
        protocol.tasks.add(task)
        task.add_done_callback(protocol.tasks.discard)

    def wait_for_body(self, timeout_s: float) -> None:
        """It did not come with the head: that of somebody who may ask has so long, and longer if it is long."""
        if self._due is not None or self._task is not None:
            return
        self._protocol.answers.admit(self)
        if not self.response_complete:
            timeout_s += self.length / MIN_BODY_BYTES_PER_S
            self._due = self._protocol.loop.call_later(timeout_s, self._too_slow, timeout_s)

    @property
    def message_event(self) -> Exchange:
        """What uvicorn "sets" when the connection is lost."""
        return self

    def set(self) -> None:
        """The client has gone."""
        self._whole()
        self._stop_beat()
        if self._task is not None and not self.response_complete:
            self._task.cancel()

    def _whole(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _too_slow(self, after_s: float) -> None:
        self.refuse(too_slow(sum(map(len, self._body)), after_s))

    # The response.

    def refuse(self, error: WainaoError) -> None:
        """Answer before the request was read to its end, and hang up: the rest is not read."""
        self.keep_alive = False
        self._protocol.answers.refuse(self, error)

    def whole(self, status: int, body: bytes, headers: Mapping[str, str], media_type: str) -> None:
        """The whole response in one write."""
        head = self._head(status, headers, media_type.encode("latin-1"))
        self._protocol.transport.write(b"%scontent-length: %d\r\n\r\n%s" % (head, len(body), body))
        self._end()

    def begin(self, headers: Mapping[str, str], media_type: bytes, beat: bytes | None) -> None:
        """A response that comes in chunks; `beat` keeps it alive while it is silent."""
        self.begun = True
        head = self._head(200, headers, media_type)
        self._protocol.transport.write(head + b"x-accel-buffering: no\r\ntransfer-encoding: chunked\r\n\r\n")
        self._wrote_at = self._protocol.loop.time()
        if beat is not None:
            self._beat = self._protocol.loop.call_later(KEEP_ALIVE_S, self._keep_alive, beat)

    async def write(self, chunk: bytes) -> None:
        if chunk:
            self._chunk(chunk)
        if self._protocol.flow.write_paused:
            await self._protocol.flow.drain()

    def finish(self) -> None:
        self._protocol.transport.write(b"0\r\n\r\n")
        self._end()

    def break_off(self) -> None:
        """Nothing more can be said: the client sees that the response has no end."""
        self.response_complete = True
        self._stop_beat()
        self._protocol.transport.close()

    def _chunk(self, chunk: bytes) -> None:
        self._wrote_at = self._protocol.loop.time()
        self._protocol.transport.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))

    def _head(self, status: int, headers: Mapping[str, str], media_type: bytes) -> bytes:
        lines = [STATUS_LINE[status], DATA_HEADERS, b"content-type: ", media_type, b"\r\n"]
        for name, value in self._protocol.server_state.default_headers:
            lines += (name, b": ", value, b"\r\n")
        for header, said in headers.items():
            lines.append(f"{header}: {said}\r\n".encode("latin-1"))
        if not self.keep_alive:
            lines.append(b"connection: close\r\n")
        return b"".join(lines)

    def _end(self) -> None:
        self.response_complete = True
        self._stop_beat()
        self._whole()
        if not self.keep_alive:
            self._protocol.transport.close()
        self._protocol.on_response_complete()

    def _keep_alive(self, beat: bytes) -> None:
        loop = self._protocol.loop
        if loop.time() - self._wrote_at >= KEEP_ALIVE_S:
            self._chunk(beat)
        self._beat = loop.call_at(self._wrote_at + KEEP_ALIVE_S, self._keep_alive, beat)

    def _stop_beat(self) -> None:
        if self._beat is not None:
            self._beat.cancel()
            self._beat = None


class Serves(Protocol):
    """Who answers the exchanges."""

    def serve(self, exchange: Exchange) -> Coroutine[Any, Any, None]: ...

    def admit(self, exchange: Exchange) -> None: ...

    def refuse(self, exchange: Exchange, error: WainaoError) -> None: ...


class HotProtocol(CarefulProtocol):
    """Subclassed for each server, which says who answers and how much may come."""

    answers: Serves
    limits: ServerSettings

    def on_headers_complete(self) -> None:
        path = PATHS.get(self.url)
        length = self._plain_length() if path is not None else None
        if path is None or length is None or self.parser.get_method() != b"POST" or self._is_busy():
            super().on_headers_complete()
            return
        self._head_is_here()
        exchange = Exchange(self, path, length)
        self.cycle = exchange  # type: ignore[assignment]  # it has all that uvicorn asks of a cycle
        if length > self.limits.max_body_bytes:
            exchange.refuse(too_large(self.limits.max_body_bytes))

    def on_body(self, body: bytes) -> None:
        self._loose_bytes = 0
        cycle: Any = self.cycle
        if type(cycle) is not Exchange:
            super().on_body(body)
        elif not cycle.response_complete:
            cycle.take(body)

    def on_message_complete(self) -> None:
        cycle: Any = self.cycle
        if type(cycle) is not Exchange:
            super().on_message_complete()
        elif not cycle.response_complete:
            cycle.start(self.answers.serve(cycle))

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        cycle: Any = self.cycle
        if type(cycle) is Exchange and not cycle.response_complete:
            cycle.wait_for_body(self.limits.body_timeout_s)

    def _is_busy(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _plain_length(self) -> int | None:
        """The length of a body that is announced as one piece; None for any other."""
        if self.expect_100_continue or self.parser.get_http_version() != "1.1":
            return None
        length = None
        for name, value in self.headers:
            if name == b"content-length":
                length = int(value)  # the parser has seen that it is a number
            elif name in (b"transfer-encoding", b"upgrade"):
                return None
        return length
