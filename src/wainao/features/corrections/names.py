"""What a question names: two questions of which only one names something are hardly the same one."""

from __future__ import annotations

import re

from wainao.features.corrections.closeness import NUMBER, Weights, weights
from wainao.text import CJK

_LETTERS = rf"[^\W\d_{CJK}]+"
_WORD = re.compile(rf"(?:^|[.?!:…\n。？！：])[\s\"'“‘(（《]{{0,3}}{_LETTERS}|(?P<word>{_LETTERS})")
_HEADLINE = 3

ALIKE = 1 / 3
"""The share of a name's pieces that another spelling of it has."""


def names(question: str, known: Weights) -> list[str]:
    """The capitalised words of a question that are among its terms, which are `known`.

    Neither those at the start of a sentence, which say nothing, nor abbreviations, which stand for words; and none of
    a headline: `names("Is the Dellwyn clinic open, or Calow's?", …) == ["dellwyn", "calow"]`.
    """
    words = [match["word"] for match in _WORD.finditer(question) if match["word"]]
    capitalised = [word for word in words if len(word) > 1 and word[0].isupper() and not word.isupper()]
    if len(words) >= _HEADLINE and len(capitalised) * 2 > len(words):
        return []
    return [word for word in map(str.casefold, capitalised) if _knows(word, known)]


def strange(named: list[str], other: Weights) -> bool:
    """Whether `other` has not all that is named, in a similar spelling at least."""
    return not all(_has_alike(name, other) for name in named)


def _knows(word: str, known: Weights) -> bool:
    return any(weight >= NUMBER and term in known.of for term, weight in weights(word).of.items())


def _has_alike(name: str, other: Weights) -> bool:
    pieces = weights(name).of
    shared = sum(piece in other.of for piece in pieces if piece[0] == "~")
    return _knows(name, other) or shared >= ALIKE * (len(pieces) - 1) > 0
