"""How close two questions are in wording: the cosine of their weighted terms, from 0 to 1.

The weights are fixed, not counted from the corrections at hand: with one correction in store no count says that "how
many" is common, and a score that moves as others are added could not be compared with a threshold.
"""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from functools import lru_cache

from wainao.text import CJK, is_cjk, terms

_PIECE = re.compile(rf"([{CJK}]+)|(\d[\d.,:/'-]*)|([^\W\d_{CJK}]+)")

COMMON, NUMBER, CHARACTER, TRIGRAM = 0.1, 0.8, 0.8, 0.15

FEW_WORDS = {1: 0.8, 2: 0.9}
"""What is left of the closeness of two questions that share so few English words: often a coincidence, or one phrase,
such as "square kilometers"."""

UNREADABLE = 0.5
"""What Chinese weighs beside a question that has none: the two can share only names and terms."""

_COMMON_EN = frozenset(
    term
    for term in terms(
        "a an the of in on at to for from by with as is are am was were be been being do does did done can could will "
        "would should shall may might must has have had i you we they he she it me us them my your our their his her "
        "its this that these those there here and or but not no if then than so what which who whom whose when where "
        "why how many much long often far any some all each every one about into over after before during while up out "
        "off down just also too get got take need want use make go going please tell know let new way name"
    )
)
_COMMON_ZH = frozenset(
    "的了吗呢吧啊在是要会能可以我你您们把被就都也还得地着过什么怎样如何多少几哪里个谁为有没不和与及或这那其之于对从到上下中时候"
    "用请问一需应该否呀想去来给让做底又再很太最后前些次种者而所并等因由此它他她人年月日天"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """The terms of a question with what each one weighs; the sum of that, and of the Chinese ones."""

    of: dict[str, float]
    total: float
    chinese: float

    def beside(self, other: Weights) -> float:
        """What the question weighs where the other one is compared with it."""
        return self.total if other.chinese else self.total - (1 - UNREADABLE) * self.chinese


@lru_cache(maxsize=16)  # a question's are asked for twice; those of a long one take half a megabyte
def weights(key: str) -> Weights:
    """The terms of a normalised question and what each one weighs.

    Words and Chinese bigrams carry most; single characters, and pieces of words, let near spellings meet.
    """
    chinese: dict[str, float] = {}
    others: dict[str, float] = {}
    for run, number, word in _PIECE.findall(key):
        if word:
            others.update(_word(word))
        elif number:
            others[number.rstrip(".,:/'-")] = NUMBER
        else:
            chinese.update((character, COMMON if character in _COMMON_ZH else CHARACTER) for character in run)
            for one, next in itertools.pairwise(run):
                chinese[one + next] = COMMON if one in _COMMON_ZH and next in _COMMON_ZH else 1.0
    both = chinese | others
    return Weights(of=both, total=sum(both.values()), chinese=sum(chinese.values()))


@lru_cache(maxsize=8_192)
def _word(word: str) -> tuple[tuple[str, float], ...]:
    (stem,) = terms(word)
    if stem in _COMMON_EN:
        return ((stem, COMMON),)
    framed = f"^{word}$"
    pieces = range(len(framed) - 2) if len(word) >= 5 else ()
    return ((stem, 1.0), *((f"~{framed[start : start + 3]}", TRIGRAM) for start in pieces))


def index_terms(question: Weights) -> list[str]:
    """The terms worth an index entry: words, numbers and Chinese bigrams that are not only function words."""
    return [term for term, weight in question.of.items() if weight >= NUMBER and not (len(term) == 1 and is_cjk(term))]


def closeness(one: Weights, other: Weights) -> float:
    """The cosine of two sets of weighted terms, each weight counted once."""
    fewer, more = (one, other) if len(one.of) < len(other.of) else (other, one)
    shared = {term: weight for term, weight in fewer.of.items() if term in more.of}
    if not shared:
        return 0.0
    words = [term for term, weight in shared.items() if weight >= NUMBER]
    few = len(words) in FEW_WORDS and not any(is_cjk(word[0]) for word in words)
    telling = FEW_WORDS[len(words)] if few else 1.0
    return telling * sum(shared.values()) / math.sqrt(one.beside(other) * other.beside(one))
