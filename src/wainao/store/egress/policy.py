"""Where traffic may go: by name first, then by every address that the name has."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from wainao.store.egress.errors import EgressDeniedError
from wainao.store.egress.target import Target

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_RESERVED = (ipaddress.IPv4Network("192.0.0.0/24"), ipaddress.IPv4Network("168.63.129.16/32"))
"""Public by their numbers alone: protocol assignments, which older Pythons call global, and what answers machines of
Azure there."""
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")


@dataclass(frozen=True, kw_only=True, slots=True)
class Routes:
    """Where traffic may go.

    `configured` are origins ("http://host:port", see `origin`) that an administrator wrote into the settings: they may
    be anywhere, this machine and its network included. `public` are further host names, None for any, which may only
    be at public addresses; "*.host" stands for every name under `host`.
    """

    configured: frozenset[str] = frozenset()
    public: frozenset[str] | None = frozenset()

    def refuse_unknown(self, target: Target) -> None:
        """Raises EgressDeniedError unless the name and port of `target` may be reached, whatever its address."""
        if target.origin in self.configured or self.public is None or target.host in self.public:
            return
        labels = target.host.split(".")
        if any(f"*.{'.'.join(labels[at:])}" in self.public for at in range(1, len(labels))):
            return
        raise EgressDeniedError(
            f"{target.origin!r} is not among the places that may be reached from here. If it should be, an "
            "administrator has to configure it."
        )

    def refuse_unnamed(self, target: Target) -> None:
        """Raises EgressDeniedError unless `target` may be reached by somebody else looking up its address."""
        if target.origin not in self.configured and self.public is None:
            raise EgressDeniedError(
                f"{target.origin!r} would be looked up by the proxy, where its address cannot be checked. Only hosts "
                "that an administrator named may be reached in this way."
            )
        with suppress(ValueError):
            self.permitted(target, [str(ipaddress.ip_address(target.host))])

    def permitted(self, target: Target, found: Iterable[str]) -> tuple[Address, ...]:
        """The addresses `found` for `target`, each once; one that is not permitted refuses them all.

        Raises EgressDeniedError.
        """
        configured = target.origin in self.configured
        addresses = tuple(ipaddress.ip_address(text) for text in dict.fromkeys(found))
        for address in addresses:
            _refuse_private(address, target.host, configured)
        return addresses


def _refuse_private(address: Address, host: str, configured: bool) -> None:
    real = _unwrapped(address)
    if configured:
        # Whoever configures a name means a machine; link-local is where clouds keep their secrets (169.254.169.254).
        refused = real.is_link_local or real.is_multicast or real.is_unspecified
        if not refused or host == str(address):
            return
    elif _is_public(real):
        return
    raise EgressDeniedError(
        f"{host!r} is at {address}, which is not a public address. On this machine and its network, only what an "
        "administrator configured may be reached."
    )


def _is_public(address: Address) -> bool:
    if not address.is_global or address.is_multicast or any(address in network for network in _RESERVED):
        return False
    return address.version == 4 or address in _GLOBAL_UNICAST


def _unwrapped(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one, where there is one."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
