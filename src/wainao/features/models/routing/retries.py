"""How often a deployment may be asked again: a share of what it is asked anyway, so that no storm finishes it off."""

from __future__ import annotations

from collections.abc import Callable

SHARE = 0.2
"""Each request earns so much of a further attempt."""

RESERVE = 10.0
"""What is there at the start, and at most saved up."""

PER_SECOND = 0.5
"""What comes back by itself, so that a quiet deployment can be asked again, too."""


class RetryBudget:
    """A bucket of attempts: requests fill it, asking again empties it. Pure: `clock` tells seconds."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._saved = RESERVE
        self._at = clock()

    def earn(self) -> None:
        """A request came, for the first time."""
        self._saved = min(self._saved + SHARE, RESERVE)

    def spend(self) -> bool:
        """Take one attempt, if there is one."""
        now = self._clock()
        saved = min(self._saved + (now - self._at) * PER_SECOND, RESERVE)
        self._at = now
        self._saved = saved - 1.0 if saved >= 1.0 else saved
        return saved >= 1.0


def backoff_s(attempt: int, uniform: Callable[[float, float], float]) -> float:
    """How long to wait before the attempt after `attempt` (from 0): 0.25 s doubled each time, half as much either way.

    Without that chance all clients that failed together would come back together.
    """
    return min(0.25 * float(2**attempt), 8.0) * uniform(0.5, 1.5)
