"""OpenVINO's engine: one thread that lets all conversations take their next step together."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, Literal

_PLACES = re.compile(r"^\[[\d:]+\] |(?<!\S)[^\s/\\]*[/\\]\S+:\d+: ")

Finish = Literal["", "stop", "length"]


class RefusedError(Exception):
    """What the engine does not take, and why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A new token and its log-probability; the last step of a run has a `finish`."""

    token: int
    logprob: float
    finish: Finish = ""


@dataclass(eq=False, kw_only=True, slots=True)
class Run:
    """One conversation at work. Iterating gives its steps as they come; leaving it early must be told by `cancel`.

    `bound`: its reply is held to a grammar, which may turn out to be none.
    """

    tokens: Any
    config: Any
    bound: bool = False
    handle: Any = None
    cancelled: bool = False
    begun: bool = False
    steps: SimpleQueue[Step | RefusedError | None] = field(default_factory=SimpleQueue)

    def __iter__(self) -> Iterator[Step]:
        while (step := self.steps.get()) is not None:
            if isinstance(step, RefusedError):
                raise step
            yield step

    def cancel(self) -> None:
        self.cancelled = True


class Engine:
    """Whatever touches the pipeline happens in its one thread. `parallel` runs are at work at once; others wait.

    `pipeline` is a ContinuousBatchingPipeline of `genai`.
    """

    def __init__(self, genai: Any, pipeline: Any, *, parallel: int) -> None:
        self._genai = genai
        self._pipeline = pipeline
        self._parallel = parallel
        self._waiting: list[Run] = []
        self._working: list[Run] = []
        self._count = 0
        self._wake = threading.Condition()
        threading.Thread(target=self._work, daemon=True).start()

    def begin(self, run: Run) -> Run:
        """Put a conversation in the queue."""
        with self._wake:
            self._waiting.append(run)
            self._wake.notify()
        return run

    def _work(self) -> None:
        try:
            while True:
                self._admit()
                self._step()
                self._working = [run for run in self._working if not self._told(run)]
        except BaseException as error:  # noqa: BLE001  # a thread's edge: without it the process answers nobody any more
            print(f"The engine fell: {error}", file=sys.stderr, flush=True)
            os._exit(1)

    def _admit(self) -> None:
        """Begin what waits, as far as there is room; sleep while there is nothing at all."""
        with self._wake:
            self._wake.wait_for(lambda: self._waiting or self._working)
            while self._waiting and len(self._working) < self._parallel:
                if self._waiting[0].bound and self._suspect() is not None:
                    return
                self._add(self._waiting.pop(0))

    def _add(self, run: Run) -> None:
        if run.cancelled:
            return
        self._count += 1
        try:
            run.handle = self._pipeline.add_request(self._count, run.tokens, run.config)
        except RuntimeError as error:
            run.steps.put(RefusedError(short(error)))
        else:
            self._working.append(run)

    def _step(self) -> None:
        """One token for each. A grammar that cannot be made shows here, and would stand in everybody's way for ever."""
        try:
            if self._pipeline.has_non_finished_requests():
                self._pipeline.step()
        except RuntimeError as error:
            suspect = self._suspect()
            if suspect is None:
                raise
            suspect.steps.put(RefusedError(short(error)))
            suspect.handle.cancel()
            self._working.remove(suspect)
            self._pipeline.step()  # in which it leaves: what comes next would meet it otherwise

    def _suspect(self) -> Run | None:
        """The one run whose grammar was not tried yet: there is never a second one, so that errors have an author."""
        return next((run for run in self._working if run.bound and not run.begun), None)

    def _told(self, run: Run) -> bool:
        """Hand on what is new; whether the run has ended."""
        if run.cancelled:
            run.handle.cancel()
            return True
        ended: bool = run.handle.get_status() != self._genai.GenerationStatus.RUNNING
        while run.handle.can_read():
            for output in run.handle.read().values():
                run.begun = True
                finish = self._finish(output.finish_reason)
                last = len(output.generated_ids) - 1
                for at, (token, logprob) in enumerate(
                    zip(output.generated_ids, output.generated_log_probs, strict=True)
                ):
                    run.steps.put(Step(token=token, logprob=logprob, finish=finish if at == last else ""))
        if ended:
            run.steps.put(None)
        return ended

    def _finish(self, reason: Any) -> Finish:
        reasons = self._genai.GenerationFinishReason
        return {reasons.STOP: "stop", reasons.LENGTH: "length"}.get(reason, "")  # type: ignore[return-value]  # of an engine without types


def short(error: Exception) -> str:
    """The last line of what OpenVINO says, without the places in its source code."""
    return _PLACES.sub("", str(error).strip().rpartition("\n")[2])
