"""What a passage holds of a question: which of its terms, how close together, in how long a passage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache

from wainao.features.knowledge.prepare import unwrap
from wainao.features.knowledge.question import Question
from wainao.features.knowledge.sentences import Span, sentences
from wainao.features.knowledge.types import LocatedChunk
from wainao.text import CJK, fold, is_cjk, terms

_CJK_RUN = re.compile(f"[{CJK}]+")
_WORD = re.compile(rf"[^\W_{CJK}]+")

SATURATION = 0.9
"""BM25's k1: how soon repeating a term stops to count."""
LENGTH_NORM = 0.6
"""BM25's b: how much a long passage has to have more."""


@dataclass(frozen=True)
class Query:
    """A question weighed against the collection that is searched; `passage_terms` is a passage's mean length."""

    question: Question
    weights: Mapping[str, float]
    passage_terms: float

    @cached_property
    def total(self) -> float:
        return sum(self.weights.values()) or 1.0

    @cached_property
    def cjk_terms(self) -> tuple[str, ...]:
        return tuple(term for term in self.weights if is_cjk(term[0]))

    def share(self, found: Iterable[str]) -> float:
        """Of the question's whole weight, what the terms `found` have: 0 to 1."""
        return sum(self.weights[term] for term in found) / self.total


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a passage: its text, folded, and how often it has each term of the question."""

    span: Span
    folded: str
    counts: Counter[str]
    terms: int

    @property
    def found(self) -> Set[str]:
        return self.counts.keys()


@dataclass(frozen=True)
class Evidence:
    """One passage under one question. All numbers are shares, 0 to 1, so that collections can be compared."""

    query: Query
    located: LocatedChunk

    @cached_property
    def said(self) -> tuple[Said, ...]:
        text = self.located.chunk.text
        return tuple(hear(self.query, text[start:end], (start, end)) for start, end in sentences(text))

    @cached_property
    def bm25(self) -> float:
        """Share of the most that any passage could score; title and heading count as said once."""
        heading = hear(self.query, f"{self.located.title}\n{self.located.chunk.section or ''}")
        counts = Counter(heading.found)
        for said in self.said:
            counts.update(said.counts)
        length, mean = sum(said.terms for said in self.said), self.query.passage_terms
        norm = SATURATION * (1 - LENGTH_NORM + LENGTH_NORM * (length / mean if mean else 1))
        weights = self.query.weights
        return sum(weights[term] * times / (times + norm) for term, times in counts.items()) / self.query.total

    @cached_property
    def best(self) -> float:
        """Share of the question in the one sentence that has most."""
        return max((self.query.share(said.found) for said in self.said), default=0.0)

    @cached_property
    def best_pair(self) -> float:
        """Share of the question in the two neighbouring sentences that have most."""
        pairs = zip(self.said, self.said[1:], strict=False)
        return max([self.best, *(self.query.share(one.found | two.found) for one, two in pairs)])

    @cached_property
    def run(self) -> float:
        """Share of the question that stands in the passage letter by letter, in one piece."""
        return longest_run(self.query.question.folded, " ".join(said.folded for said in self.said))

    def text(self, said: Said) -> str:
        return self.located.chunk.text[slice(*said.span)]


def hear(query: Query, text: str, span: Span = (0, 0)) -> Said:
    """What `text` says to a question: the same counts as those of `prepare.index_terms(text)`, made faster."""
    folded = fold(unwrap(text))
    words = _WORD.findall(folded)
    counts = Counter(term for term in map(_stem, words) if term in query.weights)
    runs = _CJK_RUN.findall(folded)
    joined = "\n".join(runs)
    for term in query.cjk_terms if runs else ():
        if times := joined.count(term):
            counts[term] = times
    return Said(span, folded, counts, len(words) + sum(max(1, len(run) - 1) for run in runs))


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    return terms(word)[0]


def longest_run(wanted: str, folded: str) -> float:
    """Share of `wanted` that stands in `folded` in one piece."""
    folded = " ".join(folded.split())
    start, longest = 0, 0
    for end in range(1, len(wanted) + 1):
        while wanted[start:end] not in folded:
            start += 1
        longest = max(longest, end - start)
    return longest / len(wanted) if wanted else 0.0
