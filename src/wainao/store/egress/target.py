"""Where a request goes: a URL, read once and strictly."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

from wainao.kernel.errors import UsageError

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_.])?")
_UNSENDABLE = re.compile(r"[\x00-\x20\x7f]")
_USER = re.compile(r"//[^/]*@")
_ASCII = "".join(map(chr, range(0x21, 0x7F)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """`host` is in ASCII and lower case; `path` is what stands in the request line, with its query."""

    scheme: str
    host: str
    port: int
    path: str
    origin: str
    """Scheme, host and port: "https://api.example:443"."""
    netloc: str
    """What stands in the header `host`: without the port where it is the scheme's own."""

    @property
    def tls(self) -> bool:
        return self.scheme == "https"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.path}"


def origin(url: str) -> str:
    """Scheme, host and port of `url`: `origin("https://Api.example/v1") == "https://api.example:443"`."""
    return parse(url).origin


@lru_cache(maxsize=1024)
def parse(url: str) -> Target:
    """Read `url`; what stands after a `#` is dropped. Raises UsageError for what no request can be sent to."""
    shown = showable(url)
    try:
        parts = urlsplit(url)
        port, host = parts.port, _ascii(parts.hostname or "")
    except ValueError as error:
        raise UsageError(f"{shown!r} is not a URL: {error}. Expected something like https://host/path.") from None
    if parts.scheme not in _PORTS or not host or port == 0 or _UNSENDABLE.search(url):
        raise UsageError(f"{shown!r} cannot be fetched. Expected an address that begins with https:// or http://.")
    if "@" in parts.netloc:
        raise UsageError(f"The address of {host!r} holds a user or a password. Take it out: addresses are logged.")
    bracketed, own_port = f"[{host}]" if ":" in host else host, _PORTS[parts.scheme]
    return Target(
        scheme=parts.scheme,
        host=host,
        port=port or own_port,
        path=quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_ASCII),
        origin=f"{parts.scheme}://{bracketed}:{port or own_port}",
        netloc=f"{bracketed}:{port}" if port and port != own_port else bracketed,
    )


def showable(url: str) -> str:
    """`url` without what may be secret: users and passwords, and the query, where some providers take their key and
    downloads are signed."""
    return _USER.sub("//", url.partition("?")[0])


def _ascii(host: str) -> str:
    """`host` as the name service knows it; raises ValueError for what is none."""
    if ":" in host:
        return str(ipaddress.IPv6Address("scope" if "%" in host else host))
    if not host.isascii():
        import idna

        host = idna.encode(host, uts46=True).decode("ascii")
    if host and not _HOST.fullmatch(host):
        raise ValueError(f"{host!r} is no name of a host")
    return host
