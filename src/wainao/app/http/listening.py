"""A socket to listen on, and how a person gets to it."""

from __future__ import annotations

import contextlib
import errno
import socket

from wainao.kernel import SettingsError

BACKLOG = 2048

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
