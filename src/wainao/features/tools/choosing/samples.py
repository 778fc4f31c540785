"""Requests that a tool is known to have served: the nearest of them speak for their tools, from the first one on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wainao.features.tools.choosing.lexicon import DIMENSION, Vectors, Word, lexicon
from wainao.features.tools.choosing.postings import Arrays, Postings

NEAREST = 10
"""Samples that are heard."""
SHARPNESS = 3
"""The power of closeness: one near sample outweighs several that are half as near."""


class Samples:
    """Of many tools, told apart by their rows."""

    def __init__(self) -> None:
        self._owners: list[int] = []
        self._lengths: list[float] = []
        self._meanings: list[Vectors] = []
        self._postings = Postings((0,))

    def __len__(self) -> int:
        return len(self._owners)

    @property
    def terms(self) -> Iterable[str]:
        return self._postings.numbers

    def add(self, owner: int, words: Sequence[Word], terms: Sequence[str]) -> None:
        weights = _weights(terms)
        self._postings.add(len(self._owners), [list(weights)])
        self._owners.append(owner)
        self._lengths.append(sum(weights.values()) ** 0.5)
        self._meanings.append(lexicon().meaning([word.form for word in words]))

    def keep(self, kept: NDArray[np.bool_]) -> None:
        """Forget the samples of tools that are not `kept`; the rows of the others close up."""
        stay = kept[np.array(self._owners, np.int32)]
        if not len(self):
            return
        closed = np.cumsum(kept) - 1
        self._postings.keep(stay)
        self._owners = [int(closed[owner]) for owner, stays in zip(self._owners, stay, strict=True) if stays]
        self._lengths = [length for length, stays in zip(self._lengths, stay, strict=True) if stays]
        self._meanings = [row for row, stays in zip(self._meanings, stay, strict=True) if stays]

    def voices(self, meaning: Vectors, terms: Sequence[str], rows: int) -> Vectors:
        """Of each of `rows` tools, 0 to 1, what the samples nearest to a request say for it.

        The best sample of a tool counts half, each further one half as much as the one before.
        """
        heard: Vectors = np.zeros(rows, np.float32)
        share: Vectors = np.ones(rows, np.float32)
        if not len(self):
            return heard
        closeness = self._closeness(meaning, terms)
        for sample in np.argsort(-closeness, kind="stable")[:NEAREST].tolist():
            owner = self._owners[sample]
            share[owner] /= 2
            heard[owner] += share[owner] * max(float(closeness[sample]), 0.0) ** SHARPNESS
        return heard

    def arrays(self) -> Arrays:
        return {
            **self._postings.arrays(),
            "owners": np.array(self._owners, np.int32),
            "lengths": np.array(self._lengths, np.float32),
            "meanings": np.array(self._meanings, np.float32).reshape(-1, DIMENSION),
        }

    @classmethod
    def of(cls, terms: Iterable[str], arrays: Arrays) -> Samples:
        """What `arrays` had written down."""
        made = cls()
        made._postings = Postings.of((0,), terms, arrays)
        made._owners, made._lengths = arrays["owners"].tolist(), arrays["lengths"].tolist()
        made._meanings = list(arrays["meanings"])
        return made

    def _closeness(self, meaning: Vectors, terms: Sequence[str]) -> Vectors:
        """Of each sample: the mean of how close it is in its words and in what they mean."""
        weights = _weights(terms)
        length = sum(weights.values()) ** 0.5
        by_words = self._postings.scores(weights, (1.0,), len(self))
        by_words /= np.maximum(np.array(self._lengths, np.float32) * np.float32(length), 1e-6)
        by_meaning: Any = np.array(self._meanings) @ meaning
        return np.asarray((by_words + by_meaning) / 2, np.float32)


def _weights(terms: Sequence[str]) -> dict[str, float]:
    return {term: lexicon().tells(term) ** 2 for term in terms}
