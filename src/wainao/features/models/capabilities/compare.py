"""models:compare, models:vote, models:votes: models side by side, and which of them people prefer."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from functools import partial

from wainao.features.models.capabilities.desk import Desk, at, spec
from wainao.features.models.preferences import Preference, Preferences, Said
from wainao.kernel import Call, Capability, UsageError, WainaoError
from wainao.store.portion import Portion
from wainao.types import ChatInput, Message, Words

MOST = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class CompareInput:
    """One question to two to four models, named by their routes. `stay`: only models on this machine."""

    question: str
    models: tuple[str, ...]
    max_tokens: int | None = None
    stay: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """What each said, in the order in which they were named; `comparison` is what a vote names."""

    comparison: str
    question: str
    answers: tuple[Said, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class VoteInput:
    """`chosen` is the receipt of the better answer of a comparison."""

    comparison: str
    chosen: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Voted:
    """Which model was preferred to which others."""

    chosen: str
    rejected: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class VoteList:
    """The oldest first."""

    votes: tuple[Preference, ...]


COMPARE = spec(
    "models:compare",
    Words("比较模型", "Compare models"),
    Words(
        "把同一个问题交给几个模型，比较回答、用时和费用。",
        "Ask several models the same question and compare their answers, speed and cost.",
    ),
    CompareInput,
    Compared,
    right="read",
    timeout_s=600.0,
    example=CompareInput(question="用一句话介绍你自己。Introduce yourself.", models=("near", "far")),
)

VOTE = spec(
    "models:vote",
    Words("评选回答", "Vote for an answer"),
    Words("记下一次比较中哪个回答更好。", "Record which answer of a comparison is better."),
    VoteInput,
    Voted,
    right="read",
    example=VoteInput(comparison="01J0000000000000000000000A", chosen="01J0000000000000000000000B"),
)

VOTES = spec(
    "models:votes",
    Words("偏好数据", "Preference data"),
    Words(
        "导出人们评选过的回答：选中的、落选的，各自的模型和回执。",
        "Export the answers that people voted on: chosen and rejected, each with its model and receipt.",
    ),
    Portion,
    VoteList,
    risk="read",
    example=Portion(),
)


async def _compare(preferences: Preferences, desk: Desk, call: Call) -> Compared:
    given: CompareInput = call.input
    if not 2 <= len(set(given.models)) == len(given.models) <= MOST:
        raise UsageError(f"models = {given.models!r}. Expected two to {MOST} different ones.")
    answers = tuple(await asyncio.gather(*(_said(call, given, model) for model in given.models)))
    await preferences.compared(call, given.question, answers)
    return Compared(comparison=call.id, question=given.question, answers=answers)


async def _said(call: Call, given: CompareInput, route: str) -> Said:
    """One model's answer, in a call of its own; one that fails does not keep the others from being seen."""
    message = Message(role="user", content=given.question)
    input = ChatInput(messages=(message,), model=route, max_tokens=given.max_tokens, stay=given.stay, stream=False)
    began = time.monotonic()
    try:
        outcome = await call.run("models:chat", input)
    except WainaoError as error:
        return Said(route=route, receipt=error.receipt or "", failed=str(error))
    return Said(
        route=route,
        model=outcome.output.model,
        text=outcome.output.text,
        receipt=outcome.receipt,
        seconds=round(time.monotonic() - began, 3),
        cost_microusd=outcome.usage.cost_microusd,
    )


async def _vote(preferences: Preferences, desk: Desk, call: Call) -> Voted:
    given: VoteInput = call.input
    answers = await preferences.vote(call, given.comparison, given.chosen)
    chosen = next(one.route for one in answers if one.receipt == given.chosen)
    return Voted(chosen=chosen, rejected=tuple(one.route for one in answers if one.receipt != given.chosen))


async def _votes(preferences: Preferences, desk: Desk, call: Call) -> VoteList:
    return VoteList(votes=await asyncio.to_thread(preferences.all, call.actor.tenant, call.input))


def capabilities(desk: Desk, preferences: Preferences) -> tuple[Capability, ...]:
    works = ((COMPARE, _compare), (VOTE, _vote), (VOTES, _votes))
    return at(desk, [(one, partial(work, preferences)) for one, work in works])
