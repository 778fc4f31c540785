"""How far each tool stands out to an embedder: as near to a request, and to each wish of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wainao.features.tools.choosing.lexicon import Vectors


@dataclass(frozen=True, slots=True)
class Standing:
    """Of each tool, what an embedder says for it; 0 where it has nothing to say.

    `whole` is by the whole request, `nearest` by that wish of several that is nearest, `wishes` by each of them.
    """

    whole: Vectors
    nearest: Vectors
    wishes: tuple[Vectors, ...] = ()

    @classmethod
    def of(cls, cosines: Vectors, heard: NDArray[np.bool_]) -> Standing:
        """`cosines` are [request and wishes, tools]; a tool that is not `heard` stands neither out nor back."""
        whole = standing_out(cosines[0], heard)
        if len(cosines) == 1:
            return cls(whole, whole)
        return cls(
            whole, standing_out(cosines[1:].max(axis=0), heard), tuple(standing_out(one, heard) for one in cosines[1:])
        )

    @classmethod
    def none(cls, tools: int) -> Standing:
        """Where there is no embedder."""
        nothing = np.zeros(tools, np.float32)
        return cls(nothing, nothing)


def standing_out(cosines: Vectors, heard: NDArray[np.bool_]) -> Vectors:
    """How far each cosine stands out, in a fifth of the spread of all: embedders differ in what they call close."""
    known = cosines[heard] if heard.any() else cosines
    spread = max(float(known.std()), 0.03)
    out: Vectors = np.where(heard, (cosines - known.mean()) / np.float32(5 * spread), np.float32(0))
    return out
