"""A real server on a free port of this machine, for the length of a block."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wainao.app.wiring import Wainao


@contextmanager
def running(brain: Wainao) -> Iterator[str]:
    """Serve an open home; yields the address, "http://127.0.0.1:40123" say. Calls under way are finished at the end.

    with running(brain) as url:
        httpx.post(f"{url}/api/knowledge/ask", json={"question": "…"})
    """
    from wainao.app.http.listening import address, listen
    from wainao.app.http.serve import make_server

    listener = listen("127.0.0.1", 0)
    server = make_server(brain)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="wainao-server", daemon=True)
    url = address(listener)
    thread.start()
    try:
        yield url
    finally:
        server.should_exit = True
        thread.join()
