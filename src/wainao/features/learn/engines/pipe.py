"""The end of the pipe that a harness holds: it asks, waits for answers, and tells how each sample was scored.

A line of JSON each way. To the harness: the job, then `{"ask": 1, "text": "…"}` or `{"ask": 1, "error": "…"}`. From it:
`Ask`, `Sample` and at the end `Done`, or `Failed`, by their field "type".
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import msgspec


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A `task` by its name, or a file of tasks; `path` is a folder with tasks. `limit`: only so many samples."""

    task: str
    path: str = ""
    limit: int | None = None
    at_once: int = 8


class Ask(msgspec.Struct, frozen=True, kw_only=True, tag="ask"):
    """A conversation to be put to the model: messages with "role" and "content"."""

    ask: int
    messages: list[dict[str, str]]
    max_tokens: int | None = None
    temperature: float | None = None
    stop: list[str] = []


class Sample(msgspec.Struct, frozen=True, kw_only=True, tag="sample"):
    """One sample with its score, 0 to 1 as a rule (None: it has none), and the `asks` that were made for it."""

    name: str
    question: str
    target: str
    score: float | None
    asks: list[int]


class Done(msgspec.Struct, frozen=True, kw_only=True, tag="done"):
    """The harness's own figures, by name; `metric` is what the samples were scored by."""

    version: str
    metric: str
    figures: dict[str, float]


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag="failed"):
    why: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    ask: int
    text: str = ""
    error: str = ""


Message = Ask | Sample | Done | Failed


@dataclass(slots=True)
class Pipe:
    """Standard input and output of this process, taken away from whatever else prints."""

    job: Job
    _out: int
    _waiting: dict[int, Future[str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _count: int = 0

    @classmethod
    def open(cls) -> Pipe:
        out = os.dup(1)
        os.dup2(2, 1)
        pipe = cls(msgspec.json.decode(sys.stdin.buffer.readline(), type=Job), out)
        threading.Thread(target=pipe._read, daemon=True).start()
        return pipe

    def ask(self, messages: list[dict[str, str]], **settings: Any) -> tuple[int, Future[str]]:
        """The number of the question, and what will be its answer, or a RuntimeError where there is none."""
        answer: Future[str] = Future()
        with self._lock:
            self._count += 1
            number = self._count
            self._waiting[number] = answer
        self.send(Ask(ask=number, messages=messages, **settings))
        return number, answer

    def send(self, message: Message) -> None:
        line = memoryview(msgspec.json.encode(message) + b"\n")
        with self._lock:
            while line:
                line = line[os.write(self._out, line) :]

    def _read(self) -> None:
        for line in sys.stdin.buffer:
            told = msgspec.json.decode(line, type=Answer)
            waiting = self._waiting.pop(told.ask)
            if told.error:
                waiting.set_exception(RuntimeError(told.error))
            else:
                waiting.set_result(told.text)
        os._exit(1)  # nobody is there to ask any more


def serve(work: Callable[[Pipe], Done]) -> None:
    """Do the job of whoever started this process, and say how that ended."""
    pipe = Pipe.open()
    try:
        pipe.send(work(pipe))
    except Exception as error:  # noqa: BLE001  # the edge of a foreign program: whoever asked hears what it raised
        pipe.send(Failed(why=f"{type(error).__name__}: {error}"))
    os._exit(0)  # without waiting for threads that harnesses leave behind
