"""corrections:judges: which models may judge, and where that was found."""

from __future__ import annotations

from dataclasses import dataclass

from wainao.features.corrections.examiner import Examiner
from wainao.features.corrections.permits import Permit
from wainao.kernel import Call, Spec
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgesInput:
    """Nothing to say."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Judges:
    """The newest first. A model that is not among them, or in another version, may not judge."""

    judges: tuple[Permit, ...]


JUDGES = Spec(
    name="corrections:judges",
    title=Words("裁判模型", "Judges"),
    description=Words(
        "列出考核过的模型：在哪种语言里获准触发更正，何时、由哪次考核认定。",
        "List the models that were measured, and in which languages each may let a correction "
        "fire, since when, and by which receipt.",
    ),
    input=JudgesInput,
    output=Judges,
    right="admin",
    example=JudgesInput(),
)


async def _judges(examiner: Examiner, call: Call) -> Judges:
    return Judges(judges=await examiner.judges())


WORK = ((JUDGES, _judges),)
