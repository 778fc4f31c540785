"""What a question asks for: its terms and how much each says, and the kind of answer it wants."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from wainao.text import CJK, fold, is_cjk, terms

Kind = Literal["number", "time", "person", "place", "reason"]

CHARACTER_WEIGHT = 0.4
"""Of a single Chinese character beside the two-character terms; measured best between 0.2 and 0.6."""
FUNCTION_WORD_WEIGHT = 0.5
"""Words that build the question. Small collections take them for rare, so that rarity alone does not silence them."""
UNSEEN_PAIR_WEIGHT = 0.5
"""Of two characters that no passage has side by side: often no word at all, only the end of one and a beginning."""
NEAR_WORD_WEIGHT = 0.7
"""Of a word that stands in for one that was perhaps misspelt."""
RARITY_POWER = 1.5
"""BM25's logarithm alone lets common words decide too much (measured: +0.5 recall@1 over a power of 1)."""
BACKGROUND_PASSAGES = 30
"""Imagined beside the real ones, so that rarity means something in a collection of three passages."""

MAX_TERMS = 512
"""Looked at in a question; one that has more is a pasted text, and its beginning has to do."""
MAX_MISSPELT = 8
"""Words of a question that get a stand-in: each is compared with every word that begins like it."""

_ENGLISH = frozenset(
    terms(
        """a an the of in on at to for from by with about as into and or but so if than that this these those it its is
        are was were be been being am do does did have has had can could will would shall should may might must what
        which who whom whose when where why how much many there they them their he him his she her we us our you your i
        me my please tell give name list"""
    )
)
_CHINESE = frozenset(
    "什么怎样如何为哪谁多少几是否请问告诉吗呢的了在有和与及被于由以对从到把将个些这那其之该吧啊呀可能会要应"
)

_KINDS: tuple[tuple[Kind, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        "time",
        re.compile(
            r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|time|decade|century)"
            r"|何时|什么时[候间]|哪一?[年天日月]|几[月号点]|何年|年份|日期|哪个世纪"
        ),
        re.compile(
            r"\d{3,4}|\d+\s*(?:世纪|年|月|日|[:：]\d\d)|世纪"
            r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december"
            r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|century)\b"
        ),
    ),
    (
        "number",
        re.compile(
            r"\bhow (?:many|much|long|old|far|often|tall|big|large|high|fast|deep|soon)"
            r"|\bwhat (?:percent|number|age|amount|proportion|fraction|size|distance|population|price|rate)"
            r"|多少|几|多[大长高远重深宽快久]|人口|面积|百分|比例|第几"
        ),
        re.compile(
            r"\d|%|[一二两三四五六七八九十百千万亿][个名人位次年月日天周岁种座米公吨亿万分倍元]"
            r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|billion"
            r"|half|third|quarter|percent|once|twice)\b"
        ),
    ),
    (
        "person",
        re.compile(r"\bwho(?:m|se)?\b|谁|哪位|何人|哪一位|哪些人|哪个人|什么人"),
        re.compile(
            r"(?<=[\w,;] )[A-Z][a-z]+|·"
            r"|[\u4e00-\u9fff]{2,3}(?:博士|先生|女士|教授|将军|总统|国王|皇帝|爵士|经理|主任|部)"
        ),
    ),
    (
        "place",
        re.compile(
            r"\bwhere\b|\b(?:what|which) (?:city|country|state|place|county|town|region|location|continent|room|floor)"
            r"|哪里|哪儿|何处|什么地方|哪个(?:国家|城市|地方|省|市|地区|楼|房间)|哪国"
        ),
        re.compile(r"\b(?:in|at|from|near|to|on) (?:the )?[A-Z\d]|位于|在|市|省|县|国|区|州|岛|楼|路|室"),
    ),
    (
        "reason",
        re.compile(r"\bwhy\b|为什么|为何|原因"),
        re.compile(
            r"\b(?:because|due to|since|so that|in order|result|caus\w*|reason)\b"
            r"|因为|由于|因此|所以|原因|导致|为了|以便"
        ),
    ),
)
"""Each kind: how it is asked for (folded text), and what an answer has in it (names and places: with its capitals)."""


