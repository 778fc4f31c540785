"""corrections:revoke, corrections:retire and corrections:restore: how a correction ends, and comes back."""

from __future__ import annotations

from dataclasses import dataclass

from wainao.features.corrections.capabilities.example import SOME_CORRECTION
from wainao.features.corrections.register import Register
from wainao.features.corrections.types import CorrectionStatus
from wainao.kernel import Call, Spec
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class RevokeInput:
    """A correction to take back, or to refuse while it waits; with `question`, only that alias of it."""

    correction: str
    question: str | None = None
    why: str = ""


REVOKE = Spec(
    name="corrections:revoke",
    title=Words("撤回更正", "Revoke a correction"),
    description=Words("撤回更正，对所有人立即生效。", "Revoke a correction, at once and for everybody."),
    input=RevokeInput,
    output=CorrectionStatus,
    risk="write",
    example=RevokeInput(correction=SOME_CORRECTION, why="制度改了。The rule has changed."),
)


async def _revoke(register: Register, call: Call) -> CorrectionStatus:
    given: RevokeInput = call.input
    await register.revoke(
        actor=call.actor,
        receipt=call.id,
        correction=given.correction,
        question=given.question,
        why=given.why,
    )
    return CorrectionStatus(correction=given.correction, status="revoked" if given.question is None else "withdrawn")


@dataclass(frozen=True, kw_only=True, slots=True)
class RetireInput:
    """A correction that is needed no longer, because the answer is right without it."""

    correction: str
    why: str = ""


RETIRE = Spec(
    name="corrections:retire",
    title=Words("让更正退役", "Retire a correction"),
    description=Words(
        "没有它也能答对时，让更正退役：不再由它作答，它的测试保留，随时可以恢复。",
        "Retire a correction when the answer is right without it. Its tests are kept, and it can be restored.",
    ),
    input=RetireInput,
    output=CorrectionStatus,
    risk="write",
    example=RetireInput(correction=SOME_CORRECTION, why="手册已更新。The handbook says so by now."),
)


async def _retire(register: Register, call: Call) -> CorrectionStatus:
    given: RetireInput = call.input
    await register.retire(actor=call.actor, receipt=call.id, correction=given.correction, why=given.why)
    return CorrectionStatus(correction=given.correction, status="retired")


@dataclass(frozen=True, kw_only=True, slots=True)
class RestoreInput:
    """A retired or revoked correction."""

    correction: str
    why: str = ""


RESTORE = Spec(
    name="corrections:restore",
    title=Words("恢复更正", "Restore a correction"),
    description=Words(
        "把退役或撤回的更正恢复原状，连同它的别问法。",
        "Bring back a retired or revoked correction as it was, with its aliases.",
    ),
    input=RestoreInput,
    output=CorrectionStatus,
    risk="write",
    example=RestoreInput(correction=SOME_CORRECTION),
)


async def _restore(register: Register, call: Call) -> CorrectionStatus:
    given: RestoreInput = call.input
    state = await register.restore(actor=call.actor, receipt=call.id, correction=given.correction, why=given.why)
    return CorrectionStatus(correction=given.correction, status=state)


WORK = ((REVOKE, _revoke), (RETIRE, _retire), (RESTORE, _restore))
