"""How well the judge agrees with people: before a rubric decides anything, one should know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from wainao.features.learn.judging import judge
from wainao.features.learn.running import at_once
from wainao.features.learn.types import Reply
from wainao.kernel import Call, UsageError
from wainao.store.lines import json_lines
from wainao.types import Told


@dataclass(frozen=True, kw_only=True, slots=True)
class Opinion:
    """A reply that a person held against a rubric, and whether it is `good`."""

    question: str
    reply: str
    rubric: str
    good: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Disagreement:
    """What a person and the judge see differently; `why` is the judge's reason, "" where it says yes."""

    question: str
    reply: str
    rubric: str
    good: bool
    why: Told


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """`agreed` is the share of the same opinions, between `low` and `high` with 95 % confidence (bootstrap).

    `kappa` sets off what chance would give (Cohen): 1 always, 0 no better than chance. `too_kind` is how often the
    judge let pass what a person would not, `too_strict` the other way.
    """

    judge: str
    opinions: int
    agreed: float
    low: float
    high: float
    kappa: float
    too_kind: int
    too_strict: int
    disagreements: tuple[Disagreement, ...]


def read_opinions(content: str) -> tuple[Opinion, ...]:
    """One `{"question", "reply", "rubric", "good"}` on each line. Raises UsageError with the number of a bad one."""
    found = []
    for number, line in json_lines(content):
        try:
            found.append(msgspec.json.decode(line, type=Opinion))
        except msgspec.DecodeError as error:
            raise UsageError(
                f'Row {number} is no opinion: {error}. Expected {{"question", "reply", "rubric", "good": true/false}}.'
            ) from error
    return tuple(found)


async def agreement(call: Call, route: str, opinions: Sequence[Opinion], *, count: int) -> Agreement:
    """Ask the judge about each of them, `count` at a time, without telling it what the person said."""
    if not opinions:
        raise UsageError("There are no opinions to compare the judge with. Expected a reply that a person judged.")
    if not route:
        raise UsageError("No judge is named. Expected the route of a model: set judge under [learn], or name it here.")

    async def one(opinion: Opinion) -> tuple[Opinion, Told]:
        reply = Reply(text=opinion.reply)
        return opinion, await judge(call, route, question=opinion.question, rubric=opinion.rubric, reply=reply)

    said = [pair async for pair in at_once(count, [one(opinion) for opinion in opinions])]
    return _summed(route, said)


def _summed(route: str, said: Sequence[tuple[Opinion, Told]]) -> Agreement:
    from wainao.features.learn.statistics import kappa, paired_bootstrap

    same = [opinion.good == (not why) for opinion, why in said]
    low, high = paired_bootstrap([0.0] * len(same), same)
    good = sum(opinion.good and not why for opinion, why in said)
    too_kind = sum(not opinion.good and not why for opinion, why in said)
    too_strict = sum(opinion.good and bool(why) for opinion, why in said)
    return Agreement(
        judge=route,
        opinions=len(said),
        agreed=round(sum(same) / len(same), 6),
        low=round(low, 6),
        high=round(high, 6),
        kappa=round(kappa(good, len(said) - good - too_kind - too_strict, too_strict, too_kind), 6),
        too_kind=too_kind,
        too_strict=too_strict,
        disagreements=tuple(
            Disagreement(question=one.question, reply=one.reply, rubric=one.rubric, good=one.good, why=why)
            for (one, why), agreed in zip(said, same, strict=True)
            if not agreed
        ),
    )
