"""Look after deployments that failed: ask in the background how they are, so that no client has to be the trial."""

from __future__ import annotations

import asyncio
from random import Random

from wainao.features.models.routing.upstream import Upstream
from wainao.kernel import WainaoError

EVERY_S = 1.0
"""How often to ask one that has just failed; twice as long after each time that it is still not well."""

SELDOM_S = 30.0
PATIENCE_S = 5.0


class Health:
    """Probes run on the loop of the request that failed, end with it, and end when the deployment is well again.

    A probe asks for the models on offer, which costs nothing. One that answers is let try a request at once.
    """

    def __init__(self, *, random: Random) -> None:
        self._random = random
        self._probes: dict[Upstream, asyncio.Task[None]] = {}

    def watch(self, upstream: Upstream) -> None:
        """Begin, if its breaker is open and nobody does yet."""
        running = self._probes.get(upstream)
        if upstream.breaker.state == "closed" or (running is not None and not _over(running)):
            return
        self._probes[upstream] = asyncio.create_task(self._probe(upstream), name=f"probe:{upstream.label}")

    def close(self) -> None:
        """End all of them; from any thread."""
        for task in self._probes.values():
            loop = task.get_loop()
            if not loop.is_closed():
                loop.call_soon_threadsafe(task.cancel)
        self._probes.clear()

    async def _probe(self, upstream: Upstream) -> None:
        try:
            await self._until_well(upstream)
        finally:
            self._probes.pop(upstream, None)

    async def _until_well(self, upstream: Upstream) -> None:
        wait_s = EVERY_S
        while upstream.breaker.state != "closed" and not upstream.closed:
            await asyncio.sleep(wait_s * self._random.uniform(0.75, 1.25))
            if await _answers(upstream):
                upstream.breaker.seems_well()
            wait_s = min(wait_s * 2, SELDOM_S)


def _over(task: asyncio.Task[None]) -> bool:
    return task.done() or task.get_loop().is_closed()


async def _answers(upstream: Upstream) -> bool:
    try:
        async with asyncio.timeout(PATIENCE_S):
            await upstream.backend.models()
    except (WainaoError, TimeoutError):
        return False
    return True
