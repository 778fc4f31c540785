"""Vectors for choosing tools: made in governed calls, and never in the way of a choice by words."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from wainao.features.tools.embedders import Embedder, embedder_for
from wainao.features.tools.settings import ToolsSettings
from wainao.kernel import Call, ConflictError, EngineError, IntegrityError, Spec, StoreError, UsageError, WainaoError
from wainao.store.home import Home
from wainao.store.lock import open_locked
from wainao.text import language_of
from wainao.types import ALL_RIGHTS, Words

if TYPE_CHECKING:
    from wainao.features.tools.shelves import Shelves
    from wainao.features.tools.vectors import Space, Vectors, VectorStore

BATCH = 32
"""Texts in one request: a kill costs what was asked for and not yet kept."""
REST_S = 30.0
"""How long an embedder that failed is left alone: one request waited for it, the next need not."""
PROBE = "Which model answers?"
_BY_WORDS = Words("{why}。只按词语选择工具。", "{why}. Tools were chosen by words alone.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How many of `total` texts have got their vector; `failed` of them it had nothing to say of."""

    done: int
    total: int
    of: str = "tools"
    failed: int = 0


class Embedding:
    """`own` are the names of our own tools, by whose samples a model is measured."""

    def __init__(
        self, home: Home, shelves: Callable[[], Shelves], settings: ToolsSettings, *, own: Collection[str]
    ) -> None:
        self._home = home
        self._shelves = shelves
        self._own = own
        self._patience_s = settings.vector_patience_s
        self._on = settings.vectors
        self._ours = settings.encoder
        self._rest_until = 0.0
        self.wanted: set[str] = set()
        """Tenants with tools that have no vector yet, as far as this process has seen, and there is an embedder."""

    @cached_property
    def store(self) -> VectorStore:
        from wainao.features.tools.vectors import VectorStore

        return VectorStore(self._home)

    def embedder(self, call: Call) -> Embedder | None:
        """Who makes vectors now; None where there is nobody, or none are wanted."""
        return embedder_for(call, ours=self._ours) if self._on else None

    def space(self, call: Call) -> Space | None:
        """Whose vectors the tools of the caller's tenant have; None where there is no embedder, or were none made."""
        if self.embedder(call) is None:
            return None
        space = self.store.space(call.actor.tenant)
        if space is None:
            self.wanted.add(call.actor.tenant)
        return space

    def texts(self, tenant: str, specs: Mapping[str, Spec]) -> list[str]:
        """All that is to be read: what is said of `specs` and of the tenant's catalogues, and what was learnt."""
        return self._shelves().texts(tenant, specs)

    async def asked(self, call: Call, request: str, space: Space | None) -> Vectors | None:
        """What `request` means, for tools that are in `space`.

        None where that would not help or is not to be had: the receipt then says why. Only a receipt that cannot be
        written, or a store that cannot be read, is an error here.
        """
        embedder = self.embedder(call)
        if space is None or embedder is None or language_of(request) not in space.reads:
            return None
        answered = await self._in_time(call, embedder, request)
        if answered is None:
            return None
        model, vectors = answered
        if (model, vectors.shape[1]) != (space.model, space.dimension):
            self.wanted.add(call.actor.tenant)
            _leave_out(call, f"the tools have vectors of {space.model!r}, and {model!r} answered now")
            return None
        call.depends(embedding=model)
        return vectors

    async def _in_time(self, call: Call, embedder: Embedder, request: str) -> tuple[str, Vectors] | None:
        """Who answered, and what; None where nobody does within the time that a person waits."""
        from wainao.features.tools.choosing.index import asked_texts

        if time.monotonic() < self._rest_until:
            _leave_out(call, "the embedding model failed a moment ago and is left alone")
            return None
        try:
            async with asyncio.timeout(self._patience_s):
                return await embedder.embed(call, asked_texts(request))
        except (StoreError, IntegrityError):
            raise
        except (WainaoError, TimeoutError) as error:
            if isinstance(error, EngineError | TimeoutError):
                self._rest_until = time.monotonic() + REST_S
            _leave_out(call, str(error) or f"the embedding model took longer than {self._patience_s:g} s")
            return None

    async def make(self, call: Call, embedder: Embedder) -> AsyncIterator[Progress]:
        """Make what is missing for the tools of the caller's tenant. What was made stays made whatever happens.

        Raises ConflictError while vectors are being made elsewhere, and what `embedder` raises.
        """
        with self._turn():
            specs = callable_tools(call)
            texts = await asyncio.to_thread(self.texts, call.actor.tenant, specs)
            model, probe = await embedder.embed(call, [PROBE])
            dimension, failed = probe.shape[1], 0
            known = await asyncio.to_thread(self.store.of, call.actor.tenant, model, texts)
            missing = [text for text in texts if text not in known or len(known[text]) != dimension]
            for start in range(0, len(missing), BATCH):
                batch = missing[start : start + BATCH]
                vectors = await _patient(call, embedder, batch, (model, dimension))
                await self.store.put(call.actor.tenant, model, vectors)
                failed += sum(not vector.any() for vector in vectors.values())
                yield Progress(done=start + len(batch), total=len(missing), failed=failed)
            space = self.store.space(call.actor.tenant)
            if missing or space is None or space.model != model:
                space = await self._next(call, specs, (model, dimension), space)
            await self.store.settle(call.actor.tenant, space, texts)
            self.wanted.discard(call.actor.tenant)
            call.depends(embedding=model)

    async def _next(
        self, call: Call, specs: Mapping[str, Spec], answered: tuple[str, int], before: Space | None
    ) -> Space:
        """The space that the tools are in now, measured anew."""
        from wainao.features.tools.vectors import Space

        model, dimension = answered
        own = {name: spec for name, spec in specs.items() if name in self._own}
        reads = await asyncio.to_thread(self._shelves().languages_read, call.actor.tenant, own, model)
        return Space(model=model, dimension=dimension, reads=reads, round=1 if before is None else before.round + 1)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        lock = self._home.path / "run" / "tools.lock"
        lock.parent.mkdir(exist_ok=True, mode=0o700)
        file = open_locked(lock, wait=False)
        if file is None:
            raise ConflictError(
                "Vectors of tools are being made already, by another call or process. Wait until it has ended."
            )
        try:
            yield
        finally:
            os.close(file)


