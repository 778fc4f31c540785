"""The offline embedder as a deployment like any other: vectors, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from functools import cached_property
from typing import TYPE_CHECKING

from wainao.features.models.engines.backend import Piece, Result, Tokens
from wainao.features.models.offline import DIMENSION, NAME
from wainao.features.models.routing.deployment import OFFLINE, Deployment
from wainao.kernel import UsageError
from wainao.types import ChatInput, EmbedInput, EmbedOutput

if TYPE_CHECKING:
    from wainao.features.models.offline.minilm import MiniLM

DEPLOYMENT = Deployment(
    name="offline",
    model=NAME,
    provider=OFFLINE,
    serves=("embed",),
    here=True,
    usd_per_million_in=0.0,
    usd_per_million_out=0.0,
)
"""It is there where its package is installed; whatever somebody connects goes before it."""


class OfflineBackend:
    """Computes in threads of this process, from the first text on. What it cannot read gets zeros for a vector."""

    @cached_property
    def _model(self) -> MiniLM:
        from wainao.features.models.offline.minilm import MiniLM

        return MiniLM()

    async def chat(self, model: str, input: ChatInput) -> AsyncGenerator[Piece, None]:
        raise UsageError(f"{model!r} makes vectors of texts and writes none. Name a model that chats.")
        yield Piece()  # type: ignore[unreachable]  # what makes this a generator

    async def embed(self, model: str, input: EmbedInput) -> Result[EmbedOutput]:
        if input.dimensions not in (None, DIMENSION):
            raise UsageError(
                f"dimensions = {input.dimensions!r} was asked of {model!r}, whose vectors have {DIMENSION} numbers. "
                "Leave it out."
            )
        return await asyncio.to_thread(self._embedded, input.texts)

    async def models(self) -> tuple[str, ...]:
        return (NAME,)

    def _embedded(self, texts: tuple[str, ...]) -> Result[EmbedOutput]:
        rows, tokens = self._model.embed(texts)
        output = EmbedOutput(vectors=tuple(map(tuple, rows.tolist())), model=NAME)
        return Result(output=output, tokens=Tokens(input=tokens, output=0))
