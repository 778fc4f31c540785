"""What speaks for each tool, and what it weighs: five to seven numbers, added up.

The weights were learnt once, by `bench/train_choosing.py`, on the tuning halves of sets of requests in both languages.
None depends on how many tools there are, so a score means the same among 50 and 50,000.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from wainao.features.tools.choosing.lexicon import Vectors

FIELD_SHARES = (0.5, 2.4, 0.9)
"""What a term counts for in the label, the description and the parameters of a tool."""

STEADY = np.float32(0.6)
"""What is left of `whole` where it does not depend on the words of the request."""

LOOKED_AT = 200
"""Tools whose labels are compared with the request word by word, and among which each wish looks for its own."""

OUTSPOKEN = 3.0
"""What the words of a request are worth to the tool that says them best, from which on they need no interpreter."""


@dataclass(slots=True)
class Evidence:
    """Of each tool. All are 0 where nothing speaks for it."""

    words: Vectors
    """Terms that the request and the tool share, rare and telling ones more: BM25 over fields."""
    meaning: Vectors
    """Cosine of what the request needs and what the tool says as a whole, by the lexicon."""
    label: Vectors
    """Share of the tool's name that the request says, in these words or in like ones."""
    samples: Vectors
    """What the nearest requests that tools served before say."""
    served: Vectors
    """How likely one of several wishes is for this tool and for no other."""
    whole: Vectors
    """By an embedder, of what the whole request needs: how far the cosine stands out among all tools (`faded`)."""
    wish: Vectors
    """The same of that wish of several that is nearest."""
    said: Vectors
    """Cosine of what request and tool say, as they say it. Orders nothing; tells whether any fits."""
    alone: Vectors
    """`whole` before it was `faded`. Orders nothing; tells whether any fits."""

    @property
    def embedded(self) -> bool:
        """Whether an embedder said anything."""
        return bool(self.wish.any())


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    words: float
    meaning: float
    label: float
    samples: float
    served: float
    whole: float = 0.0
    wish: float = 0.0

    def score(self, evidence: Evidence) -> Vectors:
        parts = [getattr(self, part.name) * getattr(evidence, part.name) for part in fields(self)]
        total: Vectors = np.sum(parts, axis=0, dtype=np.float32)
        return total

    def steady(self, evidence: Evidence) -> Vectors:
        """Scores to hold against a threshold: the whole counts alike in all requests, as in most it does."""
        return self.score(replace(evidence, whole=STEADY * evidence.alone))


BY_WORDS = Weights(words=0.83, meaning=1.64, label=0.67, samples=2.93, served=0.26)
"""Where there is no embedder."""

EMBEDDED = Weights(words=0.49, meaning=0.14, label=0.35, samples=2.45, served=0.13, whole=1.29, wish=0.38)
"""With one."""


def weights_for(evidence: Evidence) -> Weights:
    """Those that were learnt with an embedder, where one said anything."""
    return EMBEDDED if evidence.embedded else BY_WORDS


def faded(whole: Vectors, words: Vectors) -> Vectors:
    """What an embedder says of the whole request counts less, the more of its words some tool says itself."""
    loudest = float(words.max(initial=0.0))
    return whole * np.float32(max(0.0, 1 - loudest / OUTSPOKEN))
