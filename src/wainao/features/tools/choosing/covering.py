"""Which tools the wishes of one request are for.

"Convert 30 dollars, and then book a flight" wants two tools, not the five best for flights. Each wish is for one tool:
to be one of many that would do for a wish counts for less than to be the only one for another.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wainao.features.tools.choosing.lexicon import Vectors

WORDS_ALONE, WORDS, STANDING = 1.0, 0.5, 1.2
"""What a wish's words count for without an embedder, and with one; what standing out to it does. About as in
`ranking.py`."""
SURE = 5.0
"""Scores are of order 1; the softmax over them has to be able to be sure."""


def served(words: Sequence[Vectors], standing: Sequence[Vectors]) -> Vectors:
    """Of each tool, 0 to 1, how likely one wish at least is for it: by the words of each wish, [wishes, tools].

    `standing` is what an embedder says of each wish; empty where there is none.
    """
    spoken = np.asarray(words, np.float32)
    scores = WORDS * spoken + STANDING * np.asarray(standing) if len(standing) else WORDS_ALONE * spoken
    odds = np.exp(SURE * (scores - scores.max(axis=1, keepdims=True)))
    odds /= odds.sum(axis=1, keepdims=True)
    likely: Vectors = 1 - np.prod(1 - odds, axis=0)
    return likely
