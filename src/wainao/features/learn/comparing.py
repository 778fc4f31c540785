"""Two runs of the same cases, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wainao.features.learn.types import Result
from wainao.types import Told


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """One case in both runs; `why` says what does not hold in the run after, or did not in the one before.

    The receipt of whoever looks at it does not quote those that it was made of.
    """

    case: str
    question: str = field(repr=False)
    before: str = field(repr=False)
    after: str = field(repr=False)
    why: tuple[Told, ...] = field(repr=False)
    receipt: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """`passed_before` and `passed_after` are shares of the `cases` that both have.

    `low` and `high` bound the difference with 95 % confidence (paired bootstrap); `chance` is how likely so uneven a
    count of flips is if neither is better (exact McNemar). Costs are sums, None where one is not known.
    """

    cases: int
    passed_before: float
    passed_after: float
    difference: float
    low: float
    high: float
    chance: float
    better: tuple[Pair, ...]
    worse: tuple[Pair, ...]
    seconds_before: float
    seconds_after: float
    cost_before_microusd: int | None
    cost_after_microusd: int | None


def compare(before: Sequence[Result], after: Sequence[Result], questions: dict[str, str]) -> Comparison:
    """The cases that both have, by name."""
    from wainao.features.learn.statistics import mcnemar, paired_bootstrap

    known = {one.case: one for one in before}
    pairs = [(known[one.case], one) for one in after if one.case in known]
    befores, afters = [old.passed for old, _ in pairs], [new.passed for _, new in pairs]
    better = tuple(_pair(old, new, questions) for old, new in pairs if new.passed and not old.passed)
    worse = tuple(_pair(old, new, questions) for old, new in pairs if old.passed and not new.passed)
    low, high = paired_bootstrap(befores, afters)
    return Comparison(
        cases=len(pairs),
        passed_before=_share(befores),
        passed_after=_share(afters),
        difference=round(_share(afters) - _share(befores), 6),
        low=round(low, 6),
        high=round(high, 6),
        chance=mcnemar(len(better), len(worse)),
        better=better,
        worse=worse,
        seconds_before=_mean([old.reply.seconds for old, _ in pairs]),
        seconds_after=_mean([new.reply.seconds for _, new in pairs]),
        cost_before_microusd=_sum([old.reply.cost_microusd for old, _ in pairs]),
        cost_after_microusd=_sum([new.reply.cost_microusd for _, new in pairs]),
    )


def _pair(old: Result, new: Result, questions: dict[str, str]) -> Pair:
    return Pair(
        case=new.case,
        question=questions.get(new.case, ""),
        before=old.reply.text or old.reply.error,
        after=new.reply.text or new.reply.error,
        why=old.why if new.passed else new.why,
        receipt=new.reply.receipt,
    )


def _share(passed: Sequence[bool]) -> float:
    return round(sum(passed) / len(passed), 6) if passed else 0.0


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


def _sum(costs: Sequence[int | None]) -> int | None:
    known = [cost for cost in costs if cost is not None]
    return sum(known) if len(known) == len(costs) else None
