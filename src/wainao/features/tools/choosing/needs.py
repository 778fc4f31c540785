"""From what people say to what tools say of themselves.

"My sister marries in Porto and I have no idea how to get there" and "Finds flights between two airports" have no word
in common, and neither means the other: one has the need, the other the remedy. A map of low rank, learnt once for each
space of meanings by `bench/train_needs.py` from invented tools and requests, turns a request that way.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from wainao.features.tools.choosing.lexicon import Vectors, unit

LEXICON = "lexicon"
"""The space of our own words; others have the name of the embedder that places texts there."""

DATA = Path(__file__).parent / "data" / "needs.npz"


class _Turn(NamedTuple):
    inward: Vectors
    outward: Vectors


def turned(meanings: Vectors, space: str) -> Vectors:
    """Unit vectors of what fits `meanings`, [..., dimension]; as they are in a space of which nothing was learnt."""
    turn = _turns().get(space)
    if turn is None or meanings.shape[-1] != len(turn.inward):
        return unit(meanings)
    led = meanings + meanings @ turn.inward @ turn.outward
    return unit(led.astype(np.float32))


@lru_cache(maxsize=1)
def _turns() -> dict[str, _Turn]:
    with np.load(DATA, allow_pickle=False) as kept:
        spaces = {name.rpartition("/")[0] for name in kept.files}
        return {
            space: _Turn(kept[f"{space}/in"].astype(np.float32), kept[f"{space}/out"].astype(np.float32))
            for space in spaces
        }
