"""When the first word is late, ask another deployment as well, and keep whichever speaks first."""

from __future__ import annotations

import asyncio
from typing import Any

from wainao.features.models.routing.attempt import Attempt
from wainao.features.models.routing.tries import Tries
from wainao.kernel import WainaoError

LATE = 0.95
"""Of a hundred first words five come later than what is called late."""

UNKNOWN_S = 2.0
"""What counts as late for a deployment of which too little is known."""

SHORTEST_S = 0.05

Won = tuple[Attempt, list[Any]]


async def first_to_speak(tries: Tries) -> Won:
    """The attempt that speaks first, and its opening. Raises what the last one raised when none is left."""
    race = _Race(tries)
    try:
        return await race.run(await tries.next())
    finally:
        await race.end()


class _Race:
    def __init__(self, tries: Tries) -> None:
        self._tries = tries
        self._running: dict[asyncio.Task[list[Any]], Attempt] = {}

    async def run(self, first: Attempt) -> Won:
        self._start(first)
        late_s: float | None = _late_after_s(first, self._tries.lineup.route.hedge_after_s)
        while True:
            done, _ = await asyncio.wait(self._running, timeout=late_s, return_when=asyncio.FIRST_COMPLETED)
            if not done and first.upstream.retries.spend() and (second := self._tries.another()):
                second.noted("hedged", f"{first.upstream.label} was silent for {late_s:.2f} s")
                self._start(second)
            late_s = None
            for task in done:
                attempt = self._running.pop(task)
                try:
                    return attempt, await task
                except WainaoError as failure:
                    await attempt.fail(failure)
                    self._tries.failed(attempt, failure, others=bool(self._running))
                except BaseException:
                    await attempt.close()
                    raise
            if not self._running:
                self._start(await self._tries.next())

    async def end(self) -> None:
        """Leave those that are still silent."""
        for task, attempt in self._running.items():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await attempt.close("another was faster")

    def _start(self, attempt: Attempt) -> None:
        self._running[asyncio.create_task(attempt.opening())] = attempt


def _late_after_s(attempt: Attempt, said_s: float | None) -> float:
    usual_s = attempt.upstream.times.quantile(LATE)
    return said_s or max(UNKNOWN_S if usual_s is None else usual_s, SHORTEST_S)
