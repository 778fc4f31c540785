"""How close two questions are in wording: the cosine of their weighted terms, from 0 to 1.

The weights are fixed, not counted from the corrections at hand: with one correction in store no count says that "how
many" is common, and a score that moves as others are added could not be compared with a threshold.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from wainao.text import CJK, is_cjk, terms

_PIECE = re.compile(rf"[{CJK}]+|\d[\d.,:/'-]*|[^\W\d_{CJK}]+")

COMMON, NUMBER, CHARACTER, TRIGRAM = 0.1, 0.8, 0.8, 0.15

ONE_WORD = 0.8
"""What is left of the closeness of two questions that share one English word: often a coincidence."""

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


def weights(key: str) -> dict[str, float]:
    """The terms of a normalised question and what each one weighs.

    Words and Chinese bigrams carry most; single characters, and pieces of words, let near spellings meet.
    """
    found: dict[str, float] = {}
    for piece in _PIECE.findall(key):
        if is_cjk(piece[0]):
            found.update((character, COMMON if character in _COMMON_ZH else CHARACTER) for character in piece)
            for start in range(len(piece) - 1):
                pair = piece[start : start + 2]
                found[pair] = COMMON if pair[0] in _COMMON_ZH and pair[1] in _COMMON_ZH else 1.0
        elif piece[0].isdigit():
            found[piece.rstrip(".,:/'-")] = NUMBER
        else:
            found.update(_word(piece))
    return found


@lru_cache(maxsize=8_192)
def _word(word: str) -> tuple[tuple[str, float], ...]:
    (stem,) = terms(word)
    if stem in _COMMON_EN:
        return ((stem, COMMON),)
    framed = f"^{word}$"
    pieces = range(len(framed) - 2) if len(word) >= 5 else ()
    return ((stem, 1.0), *((f"~{framed[start : start + 3]}", TRIGRAM) for start in pieces))


def index_terms(key: str) -> list[str]:
    """The terms worth an index entry: words, numbers and Chinese bigrams that are not only function words."""
    return [term for term, weight in weights(key).items() if weight >= NUMBER and not (len(term) == 1 and is_cjk(term))]


def closeness(one: dict[str, float], other: dict[str, float]) -> float:
    """The cosine of two sets of weighted terms, each weight counted once."""
    shared = {term: weight for term, weight in one.items() if term in other}
    if not shared:
        return 0.0
    words = [term for term, weight in shared.items() if weight >= NUMBER]
    telling = ONE_WORD if len(words) == 1 and not is_cjk(words[0][0]) else 1.0
    return telling * sum(shared.values()) / math.sqrt(sum(one.values()) * sum(other.values()))


CROWD, CROWD_AT_MOST = 0.9, 0.4


def standing_out(near: float, crowd: float, wordings: int) -> float:
    """How far something so close stands out, where a crowd of others comes as close as `crowd`.

    A question of everyday words comes rather close to many others; a question that was asked before comes close to one.
    That difference holds however many wordings there are, which closeness alone does not. Among 60 there is no crowd
    yet, among 600 there is; and what is very close stands out of any.
    """
    weight = CROWD * min(math.log10(max(wordings / 60, 1)), 1)
    return near - weight * min(crowd, CROWD_AT_MOST)


def threshold(wordings: int) -> float:
    """How far a correction must stand out, among so many wordings, to be worth showing: 0.24, then 0.27 from 1,200 on.

    Fitted so that at most about one in a hundred questions that have nothing to do with any of them is shown something:
    see docs/design/corrections.md.
    """
    return 0.24 + 0.03 * min(math.log10(max(wordings / 120, 1)), 1)