@dataclass(frozen=True)
class Question:
    """A question as the index sees it.

    >>> Question("Who wrote 《红楼梦》?").terms
    ('who', 'wrote', '红楼', '楼梦', '红', '楼', '梦')
    """

    text: str

    @cached_property
    def sequence(self) -> tuple[str, ...]:
        """Words and pairs of characters in their order, with repetitions."""
        return tuple(terms(self.text))

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Each word, pair of characters and character once, `MAX_TERMS` of them; what says nothing is left out."""
        found = dict.fromkeys((*self.sequence, *characters(self.sequence)))
        telling = tuple(term for term in found if not (len(term) == 1 and term in _CHINESE))
        return (telling or tuple(found))[:MAX_TERMS]

    @cached_property
    def folded(self) -> str:
        """For comparing character by character: folded, white space evened out, without the final mark."""
        return " ".join(fold(self.text).split()).rstrip("?!。.")

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        folded = fold(self.text)
        return tuple(kind for kind, asks, _ in _KINDS if asks.search(folded))

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(_NUMBER.findall(fold(self.text)))

    def weigh(
        self,
        passages: float,
        frequency: Mapping[str, float],
        spelt_like: Callable[[str], Mapping[str, float]] | None = None,
    ) -> dict[str, float]:
        """How much each term says in a collection of `passages`; `frequency` tells how many of them have it.

        `spelt_like` gives words of the collection (with their frequency) that begin like one it does not have; the
        closest of them takes its place.
        """
        weights: dict[str, float] = {}
        stand_ins = MAX_MISSPELT
        for asked in self.terms:
            term = asked
            having, share = frequency.get(term, 0.0), 1.0
            if not having and spelt_like is not None and stand_ins and _may_be_misspelt(term):
                stand_ins -= 1
                known = spelt_like(term)
                for near in difflib.get_close_matches(term, known, n=1, cutoff=0.8):
                    term, having, share = near, known[near], NEAR_WORD_WEIGHT
            weight = share * _telling(term, having) * rarity(passages, having)
            weights[term] = max(weight, weights.get(term, 0.0))
        return weights

    def fits(self, sentence: str) -> bool:
        """Whether `sentence` has the kind of thing that was asked for, and not only by repeating the question."""
        folded = fold(sentence)
        repeats = set(_NUMBER.findall(folded)) <= self.numbers
        for kind, _, answers in _KINDS:
            # Names are told by their capitals.
            found = answers.search(sentence if kind in {"person", "place"} else folded) if kind in self.kinds else None
            if found and not (kind in {"number", "time"} and found.group()[0].isdigit() and repeats):
                return True
        return False


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_EACH_CJK = re.compile(f"[{CJK}]")


def characters(found: Iterable[str]) -> list[str]:
    """The single Chinese characters of terms: they are terms too, for words the pairs cut through."""
    return _EACH_CJK.findall("".join(found))


def rarity(passages: float, having: float) -> float:
    """Weight of a term that `having` of `passages` have."""
    total = passages + BACKGROUND_PASSAGES
    return float(math.log1p((total - having + 0.5) / (having + 0.5)) ** RARITY_POWER)


def only_builds(term: str) -> bool:
    """Whether a term is an English word that builds sentences and says little."""
    return term in _ENGLISH


def _telling(term: str, having: float) -> float:
    if not is_cjk(term[0]):
        return FUNCTION_WORD_WEIGHT if only_builds(term) else 1.0
    if len(term) == 1:
        return CHARACTER_WEIGHT
    small = sum(character in _CHINESE for character in term)
    return (1.0, 0.5, 0.1)[small] * (1.0 if having else UNSEEN_PAIR_WEIGHT)


def _may_be_misspelt(term: str) -> bool:
    return len(term) >= 5 and not is_cjk(term[0]) and term.isalpha() and not only_builds(term)
