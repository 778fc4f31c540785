"""The one client for all outbound traffic: it knows where it may go, and connects only to addresses it has checked."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from wainao.kernel.errors import DeniedError, EngineError, TimedOutError, UsageError

if TYPE_CHECKING:
    import httpx

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]
"""The addresses of a host, best first; raises OSError when there are none."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")


class EgressDeniedError(DeniedError):
    """This installation may not connect there. An administrator decides which hosts it may reach."""

    code = "egress_denied"


class UnreachableError(EngineError):
    """Nobody answers there, or the connection broke."""

    code = "unreachable"


class ReplyTooLargeError(EngineError):
    code = "reply_too_large"


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """`connect_s` bounds each of name look-up and connection, `silence_s` each wait for more, `total_s` all of it."""

    connect_s: float = 10.0
    silence_s: float = 60.0
    total_s: float = 600.0
    max_bytes: int = 64 * 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Routes:
    """Where traffic may go.

    `configured` are origins ("http://host:port", see `origin`) that an administrator wrote into the settings: they may
    be anywhere, this machine and its network included. `public` are further host names, None for any, which may only
    be at public addresses.
    """

    configured: frozenset[str] = frozenset()
    public: frozenset[str] | None = frozenset()


def origin(url: str) -> str:
    """Scheme, host and port of `url`: `origin("https://Api.example/v1") == "https://api.example:443"`."""
    return _origin(_parsed(url))


class Reply:
    """A response whose body is still to come."""

    def __init__(self, response: httpx.Response, host: str, limits: Limits, deadline: float) -> None:
        self.status: int = response.status_code
        self.headers: Mapping[str, str] = response.headers
        self._response = response
        self._host = host
        self._limits = limits
        self._deadline = deadline

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """The body as it comes. Raises ReplyTooLargeError, TimedOutError or UnreachableError."""
        taken, pieces = 0, self._response.aiter_raw()
        while True:
            async with _in_order(self._host, self._deadline):
                piece = await anext(pieces, b"")
            if not piece:
                return
            taken += len(piece)
            if taken > self._limits.max_bytes:
                raise ReplyTooLargeError(
                    f"{self._host!r} sent more than the {self._limits.max_bytes} bytes that are taken from it at most. "
                    "Ask it for less."
                )
            yield piece

    async def read(self) -> bytes:
        """The whole body. Raises as `chunks` does."""
        return b"".join([piece async for piece in self.chunks()])


class Egress:
    """Sends requests along `routes` and nowhere else.

    Names are looked up once per request, every address is checked, and the connection goes to the checked address: a
    name that changes its address in between gains nothing. Redirects and compressed replies (which may unpack to
    anything) are refused, proxies in the environment are ignored. Each request has its own connection, which leaving
    the block closes. `tls` is what to trust, by default the system's authorities and certifi's.
    """

    def __init__(
        self,
        routes: Routes,
        *,
        limits: Limits | None = None,
        tls: ssl.SSLContext | None = None,
        resolve: Resolve | None = None,
    ) -> None:
        self._routes = routes
        self._limits = limits or Limits()
        self._tls = tls
        self._resolve = resolve or _resolve

    @asynccontextmanager
    async def send(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, content: bytes = b""
    ) -> AsyncIterator[Reply]:
        """Send one request; its reply, whatever its status, is read inside the block.

        Raises EgressDeniedError, UnreachableError, TimedOutError, and UsageError for what is no URL or no header.
        """
        import httpx

        target, sent = _parsed(url), _headers(headers or {})
        deadline = asyncio.get_running_loop().time() + self._limits.total_s
        addresses = await self._addresses(target)
        timeout = httpx.Timeout(self._limits.silence_s, connect=self._limits.connect_s)
        tls = self._tls or _system_trust()
        async with httpx.AsyncClient(verify=tls, trust_env=False, timeout=timeout) as client:
            async with _in_order(target.host, deadline):
                response = await _first_to_answer(client, method, target, addresses, sent, content)
            try:
                _refuse_redirect(response, target)
                _refuse_compressed(response, target)
                yield Reply(response, target.host, self._limits, deadline)
            finally:
                await response.aclose()

    async def _addresses(self, target: httpx.URL) -> list[Address]:
        """The addresses of `target`, all of them permitted."""
        host = target.raw_host.decode("ascii")
        configured = _origin(target) in self._routes.configured
        if not configured and self._routes.public is not None and host not in self._routes.public:
            raise EgressDeniedError(
                f"{_origin(target)!r} is not among the places that may be reached from here. If it should be, an "
                "administrator has to configure it."
            )
        try:
            async with asyncio.timeout(self._limits.connect_s):
                found = await self._resolve(host, _port(target))
        except TimeoutError as error:
            raise TimedOutError(
                f"The name {host!r} was not resolved within {self._limits.connect_s:g} s. Check the name service."
            ) from error
        except (OSError, UnicodeError) as error:
            raise UnreachableError(
                f"The name {host!r} has no address: {error}. Check it for typing mistakes."
            ) from error
        addresses = [ipaddress.ip_address(text) for text in dict.fromkeys(found)]
        for address in addresses:
            _refuse_private(address, host, configured)
        return addresses


