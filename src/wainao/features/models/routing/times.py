"""How long a deployment takes to its first word: what is usual, and what is unusually long."""

from __future__ import annotations

from collections import deque

KEPT = 64
ENOUGH = 8
"""Fewer say nothing about what is usual."""


class Times:
    """The last `KEPT` times, in seconds."""

    def __init__(self) -> None:
        self._last: deque[float] = deque(maxlen=KEPT)
        self._sorted: list[float] = []
        self._stale = 0

    def add(self, seconds: float) -> None:
        self._last.append(seconds)
        self._stale += 1

    def quantile(self, share: float) -> float | None:
        """The time within which that share came, as of a few calls ago; None while too few are known."""
        if len(self._last) < ENOUGH:
            return None
        if self._stale >= ENOUGH or len(self._sorted) < ENOUGH:
            self._sorted, self._stale = sorted(self._last), 0
        return self._sorted[min(int(share * len(self._sorted)), len(self._sorted) - 1)]
