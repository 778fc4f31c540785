"""From a name to the addresses that may be connected to."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable

from wainao.kernel.errors import TimedOutError
from wainao.store.egress.errors import UnreachableError
from wainao.store.egress.policy import Address, Routes
from wainao.store.egress.target import Target

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""The addresses of a host, best first; raises OSError when there are none."""

KEPT_S = 5.0


class Names:
    """Looks names up without blocking the loop, and lets permitted addresses through only.

    What a configured origin was found at is kept for five seconds, so that a burst of connections asks once. That is
    safe because such an origin may be anywhere already; what was found is checked again each time it is used. Other
    names may belong to anybody: they are looked up for every connection.
    """

    def __init__(self, routes: Routes, resolve: Resolve | None) -> None:
        self._routes = routes
        self._resolve = resolve or _resolve
        self._kept: dict[str, tuple[float, list[str]]] = {}

    async def addresses(self, target: Target, *, timeout_s: float) -> tuple[Address, ...]:
        """At least one. Raises EgressDeniedError, UnreachableError, TimedOutError."""
        until, found = self._kept.get(target.origin, (0.0, []))
        if time.monotonic() >= until:
            found = await self._found(target, timeout_s)
            if target.origin in self._routes.configured:
                self._kept[target.origin] = time.monotonic() + KEPT_S, found
        permitted = self._routes.permitted(target, found)
        if not permitted:
            raise UnreachableError(f"The name {target.host!r} has no address. Check it for typing mistakes.")
        return permitted

    def forget(self, target: Target) -> None:
        """Look `target` up anew next time: nobody answered where it was."""
        self._kept.pop(target.origin, None)

    async def _found(self, target: Target, timeout_s: float) -> list[str]:
        try:
            async with asyncio.timeout(timeout_s):
                return await self._resolve(target.host, target.port)
        except TimeoutError as error:
            raise TimedOutError(
                f"The name {target.host!r} was not resolved within {timeout_s:g} s. Check the name service."
            ) from error
        except (OSError, UnicodeError) as error:
            raise UnreachableError(
                f"The name {target.host!r} has no address: {error}. Check it for typing mistakes."
            ) from error


async def _resolve(host: str, port: int) -> list[str]:
    # The loop asks in a thread of its own.
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]
