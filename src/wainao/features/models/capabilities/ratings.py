"""models:ratings: how models have been doing, from the receipts of what they were asked."""

from __future__ import annotations

import asyncio
import math
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import partial
from typing import Literal

from wainao.features.models.capabilities.desk import Desk, at, spec
from wainao.features.models.evidence import corrected, scores
from wainao.kernel import Call, Capability, UsageError
from wainao.store.home import Home
from wainao.store.ledger.reading import Filter, headers
from wainao.store.ledger.record import Header
from wainao.types import Words

MOST = 50_000
"""Receipts that one rating looks at, the newest: about half a second."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RatingsInput:
    """`by` is what is rated; `calls` is how many of the newest calls of that capability are looked at."""

    by: Literal["route", "deployment", "model"] = "route"
    capability: Literal["models:chat", "models:complete", "models:embed", "models:rerank"] = "models:chat"
    calls: int = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Rating:
    """`success` is the share of calls that ended well, those aside that their caller gave up or that were refused
    before any model was asked. `corrected` is the share of those that ended well whose answer a person corrected, be it
    the reply itself or the answer that it was written for, `score` the share of evaluation cases that a route passed,
    by the latest runs. Times are those of whole calls that ended well;
    `microusd_per_call` leaves out those whose price is unknown, of which there are `unpriced`. None: there were none.
    """

    name: str
    calls: int
    success: float | None
    corrected: float | None
    score: float | None
    usual_s: float | None
    late_s: float | None
    microusd_per_call: int | None
    unpriced: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Ratings:
    """Most asked first; `looked` at so many receipts."""

    ratings: tuple[Rating, ...]
    looked: int


RATINGS = spec(
    "models:ratings",
    Words("模型评分", "Ratings of models"),
    Words(
        "根据最近的回执显示各模型的表现：成功率、被更正率、通过的用例、用时、每次费用。",
        "Show how models perform, from the latest receipts: success, corrections, cases passed, time, cost.",
    ),
    RatingsInput,
    Ratings,
    risk="read",
    example=RatingsInput(by="model"),
)


async def _ratings(home: Home, desk: Desk, call: Call) -> Ratings:
    given: RatingsInput = call.input
    if not 0 < given.calls <= MOST:
        raise UsageError(f"calls = {given.calls!r}. Expected 1 to {MOST:,}.")
    default = desk.table.now().default("chat")
    nameless = "" if default is None else default.name
    return await asyncio.to_thread(_rated, home, given, call.actor.tenant, nameless)


def _rated(home: Home, given: RatingsInput, tenant: str, nameless: str) -> Ratings:
    with home.database("state").read() as connection:
        which = Filter(tenant=tenant, capability=given.capability)
        looked = list(headers(connection, which, limit=given.calls))
        since_us = min((one.started_us for one in looked), default=0)
        wrong = corrected(connection, tenant=tenant, since_us=since_us)
        passed = scores(connection, tenant=tenant, nameless=nameless) if given.by == "route" else {}
    found: dict[str, list[Header]] = defaultdict(list)
    for header in looked:
        if (name := header.versions.get(given.by)) and header.status in ("ok", "failed", "timed_out"):
            found[name].append(header)
    ratings = (_rating(name, calls, wrong, passed.get(name)) for name, calls in found.items())
    return Ratings(ratings=tuple(sorted(ratings, key=lambda one: (-one.calls, one.name))), looked=len(looked))


def _rating(name: str, calls: Sequence[Header], wrong: Set[str], score: float | None) -> Rating:
    well = [one for one in calls if one.status == "ok"]
    seconds = sorted((one.finished_us - one.started_us) / 1e6 for one in well)
    costs = [cost for one in well if (cost := one.usage.cost_microusd) is not None]
    return Rating(
        name=name,
        calls=len(calls),
        success=_share(len(well), len(calls)),
        corrected=_share(sum(one.id in wrong or one.parent in wrong for one in well), len(well)),
        score=None if score is None else round(score, 4),
        usual_s=_quantile(seconds, 0.5),
        late_s=_quantile(seconds, 0.95),
        microusd_per_call=round(sum(costs) / len(costs)) if costs else None,
        unpriced=len(well) - len(costs),
    )


def _share(part: int, of: int) -> float | None:
    return round(part / of, 4) if of else None


def _quantile(ordered: Sequence[float], share: float) -> float | None:
    return round(ordered[math.ceil(share * len(ordered)) - 1], 4) if ordered else None


def capabilities(desk: Desk, home: Home) -> tuple[Capability, ...]:
    return at(desk, ((RATINGS, partial(_ratings, home)),))
