"""TLS: whose certificates are believed by default, and how a plain connection becomes a verified one."""

from __future__ import annotations

import asyncio
import ssl
from functools import lru_cache

from wainao.store.egress.connection import Connection


@lru_cache(maxsize=1)
def system_trust() -> ssl.SSLContext:
    """The system's authorities and certifi's. Reading them takes tens of milliseconds, once."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    return context


async def secured(
    plain: asyncio.Transport, connection: Connection, trust: ssl.SSLContext | None, *, name: str
) -> Connection:
    """`connection` with TLS under it, once the other side has proved to be `name`; as it is, where `trust` is None.

    Raises OSError.
    """
    if trust is None:
        return connection
    loop = asyncio.get_running_loop()
    # Who speaks or closes before the handshake has ended the connection already.
    transport = None if plain.is_closing() else await loop.start_tls(plain, connection, trust, server_hostname=name)
    if transport is None:
        raise ConnectionResetError("the connection was lost during the TLS handshake")
    connection.secured(transport)
    return connection
