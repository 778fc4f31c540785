"""From numbers to places on the page: axes whose marks are round numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

NEAR = 1e-9
"""Values that differ by less, of their size, are drawn as one."""
TINY = 1e-290
NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """`low` and `high` are at `start` and `end`, in units of the page."""

    low: float
    high: float
    start: float
    end: float
    step: float

    def place(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def marks(self) -> list[float]:
        first, last = round(self.low / self.step), round(self.high / self.step)
        return [number * self.step for number in range(first, last + 1)]

    def label(self, value: float) -> str:
        """With as many decimals as tell the marks apart; long numbers in groups."""
        largest = max(abs(self.low), abs(self.high))
        exponent = math.floor(math.log10(self.step) + 1e-9)
        decimals = -exponent + (round(self.step / 10.0**exponent, 6) == 2.5)
        if largest >= 1e12 or self.step < 1e-6:
            return f"{value:.{math.floor(math.log10(largest)) + decimals + 1}g}"
        return f"{value + 0.0:,.{max(0, decimals)}f}"


def scale(values: Sequence[float], *, start: float, end: float, zero: bool, marks: int = 5) -> Scale:
    """Ends on round numbers, about so many marks apart; with `zero` it is in sight."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= max(NEAR * max(abs(low), abs(high)), TINY):
        room = max(abs(high) * 0.1, 1.0)
        low, high = low - room, high + room
    step = _step((high - low) / marks)
    return Scale(
        low=math.floor(low / step + 1e-9) * step,
        high=math.ceil(high / step - 1e-9) * step,
        start=start,
        end=end,
        step=step,
    )


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(nice * power for nice in NICE if nice * power >= rough * 0.999)
