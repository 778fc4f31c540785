"""corrections:propose: what the right answer is, to a question or to that of a receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from wainao.features.corrections.register import Register
from wainao.features.corrections.types import CorrectionStatus, Scope
from wainao.kernel import Call, NotFoundError, Spec, UsageError
from wainao.types import Words

MAIN = "main"
"""The knowledge base that is meant where none is named."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeInput:
    """The right answer to the question of `receipt`, or to `question`.

    It holds for the scope "base", unless that receipt's question was put to none, as in a chat: then for everyone.
    `base`, `team` or `capability` is whom such a scope means: by default the base or the capability that was asked, and
    the own team. `expires_at` is ISO 8601. `id` names it as a list does that it comes from. `hold` has it wait for
    approval even from who may decide it; on `trial`, only previews and evaluations see it meanwhile.
    """

    answer: str
    receipt: str | None = None
    question: str | None = None
    scope: Scope | None = None
    base: str | None = None
    team: str | None = None
    capability: str | None = None
    expires_at: str | None = None
    why: str = ""
    id: str | None = None
    hold: bool = False
    trial: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposalStatus(CorrectionStatus):
    """`held` says why it waits, where the caller may decide; `conflicts` are other corrections that answer otherwise
    what may be the same question."""

    held: str = ""
    conflicts: tuple[str, ...] = ()


PROPOSE = Spec(
    name="corrections:propose",
    title=Words("更正", "Correct"),
    description=Words(
        "说出正确答案。有权决定者的更正立即对下一个提问者生效，其他人的等待批准。",
        "Say what the right answer is. From who may decide it holds for the next asker, from others it waits.",
    ),
    input=ProposeInput,
    output=ProposalStatus,
    risk="write",
    example=ProposeInput(question="年假可以顺延到下一年吗？", answer="可以，但须在 3 月 31 日前用完。"),
)


async def _propose(register: Register, call: Call) -> ProposalStatus:
    given: ProposeInput = call.input
    asked = await _asked(call, given)
    scope = given.scope or ("everyone" if asked.bases == () else "base")
    said = await register.propose(
        actor=call.actor,
        receipt=call.id,
        question=asked.question,
        answer=given.answer,
        scope=scope,
        holder=_holder(call, given, asked, scope),
        expires_at=given.expires_at,
        why=given.why,
        source=given.receipt,
        id=given.id,
        hold=given.hold,
        trial=given.trial,
    )
    if said.suspicion:
        call.noted("injection", "hold", said.suspicion)
    conflicts = await register.conflicts(actor=call.actor, correction=said.id)
    return ProposalStatus(
        correction=said.id,
        status=said.state,
        held=said.held,
        conflicts=tuple(conflict.correction for conflict in conflicts),
    )


def _holder(call: Call, given: ProposeInput, asked: _Asked, scope: Scope) -> str | None:
    """Whom the scope means, if it is said or clear."""
    if scope == "base":
        return given.base or _base(call, asked)
    if scope == "team":
        return given.team
    if scope == "capability":
        return _correctable(call, given.capability or asked.capability)
    return None


def _correctable(call: Call, name: str | None) -> str | None:
    """A capability that corrections can answer for."""
    if name is not None and call.kernel.spec(name).correctable is None:
        raise UsageError(f"{name!r} answers no question, so no correction can be for it. Name one that does.")
    return name


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    question: str
    bases: tuple[str, ...] | None = None
    capability: str | None = None


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
    question = spec.correctable.question(asked)
    if not question:
        raise UsageError(
            f"What {receipt!r} asked is no question by itself: it went on with a conversation, or wanted more than "
            "words. Give the question instead of the receipt."
        )
    return _Asked(question=question, bases=spec.correctable.bases(asked), capability=spec.name)


def _base(call: Call, asked: _Asked) -> str:
    """The one base that was asked, or the only one the actor sees, or the main one."""
    for bases in (asked.bases, call.actor.bases):
        if bases is not None and len(bases) == 1:
            (only,) = bases
            return only
    return MAIN


WORK = ((PROPOSE, _propose),)
