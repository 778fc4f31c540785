"""Tell a client when its list of tools has changed: a toolbox came or went, a key was bound anew."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from wainao.kernel import Kernel
from wainao.types import Actor

EVERY_S = 2.0
"""How often to look. Another process may have changed the list: what all share is the database, so each looks there."""


async def watch(kernel: Kernel, actor: Actor, changed: Callable[[], Awaitable[None]]) -> None:
    """Call `changed` whenever what `actor` may call is not what it was; until cancelled."""
    known = _listed(kernel, actor)
    while True:
        await asyncio.sleep(EVERY_S)
        now = _listed(kernel, actor)
        if now != known:
            known = now
            await changed()


def _listed(kernel: Kernel, actor: Actor) -> list[Any]:
    return [(spec.name, spec.version, spec.description, spec.schema) for spec in kernel.specs(actor)]
