"""Demonstrations made again by themselves: a tool that is not as shown any more is seen before somebody trusts it."""

from __future__ import annotations

import asyncio
import logging

from wainao.features.tools.showing import Showing
from wainao.kernel import WainaoError
from wainao.kernel.capability import Governor
from wainao.types import system

LOOKS = 8
"""How often a process looks in the time after which replays are due."""

REPLAY = "tools:replay"

log = logging.getLogger("wainao.tools")


class Replaying:
    """All processes look; a toolbox whose replay is due goes to the one that claims it."""

    def __init__(self, showing: Showing, *, hours: float) -> None:
        self._showing = showing
        self._every_s = hours * 3600

    async def work(self, kernel: Governor) -> None:
        """Until this is cancelled. Nothing at all where no time is set."""
        while self._every_s:
            await asyncio.sleep(self._every_s / LOOKS)
            try:
                for tenant, box in await self._showing.claim(older_than_s=self._every_s):
                    await self._replay(kernel, tenant, box)
            except RuntimeError:
                return  # the interpreter is ending, and nobody has closed the home
            except Exception:  # the edge of a worker: what fails now may work later, and nobody else would hear of it
                log.exception("Replaying demonstrations failed")

    async def _replay(self, kernel: Governor, tenant: str, box: str) -> None:
        spec = kernel.spec(REPLAY)
        try:
            told = (await kernel.run(spec.name, spec.input(box=box), actor=system(tenant))).output
        except WainaoError as error:
            log.warning("%s was not replayed: %s", box, error)
            return
        for demo in told.demos:
            if demo.drift:
                log.warning("%s is not as shown any more: %s", demo.tool, demo.drift)
