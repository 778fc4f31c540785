"""A request as choosing reads it: its words, what each weighs among these tools, and what they mean together."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wainao.features.tools.choosing import needs
from wainao.features.tools.choosing.lexicon import Vectors, Word, lexicon
from wainao.features.tools.choosing.wishes import wishes
from wainao.text import fold, terms

MOST_CHARACTERS = 4_000
"""Of a request that are read."""

NUMBER = 0.3
"""What a number counts for beside a word: it is mostly a value, and a tool that has it has it in an example."""

_NAMED = re.compile(r"(?<![\w.:-])[\w.:-]*\w")


@dataclass(frozen=True, slots=True)
class Reading:
    """`weights` are those of its terms, for matching letter by letter; `words` are cut as the lexicon has them.

    `meaning` is what it says, and `need` what serves who says that. `wishes` are the weights of each wish of several.
    """

    words: tuple[Word, ...]
    terms: tuple[str, ...]
    weights: dict[str, float]
    meaning: Vectors
    need: Vectors
    wishes: tuple[dict[str, float], ...]

    @classmethod
    def of(cls, request: str, rarity: Callable[[str], float]) -> Reading:
        """`rarity` says of a term, 0 to 1, how few tools have it."""
        request = request[:MOST_CHARACTERS]
        words = tuple(dict.fromkeys(lexicon().words(request)))
        said = tuple(dict.fromkeys(terms(request)))
        meaning = lexicon().meaning([word.form for word in words])
        return cls(
            words=words,
            terms=said,
            weights=_weights(request, said, rarity),
            meaning=meaning,
            need=needs.turned(meaning, needs.LEXICON),
            wishes=tuple(_weights(wish, tuple(dict.fromkeys(terms(wish))), rarity) for wish in wishes(request)),
        )


def _weights(text: str, said: Sequence[str], rarity: Callable[[str], float]) -> dict[str, float]:
    named = _NAMED.findall(fold(text))  # the whole name of a tool may be said, too
    norm = math.sqrt(len(said) + 1)
    return {term: rarity(term) * _tells(term) / norm for term in (*said, *named)}


def _tells(term: str) -> float:
    return lexicon().tells(term) * (NUMBER if term.isdigit() else 1.0)


def rarity(having: int, tools: int) -> float:
    """1 for a term that none of `tools` has, 0 for one that all have: BM25's, scaled."""
    return math.log(1 + (tools - having + 0.5) / (having + 0.5)) / math.log(2 + 2 * tools)
