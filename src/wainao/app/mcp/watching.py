"""Tell a client when a list of its has changed: a toolbox came or went, was switched off, has a new version."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from wainao.kernel import Kernel
from wainao.store.changes import Changes
from wainao.types import Actor, Prompt

EVERY_S = 0.5
"""How often to look whether anything has changed at all, which costs microseconds."""


class Watch:
    """Sees what any process changes: what all share is the home, so each looks there."""

    def __init__(self, kernel: Kernel, changes: Changes, ending: Callable[[], bool]) -> None:
        self._kernel = kernel
        self._changes = changes
        self._ending = ending

    async def tell(self, actor: Actor, **changed: Callable[[], Awaitable[None]]) -> None:
        """Call `tools` or `prompts` whenever what `actor` sees in that list is not what it was.

        Until this server is to end.
        """
        sign, known = self._sign(), self._listed(actor)
        while not self._ending():
            await asyncio.sleep(EVERY_S)
            last, sign = sign, self._sign()
            if sign == last:
                continue
            before, known = known, self._listed(actor)
            for kind, tell in changed.items():
                if known[kind] != before[kind]:
                    await tell()

    def _sign(self) -> tuple[int | None, int]:
        """The same as long as nothing came or went."""
        return self._changes.mark(), sum(1 for _ in self._kernel)

    def _listed(self, actor: Actor) -> dict[str, list[Any]]:
        specs = list(self._kernel.specs(actor))
        told = [(spec.name, spec.version, spec.description, spec.schema) for spec in specs]
        return {"tools": told, "prompts": [one for one, spec in zip(told, specs, strict=True) if spec.output is Prompt]}
