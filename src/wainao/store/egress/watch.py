"""One timer for all the deadlines of a connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from math import inf

_EARLY_S = 0.002
"""Timers of an event loop may ring this much too early: they count in milliseconds."""


class Watch:
    """Calls `expired` when the deadline passes. Moving the deadline back and forth, as every request does, mostly costs
    one comparison: the timer of the loop is set again only where it would ring too late."""

    __slots__ = ("_at", "_expired", "_loop", "_rings", "_timer")

    def __init__(self, loop: asyncio.AbstractEventLoop, expired: Callable[[], None]) -> None:
        self._loop = loop
        self._expired = expired
        self._timer: asyncio.TimerHandle | None = None
        self._at = 0.0
        self._rings = inf
        """When the timer rings: never, until it is set; and once the watch has ended, before any deadline."""

    def until(self, at: float) -> None:
        """Move the deadline to `at`, in the loop's time."""
        self._at = at
        if at < self._rings:
            self._set()

    def end(self) -> None:
        """Watch nothing any more."""
        self._cancel()
        self._rings = -inf

    def _set(self) -> None:
        self._cancel()
        self._rings = self._at
        self._timer = self._loop.call_at(self._at, self._ring)

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _ring(self) -> None:
        self._timer, self._rings = None, inf
        if self._at - self._loop.time() > _EARLY_S:
            self._set()
        else:
            self._expired()
