"""Opening a connection: look the name up, check every address, connect to the first that answers."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Coroutine, Sequence
from typing import Any

from wainao.kernel.errors import TimedOutError
from wainao.store.egress.connection import Connection, Make
from wainao.store.egress.errors import UnreachableError
from wainao.store.egress.names import Names, Resolve
from wainao.store.egress.policy import Routes
from wainao.store.egress.proxy import Proxy, tunnelled
from wainao.store.egress.target import Target
from wainao.store.egress.trust import secured, system_trust

NEXT_ADDRESS_S = 0.25
"""How long an address has before the next is tried beside it (RFC 8305)."""

Attempt = Coroutine[Any, Any, Connection]


class Dialer:
    """Connects to checked addresses, while TLS verifies the name; through `proxy` where there is one for the target.

    `tls` is what to trust; None: see `system_trust`.
    """

    def __init__(
        self, routes: Routes, *, tls: ssl.SSLContext | None, resolve: Resolve | None, proxy: Proxy | None
    ) -> None:
        self._routes = routes
        self._names = Names(routes, resolve)
        self._tls = tls
        self._proxy = proxy
        known = frozenset() if proxy is None else frozenset({proxy.target.origin})
        self._proxy_names = Names(Routes(configured=known), resolve)

    async def open(self, target: Target, make: Make, *, timeout_s: float) -> Connection:
        """A connection to the first address of `target` that answers.

        Raises EgressDeniedError, UnreachableError, TimedOutError.
        """
        attempts = await self._attempts(target, make, timeout_s)
        try:
            async with asyncio.timeout(timeout_s):
                return await _first(attempts)
        except TimeoutError:
            self._names.forget(target)
            raise TimedOutError(
                f"{target.host!r} did not answer in time: no connection within {timeout_s:g} s. Try again, or allow it "
                "more time."
            ) from None
        except OSError as error:
            self._names.forget(target)
            # What the system says may quote what was sent; its kind is enough to go by.
            raise UnreachableError(
                f"{target.host!r} cannot be reached ({type(error).__name__}). Check that it runs and that the address "
                "is right."
            ) from None

    async def _attempts(self, target: Target, make: Make, timeout_s: float) -> list[Attempt]:
        """One for each way there is to `target`; nothing is connected yet."""
        trust = (self._tls or await _system_trust()) if target.tls else None
        proxy = self._proxy
        if proxy is None or not proxy.serves(target):
            addresses = await self._names.addresses(target, timeout_s=timeout_s)
            return [_direct(target, str(address), trust, make) for address in addresses]
        if proxy.resolves:
            self._routes.refuse_unnamed(target)
            places = [target.host]
        else:
            places = [str(address) for address in await self._names.addresses(target, timeout_s=timeout_s)]
        proxies = await self._proxy_names.addresses(proxy.target, timeout_s=timeout_s)
        return [
            tunnelled(proxy, str(address), place, target, trust=trust, make=make)
            for place in places
            for address in proxies
        ]


async def _system_trust() -> ssl.SSLContext:
    # In a thread: reading the authorities would hold up everybody else on the loop.
    return await asyncio.get_running_loop().run_in_executor(None, system_trust)


async def _direct(target: Target, address: str, trust: ssl.SSLContext | None, make: Make) -> Connection:
    plain, connection = await asyncio.get_running_loop().create_connection(make, address, target.port)
    return await secured(plain, connection, trust, name=target.host)


async def _first(attempts: Sequence[Attempt]) -> Connection:
    """The first connection that comes about, each attempt begun when the one before it failed or is slow.

    Raises what the last one to fail raised.
    """
    if len(attempts) == 1:
        return await attempts[0]
    waiting, running, failure = list(attempts), set[asyncio.Task[Connection]](), None
    try:
        while waiting or running:
            if waiting:
                running.add(asyncio.create_task(waiting.pop(0)))
            done, running = await asyncio.wait(
                running, timeout=NEXT_ADDRESS_S if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                failure = task.exception()
                if failure is None:
                    running |= done - {task}
                    return task.result()
    finally:
        await _give_up(waiting, running)
    assert failure is not None
    raise failure


async def _give_up(waiting: Sequence[Attempt], running: set[asyncio.Task[Connection]]) -> None:
    for attempt in waiting:
        attempt.close()
    for task in running:
        task.cancel()
    for ended in await asyncio.gather(*running, return_exceptions=True):
        if isinstance(ended, Connection):
            ended.abort()