def callable_tools(call: Call) -> dict[str, Spec]:
    """All that anybody of the caller's tenant may call: what one of them sees of it is for others to decide."""
    everybody = replace(call.actor, rights=ALL_RIGHTS, capabilities=None)
    return {spec.name: spec for spec in call.kernel.specs(everybody) if spec.tool}


async def _patient(
    call: Call, embedder: Embedder, texts: Sequence[str], expected: tuple[str, int]
) -> dict[str, Vectors]:
    """A vector for each of `texts`, zeros for one that is refused: none holds up another."""
    import numpy as np

    try:
        model, vectors = await embedder.embed(call, texts)
    except UsageError as refused:
        if len(texts) == 1:
            call.noted("vectors", "refused", _BY_WORDS.filled(why=str(refused).rstrip(".")))
            return {texts[0]: np.zeros(expected[1], np.float32)}
        middle = len(texts) // 2
        halves = [await _patient(call, embedder, half, expected) for half in (texts[:middle], texts[middle:])]
        return halves[0] | halves[1]
    if (model, vectors.shape[1]) != expected:
        raise EngineError(
            f"Two embedding models answered in turn: {expected[0]!r} with vectors of {expected[1]} numbers, {model!r} "
            f"with {vectors.shape[1]}. One was expected: check what answers at the endpoint, then try again."
        )
    return dict(zip(texts, vectors, strict=True))


def _leave_out(call: Call, why: str) -> None:
    call.noted("vectors", "left out", _BY_WORDS.filled(why=why.rstrip(".")))
