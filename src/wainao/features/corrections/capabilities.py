"""What can be called: propose, alias, approve, revoke, list, history, match."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec

from wainao.features.corrections.service import CorrectionService
from wainao.features.corrections.types import Correction, Event, Say, Scope, State
from wainao.kernel import Call, Capability, NotFoundError, Spec, UsageError
from wainao.types import Ruling, Words

MAIN = "main"
"""The knowledge base that is meant where none is named."""

_SOME_CORRECTION = "06h00cv2benqoidlkocprpap4o"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeInput:
    """The right answer to the question of `receipt`, or to `question`.

    `base` is the knowledge base for the scope "base": by default the one that was asked. `expires_at` is ISO 8601. `id`
    names it as a list does that it comes from. `hold` has it wait for approval even from who may decide it.
    """

    answer: str
    receipt: str | None = None
    question: str | None = None
    scope: Scope = "base"
    base: str | None = None
    expires_at: str | None = None
    why: str = ""
    id: str | None = None
    hold: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectionStatus:
    """Which correction, and what it, or the wording that was named, is now."""

    correction: str
    status: str


PROPOSE = Spec(
    name="corrections:propose",
    title=Words("更正", "Correct"),
    description=Words(
        "说出正确答案。有权决定者的更正立即对下一个提问者生效，其他人的等待批准。",
        "Say what the right answer is. From who may decide it holds for the next asker, from others it waits.",
    ),
    input=ProposeInput,
    output=CorrectionStatus,
    risk="write",
    example=ProposeInput(question="年假可以顺延到下一年吗？", answer="可以，但须在 3 月 31 日前用完。"),
)


async def _propose(service: CorrectionService, call: Call) -> CorrectionStatus:
    given: ProposeInput = call.input
    asked = await _asked(call, given)
    id, state = await service.propose(
        actor=call.actor,
        receipt=call.id,
        question=asked.question,
        answer=given.answer,
        scope=given.scope,
        base=given.base or _base(call, asked),
        expires_at=given.expires_at,
        why=given.why,
        source=given.receipt,
        id=given.id,
        hold=given.hold,
    )
    return CorrectionStatus(correction=id, status=state)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    question: str
    bases: tuple[str, ...] | None = None


async def _asked(call: Call, given: ProposeInput) -> _Asked:
    if (given.receipt is None) == (given.question is None):
        raise UsageError(
            f"A correction is of one receipt or of one question, not of {given.receipt!r} and {given.question!r}. "
            "Give exactly one of them."
        )
    if given.question is not None:
        return _Asked(question=given.question)
    return await _asked_in(call, given.receipt or "")


async def _asked_in(call: Call, receipt: str) -> _Asked:
    """What was asked in the call of a receipt, which the actor must be able to see."""
    show = call.kernel.spec("receipts:show")
    shown = (await call.run(show.name, show.input(receipt=receipt))).output
    if shown.capability not in call.kernel:
        raise NotFoundError(f"{receipt!r} is a receipt of {shown.capability!r}, which is not here. Give the question.")
    spec = call.kernel.spec(shown.capability)
    if spec.correctable is None:
        raise UsageError(f"{spec.name!r} answers no question, so {receipt!r} cannot be corrected. Give the question.")
    try:
        asked: Any = msgspec.convert(shown.input, spec.input)
    except msgspec.ValidationError as error:
        raise UsageError(
            f"The question of {receipt!r} cannot be read any more ({error}); its content may have been erased. "
            "Give the question instead of the receipt."
        ) from error
    return _Asked(question=spec.correctable.question(asked), bases=spec.correctable.bases(asked))


def _base(call: Call, asked: _Asked) -> str:
    """The one base that was asked, or the only one the actor sees, or the main one."""
    for bases in (asked.bases, call.actor.bases):
        if bases is not None and len(bases) == 1:
            (only,) = bases
            return only
    return MAIN


@dataclass(frozen=True, kw_only=True, slots=True)
class AliasInput:
    """`question` means the same as the question of `correction`."""

    correction: str
    question: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AliasStatus(CorrectionStatus):
    """`differs` says which numbers, dates and negations the two wordings do not share; "" if none."""

    differs: str = ""


ALIAS = Spec(
    name="corrections:alias",
    title=Words("确认别问法", "Confirm an alias"),
    description=Words(
        "确认另一种问法含义相同，从此同样由这条更正作答。",
        "Confirm that another wording means the same; the correction answers it too from now on.",
    ),
    input=AliasInput,
    output=AliasStatus,
    risk="write",
    example=AliasInput(correction=_SOME_CORRECTION, question="没休完的年假能带到明年吗？"),
)


async def _alias(service: CorrectionService, call: Call) -> AliasStatus:
    given: AliasInput = call.input
    state, differs = await service.alias(
        actor=call.actor, receipt=call.id, correction=given.correction, question=given.question
    )
    return AliasStatus(correction=given.correction, status=state, differs=differs)


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveInput:
    """A proposed correction; with `question`, a proposed alias of it."""

    correction: str
    question: str | None = None


APPROVE = Spec(
    name="corrections:approve",
    title=Words("批准更正", "Approve a correction"),
    description=Words("让等待中的更正或别问法生效。", "Put a proposed correction, or a proposed alias, into force."),
    input=ApproveInput,
    output=CorrectionStatus,
    risk="write",
    right="admin",
    example=ApproveInput(correction=_SOME_CORRECTION),
)


async def _approve(service: CorrectionService, call: Call) -> CorrectionStatus:
    given: ApproveInput = call.input
    await service.approve(actor=call.actor, receipt=call.id, correction=given.correction, question=given.question)
    return CorrectionStatus(correction=given.correction, status="standing")


@dataclass(frozen=True, kw_only=True, slots=True)
class RevokeInput:
    """A correction to take back, or to refuse while it waits; with `question`, only that alias of it."""

    correction: str
    question: str | None = None
    why: str = ""


REVOKE = Spec(
    name="corrections:revoke",
    title=Words("撤回更正", "Revoke a correction"),
    description=Words("撤回更正，下一个提问者立即恢复原来的答案。", "Take a correction back, at once and for all."),
    input=RevokeInput,
    output=CorrectionStatus,
    risk="write",
    example=RevokeInput(correction=_SOME_CORRECTION, why="制度改了。The rule has changed."),
)


async def _revoke(service: CorrectionService, call: Call) -> CorrectionStatus:
    given: RevokeInput = call.input
    await service.revoke(
        actor=call.actor,
        receipt=call.id,
        correction=given.correction,
        question=given.question,
        why=given.why,
    )
    return CorrectionStatus(correction=given.correction, status="revoked" if given.question is None else "withdrawn")


@dataclass(frozen=True, kw_only=True, slots=True)
class ListInput:
    """`query` is looked for in questions and answers."""

    state: State | None = None
    query: str = ""
    limit: int = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectionList:
    corrections: tuple[Correction, ...]


LIST = Spec(
    name="corrections:list",
    title=Words("更正列表", "Corrections"),
    description=Words("列出看得到的更正，新的在前。", "The corrections that you can see, the newest first."),
    input=ListInput,
    output=CorrectionList,
    example=ListInput(),
)


async def _list(service: CorrectionService, call: Call) -> CorrectionList:
    given: ListInput = call.input
    found = await service.listed(actor=call.actor, state=given.state, query=given.query, limit=given.limit)
    return CorrectionList(corrections=tuple(found))


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryInput:
    correction: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectionHistory:
    events: tuple[Event, ...]


HISTORY = Spec(
    name="corrections:history",
    title=Words("更正的历史", "History of a correction"),
    description=Words(
        "一条更正经历的一切，每一步都有回执。", "All that was done to a correction, each step with its receipt."
    ),
    input=HistoryInput,
    output=CorrectionHistory,
    example=HistoryInput(correction=_SOME_CORRECTION),
)


async def _history(service: CorrectionService, call: Call) -> CorrectionHistory:
    found = await service.history(actor=call.actor, correction=call.input.correction)
    return CorrectionHistory(events=tuple(found))


@dataclass(frozen=True, kw_only=True, slots=True)
class MatchInput:
    """`bases` are those that would be asked, by default all."""

    question: str
    bases: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MatchReport:
    """`correction` is the one that fires, or the best to show beside the answer; `related` are further ones to show."""

    outcome: Say
    why: str
    score: float
    correction: Ruling | None = None
    related: tuple[Ruling, ...] = ()


MATCH = Spec(
    name="corrections:match",
    title=Words("这个问题会遇到哪条更正", "What would a question meet"),
    description=Words(
        "说明某个问题会触发哪条更正、只会在旁边显示哪些，以及原因。",
        "Explain which correction would answer a question, which would only be shown beside, and why.",
    ),
    input=MatchInput,
    output=MatchReport,
    example=MatchInput(question="年假可以顺延到下一年吗？"),
)


async def _match(service: CorrectionService, call: Call) -> MatchReport:
    given: MatchInput = call.input
    verdict = await service.explain(given.question, actor=call.actor, bases=given.bases)
    return MatchReport(
        outcome=verdict.say,
        why=verdict.why,
        score=round(verdict.score, 4),
        correction=verdict.ruling,
        related=verdict.related,
    )


@dataclass(frozen=True, slots=True)
class _Capability:
    spec: Spec
    work: Callable[[Call], Awaitable[Any]]  # the output of its spec

    async def invoke(self, call: Call) -> AsyncIterator[Any]:
        yield await self.work(call)


_WORK = (
    (PROPOSE, _propose),
    (ALIAS, _alias),
    (APPROVE, _approve),
    (REVOKE, _revoke),
    (LIST, _list),
    (HISTORY, _history),
    (MATCH, _match),
)


def capabilities(service: CorrectionService) -> tuple[Capability, ...]:
    return tuple(_Capability(spec, partial(work, service)) for spec, work in _WORK)
