"""Hand what a worker thread has done to the event loops that wait for it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Generator, Iterable
from contextlib import suppress
from typing import Any

Delivery = tuple["asyncio.Future[Any]", Any]
"""Who waits, and the result (or the exception) for it."""


class Done:
    """Nothing to wait for."""

    def __await__(self) -> Generator[Any, None, None]:
        yield from ()


DONE = Done()


def deliver(deliveries: Iterable[Delivery]) -> None:
    """From any thread, settle futures of any event loop, with one wake-up per loop: a wake-up each would cost more
    than many a job that was waited for."""
    per_loop: defaultdict[asyncio.AbstractEventLoop, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        per_loop[delivery[0].get_loop()].append(delivery)
    for loop, mine in per_loop.items():
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_settle, mine)


def _settle(deliveries: list[Delivery]) -> None:
    for future, result in deliveries:
        if future.done():  # whoever waited has given up
            continue
        if isinstance(result, BaseException):
            future.set_exception(result)
        else:
            future.set_result(result)
