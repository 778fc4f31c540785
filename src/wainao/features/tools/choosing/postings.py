"""Which tool has which term in which field: what BM25 counts, as arrays, for tools that come and go."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wainao.features.tools.choosing.lexicon import Vectors

SATURATION, LENGTH_SHARE = 1.2, 0.75
"""BM25's k1 and b. The usual length of a field is fixed, not counted, so that no score changes as others come."""

Integers: TypeAlias = NDArray[np.int32]
Arrays: TypeAlias = Mapping[str, NDArray[Any]]


class Columns(NamedTuple):
    """A posting per place: term, row of the tool, field, and what the term counts for there."""

    terms: Integers
    rows: Integers
    fields: NDArray[np.uint8]
    impacts: Vectors

    def at(self, places: Any) -> Columns:
        return Columns(*(column[places] for column in self))

    def and_then(self, other: Columns) -> Columns:
        return Columns(
            np.concatenate([self.terms, other.terms]),
            np.concatenate([self.rows, other.rows]),
            np.concatenate([self.fields, other.fields]),
            np.concatenate([self.impacts, other.impacts]),
        )


class Postings:
    """`usual` is the usual length of each field, in terms; 0: no text of that field is too long."""

    def __init__(self, usual: Sequence[int]) -> None:
        self.usual = tuple(usual)
        self.numbers: dict[str, int] = {}
        self._counts = array("i")
        self._columns = Columns(*map(np.array, ((), (), (), ()), _TYPES))
        self._starts = np.zeros(1, np.int64)
        self._new = _nothing_new()

    def add(self, row: int, texts: Sequence[Sequence[str]]) -> None:
        """The terms of each field of the tool at `row`."""
        seen: set[int] = set()
        for field, found in enumerate(texts):
            usual = self.usual[field]
            longer = 1 - LENGTH_SHARE + LENGTH_SHARE * len(found) / usual if usual else 1.0
            for term, count in Counter(found).items():
                number = self.numbers.setdefault(term, len(self.numbers))
                impact = count * (SATURATION + 1) / (count + SATURATION * longer)
                for column, value in zip(self._new, (number, row, field, impact), strict=True):
                    column.append(value)
                seen.add(number)
        self._counts.extend([0] * (len(self.numbers) - len(self._counts)))
        for number in seen:
            self._counts[number] += 1

    def keep(self, kept: NDArray[np.bool_]) -> None:
        """Forget the rows that are not `kept`; the others close up."""
        columns = self._sealed()
        gone = columns.at(~kept[columns.rows])
        for number in np.unique(np.stack([gone.terms, gone.rows]), axis=1)[0].tolist():
            self._counts[number] -= 1
        columns = columns.at(kept[columns.rows])
        closed = (np.cumsum(kept) - 1).astype(np.int32)
        self._order(columns._replace(rows=closed[columns.rows]))

    def count(self, term: str) -> int:
        """How many tools have `term`, in any field."""
        number = self.numbers.get(term)
        return 0 if number is None else self._counts[number]

    def has(self, row: int, term: str) -> bool:
        """Whether `term` is in any field of the tool at `row`."""
        number = self.numbers.get(term)
        if number is None:
            return False
        rows = self._sealed().rows[self._starts[number] : self._starts[number + 1]]
        return bool((rows == row).any())

    def scores(self, weights: Mapping[str, float], shares: Sequence[float], rows: int) -> Vectors:
        """Of each row the sum over the terms: its weight, times the impact there, times the share of the field."""
        columns, worth, touched = self._sealed(), [], []
        by_field = np.array(shares, np.float32)
        for term, weight in weights.items():
            number = self.numbers.get(term)
            if number is not None:
                span = slice(self._starts[number], self._starts[number + 1])
                worth.append(columns.impacts[span] * by_field[columns.fields[span]] * np.float32(weight))
                touched.append(columns.rows[span])
        if not worth:
            return np.zeros(rows, np.float32)
        return np.bincount(np.concatenate(touched), np.concatenate(worth), minlength=rows).astype(np.float32)

    def arrays(self) -> Arrays:
        """All of it but the terms themselves, to be written down."""
        return {**self._sealed()._asdict(), "counts": np.array(self._counts, np.int32)}

    @classmethod
    def of(cls, usual: Sequence[int], terms: Iterable[str], arrays: Arrays) -> Postings:
        """What `arrays` had written down."""
        made = cls(usual)
        made.numbers = {term: number for number, term in enumerate(terms)}
        made._counts = array("i", arrays["counts"].tolist())
        made._order(Columns(*(arrays[name] for name in Columns._fields)))
        return made

    def _sealed(self) -> Columns:
        """The postings, in the order of their terms."""
        if self._new[0]:
            new = Columns(*map(np.frombuffer, self._new, _TYPES))
            self._order(self._columns.and_then(new))
            self._new = _nothing_new()
        return self._columns

    def _order(self, columns: Columns) -> None:
        if np.any(columns.terms[1:] < columns.terms[:-1]):
            columns = columns.at(np.argsort(columns.terms, kind="stable"))
        self._columns = columns
        self._starts = np.searchsorted(columns.terms, np.arange(len(self.numbers) + 1))


_TYPES = (np.int32, np.int32, np.uint8, np.float32)


def _nothing_new() -> tuple[array[Any], ...]:
    """A column of each type, to append to."""
    return array("i"), array("i"), array("B"), array("f")
