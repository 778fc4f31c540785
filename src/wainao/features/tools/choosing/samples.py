"""Requests that a tool is known to have served: the nearest of them speak for their tools, from the first one on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wainao.features.tools.choosing.lexicon import DIMENSION, Vectors, lexicon, unit
from wainao.features.tools.choosing.postings import Arrays, Postings

NEAREST = 10
"""Samples that are heard."""
SHARPNESS = 3
"""The power of closeness: one near sample outweighs several that are half as near."""


@dataclass(frozen=True, slots=True)
class Sample:
    """`owner` is the row of its tool, `length` that of its weighted terms, `placed` an embedder's vector or nothing."""

    owner: int
    length: float
    meaning: Vectors
    placed: Vectors


class Samples:
    """Of many tools, told apart by their rows."""

    def __init__(self) -> None:
        self._samples: list[Sample] = []
        self._postings = Postings((0,))
        self._table: tuple[Vectors, Vectors] | None = None

    def __len__(self) -> int:
        return len(self._samples)

    @property
    def terms(self) -> Iterable[str]:
        return self._postings.numbers

    def add(self, owner: int, terms: Sequence[str], meaning: Vectors, placed: Vectors | None) -> None:
        weights = _weights(terms)
        self._postings.add(len(self), [list(weights)])
        vector = _NOWHERE if placed is None else unit(np.asarray(placed, np.float32))
        self._samples.append(Sample(owner, sum(weights.values()) ** 0.5, meaning, vector))

    def keep(self, kept: NDArray[np.bool_]) -> None:
        """Forget the samples of tools that are not `kept`; the rows of the others close up."""
        stay = [bool(kept[sample.owner]) for sample in self._samples]
        closed = np.cumsum(kept) - 1
        self._postings.keep(np.array(stay, bool))
        left = [sample for sample, stays in zip(self._samples, stay, strict=True) if stays]
        self._samples = [replace(sample, owner=int(closed[sample.owner])) for sample in left]
        self._table = None

    def voices(self, terms: Sequence[str], meaning: Vectors, asked: Vectors | None, rows: int) -> Vectors:
        """Of each of `rows` tools, 0 to 1, what the samples nearest to a request say for it.

        The best sample of a tool counts half, each further one half as much as the one before.
        """
        heard: Vectors = np.zeros(rows, np.float32)
        share: Vectors = np.ones(rows, np.float32)
        if not self._samples:
            return heard
        closeness = self._closeness(terms, meaning, asked)
        for number in np.argsort(-closeness, kind="stable")[:NEAREST].tolist():
            owner = self._samples[number].owner
            share[owner] /= 2
            heard[owner] += share[owner] * max(float(closeness[number]), 0.0) ** SHARPNESS
        return heard

    def arrays(self) -> Arrays:
        placed = max((len(sample.placed) for sample in self._samples), default=0)
        return {
            **self._postings.arrays(),
            "owners": np.array([sample.owner for sample in self._samples], np.int32),
            "lengths": np.array([sample.length for sample in self._samples], np.float32),
            "meanings": np.array([sample.meaning for sample in self._samples]).reshape(-1, DIMENSION),
            "placed": self._placed(placed),
        }

    @classmethod
    def of(cls, terms: Iterable[str], arrays: Arrays) -> Samples:
        """What `arrays` had written down."""
        made = cls()
        made._postings = Postings.of((0,), terms, arrays)
        columns = (arrays["owners"].tolist(), arrays["lengths"].tolist(), arrays["meanings"], arrays["placed"])
        made._samples = [Sample(*row) for row in zip(*columns, strict=True)]
        return made

    def _closeness(self, terms: Sequence[str], meaning: Vectors, asked: Vectors | None) -> Vectors:
        """Of each sample: how close it is in words and in what they mean; an embedder counts for as much as both."""
        weights = _weights(terms)
        lengths, meanings = self._stacked()
        by_words = self._postings.scores(weights, (1.0,), len(self))
        by_words /= np.maximum(lengths * np.float32(sum(weights.values()) ** 0.5), 1e-6)
        by_lexicon = (by_words + meanings @ meaning) / 2
        if asked is None:
            return np.asarray(by_lexicon, np.float32)
        placed = self._placed(asked.shape[1])
        embedded = placed @ unit(np.asarray(asked[0], np.float32))
        return np.asarray(np.where(placed.any(axis=1), (by_lexicon + embedded) / 2, by_lexicon), np.float32)

    def _stacked(self) -> tuple[Vectors, Vectors]:
        """Lengths and meanings of all, until there are others."""
        if self._table is None or len(self._table[0]) != len(self):
            lengths = np.array([sample.length for sample in self._samples], np.float32)
            self._table = lengths, np.array([sample.meaning for sample in self._samples])
        return self._table

    def _placed(self, dimension: int) -> Vectors:
        """An embedder's vectors, [samples, dimension]; zeros where there is none, or another embedder's."""
        rows = np.zeros((len(self), dimension), np.float32)
        for number, sample in enumerate(self._samples):
            if len(sample.placed) == dimension:
                rows[number] = sample.placed
        return rows


_NOWHERE = np.zeros(0, np.float32)


def _weights(terms: Sequence[str]) -> dict[str, float]:
    return {term: lexicon().tells(term) ** 2 for term in terms}
