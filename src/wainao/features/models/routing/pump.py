"""Read a generator in a task of its own, so that others need not wait for its next item in the same breath."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

AHEAD = 4
"""How many items may lie ready; the generator waits while so many do."""


class _End:
    """The generator has ended: in order, or with this error."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error


async def pumped(items: AsyncGenerator[Any, None]) -> AsyncGenerator[Any, None]:
    """The same items. A backend's generator begins, goes on and ends in one task, whoever asks for its items."""
    queue: asyncio.Queue[Any] = asyncio.Queue(AHEAD)
    task = asyncio.create_task(_pump(items, queue))
    try:
        while not isinstance(item := await queue.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _pump(items: AsyncGenerator[Any, None], queue: asyncio.Queue[Any]) -> None:
    async with aclosing(items):
        try:
            async for item in items:
                await queue.put(item)
        except Exception as error:  # noqa: BLE001  # whoever waits for the next item gets it; nobody else would
            await queue.put(_End(error))
        else:
            await queue.put(_End())
