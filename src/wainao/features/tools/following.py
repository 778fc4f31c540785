"""Vectors for tools that came, made beside the work, as calls like any other."""

from __future__ import annotations

import logging
import time
from functools import partial

from wainao.features.tools.embedding import Embedding
from wainao.kernel import ConflictError, WainaoError
from wainao.kernel.capability import Governor
from wainao.store.rounds import rounds
from wainao.types import system

EMBED = "tools:embed"
LOOK_EVERY_S = 2.0
REST_S, LONGEST_REST_S = 30.0, 3600.0
"""How long a tenant is left alone after a failure; twice as long after each further one."""

log = logging.getLogger("wainao.tools")


class Following:
    """Whoever looks for a tool and meets some without a vector leaves word (`Embedding.wanted`); this makes them."""

    def __init__(self, embedding: Embedding) -> None:
        self._embedding = embedding
        self._rests: dict[str, tuple[float, float]] = {}

    async def work(self, kernel: Governor) -> None:
        """Until this is cancelled."""
        await rounds(partial(self._look, kernel), every_s=LOOK_EVERY_S, what="Making vectors of tools", log=log)

    async def _look(self, kernel: Governor) -> None:
        for tenant in sorted(self._embedding.wanted):
            if time.monotonic() >= self._rests.get(tenant, (0.0, 0.0))[0]:
                await self._make(tenant, kernel)

    async def _make(self, tenant: str, kernel: Governor) -> None:
        spec = kernel.spec(EMBED)
        try:
            await kernel.run(spec.name, spec.input(), actor=system(tenant))
        except ConflictError:  # another process is at it
            self._rests[tenant] = (time.monotonic() + REST_S, 0.0)
            return
        except WainaoError as error:
            pause = min(max(REST_S, 2 * self._rests.get(tenant, (0.0, 0.0))[1]), LONGEST_REST_S)
            self._rests[tenant] = (time.monotonic() + pause, pause)
            log.warning("The vectors of tools were not made, and will be tried again in %g s: %s", pause, error)
            return
        self._rests.pop(tenant, None)
