"""evaluations:run, runs, results, compare: cases put to a target."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field

from wainao.features.learn.comparing import Comparison
from wainao.features.learn.running import Ran
from wainao.features.learn.service import Learning
from wainao.features.learn.types import Corrections, Progress, Result, Target
from wainao.kernel import Call, Capability, Spec
from wainao.store.portion import Portion
from wainao.store.works import free, stepwise, whole
from wainao.types import Words
from wainao.types.recording import BY_DIGEST

WEEK_S = 7 * 24 * 3600.0
_SOME_RUN = "06h00cv2benqoidlkocprpap4o"


@dataclass(frozen=True, kw_only=True, slots=True)
class RunInput:
    """`sets` by name ("leave" is the newest version, "leave@3" that one), put to `target`.

    `corrections` that have a say: "off", none; "standing", as for anybody who asks; "trial", those on trial, too. A
    case that is asked without the overlay stays so.
    """

    sets: tuple[str, ...]
    target: Target = field(default_factory=Target)
    corrections: Corrections = "standing"


@dataclass(frozen=True, kw_only=True, slots=True)
class RunReport:
    """A run with the cases that failed, of which the receipt has a digest.

    `asked` cases were asked now, the others were known under the same versions. `unsettled` are those that could not be
    asked: an endpoint was down; the next run asks them again. `cost_microusd` is of all replies, None where the price
    of one is not known.
    """

    run: str
    cases: int
    passed: int
    asked: int
    unsettled: int
    cost_microusd: int | None
    failures: tuple[Result, ...] = field(metadata=BY_DIGEST)


@dataclass(frozen=True, kw_only=True, slots=True)
class RunsInput(Portion):
    """The newest first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RunEntry:
    """A run in a list. It is unfinished while `ended_us` is None: run the same again to go on with it."""

    run: str
    actor: str
    sets: tuple[str, ...]
    target: Target
    corrections: Corrections
    began_us: int
    ended_us: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RunList:
    """The newest first."""

    runs: tuple[RunEntry, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class WhichRun:
    """`failed`: only cases that failed."""

    run: str
    failed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class RunResults:
    """What is known of a run's cases; `versions` is what it ran under."""

    run: str
    target: Target
    corrections: Corrections
    versions: dict[str, str]
    results: tuple[Result, ...] = field(metadata=BY_DIGEST)


@dataclass(frozen=True, kw_only=True, slots=True)
class CompareInput:
    """Two runs that have cases in common."""

    before: str
    after: str


RUN = Spec(
    name="evaluations:run",
    title=Words("运行用例", "Run cases"),
    description=Words(
        "把用例集交给目标逐条作答并核对。可以随时中断，再次运行时接着做；同样版本下问过的不再重问。",
        "Ask a target all cases of the given sets and check each reply. You can stop at any "
        "time: the next run continues, and nothing is asked twice under the same versions.",
    ),
    input=RunInput,
    output=RunReport,
    risk="write",
    right="admin",
    estimate=free,
    timeout_s=WEEK_S,
    example=RunInput(sets=("leave",)),
)


async def _run(learning: Learning, call: Call) -> AsyncIterator[Progress | RunReport]:
    given: RunInput = call.input
    plan = await learning.plan(call, given.target, given.sets, corrections=given.corrections)
    async with aclosing(learning.run(call, plan)) as items:
        async for item in items:
            yield item if isinstance(item, Progress) else report_of(item)


def report_of(ran: Ran) -> RunReport:
    costs = {one.reply.receipt: one.reply.cost_microusd for one in ran.results}  # cases may share a reply
    known = [cost for cost in costs.values() if cost is not None]
    return RunReport(
        run=ran.run,
        cases=len(ran.results),
        passed=sum(one.passed for one in ran.results),
        asked=ran.asked,
        unsettled=sum(not one.settled for one in ran.results),
        cost_microusd=sum(known) if len(known) == len(costs) else None,
        failures=tuple(one for one in ran.results if not one.passed),
    )


RUNS = Spec(
    name="evaluations:runs",
    title=Words("运行记录", "Runs"),
    description=Words("列出用例集的运行记录。", "List the runs of sets of cases."),
    input=RunsInput,
    output=RunList,
    estimate=free,
    example=RunsInput(),
)


async def _runs(learning: Learning, call: Call) -> RunList:
    found = await learning.runs(call, call.input)
    return RunList(
        runs=tuple(
            RunEntry(
                run=row.id,
                actor=row.actor,
                sets=tuple(f"{one.name}@{one.version}" for one in plan.sets),
                target=row.target,
                corrections=row.corrections,
                began_us=row.began_us,
                ended_us=row.ended_us,
            )
            for row, plan in found
        )
    )


RESULTS = Spec(
    name="evaluations:results",
    title=Words("运行结果", "Results of a run"),
    description=Words(
        "显示一次运行中每个用例的回答、是否通过和原因。",
        "Show the reply to each case of a run, whether it passed, and if not, why.",
    ),
    input=WhichRun,
    output=RunResults,
    right="admin",
    estimate=free,
    example=WhichRun(run=_SOME_RUN),
)


async def _results(learning: Learning, call: Call) -> RunResults:
    given: WhichRun = call.input
    plan, results = await learning.results(call, given.run)
    return RunResults(
        run=given.run,
        target=plan.target,
        corrections=plan.corrections,
        versions=dict(plan.manifest.versions),
        results=tuple(one for one in results if not (given.failed and one.passed)),
    )


COMPARE = Spec(
    name="evaluations:compare",
    title=Words("比较两次运行", "Compare two runs"),
    description=Words(
        "逐条比较两次运行：哪些变好，哪些变差，差距有多确定。",
        "Compare two runs case by case: what got better, what got worse, and how certain the difference is.",
    ),
    input=CompareInput,
    output=Comparison,
    right="admin",
    estimate=free,
    example=CompareInput(before=_SOME_RUN, after=_SOME_RUN),
)


async def _compare(learning: Learning, call: Call) -> Comparison:
    return await learning.compare(call, call.input.before, call.input.after)


def capabilities(learning: Learning) -> tuple[Capability, ...]:
    works = ((RUNS, _runs), (RESULTS, _results), (COMPARE, _compare))
    return (*stepwise(learning, ((RUN, _run),)), *whole(learning, works))