async def _resolve(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def _refuse_private(address: Address, host: str, configured: bool) -> None:
    real = _unwrapped(address)
    if configured:
        # Whoever configures a name means a machine; link-local is where clouds keep their secrets (169.254.169.254).
        refused = real.is_link_local or real.is_multicast or real.is_unspecified
        if not refused or host == str(address):
            return
    elif real.is_global and not real.is_multicast and (real.version == 4 or real in _GLOBAL_UNICAST):
        return
    raise EgressDeniedError(
        f"{host!r} is at {address}, which is not a public address. On this machine and its network, only what an "
        "administrator configured may be reached."
    )


def _unwrapped(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one, where there is one."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


async def _first_to_answer(
    client: httpx.AsyncClient,
    method: str,
    target: httpx.URL,
    addresses: list[Address],
    headers: Mapping[str, str],
    content: bytes,
) -> httpx.Response:
    import httpx

    name = target.raw_host.decode("ascii")
    for address in addresses:
        request = client.build_request(
            method,
            target.copy_with(host=str(address)),
            headers={**headers, "host": target.netloc.decode("ascii"), "accept-encoding": "identity"},
            content=content,
            extensions={"sni_hostname": name},
        )
        try:
            return await client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            if address is addresses[-1]:
                raise
    raise UnreachableError(f"The name {name!r} has no address. Check it for typing mistakes.")


@asynccontextmanager
async def _in_order(host: str, deadline: float) -> AsyncIterator[None]:
    """Turn what the transport raises into our errors. Its messages may quote headers: they are not passed on."""
    import httpx

    try:
        async with asyncio.timeout_at(deadline):
            yield
    except (TimeoutError, httpx.TimeoutException) as error:
        raise TimedOutError(
            f"{host!r} did not answer in time ({type(error).__name__}). Try again, or allow it more time."
        ) from None
    except httpx.ConnectError as error:
        raise UnreachableError(
            f"{host!r} cannot be reached ({type(error).__name__}). Check that it runs and that the address is right."
        ) from None
    except httpx.HTTPError as error:
        raise UnreachableError(f"{host!r} broke the connection off ({type(error).__name__}). Try again.") from None


def _parsed(url: str) -> httpx.URL:
    import httpx

    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise UsageError(f"{url!r} is not a URL: {error}. Expected something like https://host/path.") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise UsageError(f"{url!r} cannot be fetched. Expected an address that begins with https:// or http://.")
    if parsed.userinfo:
        raise UsageError(
            f"The address of {parsed.host!r} holds a user or a password. Take it out: addresses are logged."
        )
    return parsed


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _origin(url: httpx.URL) -> str:
    host = url.raw_host.decode("ascii")
    return f"{url.scheme}://{f'[{host}]' if ':' in host else host}:{_port(url)}"


def _headers(headers: Mapping[str, str]) -> Mapping[str, str]:
    for name, value in headers.items():
        if not (value.isascii() and value.isprintable()):
            raise UsageError(
                f"The header {name!r} holds characters that no header may hold. Use printable ASCII there."
            )
    return headers


def _refuse_redirect(response: httpx.Response, target: httpx.URL) -> None:
    if response.has_redirect_location:
        raise EgressDeniedError(
            f"{_origin(target)!r} redirects to {response.headers['location'][:200]!r}. Redirects are not "
            "followed: configure the address it leads to."
        )


def _refuse_compressed(response: httpx.Response, target: httpx.URL) -> None:
    encoding = response.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise UnreachableError(
            f"{target.host!r} sent its reply as {encoding!r}, although it was asked not to compress. Switch that off."
        )


@lru_cache(maxsize=1)
def _system_trust() -> ssl.SSLContext:
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
