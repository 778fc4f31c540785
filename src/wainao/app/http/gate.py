"""Who is asking: a key says so, or it is the owner at this very machine."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit

from wainao.app.settings import ServerSettings
from wainao.kernel import UnauthenticatedError, UsageError
from wainao.store.actors import Actors
from wainao.types import Actor, owner

OURS = ("wk_", "wo_")
"""How actors' keys and the owner token begin."""

KEY_HEADERS = ("x-api-key", "api-key")

FORWARDED = ("forwarded", "via", "x-forwarded-", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip")
"""A header that begins so says that someone stands between: the peer on loopback is a proxy then, not the owner."""


class Head(Protocol):
    """What is read of a request: Starlette's `Request`, or `Exchange`."""

    @property
    def headers(self) -> Any: ...

    @property
    def client(self) -> Any: ...

    @property
    def scope(self) -> Any: ...


class Gate:
    """Tells who makes a request."""

    def __init__(self, settings: ServerSettings, actors: Actors) -> None:
        self._settings = settings
        self._local_owner = settings.local_owner and is_loopback(settings.host)
        self._actors = actors

    def actor(self, request: Head) -> Actor:
        """Raises UnauthenticatedError, or UsageError when the server is addressed by a name that is not its own."""
        self.check_host(request)
        key = next((key for key in shown_keys(request.headers) if key.startswith(OURS)), None)
        if key is not None:
            return self._actors.authenticate(key)
        # Clients of other APIs always send some key; one that was never ours is as good as none.
        if self._local_owner and is_local(request):
            return owner()
        raise UnauthenticatedError(
            "This request says nothing of who is asking. Expected the header 'Authorization: Bearer KEY'; without one "
            "only a browser or program on this machine is let in. Ask an administrator for a key (wainao keys add)."
        )

    def check_host(self, request: Head) -> None:
        """Raises UsageError when the server is addressed by a name that is not its own."""
        allowed = self._settings.allowed_hosts
        name = host_name(request.headers.get("host", ""))
        if allowed and name not in allowed and not is_loopback(name):
            raise UsageError(
                f"This server does not go by the name {name!r}. Expected one of {', '.join(allowed)}: use one of them, "
                "or add this one to [server] allowed_hosts."
            )


def shown_keys(headers: Mapping[str, str]) -> Iterator[str]:
    """All keys that a request shows: as a bearer's, or as clients of Anthropic and Azure do."""
    scheme, _, key = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        yield key.strip()
    for name in KEY_HEADERS:
        if name in headers:
            yield headers[name]


def is_local(request: Head) -> bool:
    """Whether this comes from a program or a page of our own on this machine.

    A page from elsewhere can make a browser here send requests: with a foreign Origin (which a browser cannot hide),
    or to a name of its own that resolves to 127.0.0.1 (then Host is that name). Both are told from our own page here.
    """
    hosts = request.headers.getlist("host")
    if request.client is None or not is_loopback(request.client.host):
        return False
    if len(hosts) != 1 or not is_loopback(host_name(hosts[0])):
        return False
    if any(name.startswith(FORWARDED) for name in request.headers):
        return False
    if request.scope["http_version"] == "1.0":  # no browser speaks it, but nginx does to what is behind it
        return False
    origins = request.headers.getlist("origin")
    if any(urlsplit(origin).netloc != hosts[0] for origin in origins):
        return False
    return all(site in ("none", "same-origin") for site in request.headers.getlist("sec-fetch-site"))


def host_name(host: str) -> str:
    """The name or address in a Host header, without its port; empty when there is none that makes sense."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises where it is no number
    except ValueError:
        return ""
    is_plain = parts.netloc == host and "@" not in host
    return (parts.hostname or "") if is_plain else ""


def is_loopback(name: str) -> bool:
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
