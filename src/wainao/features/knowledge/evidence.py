"""What a passage holds of a question: which of its terms, how close together, in how long a passage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from wainao.features.knowledge.prepare import index_terms
from wainao.features.knowledge.question import Question
from wainao.features.knowledge.sentences import Span, sentences
from wainao.features.knowledge.types import LocatedChunk
from wainao.text import fold, is_cjk, terms

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
    def characters(self) -> tuple[str, ...]:
        """Its single Chinese characters."""
        return tuple(term for term in self.weights if len(term) == 1 and is_cjk(term))

    def share(self, found: Iterable[str]) -> float:
        """Of the question's whole weight, what the terms `found` have: 0 to 1."""
        return sum(self.weights[term] for term in found) / self.total


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a passage, and the terms of the question in it."""

    span: Span
    found: frozenset[str]


@dataclass(frozen=True)
class Evidence:
    """One passage under one question. All numbers are shares, 0 to 1, so that collections can be compared."""

    query: Query
    located: LocatedChunk
    said: tuple[Said, ...]
    bm25: float
    """Share of the most that any passage could score."""

    @cached_property
    def coverage(self) -> float:
        """Share of the question in the passage, its title and heading aside."""
        return self.query.share(frozenset().union(*(said.found for said in self.said)))

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
        """Length of the longest piece of the question that stands in the passage letter by letter."""
        return longest_run(self.query.question.folded, self.located.chunk.text)

    def text(self, said: Said) -> str:
        return self.located.chunk.text[slice(*said.span)]


def gather(query: Query, located: LocatedChunk) -> Evidence:
    """Look through one passage."""
    text = located.chunk.text
    counts: Counter[str] = Counter()
    said: list[Said] = []
    length = 0
    for span in sentences(text):
        words = index_terms(text[slice(*span)]).split()
        length += len(words)
        found = _found(query, words)
        counts.update(found)
        said.append(Said(span, frozenset(found)))
    counts.update(_found(query, terms(f"{located.title}\n{located.chunk.section or ''}")).keys())
    return Evidence(query, located, tuple(said), _bm25(query, counts, length))


def longest_run(wanted: str, text: str) -> float:
    """Share of `wanted` (folded) that stands in `text` in one piece."""
    text = " ".join(fold(text).split())
    start, longest = 0, 0
    for end in range(1, len(wanted) + 1):
        while wanted[start:end] not in text:
            start += 1
        longest = max(longest, end - start)
    return longest / len(wanted) if wanted else 0.0


def _found(query: Query, words: list[str]) -> dict[str, int]:
    """The terms of the question among `words`, and how often."""
    found = Counter(word for word in words if word in query.weights)
    joined = "".join(words)
    for character in query.characters:
        if times := joined.count(character):
            found[character] = (times + 1) // 2  # inside a run each character is in two pairs
    return found


def _bm25(query: Query, counts: Mapping[str, int], length: int) -> float:
    norm = SATURATION * (1 - LENGTH_NORM + LENGTH_NORM * length / query.passage_terms) if query.passage_terms else 1.0
    score = sum(query.weights[term] * times / (times + norm) for term, times in counts.items())
    return score / query.total
