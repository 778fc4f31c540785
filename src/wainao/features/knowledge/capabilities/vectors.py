"""Vectors of passages: make them, and know how far they are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

from wainao.features.knowledge.embedding import Embedding, Progress, Report
from wainao.features.knowledge.weighing import Weight
from wainao.kernel import Call, IntegrityError, Spec, StoreError, Stream, WainaoError
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class EmbedInput:
    """`bases` None: every knowledge base that the caller may see."""

    bases: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """How many passages got their vector, and how many still have none."""

    made: int
    waiting: int


class Embed:
    """`knowledge:embed`. Streams `Progress`."""

    spec = Spec(
        name="knowledge:embed",
        title=Words("计算向量", "Compute vectors"),
        description=Words(
            "为还没有向量的段落计算向量，以便按含义检索。可随时中断，算好的不会重算。",
            "Compute vectors for passages that have none, so that they can be found by meaning. "
            "Existing vectors are not computed again.",
        ),
        input=EmbedInput,
        output=Made,
        risk="write",
        timeout_s=7 * 24 * 3600.0,
        example=EmbedInput(),
    )

    def __init__(self, embedding: Embedding) -> None:
        self._embedding = embedding

    async def invoke(self, call: Call) -> AsyncIterator[Progress | Made]:
        progress = Progress(made=0, waiting=0)
        async for progress in self._embedding.make(call, call.input.bases or ()):
            yield progress
        yield Made(made=progress.made, waiting=progress.waiting)


@dataclass(frozen=True, kw_only=True, slots=True)
class VectorsInput:
    pass


@dataclass(frozen=True, kw_only=True, slots=True)
class BaseVectors:
    """One knowledge base: how many passages it has, how many of them have no vector, and what was measured in it."""

    name: str
    chunks: int
    waiting: int
    weights: tuple[Weight, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Vectors:
    """`model` makes the vectors, each `dimension` numbers long; None where there is no embedder, or none yet.

    `problem` says why those that wait were not made the last time; it is tried again at `again_us` (microseconds since
    1970, UTC), or when somebody asks for it.
    """

    model: str | None
    dimension: int | None
    bases: tuple[BaseVectors, ...]
    problem: str | None
    again_us: int | None


class VectorState:
    """`knowledge:vectors`."""

    spec = Spec(
        name="knowledge:vectors",
        title=Words("向量状态", "State of the vectors"),
        description=Words(
            "显示各知识库有多少段落还没有向量、为什么，以及按含义检索在其中占多少分量。",
            "Show how many passages have no vector yet and why, and how much search by meaning "
            "counts in each knowledge base.",
        ),
        input=VectorsInput,
        output=Vectors,
        example=VectorsInput(),
    )

    def __init__(self, embedding: Embedding) -> None:
        self._embedding = embedding

    async def invoke(self, call: Call) -> AsyncIterator[Vectors]:
        yield _told(await asyncio.to_thread(self._embedding.report, call))


def _told(report: Report) -> Vectors:
    space, setback = report.space, report.setback
    return Vectors(
        model=None if space is None else space.model,
        dimension=None if space is None else space.dimension,
        bases=tuple(
            BaseVectors(name=one.base, chunks=one.chunks, waiting=one.waiting, weights=report.weights.get(one.base, ()))
            for one in report.coverage
        ),
        problem=None if setback is None else setback.reason,
        again_us=None if setback is None else setback.again_us,
    )


async def embedded(
    call: Call, embedding: Embedding, base: str, *, patience_s: float | None = None
) -> AsyncIterator[Progress]:
    """Make the vectors of what `call` has just added, in a call of its own; `patience_s` None: however long it takes.

    No failure is one of the files': they are there, and found by their words. The receipt says what keeps the vectors.
    """
    if not embedding.is_possible(call.kernel):
        return
    if setback := await asyncio.to_thread(embedding.resting, call.actor.tenant):
        call.noted("vectors", "waiting", f"left for later, since it failed a moment ago: {setback.reason}")
        return
    try:
        async with AsyncExitStack() as stack:
            limit = None if patience_s is None else asyncio.get_running_loop().time() + patience_s
            async with asyncio.timeout_at(limit):
                stream = await stack.enter_async_context(call.stream(Embed.spec.name, EmbedInput(bases=(base,))))
            while (progress := await _next(stream, limit)) is not None:
                yield progress
    except (StoreError, IntegrityError):
        raise
    except (WainaoError, TimeoutError) as error:
        call.noted("vectors", "waiting", str(error) or f"not all were made within {patience_s:g} s")


async def _next(stream: Stream, limit: float | None) -> Progress | None:
    async with asyncio.timeout_at(limit):
        return await anext(stream, None)
