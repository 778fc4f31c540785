"""corrections:propose: what the right answer is, to a question or to that of a receipt."""

from __future__ import annotations

from dataclasses import dataclass

from wainao.features.corrections.capabilities.asked import Asked, asked_in, asked_of
from wainao.features.corrections.queue import Queue
from wainao.features.corrections.register import Register
from wainao.features.corrections.types import CorrectionStatus, Scope
from wainao.kernel import Call, Spec, UsageError
from wainao.types import Words

MAIN = "main"
"""The knowledge base that is meant where none is named."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeInput:
    """The right answer to the question of `receipt`, to `question`, or to an `item` of corrections:queue.

    It holds for the scope "base", unless that receipt's question was put to none, as in a chat: then for everyone.
    `base`, `team` or `capability` is whom such a scope means: by default the base or the capability that was asked, and
    the own team. `expires_at` is ISO 8601. `id` names it as a list does that it comes from. `hold` has it wait for
    approval even from who may decide it; on `trial`, only previews and evaluations see it meanwhile.
    """

    answer: str
    receipt: str | None = None
    question: str | None = None
    item: str | None = None
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
        "给出一个问题的正确答案。有权决定的人所作的更正立即生效，其他人的等待批准。",
        "Give the right answer to a question. It takes effect at once if you are allowed to "
        "decide; otherwise it waits for approval.",
    ),
    input=ProposeInput,
    output=ProposalStatus,
    risk="write",
    example=ProposeInput(question="年假可以顺延到下一年吗？", answer="可以，但须在 3 月 31 日前用完。"),
)


async def _propose(register: Register, call: Call) -> ProposalStatus:
    given: ProposeInput = call.input
    asked = await _asked(register.queue, call, given)
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
        source=asked.receipt,
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


def _holder(call: Call, given: ProposeInput, asked: Asked, scope: Scope) -> str | None:
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
    if name is not None and call.kernel.spec(name, call.actor).correctable is None:
        raise UsageError(f"{name!r} answers no question, so no correction can be for it. Name one that does.")
    return name


async def _asked(queue: Queue, call: Call, given: ProposeInput) -> Asked:
    of = [given.receipt, given.question, given.item]
    if of.count(None) != 2:
        raise UsageError(
            f"A correction is of one receipt, of one question or of one item of the queue, not of {of!r}. Give exactly "
            "one of them."
        )
    if given.receipt is not None:
        return await asked_in(call, given.receipt)
    if given.item is not None:
        return asked_of(call, await queue.entry(actor=call.actor, item=given.item))
    return Asked(question=given.question or "")


def _base(call: Call, asked: Asked) -> str:
    """The one base that was asked, or the only one the actor sees, or the main one."""
    for bases in (asked.bases, call.actor.bases):
        if bases is not None and len(bases) == 1:
            (only,) = bases
            return only
    return MAIN


WORK = ((PROPOSE, _propose),)
