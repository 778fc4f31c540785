"""tools:embed and vectors: the vectors by which tools are chosen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from wainao.features.tools.desk import Desk
from wainao.features.tools.embedding import Progress
from wainao.features.tools.standing import Standing, standing
from wainao.kernel import Call, Capability, Spec
from wainao.store.works import free, stepwise, whole
from wainao.types import Language, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class EmbedToolsInput:
    """All tools of the caller's tenant: those that can be called, and those that catalogues name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Embedded:
    """`model` has read all that is said of the tools, `made` texts of it just now; "": there is nothing to read
    them with.

    `reads` are the languages in which its vectors help to choose; for requests in others, words decide alone.
    """

    model: str
    made: int
    reads: tuple[Language, ...]


EMBED = Spec(
    name="tools:embed",
    title=Words("计算工具的向量", "Compute vectors of tools"),
    description=Words(
        "用已连接的嵌入模型（没有时用内置的英文编码器）根据工具的说明计算向量，以便按含义选择工具"
        "。可随时中断，算好的不会重算。",
        "Compute vectors from the descriptions of tools, with the connected embedding model or "
        "else the built-in English encoder, to choose tools by meaning. Existing vectors are not "
        "computed again.",
    ),
    input=EmbedToolsInput,
    output=Embedded,
    risk="write",
    timeout_s=24 * 3600.0,
    example=EmbedToolsInput(),
)


VECTORS = Spec(
    name="tools:vectors",
    title=Words("工具的向量", "Vectors of tools"),
    description=Words(
        "显示工具只按词语选择，还是也按含义选择：用的是谁的向量、对哪些语言有帮助、是否齐全。",
        "Show whether tools are chosen by words alone or also by meaning: whose vectors they "
        "have, in which languages these help, and whether any are missing.",
    ),
    input=EmbedToolsInput,
    output=Standing,
    estimate=free,
    example=EmbedToolsInput(),
)


async def _vectors(desk: Desk, call: Call) -> Standing:
    return await standing(call, desk.proposing.embedding)


async def _embed(desk: Desk, call: Call) -> AsyncIterator[Progress | Embedded]:
    embedding, progress = desk.proposing.embedding, Progress(done=0, total=0)
    if (embedder := embedding.embedder(call)) is None:
        yield Embedded(model="", made=0, reads=())
        return
    async for progress in embedding.make(call, embedder):
        yield progress
    space = embedding.space(call)
    assert space is not None, "what was made is in a space"
    yield Embedded(model=space.model, made=progress.done, reads=tuple(sorted(space.reads)))


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return (*stepwise(desk, ((EMBED, _embed),)), *whole(desk, ((VECTORS, _vectors),)))
