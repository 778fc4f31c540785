"""Bases that learn from what was said and asked of them, beside the work, as calls like any other."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from functools import partial

from wainao.features.knowledge.capabilities.calibrate import Calibrate, CalibrateInput
from wainao.features.knowledge.lessons import Due, Lessons
from wainao.kernel import WainaoError
from wainao.kernel.capability import Governor
from wainao.store.rounds import rounds
from wainao.types import Actor, system

PATIENCE_S = 60.0
"""A process that ends sooner, such as a command, need not begin."""
LOOK_EVERY_S = 600.0

log = logging.getLogger("wainao.knowledge")


async def practise(lessons: Lessons, kernel: Governor) -> None:
    """Look now and then for bases with something to learn, and let them, until this is cancelled."""
    await rounds(
        partial(learn_what_is_due, lessons, kernel),
        first_s=PATIENCE_S,
        every_s=LOOK_EVERY_S,
        what="Looking for knowledge bases with something to learn",
        log=log,
    )


async def learn_what_is_due(lessons: Lessons, kernel: Governor) -> None:
    """Let every base learn that has something to, unless another process is at it."""
    with lessons.turn() as is_ours:
        for due in await asyncio.to_thread(lessons.due) if is_ours else ():
            await _learn(due, kernel)
            await asyncio.to_thread(lessons.learnt, due)


async def _learn(due: Due, kernel: Governor) -> None:
    try:
        await kernel.run(Calibrate.spec.name, CalibrateInput(base=due.base), actor=_teacher(due.tenant))
    except WainaoError as error:  # on its receipt; the base refuses as before
        log.info("The knowledge base %r learnt nothing: %s", due.base, error)


def _teacher(tenant: str) -> Actor:
    """Wainao itself, with the right to see what everybody of the tenant said and asked."""
    return replace(system(tenant), rights=frozenset({"read", "write", "admin"}))
