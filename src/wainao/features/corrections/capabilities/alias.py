"""corrections:alias: another wording that means the same."""

from __future__ import annotations

from dataclasses import dataclass

from wainao.features.corrections.capabilities.example import SOME_CORRECTION
from wainao.features.corrections.register import Register
from wainao.features.corrections.types import CorrectionStatus
from wainao.kernel import Call, Spec
from wainao.types import Told, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class AliasInput:
    """`question` means the same as the question of `correction`."""

    correction: str
    question: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AliasStatus(CorrectionStatus):
    """`differs` says which numbers, dates and negations the two wordings do not share; "" if none."""

    differs: Told = ""


ALIAS = Spec(
    name="corrections:alias",
    title=Words("确认别问法", "Confirm an alias"),
    description=Words(
        "确认另一种问法含义相同，此后同样由这条更正作答。",
        "Confirm that another wording means the same. The correction then answers it, too.",
    ),
    input=AliasInput,
    output=AliasStatus,
    risk="write",
    example=AliasInput(correction=SOME_CORRECTION, question="没休完的年假能带到明年吗？"),
)


async def _alias(register: Register, call: Call) -> AliasStatus:
    given: AliasInput = call.input
    state, differs = await register.alias(
        actor=call.actor, receipt=call.id, correction=given.correction, question=given.question
    )
    return AliasStatus(correction=given.correction, status=state, differs=differs)


WORK = ((ALIAS, _alias),)
