"""Public benchmarks: the harness of others asks and scores, a route answers, and each sample is a case in our book."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Literal

import msgspec

from wainao.features.learn import store
from wainao.features.learn.asking import put
from wainao.features.learn.engines.pipe import Answer, Ask, Done, Failed, Job, Sample
from wainao.features.learn.engines.pipe import Message as Line
from wainao.features.learn.running import Plan
from wainao.features.learn.service import Learning
from wainao.features.learn.types import Case, Expectation, Manifest, Progress, Reply, Result, Target
from wainao.kernel import Call, DeniedError, EngineError, SettingsError, UsageError
from wainao.types import ChatInput, Message, Words, owner

Harness = Literal["lm-eval", "inspect", "scripted"]

CHAT = "models:chat"
PASSED = 0.5
"""The score from which a sample counts as passed: of most metrics it is 0 or 1."""
MOST_IN_A_LINE = 64 << 20
_MODULES: dict[Harness, tuple[str, str]] = {
    "lm-eval": ("wainao.features.learn.engines.lm_eval", "lm_eval"),
    "inspect": ("wainao.features.learn.engines.inspect_ai", "inspect_ai"),
    "scripted": ("wainao.testing.harness", "wainao"),
}
_NO_SCORE = Words("没有得分", "it has no score")
_SCORED = Words("得分 {score:g}，应答 {target}", "it scored {score:g}; the answer is {target}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Benchmark:
    """Which `task` of which harness. `path` is a folder of this machine with tasks of one's own; `limit`: only so many
    samples."""

    harness: Harness
    task: str
    path: str = ""
    limit: int | None = None

    def __post_init__(self) -> None:
        if not self.task.strip():
            raise UsageError(f"task = {self.task!r}. Expected the name of a task, or of a file of tasks in `path`.")
        if self.limit is not None and self.limit < 1:
            raise UsageError(f"limit = {self.limit!r}. Expected at least one sample, or nothing for all.")

    @property
    def set(self) -> str:
        """The name of the set that its samples become."""
        return re.sub(r"[^\w.-]+", "-", f"{self.harness}.{self.task}")[:64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """A benchmark that ended: its `samples`, what was said to each of its asks, and the harness's own figures."""

    samples: tuple[Sample, ...]
    replies: dict[int, tuple[Reply, bool]]
    done: Done


@dataclass(slots=True)
class Benchmarking:
    """One harness at work in a process of its own, whose every question is a governed call of `call`."""

    learning: Learning
    call: Call
    target: Target
    _samples: list[Sample] = field(default_factory=list)
    _replies: dict[int, tuple[Reply, bool]] = field(default_factory=dict)
    _asked: int = 0

    async def run(self, what: Benchmark) -> AsyncGenerator[Progress | Scored, None]:
        """Streams `Progress`, then what came of it. Raises EngineError when the harness fails."""
        self._refuse(what)
        settings = self.learning.settings
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as errors:
            child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", _MODULES[what.harness][0]),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                env=_environment(folder, downloads=settings.benchmark_downloads),
                limit=MOST_IN_A_LINE,
            )
            job = Job(task=what.task, path=what.path, limit=what.limit, at_once=settings.at_once)
            try:
                async with aclosing(self._listen(child, job)) as items:
                    async for item in items:
                        yield item
            except EOFError:
                raise EngineError(
                    f"The harness {what.harness!r} ended without a result. It said last: {_tail(errors)!r}. Expected a "
                    "task that it can run; look at that, or ask for another."
                ) from None
            finally:
                with suppress(ProcessLookupError):
                    child.kill()
                await child.wait()

    def _refuse(self, what: Benchmark) -> None:
        if self.call.actor.tenant != owner().tenant:
            raise DeniedError(
                "Tasks of benchmarks are programs, which run on this machine. Only an administrator of the owner's "
                f"tenant may start them, not one of {self.call.actor.tenant!r}. Ask the owner."
            )
        if find_spec(_MODULES[what.harness][1]) is None:
            raise SettingsError(
                f"The harness {what.harness!r} was asked for, and is not installed. Expected it beside Wainao: run "
                f'pip install "wainao[{what.harness}]".'
            )
        if what.path and not Path(what.path).is_dir():
            raise UsageError(f"path = {what.path!r} is no folder of this machine. Expected one with task files in it.")

    async def _listen(self, child: asyncio.subprocess.Process, job: Job) -> AsyncGenerator[Progress | Scored, None]:
        out, lines = child.stdin, child.stdout
        assert out is not None
        assert lines is not None
        out.write(msgspec.json.encode(job) + b"\n")
        room, answering = asyncio.Semaphore(job.at_once), set[asyncio.Task[None]]()
        reading = asyncio.ensure_future(lines.readline())
        try:
            while True:
                await asyncio.wait({reading, *answering}, return_when=asyncio.FIRST_COMPLETED)
                for task in [one for one in answering if one.done()]:
                    answering.remove(task)
                    task.result()  # a budget that is used up ends it all
                if reading.done():
                    told = _read(reading.result())
                    if isinstance(told, Done):
                        yield Scored(samples=tuple(self._samples), replies=self._replies, done=told)
                        return
                    if isinstance(told, Ask):
                        answering.add(asyncio.ensure_future(self._answer(told, room, out)))
                    else:
                        self._samples.append(told)
                    reading = asyncio.ensure_future(lines.readline())
                yield self._progress()
        finally:
            for waiting in (reading, *answering):
                waiting.cancel()
            await asyncio.gather(reading, *answering, return_exceptions=True)

    async def _answer(self, ask: Ask, room: asyncio.Semaphore, out: asyncio.StreamWriter) -> None:
        self._asked += 1
        async with room:
            reply, settled = await put(self.call, self.call.kernel.spec(CHAT), self._chat(ask), overlay=False)
        self._replies[ask.ask] = (reply, settled)
        out.write(msgspec.json.encode(Answer(ask=ask.ask, text=reply.text, error=reply.error)) + b"\n")
        with suppress(ConnectionError):  # it has gone, which whoever listens to it is told
            await out.drain()

    def _chat(self, ask: Ask) -> ChatInput:
        told = (Message(role="system", content=self.target.system),) if self.target.system else ()
        asked = msgspec.convert(ask.messages, tuple[Message, ...])
        return ChatInput(
            messages=(*told, *asked),
            model=self.target.route,
            max_tokens=ask.max_tokens,
            temperature=ask.temperature,
            stop=tuple(ask.stop),
            stream=False,
        )

    def _progress(self) -> Progress:
        failed = sum(bool(reply.error) for reply, _ in self._replies.values())
        return Progress(done=len(self._replies), total=self._asked, failed=failed, cached=0)


