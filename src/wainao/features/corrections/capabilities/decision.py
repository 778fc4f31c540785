"""corrections:approve and corrections:revoke: what a person decides on a correction."""

from __future__ import annotations

from dataclasses import dataclass

from wainao.features.corrections.capabilities.example import SOME_CORRECTION
from wainao.features.corrections.service import CorrectionService
from wainao.features.corrections.types import CorrectionStatus
from wainao.kernel import Call, Spec
from wainao.types import Words


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
    example=ApproveInput(correction=SOME_CORRECTION),
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
    example=RevokeInput(correction=SOME_CORRECTION, why="制度改了。The rule has changed."),
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


WORK = ((APPROVE, _approve), (REVOKE, _revoke))
