"""A bell curve over shares of evidence, and what it becomes by what was seen since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import erf, exp, sqrt
from statistics import fmean, pstdev

NARROWEST = 0.05
"""Least spread: a handful of equal values does not make the next one certain."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bell:
    """A normal distribution; `spread` is its standard deviation."""

    mean: float
    spread: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Bell:
        """The one that fits `values`, of which there must be some."""
        known = list(values)
        return cls(mean=fmean(known), spread=max(NARROWEST, pstdev(known)))

    def below(self, value: float) -> float:
        """Share of the curve that is less than `value`."""
        return 0.5 * (1 + erf((value - self.mean) / (self.spread * sqrt(2))))

    def density(self, value: float) -> float:
        """How likely `value` is beside others, up to a factor that all curves share."""
        return exp(-0.5 * ((value - self.mean) / self.spread) ** 2) / self.spread

    def after(self, seen: Iterable[tuple[float, float]], *, strength: float) -> Bell:
        """This curve, held as firmly as `strength` values would make it, after values were `seen`, each with a weight.

        What lies far off widens the curve as well as moving it (the normal-inverse-gamma posterior).
        """
        known = list(seen)
        weight = sum(one for _, one in known)
        if not weight:
            return self
        mean = sum(value * one for value, one in known) / weight
        inside = sum(one * (value - mean) ** 2 for value, one in known)
        between = strength * weight / (strength + weight) * (mean - self.mean) ** 2
        return Bell(
            mean=(strength * self.mean + weight * mean) / (strength + weight),
            spread=max(NARROWEST, sqrt((strength * self.spread**2 + inside + between) / (strength + weight))),
        )
