"""Leaves a sick deployment alone for a while, then lets one request try whether it is well again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from random import Random
from typing import Literal

IN_A_ROW = 3
"""So many failures one after the other open the breaker, however well it went before."""

SEEN, BAD = 20, 10
"""So does a share: this many bad ones among the last ones seen."""

FIRST_REST_S, LONGEST_REST_S = 2.0, 60.0

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 10.0
"""How long a busy deployment is left alone that does not say how long it wants to be."""

LONGEST_ASKED_S = 3600.0
"""A Retry-After of days is a mistake; an hour is believed."""

State = Literal["closed", "open", "half_open"]


class Breaker:
    """Closed: requests pass. Open: none does, until its rest is over. Then half open: one passes, as a trial.

    A trial that succeeds closes it; one that fails opens it for twice as long. Rests are longer or shorter than that by
    up to a quarter, so that many processes do not come back in one moment. Pure: `clock` tells seconds, `random`
    decides what is left to chance.

    Whoever sends a request says so with `began` and ends it with exactly one of `succeeded`, `failed`, `is_busy` and
    `gave_up`, telling what `began` told: a request from before it opened says nothing about how it is now.
    """

    def __init__(self, *, clock: Callable[[], float], random: Random) -> None:
        self._clock = clock
        self._random = random
        self._last: deque[bool] = deque(maxlen=SEEN)
        self._row = 0
        self._opened = 0
        self._pauses = 0
        self._open_until: float | None = None
        self._paused_until = float("-inf")
        self._trying = False
        self._calm = True

    @property
    def state(self) -> State:
        if self._open_until is None:
            return "closed"
        return "open" if self._clock() < self._open_until else "half_open"

    def lets_pass(self) -> bool:
        """Whether a request may be sent now."""
        if self._calm:
            return True
        now = self._clock()
        if now < self._paused_until:
            return False
        return self._open_until is None or (now >= self._open_until and not self._trying)

    def ready_in_s(self) -> float:
        """How long nobody passes; 0.0 also while one is trying for all."""
        return max(self._paused_until - self._clock(), (self._open_until or 0.0) - self._clock(), 0.0)

    def began(self) -> bool:
        """A request is being sent; tells whether it is the trial."""
        self._trying = self._open_until is not None
        return self._trying

    def succeeded(self, *, trial: bool) -> None:
        if self._open_until is not None and not trial:
            return
        if trial:
            self._last.clear()
        self._last.append(True)
        self._row = self._opened = self._pauses = 0
        self._open_until, self._trying = None, False
        if not self._calm:
            self._calm = self._paused_until <= self._clock()

    def failed(self, *, trial: bool, hopeless: bool = False) -> None:
        """`hopeless`: asking again will not mend it (a wrong key), so that it opens at once and for long."""
        if self._open_until is not None and not trial:
            return
        self._last.append(False)
        self._row += 1
        self._trying = False
        if trial or hopeless or self._row >= IN_A_ROW or self._last.count(False) >= BAD:
            rest_s = LONGEST_REST_S if hopeless else min(FIRST_REST_S * float(2**self._opened), LONGEST_REST_S)
            self._opened = min(self._opened + 1, 16)
            self._calm = False
            self._open_until = self._clock() + rest_s * self._random.uniform(0.75, 1.25)

    def is_busy(self, *, trial: bool, retry_after_s: float | None) -> None:
        """It has no room now: it is left alone as long as it asks for, or a little longer each time."""
        self._trying = self._trying and not trial
        pause_s = min(FIRST_PAUSE_S * float(2**self._pauses), LONGEST_PAUSE_S)
        self._pauses = min(self._pauses + 1, 16)
        if retry_after_s is not None:
            pause_s = min(retry_after_s, LONGEST_ASKED_S)
        self._calm = False
        # Never earlier than it asked for.
        self._paused_until = max(self._paused_until, self._clock() + pause_s * self._random.uniform(1.0, 1.25))

    def gave_up(self, *, trial: bool) -> None:
        """The request ended by no fault and no merit of the deployment: its client left, or it was wrong in itself."""
        self._trying = self._trying and not trial

    def seems_well(self) -> None:
        """A probe says so: the next request may try it, whatever is left of its rest."""
        if self._open_until is not None:
            self._open_until = min(self._open_until, self._clock())
