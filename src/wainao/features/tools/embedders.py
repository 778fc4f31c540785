"""Who makes vectors of tools and of requests: the embedding model that is connected, or else the encoder that comes
along."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from wainao.kernel import Call
from wainao.types import EmbedInput

if TYPE_CHECKING:
    from wainao.features.tools.vectors import Vectors

ENDPOINT = "models:embed"


class Embedder(Protocol):
    """Says of texts what they mean."""

    async def embed(self, call: Call, texts: Sequence[str]) -> tuple[str, Vectors]:
        """The model that answered, and a unit vector for each text; zeros where it had nothing to say."""


class Connected:
    """`models:embed`: what it costs is metered, where it may go is policy, and each request leaves its receipt."""

    async def embed(self, call: Call, texts: Sequence[str]) -> tuple[str, Vectors]:
        import numpy as np

        from wainao.features.tools.choosing.lexicon import unit

        output = (await call.run(ENDPOINT, EmbedInput(texts=tuple(texts)))).output
        vectors = np.array(output.vectors)
        vectors[~np.isfinite(vectors).all(axis=1)] = 0
        return output.model, unit(vectors).astype(np.float32)


class Ours:
    """The encoder that comes along, in a thread of this process: a part of choosing, like the lexicon, and no call."""

    async def embed(self, call: Call, texts: Sequence[str]) -> tuple[str, Vectors]:
        from wainao.features.tools.choosing.encoder import NAME, encoder

        vectors, _ = await asyncio.to_thread(lambda: encoder().embed(texts))
        return NAME, vectors


def embedder_for(call: Call, *, ours: bool) -> Embedder | None:
    """What is connected goes first; `ours` says whether the encoder that comes along may be asked."""
    if ENDPOINT in call.kernel:
        return Connected()
    return Ours() if ours else None
