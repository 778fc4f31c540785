"""Going out through an HTTP proxy, where one is configured; the environment's are never used."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field
from typing import cast

from wainao.kernel.errors import SettingsError
from wainao.store.egress.connection import Connection, Make
from wainao.store.egress.errors import UnreachableError
from wainao.store.egress.incoming import Incoming, MalformedError
from wainao.store.egress.target import Target, parse
from wainao.store.egress.trust import secured

_LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Proxy:
    """`url` ("http://proxy:3128") is asked to CONNECT to every target; TLS goes through it end to end.

    `authorization` is sent to it as it is. `direct` are origins that go past it; this machine always does. Names are
    looked up and checked here, and the proxy gets addresses; with `resolves` it gets names, where this machine can look
    up none: then only hosts that are named in the routes may be reached, since nobody checks their addresses.

    Raises SettingsError for an address that is no http:// one.
    """

    url: str
    authorization: str = field(default="", repr=False)
    direct: frozenset[str] = frozenset()
    resolves: bool = False

    def __post_init__(self) -> None:
        if self.target.tls:
            raise SettingsError(f"The proxy {self.url!r} is not used. Expected an address that begins with http://.")
        if not (self.authorization.isascii() and self.authorization.isprintable()):
            raise SettingsError(
                "The proxy's authorization holds characters that no header may hold. Use printable ASCII."
            )

    @property
    def target(self) -> Target:
        return parse(self.url)

    def serves(self, target: Target) -> bool:
        return target.origin not in self.direct and target.host not in _LOOPBACK

    def connect_head(self, authority: str) -> bytes:
        """The request to connect to `authority` ("host:port")."""
        lines = [f"CONNECT {authority} HTTP/1.1", f"host: {authority}"]
        if self.authorization:
            lines.append(f"proxy-authorization: {self.authorization}")
        return "\r\n".join([*lines, "", ""]).encode("ascii")


class Tunnel(asyncio.Protocol):
    """Asks a proxy to connect; then the transport is somebody else's."""

    def __init__(self, proxy: Proxy, authority: str) -> None:
        self._proxy = proxy
        self._authority = authority
        self._incoming = Incoming(bodiless=True)
        self._opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._transport: asyncio.Transport | None = None

    async def opened(self) -> None:
        """Wait until the other side is connected. Raises UnreachableError."""
        await self._opened

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._proxy.connect_head(self._authority))

    def data_received(self, data: bytes) -> None:
        try:
            self._incoming.feed(data)
        except MalformedError as error:
            self._fail(f"sent no valid reply: {error}")
            return
        if not self._incoming.whole or self._opened.done():
            return
        if not 200 <= self._incoming.status < 300:
            self._fail(f"refused ({self._incoming.status})")
        elif self._incoming.surplus:
            self._fail("spoke before it was asked")  # what it says would pass for the other side's words
        else:
            self._opened.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail("broke the connection off")

    def _fail(self, how: str) -> None:
        if not self._opened.done():
            self._opened.set_exception(
                UnreachableError(
                    f"The proxy {self._proxy.target.origin!r} {how} when asked for {self._authority!r}. Check the "
                    "proxy, or whether it permits that."
                )
            )
        if self._transport is not None:
            self._transport.abort()


async def tunnelled(
    proxy: Proxy, proxy_address: str, place: str, target: Target, *, trust: ssl.SSLContext | None, make: Make
) -> Connection:
    """A connection to `target` at `place` (an address, or its name) through the proxy.

    Raises UnreachableError, and OSError where the proxy is not there.
    """
    loop = asyncio.get_running_loop()
    authority = f"[{place}]:{target.port}" if ":" in place else f"{place}:{target.port}"
    plain, tunnel = await loop.create_connection(lambda: Tunnel(proxy, authority), proxy_address, proxy.target.port)
    try:
        await tunnel.opened()
        connection = make()
        plain.set_protocol(connection)
        connection.connection_made(plain)
        return await secured(plain, connection, trust, name=target.host)
    except BaseException:
        plain.abort()
        raise