def _read(line: bytes) -> Ask | Sample | Done:
    """Raises EOFError when the harness has gone, EngineError when it says that it failed."""
    if not line:
        raise EOFError
    told: Line = msgspec.json.decode(line, type=Line)
    if isinstance(told, Failed):
        raise EngineError(f"The harness failed: {told.why}. Correct the task, or ask for another.")
    return told


def _environment(folder: str, *, downloads: bool) -> dict[str, str]:
    """Nothing of ours, no key, and unless it is wanted no hub; what a harness keeps goes into that folder."""
    offline = "0" if downloads else "1"
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": ":".join(filter(None, sys.path)),
        "HOME": folder,
        "HF_HOME": folder,
        "HF_HUB_OFFLINE": offline,
        "HF_DATASETS_OFFLINE": offline,
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "DO_NOT_TRACK": "1",
    }


def _tail(errors: IO[bytes]) -> str:
    errors.seek(0)
    return errors.read()[-400:].decode("utf-8", errors="replace").strip()


async def keep(
    learning: Learning, call: Call, what: Benchmark, target: Target, scored: Scored
) -> tuple[Plan, str, list[Result]]:
    """Write it down as a run of a set: results, comparisons and lists are those of any run."""
    told = scored.done
    by = f"{what.harness} {told.metric}".strip()
    cases = [_case(by, one) for one in scored.samples]
    made = await learning.add_set(call, what.set, cases, note=f"{what.harness} {told.version}")
    plan = await learning.plan(call, target, [f"{made.name}@{made.version}"], corrections="off")
    versions = {**plan.manifest.versions, "harness": f"{what.harness} {told.version}"}
    plan = replace(plan, manifest=Manifest(versions=versions))
    results = [_result(case, one, scored) for case, one in zip(plan.cases, scored.samples, strict=True)]

    def work(connection: sqlite3.Connection) -> str:
        run = store.begin_run(connection, tenant=call.actor.tenant, actor=call.actor.id, receipt=call.id, row=plan.row)
        for case, result in zip(plan.cases, results, strict=True):
            store.keep_result(
                connection, tenant=call.actor.tenant, key=plan.key(case), asked=plan.asked(case), result=result
            )
        store.end_run(connection, run)
        return run

    return plan, await learning.write(work), results


def _case(by: str, sample: Sample) -> Case:
    expected = Expectation(kind="scored", text=f"{by}: {sample.target}", value=PASSED)
    return Case(name=sample.name, question=sample.question or sample.name, expect=(expected,), overlay=False)


def _result(case: Case, sample: Sample, scored: Scored) -> Result:
    asked = [scored.replies[number] for number in sample.asks if number in scored.replies]
    replies = [reply for reply, _ in asked]
    costs = [reply.cost_microusd for reply in replies]
    known = [cost for cost in costs if cost is not None]
    last = replies[-1] if replies else Reply(error="it was not asked")
    passed = sample.score is not None and sample.score >= PASSED
    why = _NO_SCORE if sample.score is None else _SCORED.filled(score=sample.score, target=sample.target[:200])
    return Result(
        case=case.name,
        passed=passed,
        why=() if passed else (last.error or why,),
        reply=replace(
            last,
            seconds=round(sum(reply.seconds for reply in replies), 3),
            cost_microusd=sum(known) if len(known) == len(costs) else None,
        ),
        settled=all(settled for _, settled in asked),
        score=sample.score,
    )
