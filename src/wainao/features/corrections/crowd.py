"""Whether a correction that comes close to a question stands out of the crowd of the others.

A question of everyday words comes rather close to many; a question that was asked before comes close to one, and shares
with it what hardly any other has. That difference holds however many corrections there are, which closeness alone does
not. The figures are fitted so that at most about one in a hundred questions that have nothing to do with any correction
is shown something: see docs/design/corrections.md.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wainao.features.corrections.closeness import Weights, closeness, index_terms, weights
from wainao.features.corrections.names import names, strange
from wainao.features.corrections.types import Wording

LEAST = 0.24
"""How far a correction must stand out to be worth showing."""

RIVALS = 3
"""So many others may come as close: what the next one reaches is what anything reaches."""

CROWD, CROWD_AT_MOST, PLAIN, STRANGE = 0.7, 0.5, 0.5, 0.1
"""What is taken off for a crowd, for sharing nothing but what all have, and for a name that only one of two has."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How many wordings there are, and how many of them have each term of a question that any of them has."""

    wordings: int
    having: Mapping[str, int]

    def weight(self) -> float:
        """What a crowd counts for: among 60 wordings there is none yet, among 600 there is."""
        return min(math.log10(max(self.wordings / 60, 1)), 1)


def counted(keys: Iterable[str]) -> Counts:
    """The counts of some wordings at hand, by their keys."""
    wordings = [index_terms(weights(key)) for key in keys]
    return Counts(wordings=len(wordings), having=Counter(itertools.chain.from_iterable(wordings)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Near:
    """The closest wording of a correction, and how close it is."""

    wording: Wording
    terms: Weights
    closeness: float


class Crowd:
    """The corrections that come close to one question, each with its closest wording: `nearest` comes first."""

    def __init__(self, question: str, key: str, wordings: Iterable[Wording], counts: Counts) -> None:
        self._asked = weights(key)
        self._telling = index_terms(self._asked)
        self._named = names(question, self._asked)
        self._counts = counts
        self._all = [self._near(wording) for wording in wordings]
        closest: dict[str, Near] = {}
        for near in sorted(self._all, key=lambda near: (-near.closeness, near.wording.id)):
            closest.setdefault(near.wording.ruling.id, near)
        self.nearest = list(closest.values())
        self._crowd = self.nearest[RIVALS].closeness if len(self.nearest) > RIVALS else 0.0

    def standing_out(self, near: Near) -> float:
        """How far a correction stands out, from about -1 to 1."""
        out = near.closeness - STRANGE * self._is_strange(near)
        if weight := self._counts.weight():
            out -= weight * (CROWD * min(self._crowd, CROWD_AT_MOST) + PLAIN * (1 - self._rarity(near)))
        return out

    def _near(self, wording: Wording) -> Near:
        terms = weights(wording.key)
        return Near(wording=wording, terms=terms, closeness=closeness(self._asked, terms))

    def _rarity(self, near: Near) -> float:
        """1 if no other correction has one of the terms that the two share, 0 if each of those is everywhere."""
        shared = [term for term in self._telling if term in near.terms.of]
        fewest = min((self._others(term, near) for term in shared), default=self._counts.wordings)
        return math.log1p(self._counts.wordings / (1 + fewest)) / math.log1p(self._counts.wordings)

    def _others(self, term: str, near: Near) -> int:
        """How many wordings of other corrections have a term: one's own aliases do not make it common."""
        own = sum(term in one.terms.of for one in self._all if one.wording.ruling.id == near.wording.ruling.id)
        return max(self._counts.having.get(term, 0) - own, 0)

    def _is_strange(self, near: Near) -> bool:
        return strange(self._named, near.terms) or strange(names(near.wording.question, near.terms), self._asked)
