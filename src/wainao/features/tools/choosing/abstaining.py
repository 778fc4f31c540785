"""Whether any tool fits a request at all: a judgement on the best one, from the same evidence that put it there.

The weights were learnt by `bench/train_choosing.py` on tuning halves: requests whose tool is there, against the same
ones with their tools taken away, and against questions of knowledge that ask for no tool.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np

from wainao.features.tools.choosing.lexicon import Vectors
from wainao.features.tools.choosing.ranking import Evidence

CROWD = 10
"""The best is compared with so many that follow it; where there are fewer, with nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Signs:
    """What can be seen of the best tool for a request."""

    gap: float
    """How far its steady score is ahead of those that follow, on average."""
    said: float
    """How close it is to what the request says, and not to what may be needed."""

    @classmethod
    def of(cls, evidence: Evidence, scores: Vectors, steady: Vectors) -> Signs:
        """`scores` say which is the best, `steady` ones how good it is (`ranking.Weights`)."""
        best = int(np.argmax(scores))
        follow = np.sort(steady)[-CROWD:-1]
        gap = float(steady[best] - follow.sum() / (CROWD - 1))
        return cls(gap=gap, said=float(evidence.said[best]))


@dataclass(frozen=True, kw_only=True, slots=True)
class Judge:
    """A logistic judgement; `least` is the confidence that 95 % of the requests reach whose tool is there."""

    gap: float
    said: float
    start: float
    least: float

    def confidence(self, signs: Signs) -> float:
        """0 to 1: how likely the tool serves the request."""
        total = sum(getattr(self, sign.name) * getattr(signs, sign.name) for sign in fields(signs))
        return 1 / (1 + math.exp(-min(max(total + self.start, -50.0), 50.0)))


BY_WORDS = Judge(gap=2.11, said=4.24, start=-3.88, least=0.236)
EMBEDDED = Judge(gap=2.60, said=3.69, start=-3.73, least=0.222)
