"""corrections:match: what a question would meet, and why."""

from __future__ import annotations

from dataclasses import dataclass

from wainao.features.corrections.service import CorrectionService
from wainao.features.corrections.types import Say
from wainao.kernel import Call, Spec
from wainao.types import Ruling, Told, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class MatchInput:
    """`bases` are those that would be asked, `capability` what would be; by default all. `judge`: also ask the judge
    where one would be asked. `trial`: as if the corrections on trial stood."""

    question: str
    bases: tuple[str, ...] | None = None
    capability: str | None = None
    judge: bool = True
    trial: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class MatchReport:
    """`correction` is the one that fires, or the best to show beside the answer; `related` are further ones to show."""

    outcome: Say
    why: Told
    score: float
    correction: Ruling | None = None
    related: tuple[Ruling, ...] = ()


MATCH = Spec(
    name="corrections:match",
    title=Words("预览更正的匹配", "Preview which corrections match"),
    description=Words(
        "说明某个问题会触发哪条更正、只会在旁边显示哪些，以及原因。",
        "Explain which correction would answer a question, which ones would only be shown beside the answer, and why.",
    ),
    input=MatchInput,
    output=MatchReport,
    example=MatchInput(question="年假可以顺延到下一年吗？"),
)


async def _match(service: CorrectionService, call: Call) -> MatchReport:
    given: MatchInput = call.input
    verdict = await service.explain(
        given.question, actor=call.actor, bases=given.bases, capability=given.capability, trial=given.trial
    )
    if given.judge:
        verdict = await service.judged(call, given.question, verdict)
    return MatchReport(
        outcome=verdict.say,
        why=verdict.why,
        score=round(verdict.score, 4),
        correction=verdict.ruling,
        related=verdict.related,
    )


WORK = ((MATCH, _match),)
