"""The pools of one event loop; they end with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from wainao.store.egress.dial import Dialer
from wainao.store.egress.limits import PoolLimits
from wainao.store.egress.pool import Pool
from wainao.store.egress.target import Target

MANY = 256
"""From so many origins on, those that no connection is open to are forgotten."""


class LoopPools:
    """A pool for each origin. Made and used on its loop only, except `close`."""

    def __init__(self, loop: asyncio.AbstractEventLoop, dialer: Dialer, limits: PoolLimits) -> None:
        self._loop = loop
        self._dialer = dialer
        self._limits = limits
        self._pools: dict[str, Pool] = {}
        self._guard = self._until_the_loop_ends()

    async def start(self) -> None:
        """Have the loop close the pools when it ends.

        A loop has no hook for that, but it closes every asynchronous generator that began on it (`shutdown_asyncgens`).
        """
        await anext(self._guard)

    def pool(self, target: Target) -> Pool:
        pool = self._pools.get(target.origin)
        if pool is None:
            if len(self._pools) >= MANY:
                self._pools = {origin: pool for origin, pool in self._pools.items() if pool.in_use}
            pool = self._pools[target.origin] = Pool(self._loop, target, self._dialer, self._limits)
        return pool

    def close(self) -> None:
        """Close all connections; from any thread, at any time."""
        if self._loop.is_closed():
            return
        try:
            here = asyncio.get_running_loop() is self._loop
        except RuntimeError:
            here = not self._loop.is_running()
        if here:
            self._close()
        else:
            self._loop.call_soon_threadsafe(self._close)

    def _close(self) -> None:
        for pool in self._pools.values():
            pool.close()
        self._pools.clear()

    async def _until_the_loop_ends(self) -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            self._close()
            await asyncio.sleep(0)  # sockets are closed in the loop's next turn
