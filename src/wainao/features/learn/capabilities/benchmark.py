"""evaluations:benchmark: a public benchmark, put to a route by its own harness."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field

from wainao.features.learn.benchmarking import CHAT, Benchmark, Benchmarking, Harness, keep
from wainao.features.learn.capabilities.runs import WEEK_S
from wainao.features.learn.service import Learning
from wainao.features.learn.types import Progress, Result, Target
from wainao.kernel import Call, Capability, Spec
from wainao.store.works import free, stepwise
from wainao.types import Words
from wainao.types.recording import BY_DIGEST


@dataclass(frozen=True, kw_only=True, slots=True)
class BenchmarkInput:
    """A `task` of a harness: "lm-eval" (lm-evaluation-harness) or "inspect" (Inspect), each an extra; "scripted" asks
    three sums and shows that all is connected.

    `path` is a folder of the server with tasks of one's own, `limit` the number of samples (None: all). `route` and
    `system` say who is asked.
    """

    harness: Harness
    task: str
    path: str = ""
    limit: int | None = None
    route: str = ""
    system: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class BenchmarkReport:
    """A run like any other, of the samples as the set `set`, with the cases that failed.

    `score` is the mean over the samples that have one, by the harness's `metric`; `figures` are the harness's own.
    """

    run: str
    set: str
    harness: str
    metric: str
    cases: int
    passed: int
    score: float | None
    figures: dict[str, float]
    unsettled: int
    failures: tuple[Result, ...] = field(metadata=BY_DIGEST)


BENCHMARK = Spec(
    name="evaluations:benchmark",
    title=Words("公开基准", "Public benchmark"),
    description=Words(
        "用 lm-evaluation-harness 或 Inspect 的任务评测一条路由；每道题的得分记入运行记录，每次提问都有回执。",
        "Evaluate a route with a task of lm-evaluation-harness or Inspect. The score of each "
        "sample is stored in a run, and every question has its receipt.",
    ),
    input=BenchmarkInput,
    output=BenchmarkReport,
    risk="write",
    right="admin",
    estimate=free,
    timeout_s=WEEK_S,
    example=BenchmarkInput(harness="inspect", task="sums.py", path="/srv/tasks", limit=100, route="qwen3-8b"),
)


async def _benchmark(learning: Learning, call: Call) -> AsyncIterator[Progress | BenchmarkReport]:
    given: BenchmarkInput = call.input
    what = Benchmark(harness=given.harness, task=given.task, path=given.path, limit=given.limit)
    target = Target(capability=CHAT, route=given.route, system=given.system)
    async with aclosing(Benchmarking(learning, call, target).run(what)) as items:
        async for item in items:
            if isinstance(item, Progress):
                yield item
            else:
                scored = item
    plan, run, results = await keep(learning, call, what, target, scored)
    scores = [one.score for one in results if one.score is not None]
    yield BenchmarkReport(
        run=run,
        set=f"{plan.sets[0].name}@{plan.sets[0].version}",
        harness=plan.manifest.versions["harness"],
        metric=scored.done.metric,
        cases=len(results),
        passed=sum(one.passed for one in results),
        score=round(sum(scores) / len(scores), 6) if scores else None,
        figures=scored.done.figures,
        unsettled=sum(not one.settled for one in results),
        failures=tuple(one for one in results if not one.passed),
    )


def capabilities(learning: Learning) -> tuple[Capability, ...]:
    return stepwise(learning, ((BENCHMARK, _benchmark),))
