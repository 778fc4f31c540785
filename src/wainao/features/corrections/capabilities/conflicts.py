"""corrections:conflicts: what else is answered otherwise, before a person approves."""

from __future__ import annotations

from dataclasses import dataclass

from wainao.features.corrections.capabilities.example import SOME_CORRECTION
from wainao.features.corrections.register import Register
from wainao.features.corrections.types import Conflicting
from wainao.kernel import Call, Spec
from wainao.store.portion import Portion
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class ConflictsInput(Portion):
    """Those of one correction; without one, those of the newest `limit` that wait or are on trial, or, with `standing`,
    of those in force with each other, after the first `skip`."""

    correction: str | None = None
    standing: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ConflictList:
    """Those that are in conflict with others. `looked` says how many were looked at: fewer than asked for, the last."""

    corrections: tuple[Conflicting, ...]
    looked: int


CONFLICTS = Spec(
    name="corrections:conflicts",
    title=Words("更正的冲突", "Conflicts of corrections"),
    description=Words(
        "找出问的可能是同一件事、答案却不同的更正：批准之前可以查，已生效的更正之间也可以查。",
        "Find corrections that may answer the same question differently, before you approve one "
        "or among those in force.",
    ),
    input=ConflictsInput,
    output=ConflictList,
    example=ConflictsInput(correction=SOME_CORRECTION),
)


async def _conflicts(register: Register, call: Call) -> ConflictList:
    given: ConflictsInput = call.input
    found, looked = await register.conflicting(
        actor=call.actor,
        correction=given.correction,
        standing=given.standing,
        portion=given,
    )
    return ConflictList(corrections=tuple(found), looked=looked)


WORK = ((CONFLICTS, _conflicts),)
