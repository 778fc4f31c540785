"""Cases that nobody has to write: from corrections, with near-misses made by rule, and from receipts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import msgspec

from wainao.features.learn.asking import text_of
from wainao.features.learn.manifest import corrections
from wainao.features.learn.misses import near_misses
from wainao.features.learn.types import Case, Expectation, Origin, Target
from wainao.kernel import Call, UsageError
from wainao.types import Actor

UNAIDED = "unaided"
"""The case of a correction that is asked without the overlay: once it passes, the correction may retire."""


async def from_corrections(call: Call, target: Target, *, trial: bool = False) -> list[Case]:
    """What every correction asks of a release, see `cases_of`; without those that the target cannot meet.

    With `trial`, those on trial ask it, too. One that retired keeps its case: what a person put right stays right.
    """
    correctable = call.kernel.spec(target.capability).correctable is not None
    standing, tried, retired = [
        [one async for one in corrections(call, state) if _meets(one, target, call.actor)]
        for state in ("standing", "trial", "retired")
    ]
    asking = [*standing, *tried] if trial else standing
    # A millisecond for each correction, which is long for ten thousand: beside the event loop.
    cases = await asyncio.to_thread(lambda: [case for one in asking for case in cases_of(one)])
    kept = [replace(_unaided(one), must=True) for one in retired]
    return [case for case in cases if correctable or not case.overlay] + kept


def cases_of(correction: Any) -> Iterator[Case]:
    """It answers its question and each confirmed alias, is silent for three near-misses, and maybe is not needed.

    The last one is asked without the overlay: a release may fail it as long as the running one does.
    """
    id = correction.id
    for number, question in enumerate((correction.question, *correction.aliases)):
        yield Case(
            name=f"{id}/alias-{number}" if number else f"{id}/answers",
            question=question,
            expect=(Expectation(kind="answered_by", text=id),),
            must=True,
            origin=_origin(correction),
        )
    for number, miss in enumerate(near_misses(correction.question), 1):
        yield Case(
            name=f"{id}/near-{number}-{miss.rule}",
            question=miss.question,
            expect=(Expectation(kind="not_answered_by", text=id),),
            must=True,
            origin=_origin(correction, rule=miss.rule),
        )
    yield _unaided(correction)


def _unaided(correction: Any) -> Case:
    return Case(
        name=f"{correction.id}/{UNAIDED}",
        question=correction.question,
        expect=(Expectation(kind="says", text=correction.answer),),
        overlay=False,
        origin=_origin(correction),
    )


def _origin(correction: Any, rule: str = "") -> Origin:
    return Origin(correction=correction.id, receipt=correction.source or "", rule=rule)


def _meets(correction: Any, target: Target, actor: Actor) -> bool:
    """Whether the actor, asking that target, is among those for whom it holds."""
    match correction.scope:
        case "everyone":
            return True
        case "base":
            return actor.sees(correction.base) and (target.bases is None or correction.base in target.bases)
        case "user":
            return bool(correction.user == actor.id)
        case "team":
            return bool(correction.team == actor.team)
        case "capability":
            return bool(correction.capability == target.capability)
        case _:
            return False


async def from_receipts(call: Call, *, capability: str, actor: str | None, query: str, limit: int) -> list[Case]:
    """What was answered before, as it was: the same must be said, and the same documents cited.

    Raises UsageError where no receipt fits. What a correction answered or nothing answered is left out.
    """
    found: dict[str, Case] = {}
    async for shown in _receipts(call, capability=capability, actor=actor, limit=limit):
        case = _case(call, shown)
        if case is not None and query.lower() in case.question.lower():
            found.setdefault(case.asked, case)
    if not found:
        raise UsageError(
            f"No receipt of {capability!r} among the latest {limit} is of a question that was answered, with {query!r} "
            "in it. Ask for another capability, actor or query, or for more of them."
        )
    return list(found.values())


async def _receipts(call: Call, *, capability: str, actor: str | None, limit: int) -> AsyncIterator[Any]:
    list_, show = call.kernel.spec("receipts:list"), call.kernel.spec("receipts:show")
    wanted = list_.input(limit=limit, capability=capability, actor=actor, status="ok")
    for summary in (await call.run(list_.name, wanted)).output.receipts:
        if summary.correction is None:
            yield (await call.run(show.name, show.input(receipt=summary.id))).output


def _case(call: Call, shown: Any) -> Case | None:
    spec = call.kernel.spec(shown.capability)
    try:
        input: Any = msgspec.convert(shown.input, spec.input)
        output: Any = msgspec.convert(shown.output, spec.output)
    except msgspec.ValidationError:
        return None  # erased, or written by a version that took something else
    question = spec.correctable.question(input) if spec.correctable else getattr(input, "question", "")
    said = text_of(output)
    if not question or not said or getattr(output, "origin", "") == "none":
        return None
    cited = dict.fromkeys(one.path for one in getattr(output, "citations", ()))
    expect = [Expectation(kind="says", text=said), *(Expectation(kind="cites", text=path) for path in cited)]
    return Case(name=shown.id, question=question, expect=tuple(expect), origin=Origin(receipt=shown.id))
