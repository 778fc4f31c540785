"""One timer for all the deadlines of a connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

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
        self._rings = self._at = 0.0

    def until(self, at: float) -> None:
        """Move the deadline to `at`, in the loop's time."""
        self._at = at
        if self._timer is None or at < self._rings:
            self._set()

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _set(self) -> None:
        self.stop()
        self._rings = self._at
        self._timer = self._loop.call_at(self._at, self._ring)

    def _ring(self) -> None:
        self._timer = None
        if self._at - self._loop.time() > _EARLY_S:
            self._set()
        else:
            self._expired()
