"""What speaks for each tool, and what it weighs: five or six numbers, added up.

The weights were learnt once, by `bench/train_choosing.py`, on the tuning halves of sets of requests in both languages.
None depends on how many tools there are, so a score means the same among 50 and 50,000.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from wainao.features.tools.choosing.lexicon import Vectors

FIELD_SHARES = (0.5, 2.4, 0.9)
"""What a term counts for in the label, the description and the parameters of a tool."""

LOOKED_AT = 200
"""Tools whose labels are compared with the request word by word."""


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
    whole: Vectors
    """By an embedder, of what the whole request needs: how far the cosine stands out among all tools."""
    wish: Vectors
    """The same of that wish of several that is nearest."""
    said: Vectors
    """Cosine of what request and tool say, as they say it. Orders nothing; tells whether any fits."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    words: float
    meaning: float
    label: float
    samples: float
    whole: float = 0.0
    wish: float = 0.0

    def score(self, evidence: Evidence) -> Vectors:
        parts = [getattr(self, part.name) * getattr(evidence, part.name) for part in fields(self)]
        total: Vectors = np.sum(parts, axis=0, dtype=np.float32)
        return total


BY_WORDS = Weights(words=0.92, meaning=1.63, label=0.67, samples=2.87)
"""Where there is no embedder."""

EMBEDDED = Weights(words=0.49, meaning=0.18, label=0.36, samples=2.65, whole=0.84, wish=0.53)
"""With one."""


def weights_for(evidence: Evidence) -> Weights:
    """Those that were learnt with an embedder, where one said anything."""
    return EMBEDDED if evidence.whole.any() else BY_WORDS


def standing_out(cosines: Vectors, heard: NDArray[np.bool_]) -> Vectors:
    """How far each cosine stands out, in a fifth of the spread of all: embedders differ in what they call close.

    A tool of which the embedder had nothing to say is not `heard`, and stands neither out nor back.
    """
    known = cosines[heard] if heard.any() else cosines
    spread = max(float(known.std()), 0.03)
    out: Vectors = np.where(heard, (cosines - known.mean()) / np.float32(5 * spread), np.float32(0))
    return out
