"""A server on bare sockets, for what no library would send: each connection is played by a function of the test."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
PATIENCE_S = 10.0
"""How long a test waits for what should come at once."""


@dataclass
class Wire:
    """The server's end of one connection; `number` counts connections from 0."""

    socket: socket.socket
    number: int
    server: FaultServer
    _rest: bytes = b""

    def request(self) -> bytes:
        """The next request, head and body. Raises ConnectionError when the client has hung up."""
        while b"\r\n\r\n" not in self._rest:
            self._more()
        head, _, _ = self._rest.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
        whole = len(head) + 4 + length
        while len(self._rest) < whole:
            self._more()
        request, self._rest = self._rest[:whole], self._rest[whole:]
        self.server.requests.append(request)
        return request

    def answer(self, *replies: bytes) -> None:
        """One reply to each of the next requests."""
        for reply in replies:
            self.request()
            self.send(reply)

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def finish(self) -> None:
        """Send no more, and go on reading."""
        self.socket.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        self.socket.close()

    def reset(self) -> None:
        # With a linger time of zero, closing sends RST instead of FIN.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def until_left(self) -> None:
        """Wait until the client has hung up."""
        with suppress(ConnectionError):
            while True:
                self._more()

    def _more(self) -> None:
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("the client hung up")
        self._rest += data


Play = Callable[[Wire], None]


@dataclass
class FaultServer:
    port: int
    requests: list[bytes] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)
    left: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1/x"

    @property
    def connections(self) -> int:
        return len(self.wires)

    def was_left(self, times: int = 1) -> bool:
        """Wait until so many connections were hung up on by the client; tells whether they were."""
        return all(self.left.acquire(timeout=PATIENCE_S) for _ in range(times))


@contextmanager
def playing(play: Play, *, tls: ssl.SSLContext | None = None) -> Iterator[FaultServer]:
    """Serve on loopback: `play` is called for each connection in a thread of its own; what it leaves open is closed."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = FaultServer(listening.getsockname()[1])
        threads = [threading.Thread(target=_accept, args=(listening, server, play, tls))]
        threads[0].start()
        try:
            yield server
        finally:
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            threads[0].join()
            for wire in server.wires:
                with suppress(OSError):
                    wire.socket.shutdown(socket.SHUT_RDWR)


def _accept(listening: socket.socket, server: FaultServer, play: Play, tls: ssl.SSLContext | None) -> None:
    threads = []
    while True:
        try:
            accepted, _ = listening.accept()
        except OSError:
            break
        accepted.settimeout(PATIENCE_S)
        wire = Wire(accepted, len(server.wires), server)
        server.wires.append(wire)
        threads.append(threading.Thread(target=_play, args=(wire, play, tls)))
        threads[-1].start()
    for wire in server.wires:
        with suppress(OSError):
            wire.socket.shutdown(socket.SHUT_RDWR)
    for thread in threads:
        thread.join()


def _play(wire: Wire, play: Play, tls: ssl.SSLContext | None) -> None:
    try:
        if tls is not None:
            wire.socket = tls.wrap_socket(wire.socket, server_side=True)
        play(wire)
    except (ConnectionError, ssl.SSLError):
        wire.server.left.release()
    except OSError:
        pass  # the test is over
    finally:
        wire.socket.close()


def replies(*raw: bytes) -> Play:
    """Every connection answers one request after another with these bytes, the last of them again and again."""

    def play(wire: Wire) -> None:
        left = list(raw)
        while True:
            wire.answer(left.pop(0) if len(left) > 1 else left[0])

    return play
