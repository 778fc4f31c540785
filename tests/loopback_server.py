"""A server for a test: one function answers whatever is asked of it, over real HTTP, in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from wainao.app.http.listening import address, listen

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@contextmanager
def served(answer: Callable[[Request], Awaitable[Response]], *, port: int = 0) -> Iterator[str]:
    """The address on loopback at which `answer` is asked; 0 is a free port."""
    listener = listen("127.0.0.1", port)
    routes = [Route("/{path:path}", answer, methods=METHODS)]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield address(listener)
    finally:
        server.should_exit = True
        thread.join()
