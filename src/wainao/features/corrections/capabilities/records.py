"""corrections:list and corrections:history: what there is, and what was done to it."""

from __future__ import annotations

from dataclasses import dataclass

from wainao.features.corrections.capabilities.example import SOME_CORRECTION
from wainao.features.corrections.register import Register
from wainao.features.corrections.types import Correction, Event, Scope, State
from wainao.kernel import Call, Spec
from wainao.store.portion import Portion
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class ListInput(Portion):
    """`query` is looked for in questions and answers, `author` is an actor's id; `pending` are only those with wordings
    that wait for a person."""

    state: State | None = None
    scope: Scope | None = None
    author: str | None = None
    query: str = ""
    pending: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectionList:
    corrections: tuple[Correction, ...]


LIST = Spec(
    name="corrections:list",
    title=Words("更正列表", "Corrections"),
    description=Words("列出看得到的更正，新的在前。", "List the corrections that you can see, newest first."),
    input=ListInput,
    output=CorrectionList,
    example=ListInput(),
)


async def _list(register: Register, call: Call) -> CorrectionList:
    given: ListInput = call.input
    found = await register.listed(
        actor=call.actor,
        state=given.state,
        scope=given.scope,
        author=given.author,
        query=given.query,
        pending=given.pending,
        portion=given,
    )
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
        "显示一条更正经历的一切，每一步都有回执。",
        "Show everything that happened to a correction, each step with its receipt.",
    ),
    input=HistoryInput,
    output=CorrectionHistory,
    example=HistoryInput(correction=SOME_CORRECTION),
)


async def _history(register: Register, call: Call) -> CorrectionHistory:
    found = await register.history(actor=call.actor, correction=call.input.correction)
    return CorrectionHistory(events=tuple(found))


WORK = ((LIST, _list), (HISTORY, _history))
