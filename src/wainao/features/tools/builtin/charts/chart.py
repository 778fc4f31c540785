"""What is drawn, checked: labels, series of numbers, words around them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from wainao.kernel import UsageError

Kind = Literal["bar", "line", "scatter", "pie"]
MOST_SERIES = 8
MOST_POINTS = 5_000
LARGEST = 1e300


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """One series: for each label a number, or None where there is none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """`x` are the places of a scatter's points; empty for other kinds."""

    kind: Kind
    title: str
    labels: tuple[str, ...]
    series: tuple[Drawn, ...]
    x: tuple[float, ...]
    x_title: str
    y_title: str

    def numbers(self) -> list[float]:
        return [value for one in self.series for value in one.values if value is not None]

    def described(self) -> str:
        """For those who do not see it: every number where there are few, else the ends of each series."""
        return " ".join(f"{one.name}: {self._told(one)}." for one in self.series)

    def _told(self, one: Drawn) -> str:
        pairs = [(label, value) for label, value in zip(self._places(), one.values, strict=False) if value is not None]
        if len(pairs) <= 24:
            return ", ".join(f"{label} {in_full(value)}" for label, value in pairs)
        values = [value for _, value in pairs]
        return f"{len(pairs)}, {in_full(min(values))} – {in_full(max(values))}"

    def _places(self) -> Sequence[str]:
        return self.labels or [*map(in_full, self.x)]


def in_full(value: float) -> str:
    """With all the digits that it was given with: `in_full(1234567.0) == "1234567"`."""
    return f"{value:.15g}"


def refuse_wrong(chart: Chart) -> None:
    """Raises UsageError for what cannot be drawn as that kind of chart."""
    length = len(chart.x) if chart.kind == "scatter" else len(chart.labels)
    if not 0 < len(chart.series) <= MOST_SERIES or not 0 < length <= MOST_POINTS:
        raise UsageError(
            f"{len(chart.series)} series over {length} places were given. Expected 1 to {MOST_SERIES} series over 1 to "
            f"{MOST_POINTS} places ('x' of a scatter, 'labels' of others). Draw fewer."
        )
    for one in chart.series:
        if len(one.values) != length:
            raise UsageError(
                f"The series {one.name!r} has {len(one.values)} values for {length} places. Expected one for each: add "
                "null where there is none."
            )
    for value in (*chart.numbers(), *chart.x):
        if not math.isfinite(value) or abs(value) > LARGEST:
            raise UsageError(f"{value!r} cannot be drawn. Expected ordinary numbers, or null: correct it.")
    if not chart.numbers():
        raise UsageError("There is no number to draw: all are null. Expected at least one. Add some.")
    if chart.kind == "pie" and (len(chart.series) != 1 or min(chart.numbers()) < 0 or not sum(chart.numbers())):
        raise UsageError(
            "A pie shows parts of one whole. Expected one series without numbers below 0, and not all 0. Draw bars "
            "instead."
        )
