"""Which records stand where: rows against the places they were sealed at, kept as runs, so that a whole log is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(slots=True)
class Run:
    """Rows `first` to `last`, sealed `shift` places before where they stand."""

    first: int
    last: int
    shift: int

    @property
    def places(self) -> tuple[int, int]:
        return self.first - self.shift, self.last - self.shift


@dataclass(frozen=True, kw_only=True, slots=True)
class Double:
    """Two runs of rows which claim the same places, beginning at these two rows, for `length` rows."""

    one: int
    other: int
    length: int


class Runs:
    """Takes rows in order; answers where the order is broken."""

    def __init__(self) -> None:
        self._runs: list[Run] = []

    @property
    def end(self) -> int:
        """The row after the last."""
        return self._runs[-1].last + 1 if self._runs else 0

    def add(self, row: int, place: int) -> None:
        run = self._runs[-1] if self._runs else None
        if run is not None and row == run.last + 1 and row - place == run.shift:
            run.last = row
        else:
            self._runs.append(Run(row, row, row - place))

    def moved(self) -> Iterator[Run]:
        return (run for run in self._runs if run.shift)

    def missing(self, size: int) -> Iterator[tuple[int, int]]:
        """Places below `size` that no row claims: first and last of each gap."""
        expected = 0
        for run in sorted(self._runs, key=lambda run: run.places):
            first, last = run.places
            if expected < min(first, size):
                yield expected, min(first, size) - 1
            expected = max(expected, last + 1)
        if expected < size:
            yield expected, size - 1

    def doubled(self) -> Iterator[Double]:
        """Places that two runs claim."""
        widest: Run | None = None
        for run in sorted(self._runs, key=lambda run: run.places):
            first, last = run.places
            if widest is not None and first <= widest.places[1]:
                length = min(last, widest.places[1]) - first + 1
                yield Double(one=first + widest.shift, other=run.first, length=length)
            if widest is None or last > widest.places[1]:
                widest = run

    def beyond(self, size: int) -> Iterator[tuple[int, int]]:
        """Rows that claim places from `size` on."""
        for run in self._runs:
            last = run.places[1]
            if last >= size:
                yield max(run.first, size + run.shift), run.last
