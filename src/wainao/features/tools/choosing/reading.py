"""A request as choosing reads it: its words, what each weighs among these tools, and what they mean together."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from wainao.features.tools.choosing import needs
from wainao.features.tools.choosing.lexicon import Vectors, Word, lexicon
from wainao.text import fold, terms

MOST_CHARACTERS = 4_000
"""Of a request that are read."""

_NAMED = re.compile(r"(?<![\w.:-])[\w.:-]*\w")


@dataclass(frozen=True, slots=True)
class Reading:
    """`weights` are those of its terms, for matching letter by letter; `words` are cut as the lexicon has them.

    `meaning` is what it says, and `need` what serves who says that.
    """

    words: tuple[Word, ...]
    terms: tuple[str, ...]
    weights: dict[str, float]
    meaning: Vectors
    need: Vectors

    @classmethod
    def of(cls, request: str, rarity: Callable[[str], float]) -> Reading:
        """`rarity` says of a term, 0 to 1, how few tools have it."""
        request = request[:MOST_CHARACTERS]
        words = tuple(dict.fromkeys(lexicon().words(request)))
        said = tuple(dict.fromkeys(terms(request)))
        named = _NAMED.findall(fold(request))  # the whole name of a tool may be said, too
        norm = math.sqrt(len(said) + 1)
        weights = {term: rarity(term) * lexicon().tells(term) / norm for term in (*said, *named)}
        meaning = lexicon().meaning([word.form for word in words])
        return cls(words, said, weights, meaning, needs.turned(meaning, needs.LEXICON))


def rarity(having: int, tools: int) -> float:
    """1 for a term that none of `tools` has, 0 for one that all have: BM25's, scaled."""
    return math.log(1 + (tools - having + 0.5) / (having + 0.5)) / math.log(2 + 2 * tools)
