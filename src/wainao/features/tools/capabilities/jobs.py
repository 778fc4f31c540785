"""tools:jobs, job, follow and cancel: work that goes on at a tool's server after the call that began it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field

from wainao.features.tools.capabilities.results import given_by
from wainao.features.tools.desk import Desk
from wainao.features.tools.jobs import Job, State
from wainao.features.tools.types import ToolOutput
from wainao.kernel import Call, Capability, ConflictError, NotFoundError, Spec, UsageError
from wainao.store.portion import Portion
from wainao.store.works import free, stepwise, whole
from wainao.types import Progress, Words

LONGEST_S = 3_600.0
LOOK_EVERY_S = 0.25
_SOME_JOB = "01hzy3v9c4k7q2m8t5w6x0n1bd"


@dataclass(frozen=True, kw_only=True, slots=True)
class JobsInput(Portion):
    """The newest first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class JobRow:
    """`job` is the receipt of the call that began it, `receipt` the one with what came of it, "" until then.

    running: followed, by this or another process. done, failed: ended. unwatched: its call was cancelled, and nobody
    follows it until somebody waits for it. cancelled: somebody ended it. lost: it never came to an end that we saw.
    `progress` is what was last seen, at `seen_us`, and is on no receipt of whoever looks; times are microseconds since
    1970, UTC.
    """

    job: str
    tool: str
    state: State
    progress: Progress = field(repr=False)
    begun_us: int
    seen_us: int
    receipt: str


@dataclass(frozen=True, kw_only=True, slots=True)
class JobList:
    jobs: tuple[JobRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class JobInput:
    """Wait for its end at most `wait_s` seconds; meanwhile what comes is how far it is."""

    job: str
    wait_s: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownJob:
    """`output` is what came of it, once it has ended: as its receipt has it, until that is erased."""

    job: JobRow
    output: ToolOutput | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class WhichJob:
    job: str


JOBS = Spec(
    name="tools:jobs",
    title=Words("工具的后台任务", "Jobs of tools"),
    description=Words(
        "列出由自己的调用开始、仍在服务那边进行的任务：进行到哪里，结果在哪张回执上。",
        "List the jobs that your calls started and that continue at a tool's server: how far "
        "each one is, and which receipt has the result.",
    ),
    input=JobsInput,
    output=JobList,
    estimate=free,
    example=JobsInput(limit=10),
)


async def _jobs(desk: Desk, call: Call) -> JobList:
    return JobList(jobs=tuple(map(_row, desk.jobs.all(call.actor.tenant, call.actor.id, call.input))))


JOB = Spec(
    name="tools:job",
    title=Words("查看任务", "Look at a job"),
    description=Words(
        "查看一个任务进行到哪里，也可以等它结束。结束后给出结果。",
        "Show how far a job is, or wait for it. Once it has ended, show its result.",
    ),
    input=JobInput,
    output=ShownJob,
    timeout_s=LONGEST_S + 60.0,
    estimate=free,
    example=JobInput(job=_SOME_JOB, wait_s=30.0),
)


async def _job(desk: Desk, call: Call) -> AsyncIterator[Progress | ShownJob]:
    given: JobInput = call.input
    if not 0 <= given.wait_s <= LONGEST_S:
        raise UsageError(f"wait_s = {given.wait_s!r}. Expected 0 to {LONGEST_S:g} seconds. Wait again after that.")
    if given.wait_s:
        _find(desk, call)
        async with call.stream(FOLLOW.name, FollowInput(job=given.job, within_s=given.wait_s)) as stream:
            async for item in stream:
                yield item
    job = _find(desk, call)
    yield ShownJob(job=_row(job), output=await _result(call, job.receipt) if job.receipt else None)


async def _result(call: Call, receipt: str) -> ToolOutput | None:
    """None where that was erased, or where the work came to no result."""
    try:
        return await given_by(call, receipt)
    except NotFoundError:
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowInput:
    job: str
    within_s: float = 600.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Followed:
    """`output` where it ended in this call."""

    job: JobRow
    output: ToolOutput | None = None


FOLLOW = Spec(
    name="tools:follow",
    title=Words("跟踪任务", "Follow a job"),
    description=Words(
        "跟踪一个任务，直到它结束或时间用完，把结果记在这次调用的回执上；已有别的进程在跟踪时只是等待。",
        "Follow a job to its end, or for a given time, and put the result on the receipt of this "
        "call. If another process already follows it, wait.",
    ),
    input=FollowInput,
    output=Followed,
    timeout_s=LONGEST_S + 30.0,
    estimate=free,
    example=FollowInput(job=_SOME_JOB),
)


async def _follow(desk: Desk, call: Call) -> AsyncIterator[Progress | Followed]:
    given: FollowInput = call.input
    job, output = _find(desk, call), None
    until_s = asyncio.get_running_loop().time() + min(given.within_s, LONGEST_S)
    if await desk.jobs.claim(call, job):
        try:
            box, tool = desk.boxes.tool(call.actor.tenant, job.tool)
            if box.state != "on":
                raise ConflictError(f"The toolbox {box.name!r} is off. Expected it on: 'wainao tools on {box.name}'.")
            async with aclosing(desk.awaiting.follow(call, box, tool, job, until_s=until_s)) as items:
                async for item in items:
                    if isinstance(item, ToolOutput):
                        output = item
                    else:
                        yield item
        finally:
            desk.jobs.let_go(job)
    else:
        async with aclosing(_watched(desk, call, until_s)) as looks:
            async for progress in looks:
                yield progress
    yield Followed(job=_row(_find(desk, call)), output=output)


async def _watched(desk: Desk, call: Call, until_s: float) -> AsyncGenerator[Progress, None]:
    """How far it is while somebody else follows it."""
    last = None
    while (job := _find(desk, call)).state == "running" and asyncio.get_running_loop().time() < until_s:
        if job.progress != last:
            last = job.progress
            yield last
        await asyncio.sleep(LOOK_EVERY_S)


CANCEL = Spec(
    name="tools:cancel",
    title=Words("结束任务", "End a job"),
    description=Words(
        "不再跟踪一个任务；服务若支持，也请它结束任务。",
        "Stop following a job, and ask its server to end it if it supports that.",
    ),
    input=WhichJob,
    output=JobRow,
    risk="write",
    estimate=free,
    example=WhichJob(job=_SOME_JOB),
)


async def _cancel(desk: Desk, call: Call) -> JobRow:
    job = _find(desk, call)
    if job.state not in ("running", "unwatched"):
        raise ConflictError(
            f"The job {job.id!r} is {job.state!r} already. Expected one that goes on. Its result, if it has "
            f"one, is on the receipt {job.receipt!r}."
        )
    box = desk.boxes.find(call.actor.tenant, job.tool.partition(":")[0])
    said = await desk.awaiting.cancel(call, box, job)
    await desk.jobs.end(job, "cancelled", said=said)
    return _row(_find(desk, call))


def _find(desk: Desk, call: Call) -> Job:
    return desk.jobs.find(call.actor.tenant, call.actor.id, call.input.job)


def _row(job: Job) -> JobRow:
    return JobRow(
        job=job.id,
        tool=job.tool,
        state=job.state,
        progress=job.progress,
        begun_us=job.begun_us,
        seen_us=job.seen_us,
        receipt=job.receipt,
    )


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return (*whole(desk, ((JOBS, _jobs), (CANCEL, _cancel))), *stepwise(desk, ((JOB, _job), (FOLLOW, _follow))))
