"""What is looked after again and again beside the work, by every process that has the home open."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable


async def rounds(
    look: Callable[[], Awaitable[object]],
    *,
    every_s: float,
    what: str,
    log: logging.Logger,
    first_s: float | None = None,
) -> None:
    """Look once in `every_s` seconds, first after `first_s`, until this is cancelled or the interpreter ends.

    A look that fails is logged, as a failure of `what`, and the next one comes all the same.
    """
    await asyncio.sleep(every_s if first_s is None else first_s)
    while True:
        try:
            await look()
        except (
            Exception
        ) as error:  # the edge of a worker: what fails now may work later, and nobody else would hear of it
            if _is_end(error):
                return
            log.exception("%s failed", what)
        await asyncio.sleep(every_s)


def _is_end(error: Exception) -> bool:
    """Whether nobody has closed the home, and the interpreter takes on no more work for threads."""
    return isinstance(error, RuntimeError) and "shutdown" in str(error)
