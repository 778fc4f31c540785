"""What words are about: 45,000 English stems and Chinese words as directions in one space, and how much each tells.

Made once by `bench/make_lexicon.py` and shipped beside this file; `data/README.md` says from what, and its licence. A
Chinese word stands where its English meaning does, so a request in one language finds a tool described in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wainao.text import CJK, fold, is_cjk, terms

Vectors = NDArray[np.float32]
Numbers = NDArray[np.int32]

DIMENSION = 96
LONGEST_WORD = 6
"""Characters of the longest Chinese word in the lexicon."""

_DATA = Path(__file__).parent / "data"
_RUN = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+")


class Word(NamedTuple):
    """One word of a text: its form in the lexicon (a stem, in English), and as it was written."""

    form: str
    written: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`directions` are rows of whole numbers, mapped from the file.

    `telling` says how much a word tells, 0 to 1: next to nothing for one that is in every sentence.
    """

    forms: list[str]
    numbers: dict[str, int]
    directions: NDArray[np.int8]
    telling: Vectors

    def words(self, text: str) -> list[Word]:
        """The words of `text` in order; Chinese is cut into the longest words that the lexicon has."""
        found: list[Word] = []
        for match in _RUN.finditer(fold(text)):
            run = match.group()
            found.extend(self._cut(run) if is_cjk(run[0]) else [Word(stem, run) for stem in terms(run)])
        return found

    def known(self, forms: Iterable[str]) -> Numbers:
        """The numbers of those of `forms` that are in the lexicon."""
        return np.array([number for form in forms if (number := self.numbers.get(form)) is not None], np.int32)

    def tells(self, form: str) -> float:
        """How much a word tells: all that a word can where it is so rare that the lexicon lacks it."""
        number = self.numbers.get(form)
        return 1.0 if number is None else float(self.telling[number])

    def vectors(self, numbers: Numbers) -> Vectors:
        """Unit vectors, [numbers, DIMENSION]."""
        return unit(self.directions[numbers].astype(np.float32))

    def meaning(self, forms: Sequence[str]) -> Vectors:
        """The unit vector of what `forms` say together; zeros where nothing of it is known."""
        numbers = self.known(forms)
        together: Vectors = self.telling[numbers] @ self.vectors(numbers)
        return unit(together)

    def _cut(self, run: str) -> Iterable[Word]:
        start = 0
        while start < len(run):
            for length in range(min(LONGEST_WORD, len(run) - start), 0, -1):
                piece = run[start : start + length]
                if length == 1 or piece in self.numbers:
                    yield Word(piece, piece)
                    start += length
                    break


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Read once in a process: 15 ms; its rows stay in the file until they are needed."""
    words = (_DATA / "lexicon.txt").read_text("utf-8").split()
    rows = np.load(_DATA / "lexicon.npy", mmap_mode="r", allow_pickle=False)
    return Lexicon(
        forms=words,
        numbers={word: number for number, word in enumerate(words)},
        directions=rows[:, :DIMENSION],
        telling=rows[:, DIMENSION].astype(np.float32) / 127,
    )


def unit(rows: Vectors) -> Vectors:
    """`rows` at length 1; zeros stay."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return scaled
