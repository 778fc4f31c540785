"""No more than so much in any minute: exact for one process, whichever minute one looks at."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

MINUTE_S = 60.0

TICK_S = 1e-6
"""More than a clock's sums are off by."""


class Window:
    """Counts what was taken within the last minute. Pure: `clock` tells seconds."""

    def __init__(self, limit: int, *, clock: Callable[[], float]) -> None:
        self._limit = limit
        self._clock = clock
        self._taken: deque[tuple[float, int]] = deque()
        self._sum = 0

    def room(self, amount: int = 1) -> bool:
        """Whether that much may be taken now. More than the whole limit at once may be when nothing else was."""
        self._forget()
        return self._sum + amount <= self._limit or not self._sum

    def take(self, amount: int = 1) -> None:
        self._taken.append((self._clock(), amount))
        self._sum += amount

    def room_in_s(self, amount: int = 1) -> float:
        """How long until there is room."""
        self._forget()
        left, now = self._sum, self._clock()
        for at, taken in self._taken:
            if left + amount <= self._limit or not left:
                break
            left -= taken
            if left + amount <= self._limit or not left:
                return max(at + MINUTE_S - now, 0.0) + TICK_S
        return 0.0

    def _forget(self) -> None:
        before = self._clock() - MINUTE_S
        while self._taken and self._taken[0][0] <= before:
            self._sum -= self._taken.popleft()[1]
