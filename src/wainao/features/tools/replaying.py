"""Demonstrations made again by themselves: a tool that is not as shown any more is seen before somebody trusts it."""

from __future__ import annotations

import logging
from functools import partial

from wainao.features.tools.showing import Showing
from wainao.kernel import WainaoError
from wainao.kernel.capability import Governor
from wainao.store.rounds import rounds
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
        if self._every_s:
            look = partial(self._look, kernel)
            await rounds(look, every_s=self._every_s / LOOKS, what="Replaying demonstrations", log=log)

    async def _look(self, kernel: Governor) -> None:
        for tenant, box in await self._showing.claim(older_than_s=self._every_s):
            await self._replay(kernel, tenant, box)

    async def _replay(self, kernel: Governor, tenant: str, box: str) -> None:
        spec = kernel.spec(REPLAY)
        try:
            told = (await kernel.run(spec.name, spec.input(box=box), actor=system(tenant))).output
        except WainaoError as error:
            log.warning("%s was not replayed: %s", box, error)
            return
        for demo in told.demos:
            if demo.drift:
                log.warning("%s is not as shown any more: 'wainao tools show %s' says how", demo.tool, demo.tool)
