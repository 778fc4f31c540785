"""Listen, serve, and end in order: in this process, or in several that share one socket."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import NoReturn

import uvicorn

from wainao.app import memory
from wainao.app.http.app import create_app
from wainao.app.http.direct import Direct
from wainao.app.http.gate import Gate
from wainao.app.http.hot import HotProtocol
from wainao.app.wiring import Wainao
from wainao.kernel import EngineError, SettingsError

BACKLOG = 2048
KEEP_ALIVE_S = 30
SHORTEST_LIFE_S = 2.0
"""A worker that ends sooner than this will not do better when it is started again."""

OPEN_FILES = 65_536
"""How many a process may have, if the system lets it: a stream takes two, and many systems begin with 1,024."""

UNSENT_BYTES = 128 * 1024
"""How much of an answer the system takes in for a client that reads slowly. Left alone it takes 4 MB, all of which is
read from the model, looked through and held for the receipt."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises SettingsError when the address is taken or is none of this machine's."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):  # not on Windows; connections have it of their listener
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_BYTES)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SettingsError(
                f"Port {port} on {host!r} is taken, perhaps by a Wainao that runs already. Look at "
                f"http://{host}:{port}, or start this one with --port {_free_port(host, port)}, which is free."
            ) from error
        raise SettingsError(
            f"The server cannot listen on {host!r}, port {port}: {error.strerror or error}. Choose another with --host "
            "or --port (0 takes any free port), or end what is using it."
        ) from error
    return listener


def _free_port(host: str, taken: int) -> int:
    """The next port on which nobody listens; 0, which takes any, when the neighbours are all taken."""
    for port in range(taken + 1, min(taken + 100, 65536)):
        with contextlib.suppress(OSError), socket.create_server((host, port)):
            return port
    return 0


def address(listener: socket.socket) -> str:
    """What to type into a browser."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = socket.gethostname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def make_server(brain: Wainao) -> uvicorn.Server:
    """A server for an open home, ready to run on a listening socket."""
    config = uvicorn.Config(
        create_app(brain, ending=lambda: server.should_exit),
        http=_protocol(brain),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=brain.settings.server.shutdown_grace_s,
    )
    server = uvicorn.Server(config)
    return server


def _protocol(brain: Wainao) -> type[HotProtocol]:
    """uvicorn makes one for each connection and hands it nothing of ours: it hangs on the class."""

    class Ours(HotProtocol):
        answers = Direct(brain.kernel, Gate(brain.settings.server, brain.actors))
        limits = brain.settings.server

    return Ours


def serve(brain: Wainao, listener: socket.socket) -> None:
    """Serve until told to end (SIGINT, SIGTERM); calls under way are finished first."""
    # uvicorn hands the signal on once it has ended; by default that would kill us before the home is closed.
    signal.signal(signal.SIGTERM, _leave)
    _allow_many_files()
    server = make_server(brain)
    memory.freeze()
    with contextlib.suppress(KeyboardInterrupt), memory.handed_back():
        server.run(sockets=[listener])


def _allow_many_files() -> None:
    try:
        import resource
    except ModuleNotFoundError:  # Windows, which knows no such limit
        return
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
    if now != resource.RLIM_INFINITY and now < wanted:
        with contextlib.suppress(OSError, ValueError):  # the system has another limit yet
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _leave(_: int, __: FrameType | None) -> NoReturn:
    sys.exit(0)


def end_with(lifeline: int) -> None:
    """End this process in order when the one that holds the other end of this pipe is gone, even if it was killed."""

    def wait() -> None:
        os.read(lifeline, 1)  # nobody ever writes: what comes is the end
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


@contextlib.contextmanager
def _lifeline() -> Iterator[int]:
    """A pipe's end to read from; the other is open as long as the block, or this process, lasts."""
    theirs, ours = os.pipe()
    try:
        yield theirs
    finally:
        os.close(theirs)
        os.close(ours)


Start = Callable[[int, int], "subprocess.Popen[bytes]"]
"""Starts a process that serves; it gets the file descriptors of the socket and of its lifeline."""


def supervise(start: Start, listener: socket.socket, workers: int) -> None:
    """Keep `workers` processes serving `listener` until told to end. They do not outlive this one."""
    with _lifeline() as lifeline:
        _supervise(lambda: start(listener.fileno(), lifeline), workers)


def _supervise(start: Callable[[], subprocess.Popen[bytes]], workers: int) -> None:
    ending = False

    def end(_: int, __: FrameType | None) -> None:
        nonlocal ending
        ending = True
        for worker, _began in running:
            worker.terminate()

    running: list[tuple[subprocess.Popen[bytes], float]] = []
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    running.extend((start(), time.monotonic()) for _ in range(workers))
    while not ending:
        time.sleep(0.2)
        for place, (worker, began) in enumerate(running):
            if worker.poll() is None or ending:
                continue
            if time.monotonic() - began < SHORTEST_LIFE_S:
                end(0, None)
                raise EngineError(
                    f"A server process ended at once, with {worker.returncode}. What it said is above: correct that "
                    "and start again."
                )
            running[place] = (start(), time.monotonic())
    for worker, _ in running:
        worker.wait()
