"""Serve a home on a listening socket, and end in order."""

from __future__ import annotations

import contextlib
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

import uvicorn

from wainao.app import memory
from wainao.app.http.app import create_app
from wainao.app.http.direct import Direct
from wainao.app.http.gate import Gate
from wainao.app.http.hot import HotProtocol
from wainao.app.http.listening import BACKLOG
from wainao.app.wiring import Wainao

KEEP_ALIVE_S = 30

OPEN_FILES = 65_536
"""How many a process may have, if the system lets it: a stream takes two, and many systems begin with 1,024."""


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


def serve(brain: Wainao, listener: socket.socket, *, ready: Callable[[], None]) -> None:
    """Serve until told to end (SIGINT, SIGTERM); calls under way are finished first.

    `ready` is called as soon as being told is understood.
    """
    # uvicorn hands the signal on once it has ended; by default that would kill us before the home is closed.
    signal.signal(signal.SIGTERM, _leave)
    _allow_many_files()
    server = make_server(brain)
    memory.freeze()
    ready()
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
