"""What a question means: its vector, asked for while somebody waits, and so never for long."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence

from wainao.features.knowledge.embedders import Embedded, Embedder, Embedders
from wainao.features.knowledge.embedding import Embedding
from wainao.features.knowledge.engines.dense import DenseIndex, Meant
from wainao.features.knowledge.engines.places import Space
from wainao.features.knowledge.refusal import script_of
from wainao.features.knowledge.retrieval import Retriever
from wainao.features.knowledge.weighing import Weighing
from wainao.kernel import Call, EngineError, IntegrityError, StoreError, WainaoError
from wainao.store.sqlite import Database
from wainao.types import Words

REST_S = 30.0
"""How long an embedder that failed is left alone: one question waited for it, the next need not."""

_BY_WORDS = Words("{why}。只按词语检索。", "{why}. Searched by words alone.")


class Meaning:
    """Asks for the vectors of questions. `patience_s`: an answer by words alone is better than one much later."""

    def __init__(
        self,
        *,
        database: Database,
        retriever: Retriever,
        index: DenseIndex,
        embedders: Embedders,
        weighing: Weighing,
        embedding: Embedding,
        patience_s: float,
    ) -> None:
        self._database = database
        self._retriever = retriever
        self._index = index
        self._embedders = embedders
        self._weighing = weighing
        self._embedding = embedding
        self._patience_s = patience_s
        self._rest_until = 0.0

    async def of(self, call: Call, question: str, bases: Sequence[str]) -> Meant | None:
        """The meaning of `question`, for those of `bases` whose passages have vectors that serve such questions.

        None where there are none, and where the question's vector is not to be had: the receipt then says why. Only a
        receipt that cannot be written, or a store that cannot be read, is an error here.
        """
        for embedder in self._embedders.of(call.kernel):
            space, shares = await asyncio.to_thread(self._serving, embedder, call, question, bases)
            if space is not None and shares:
                return await self._asked(call, embedder, space, shares, question)
        return None

    def _serving(
        self, embedder: Embedder, call: Call, question: str, bases: Sequence[str]
    ) -> tuple[Space | None, Mapping[int, float]]:
        """What vectors count for in each knowledge base in which they count at all, by its id."""
        with self._database.read() as connection:
            space = self._index.places.chosen(connection, embedder.source)
            if space is None:
                return None, {}
            shares = {
                base.id: self._weighing.share(connection, space, base, script_of(question))
                for base in self._retriever.visible(connection, call.actor, bases)
                if self._index.covers(connection, space, self._retriever.passages(connection, base))
            }
        return space, {base: share for base, share in shares.items() if share > 0}

    async def _asked(
        self, call: Call, embedder: Embedder, space: Space, shares: Mapping[int, float], question: str
    ) -> Meant | None:
        embedded = await self._embedded(call, embedder, self._embedders.question(question))
        if embedded is None:
            return None
        if not embedded.fits(space):
            self._embedding.doubt()
            _leave_out(call, f"the passages have vectors of {space.model!r}, and {embedded.model!r} answered now")
            return None
        call.depends(embedding=embedded.model)
        return Meant(self._index, space, embedded.vectors[0], frozenset(shares), min(shares.values()))

    async def _embedded(self, call: Call, embedder: Embedder, text: str) -> Embedded | None:
        if time.monotonic() < self._rest_until:
            _leave_out(call, "the embedding model failed a moment ago and is left alone")
            return None
        try:
            async with asyncio.timeout(self._patience_s):
                return await embedder.embed(call, [text])
        except (StoreError, IntegrityError):
            raise
        except (WainaoError, TimeoutError) as error:
            if isinstance(error, EngineError | TimeoutError):
                self._rest_until = time.monotonic() + REST_S
            _leave_out(call, str(error) or f"the embedding model took longer than {self._patience_s:g} s")
            return None


def _leave_out(call: Call, why: str) -> None:
    call.noted("vectors", "left out", _BY_WORDS.filled(why=why.rstrip(".")))
