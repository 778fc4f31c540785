"""Reader processes: a file that crashes, hangs or eats memory takes one of these down, and nothing else.

Frames of 8 bytes of length and a body go both ways over the standard streams. A plain child process is used rather than
multiprocessing, which would run the caller's main module again, and would pickle.
"""

from __future__ import annotations

import contextlib
import os
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import IO, Literal

import msgspec

from wainao.features.knowledge.errors import Fault, ReadError
from wainao.features.knowledge.prepare import Prepared, prepare
from wainao.features.knowledge.readers import Source
from wainao.features.knowledge.readers.render import render_page
from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.kernel.errors import EngineError

IDLE_SECONDS = 60.0
"""A worker that is not needed this long goes away by itself."""

_LENGTH = struct.Struct(">Q")
_START = "import sys; sys.path[:] = {path!r}; from wainao.features.knowledge.workers import main; main()"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Job:
    """What a worker is to do with the bytes that follow."""

    task: Literal["prepare", "render"]
    name: str
    settings: KnowledgeSettings
    document: str = ""
    version: str = ""
    page: int = 0
    width: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class _Outcome:
    prepared: Prepared | None = None
    png: bytes | None = None
    fault: Fault | None = None
    reason: str = ""


class Workers:
    """Up to `settings.workers` reader processes, started when called for. Safe to use from several threads."""

    def __init__(self, settings: KnowledgeSettings) -> None:
        self._settings = settings
        self._slots = threading.Semaphore(settings.workers)
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._closed = False
        self._lock = threading.Lock()

    def prepare(self, name: str, data: bytes, *, document: str, version: str) -> Prepared:
        """`prepare.prepare` in a process of its own; raises `ReadError`, also for crashes and timeouts."""
        job = _Job(task="prepare", name=name, settings=self._settings, document=document, version=version)
        outcome = self._run(job, data)
        assert outcome.prepared is not None, outcome
        return outcome.prepared

    def render(self, name: str, data: bytes, *, page: int, width: int) -> bytes:
        """Page `page` (from 1) of a PDF or picture as a PNG `width` pixels wide; raises `ReadError`."""
        outcome = self._run(_Job(task="render", name=name, settings=self._settings, page=page, width=width), data)
        assert outcome.png is not None, outcome
        return outcome.png

    def close(self) -> None:
        """End every process, also those at work; whoever waits for one gets an `EngineError`."""
        with self._lock:
            self._closed = True
            workers = [*self._idle, *self._busy]
        for worker in workers:
            worker.kill()
        for worker in self._idle:
            worker.end()

    def _run(self, job: _Job, data: bytes) -> _Outcome:
        with self._slots:
            worker, used = self._take()
            outcome = self._try(worker, job, data)
            if outcome is None and used:
                # It may have been idle for too long, or an earlier file may have harmed it.
                outcome = self._try(self._take(fresh=True)[0], job, data)
        if outcome is None:
            raise ReadError(
                "crashed",
                f"Reading {job.name!r} ended its reader process. A file that can be read within "
                f"{self._settings.max_worker_memory_bytes} bytes of memory was expected: it is damaged or hostile, "
                "leave it out.",
            )
        if outcome.fault is not None:
            raise ReadError(outcome.fault, outcome.reason)
        return outcome

    def _try(self, worker: _Worker, job: _Job, data: bytes) -> _Outcome | None:
        """None if the worker was not there any more or died; raises when it took too long."""
        began = time.monotonic()
        outcome = worker.run(job, data)
        self._put_back(worker, alive=outcome is not None)
        if outcome is None and time.monotonic() - began >= self._settings.max_seconds:
            raise ReadError(
                "timeout",
                f"Reading {job.name!r} took longer than {self._settings.max_seconds:g} seconds. "
                "A file that can be read in that time was expected: leave it out, or raise knowledge.max_seconds.",
            )
        return outcome

    def _take(self, *, fresh: bool = False) -> tuple[_Worker, bool]:
        """A worker, and whether it has worked before."""
        with self._lock:
            self._check_open()
            used = bool(self._idle) and not fresh
            worker = self._idle.pop() if used else _Worker()
            self._busy.add(worker)
        return worker, used

    def _put_back(self, worker: _Worker, *, alive: bool) -> None:
        with self._lock:
            self._busy.discard(worker)
            if alive and not self._closed:
                self._idle.append(worker)
                return
        worker.end()
        self._check_open()

    def _check_open(self) -> None:
        if self._closed:
            raise EngineError(
                "The reader processes were ended. An open home was expected: open it again and add again."
            )


class _Worker:
    """One child process. It times itself, so that it also ends when this process is gone."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START.format(path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the process that the user sees
        )

    def run(self, job: _Job, data: bytes) -> _Outcome | None:
        """None when the process ended instead of answering."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            _send(self._process.stdin, msgspec.msgpack.encode(job))
            _send(self._process.stdin, data)
        except OSError:
            return None
        answer = _receive(self._process.stdout)
        return None if answer is None else msgspec.msgpack.decode(answer, type=_Outcome)

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                _close_quietly(stream)


def main() -> None:
    """A worker's life: one job after another until its input ends."""
    import faulthandler

    incoming = sys.stdin.buffer
    # Native libraries print; what they print must not land in the stream of answers.
    outgoing = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    silence = open(os.devnull, "wb")  # noqa: SIM115, PTH123  # stays open as long as the process
    os.dup2(silence.fileno(), sys.stdout.fileno())
    limited = False
    while True:
        # This clock runs in a thread of C: it ends the process even while a library does not let go of Python.
        faulthandler.dump_traceback_later(IDLE_SECONDS, exit=True, file=silence)
        head, data = _receive(incoming), _receive(incoming)
        if head is None or data is None:
            return
        job = msgspec.msgpack.decode(head, type=_Job)
        if not limited:
            _limit_memory(job.settings.max_worker_memory_bytes)
            limited = True

        def more_time(seconds: float = job.settings.max_seconds) -> None:
            faulthandler.dump_traceback_later(seconds, exit=True, file=silence)

        more_time()
        source = Source(name=job.name, data=data, settings=job.settings, more_time=more_time)
        _send(outgoing, msgspec.msgpack.encode(_do(job, source)))


def _do(job: _Job, source: Source) -> _Outcome:
    try:
        if job.task == "render":
            return _Outcome(png=render_page(source, page=job.page, width=job.width))
        return _Outcome(prepared=prepare(source, document=job.document, version=job.version))
    except ReadError as error:
        return _Outcome(fault=error.fault, reason=error.reason)
    except MemoryError:
        limit = job.settings.max_worker_memory_bytes
        return _Outcome(
            fault="too-large",
            reason=f"Reading {job.name!r} needs more than {limit} bytes of memory. "
            "A smaller file was expected: split it, or raise knowledge.max_worker_memory_bytes.",
        )
    except Exception as error:  # noqa: BLE001  # edge of a worker: a library met a file that it did not foresee
        failure = source.broken("a document that can be read", error)
        return _Outcome(fault=failure.fault, reason=failure.reason)


def _limit_memory(limit_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _send(stream: IO[bytes], body: bytes) -> None:
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes | None:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    length = _LENGTH.unpack(head)[0]
    body = stream.read(length)
    return body if len(body) == length else None


def _close_quietly(stream: IO[bytes]) -> None:
    with contextlib.suppress(OSError):
        stream.close()
