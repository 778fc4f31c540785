"""fixes:mark, fixes:replace, fixes:point: set a source right, where it is the source that is wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec

from wainao.features.knowledge.fixes import drafts
from wainao.features.knowledge.fixes.drafts import Named, Reason
from wainao.features.knowledge.fixes.register import Register
from wainao.features.knowledge.fixes.types import Affected, Blame, Fix, State
from wainao.kernel import Call, Capability, Spec, UsageError
from wainao.types import Citation, Told, Words

MAIN = "main"
"""The knowledge base that is meant where none is named."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fixed:
    """What became of a fix, or would, where `fix` is None because it was a dry run. `held` says why it waits.

    `affected` are the first two hundred of the `total` places that it changes, as the caller sees them now.
    """

    fix: str | None
    status: State
    held: Told
    total: int
    affected: tuple[Affected, ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkInput:
    """A passage: what `receipt` cites as number `citation` (from 1), or a `quote` of a `document` by its id.

    `blame` says what is the matter with it. `hold` has it wait for approval even from who may decide; with `dry_run`
    nothing is written down.
    """

    receipt: str | None = None
    citation: int = 1
    document: str | None = None
    quote: str = ""
    blame: Blame = "outdated"
    why: str = ""
    hold: bool = False
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplaceInput:
    """Where the text says `old`, whole, it is read as `new`: in one `document`, in a knowledge base, or `everywhere`.

    30 is in neither 130 nor 30.5; width, case, 简/繁 and spaces make no difference. For `hold` and `dry_run` see
    fixes:mark; `receipt` is what it was noticed on.
    """

    old: str
    new: str
    document: str | None = None
    base: str | None = None
    everywhere: bool = False
    receipt: str | None = None
    why: str = ""
    hold: bool = False
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PointInput:
    """The question, or that of `receipt`, belongs to `document` (by its id), or to `quote` in it. Whoever asks the same
    question is answered from there. For `hold` and `dry_run` see fixes:mark."""

    document: str
    question: str | None = None
    receipt: str | None = None
    quote: str = ""
    why: str = ""
    hold: bool = False
    dry_run: bool = False


Draft = Callable[[sqlite3.Connection], Fix]
"""What was said, ready to be checked against the documents in one snapshot."""


MARK = Spec(
    name="fixes:mark",
    title=Words("标记段落", "Mark a passage"),
    description=Words(
        "把文档里的一段标为有误或过时。此后不再用它作答，打开原文时显示删除线和原因。",
        "Mark a passage as wrong or outdated. Answers no longer use it, and whoever opens it sees why.",
    ),
    input=MarkInput,
    output=Fixed,
    risk="write",
    example=MarkInput(document="0" * 20, quote="年假为五天。Leave is five days.", why="2026 年起为七天。Seven by now."),
)


async def _mark(call: Call) -> Draft:
    named = await _named(call)
    return partial(drafts.mark, actor=call.actor, named=named, blame=call.input.blame, reason=_reason(call))


REPLACE = Spec(
    name="fixes:replace",
    title=Words("替换事实", "Replace a fact"),
    description=Words(
        "凡引用之处，都用新值代替旧值，回答会注明由谁订正。可以先试算，逐处查看。",
        "Replace an old value with a new one wherever it is cited. Answers say who made the "
        "change. A dry run lists every place.",
    ),
    input=ReplaceInput,
    output=Fixed,
    risk="write",
    example=ReplaceInput(old="30 天", new="45 天", why="制度已修订。The rule has changed.", dry_run=True),
)


async def _replace(call: Call) -> Draft:
    given: ReplaceInput = call.input
    named = [given.document is not None, given.base is not None, given.everywhere]
    if sum(named) > 1:
        raise UsageError(
            f"document = {given.document!r}, base = {given.base!r} and everywhere = {given.everywhere!r} are more "
            "than one place. Give one of them."
        )
    if given.receipt is not None:
        await _shown(call, given.receipt)  # one that is not there, or not the actor's to see, is no reason
    return partial(
        drafts.replacement,
        actor=call.actor,
        old=given.old,
        new=given.new,
        base=given.base if any(named) else MAIN,
        document=given.document,
        reason=_reason(call),
    )


POINT = Spec(
    name="fixes:point",
    title=Words("指向文档", "Point a question to a document"),
    description=Words(
        "让一个问题由指定的文档或其中一段来回答，照常给出引文。",
        "Answer a question from a given document, or from a passage of it, with citations as usual.",
    ),
    input=PointInput,
    output=Fixed,
    risk="write",
    example=PointInput(question="年假可以顺延吗？ Can leave be carried over?", document="0" * 20),
)


async def _point(call: Call) -> Draft:
    given: PointInput = call.input
    if (given.question is None) == (given.receipt is None):
        raise UsageError(f"question = {given.question!r} and receipt = {given.receipt!r}. Give exactly one of them.")
    asked = given.question if given.receipt is None else (await _shown(call, given.receipt)).question
    named = Named(document=given.document, quote=given.quote)
    return partial(drafts.point, actor=call.actor, question=asked or "", named=named, reason=_reason(call))


@dataclass(frozen=True, slots=True)
class _Fixing:
    spec: Spec
    register: Register
    draft: Callable[[Call], Awaitable[Draft]]

    async def invoke(self, call: Call) -> AsyncIterator[Fixed]:
        given = call.input
        fix = await self.register.drafted(await self.draft(call))
        said = await self.register.propose(
            fix, actor=call.actor, receipt=call.id, hold=given.hold, rehearse=given.dry_run
        )
        if said.suspicion:
            call.noted("injection", "hold", said.suspicion)
        yield Fixed(
            fix=None if given.dry_run else fix.id,
            status=said.state,
            held=said.held,
            total=said.total,
            affected=said.affected,
        )


def fixing(register: Register) -> tuple[Capability, ...]:
    """The three ways to set a source right."""
    return tuple(
        _Fixing(spec, register, draft) for spec, draft in ((MARK, _mark), (REPLACE, _replace), (POINT, _point))
    )


def _reason(call: Call) -> Reason:
    return Reason(why=call.input.why, source=call.input.receipt)


async def _named(call: Call) -> Named:
    """The passage that is meant, cited by a receipt or quoted from a document."""
    given: MarkInput = call.input
    if given.receipt is None:
        if given.document is None:
            raise UsageError("Neither a receipt nor a document was given. Give a receipt, or a document and a quote.")
        return Named(document=given.document, quote=given.quote)
    output = (await _shown(call, given.receipt)).output
    told = output if isinstance(output, dict) else {}
    cited = told.get("citations") or told.get("passages") or []
    if not 1 <= given.citation <= len(cited):
        raise UsageError(
            f"The receipt {given.receipt!r} cites {len(cited)} passages, so there is no number {given.citation!r}. "
            "Give one of those, or the document and a quote of it."
        )
    one = msgspec.convert(cited[given.citation - 1], Citation)
    return Named(document=one.document, version=one.version, span=(one.char_start, one.char_end))


async def _shown(call: Call, receipt: str) -> Any:
    """A receipt that the actor may see."""
    show = call.kernel.spec("receipts:show")
    return (await call.run(show.name, show.input(receipt=receipt))).output
