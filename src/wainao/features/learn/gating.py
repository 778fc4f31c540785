"""The gate: a candidate beside the release that is running, on every correction and every set of cases."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Literal

from wainao.features.learn import book
from wainao.features.learn.book import Release
from wainao.features.learn.comparing import Comparison, Pair, compare
from wainao.features.learn.harvest import UNAIDED, from_corrections
from wainao.features.learn.running import Plan, Ran
from wainao.features.learn.service import Learning, asked_with
from wainao.features.learn.types import Case, Corrections, Progress, Result
from wainao.kernel import Call, UsageError
from wainao.types import Told, Words

Verdict = Literal["passed", "blocked", "planned"]
Rule = Literal["any", "significant"]

SIGNIFICANT = 0.05

_UNSETTLED = Words(
    "{n} 个用例没能问到或判定；修好之后再过一次门禁", "not asked or not judged: {n}; gate again when what failed is up"
)
_BROKEN = Words("{n} 个每次发布都必须通过的用例没有通过", "failed, and every release must pass them: {n}")
_ATTACKED = Words("{n} 次攻击得逞", "attacks that succeeded: {n}")
_WORSE = Words("{n} 个用例比运行中的发布差", "worse than in the running release: {n}")
_SHARE = Words("通过 {share:.1%}，至少要 {least:.1%}", "passed: {share:.1%}, where at least {least:.1%} must")


@dataclass(frozen=True, kw_only=True, slots=True)
class GateReport:
    """What a gate found, and why it says so.

    `broken` are cases that a release must pass whatever the running one does, `worse` those that the running one passes
    and the candidate does not. `changed` names what is no longer as it was pinned when the release was made. `retire`
    are corrections that the candidate does not need: it says the same without them. A gate that is only `planned` tells
    how many of its cases would have to be asked. In a `trial` the release is held against itself: with the corrections
    that are tried out, and without.
    """

    gate: str
    release: str
    running: str | None
    verdict: Verdict
    why: tuple[Told, ...]
    cases: int
    passed: int
    asked: int
    unsettled: int
    broken: tuple[Pair, ...]
    worse: tuple[Pair, ...]
    comparison: Comparison | None
    changed: tuple[str, ...]
    retire: tuple[str, ...]
    sets: tuple[str, ...]
    versions: dict[str, str]
    run: str = ""
    trial: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """How high the gate is: `any` case that got worse blocks, or only a difference that chance does not explain
    (`significant`: McNemar's p below 5 %). `least` is the share of cases that must pass."""

    rule: Rule = "any"
    least: float = 0.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.least <= 1.0:
            raise UsageError(f"least = {self.least!r}. Expected a share between 0 and 1.")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Baseline:
    """What a candidate is held against. Without `ask` only what is known already of the plan's cases counts."""

    label: str
    plan: Plan
    ask: bool


class Gate:
    """Checks one release at a time."""

    def __init__(self, learning: Learning) -> None:
        self._learning = learning

    async def planned(self, call: Call, release: Release, *, trial: bool = False) -> GateReport:
        """What would have to be asked; nothing is asked or kept."""
        kind: Corrections = "trial" if trial else "standing"
        cases = await from_corrections(call, release.target, trial=trial)
        plan = await self._learning.plan(call, release.target, await self._sets(call, release), corrections=kind)
        asking = (replace(case, name=f"corrections/{case.name}", overlay=asked_with(case, kind)) for case in cases)
        plan = replace(plan, cases=(*asking, *plan.cases))
        known = [one for one in await self._learning.known(call, plan) if one.settled]
        running = release if trial else await self._running(call, release)
        label = running.label if running else None
        return _report(call, release, label, plan, "planned", asked=len(plan.cases) - len(known))

    async def check(self, call: Call, release: Release, bar: Bar) -> AsyncGenerator[Progress | GateReport, None]:
        """Streams `Progress`, then the report, which is kept. Raises UsageError where there is nothing to check."""
        plan = await self._plan(call, release, "standing")
        running, baseline = await self._running(call, release), None
        if running is not None:
            known = replace(plan, target=running.target, manifest=running.manifest)
            baseline = _Baseline(label=running.label, plan=known, ask=running.target != release.target)

        def keep(connection: sqlite3.Connection, report: GateReport) -> None:
            book.gated(connection, call, release, report, plan.manifest)

        async with aclosing(self._compared(call, release, plan, baseline, bar, keep)) as items:
            async for item in items:
                yield item

    async def try_out(self, call: Call, release: Release, bar: Bar) -> AsyncGenerator[Progress | GateReport, None]:
        """The release with the corrections on trial, beside itself without them; nothing about it changes."""
        plan = await self._plan(call, release, "trial")
        without = await self._learning.plan(call, release.target, [f"{one.name}@{one.version}" for one in plan.sets])
        baseline = _Baseline(label=release.label, plan=without, ask=True)

        def keep(connection: sqlite3.Connection, report: GateReport) -> None:
            book.keep_report(connection, call, release, report, trial=True)

        async with aclosing(self._compared(call, release, plan, baseline, bar, keep)) as items:
            async for item in items:
                yield item

    async def _compared(
        self,
        call: Call,
        release: Release,
        plan: Plan,
        baseline: _Baseline | None,
        bar: Bar,
        keep: Callable[[sqlite3.Connection, GateReport], None],
    ) -> AsyncGenerator[Progress | GateReport, None]:
        ran: Ran | None = None
        async with aclosing(self._learning.run(call, plan)) as items:
            async for item in items:
                if isinstance(item, Ran):
                    ran = item
                else:
                    yield replace(item, of=release.label)
        assert ran is not None, "a run that ends gives its results"
        before: list[Result] = []
        if baseline is not None:
            if baseline.ask:
                async with aclosing(self._learning.run(call, baseline.plan)) as items:
                    async for item in items:
                        if isinstance(item, Progress):
                            yield replace(item, of=baseline.label)
            before = [one for one in await self._learning.known(call, baseline.plan) if one.settled]
        label = baseline.label if baseline else None
        report = await asyncio.to_thread(_judged, call, release, label, ran, before, bar)
        await self._learning.write(lambda connection: keep(connection, report))
        yield report

    async def _plan(self, call: Call, release: Release, kind: Corrections) -> Plan:
        """Every correction that the release can meet, then its own sets and the red team's."""
        sets = await self._sets(call, release)
        if cases := await from_corrections(call, release.target, trial=kind == "trial"):
            name = f"{TRIAL_OF if kind == 'trial' else CORRECTIONS_OF}{release.name}"
            made = await self._learning.add_set(call, name, cases, note="由门禁建立 / made by the gate")
            sets.insert(0, f"{made.name}@{made.version}")
        plan = await self._learning.plan(call, release.target, sets, corrections=kind)
        if not plan.cases:
            raise UsageError(
                f"The release {release.label} has nothing to pass: no correction is in force for it, and no case is "
                "in the sets that it names. Correct something, or make a set with 'wainao evaluations add' and name "
                "it in the release."
            )
        return plan

    async def _sets(self, call: Call, release: Release) -> list[str]:
        attacks = [one.name for one in await self._learning.red_team(call)]
        named = {one.partition("@")[0] for one in release.sets}
        return [*release.sets, *(one for one in attacks if one not in named)]

    async def _running(self, call: Call, release: Release) -> Release | None:
        running = await self._learning.read(
            lambda connection: book.of_state(connection, call.actor.tenant, release.name, "running")
        )
        return None if running is None or running.id == release.id else running


CORRECTIONS_OF, TRIAL_OF = "corrections-of-", "trial-of-"
"""Before the name of a release: the set of what corrections ask of it, without and with those on trial."""


def _judged(
    call: Call, release: Release, running: str | None, ran: Ran, before: Sequence[Result], bar: Bar
) -> GateReport:
    cases = {case.name: case for case in ran.plan.cases}
    questions = {name: case.question for name, case in cases.items()}
    comparison = compare(before, ran.results, questions) if running is not None else None
    known = {one.case: one for one in before}
    broken = tuple(
        Pair(
            case=one.case,
            question=questions[one.case],
            before=known[one.case].reply.text if one.case in known else "",
            after=one.reply.text or one.reply.error,
            why=one.why,
            receipt=one.reply.receipt,
        )
        for one in ran.results
        if not one.passed and cases[one.case].must
    )
    named = {pair.case for pair in broken}
    worse = tuple(pair for pair in comparison.worse if pair.case not in named) if comparison else ()
    report = _report(call, release, running, ran.plan, "passed", asked=ran.asked)
    passed = sum(one.passed for one in ran.results)
    why = tuple(_objections(ran, broken, worse, comparison, passed / len(ran.results), bar))
    return replace(
        report,
        verdict="blocked" if why else "passed",
        why=why,
        passed=passed,
        unsettled=sum(not one.settled for one in ran.results),
        broken=broken,
        worse=worse,
        comparison=comparison,
        retire=_needless(ran.results, cases),
        run=ran.run,
    )


def _objections(
    ran: Ran,
    broken: Sequence[Pair],
    worse: Sequence[Pair],
    comparison: Comparison | None,
    share: float,
    bar: Bar,
) -> list[Told]:
    found: list[Told] = []
    if unsettled := sum(not one.settled for one in ran.results):
        found.append(_UNSETTLED.filled(n=unsettled))
    attacks = {one.name for one in ran.plan.sets if one.purpose == "red team"}
    attacked = sum(pair.case.partition("/")[0] in attacks for pair in broken)
    if attacked:
        found.append(_ATTACKED.filled(n=attacked))
    if len(broken) > attacked:
        found.append(_BROKEN.filled(n=len(broken) - attacked))
    if worse and comparison and (bar.rule == "any" or _significant(comparison)):
        found.append(_WORSE.filled(n=len(worse)))
    if share < bar.least:
        found.append(_SHARE.filled(share=share, least=bar.least))
    return found


def _significant(comparison: Comparison) -> bool:
    return comparison.difference < 0 and comparison.chance < SIGNIFICANT


def _needless(results: Sequence[Result], cases: dict[str, Case]) -> tuple[str, ...]:
    """The corrections whose answer was given without the overlay."""
    return tuple(
        cases[one.case].origin.correction for one in results if one.passed and one.case.endswith(f"/{UNAIDED}")
    )


def _report(
    call: Call, release: Release, running: str | None, plan: Plan, verdict: Verdict, *, asked: int
) -> GateReport:
    return GateReport(
        gate=call.id,
        release=release.label,
        running=running,
        verdict=verdict,
        why=(),
        cases=len(plan.cases),
        passed=0,
        asked=asked,
        unsettled=0,
        broken=(),
        worse=(),
        comparison=None,
        changed=release.manifest.changed(plan.manifest),
        retire=(),
        sets=tuple(f"{one.name}@{one.version}" for one in plan.sets),
        versions=dict(plan.manifest.versions),
        trial=plan.corrections == "trial",
    )
