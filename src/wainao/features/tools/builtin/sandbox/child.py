"""A child process that gets so much time and may say so much, and then is killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Literal

Stopped = Literal["", "time", "output"]

_PIECE = 64 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """`status` is the exit status, less than 0 for a signal; `stopped` says which limit was met, if one was. `gave` is
    what it put into a third pipe, where it had one."""

    out: bytes
    err: bytes
    status: int
    stopped: Stopped
    gave: bytes = b""


class Child:
    """Started with no environment, no open file of ours and a process group of its own; gone when `run` returns.

    With `gives` it has a third pipe to write to, whose number is its last argument.
    """

    def __init__(self, program: Sequence[str], *, cwd: str = "/", gives: bool = False) -> None:
        ends = os.pipe() if gives else None
        self._gives = None if ends is None else os.fdopen(ends[0], "rb", buffering=0)
        try:
            self._process = subprocess.Popen(
                [*program, *([] if ends is None else [str(ends[1])])],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={},
                cwd=cwd,
                start_new_session=True,
                pass_fds=() if ends is None else (ends[1],),
            )
        except BaseException:
            if self._gives is not None:
                self._gives.close()
            raise
        finally:
            if ends is not None:
                os.close(ends[1])

    def run(self, given: bytes, *, within_s: float, most_bytes: int, most_given: int = 0) -> Ended:
        """Hand in `given`, and wait for the end; `most_bytes` of each output are taken, `most_given` of the third."""
        until = time.monotonic() + within_s
        with contextlib.ExitStack() as stack:
            process = stack.enter_context(self._process)
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stderr is not None
            pipes = [(process.stdout, most_bytes), (process.stderr, most_bytes)]
            if self._gives is not None:
                pipes.append((stack.enter_context(self._gives), most_given))
            outputs = {pipe: Output(most=most) for pipe, most in pipes}
            try:
                stopped = _exchanged(process.stdin, given, outputs, until) or self._waited(until)
            finally:
                self.kill()
        out, err, *gave = (bytes(output.taken[: output.most]) for output in outputs.values())
        return Ended(out=out, err=err, status=process.returncode, stopped=stopped, gave=b"".join(gave))

    def kill(self) -> None:
        """With all its group, from any thread; what has ended already stays as it ended."""
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _waited(self, until: float) -> Stopped:
        try:
            self._process.wait(timeout=max(until - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            return "time"
        return ""


@dataclass(slots=True)
class Output:
    """What came out of one pipe, and how much of it may."""

    most: int
    taken: bytearray = field(default_factory=bytearray)


def _exchanged(into: IO[bytes], given: bytes, outputs: Mapping[IO[bytes], Output], until: float) -> Stopped:
    """Write and read until all outputs are at their end, or a limit is met."""
    left = memoryview(given)
    with selectors.DefaultSelector() as selector:
        os.set_blocking(into.fileno(), False)
        selector.register(into, selectors.EVENT_WRITE)
        for pipe, output in outputs.items():
            selector.register(pipe, selectors.EVENT_READ, output)
        open_ends = len(outputs)
        while open_ends:
            ready = selector.select(max(until - time.monotonic(), 0))
            if not ready or time.monotonic() > until:
                return "time"
            for key, _ in ready:
                if key.fileobj is into:
                    left = left[_taken(into, left) :]
                    if not left:
                        selector.unregister(into)
                        into.close()
                elif piece := os.read(key.fd, _PIECE):
                    key.data.taken.extend(piece)
                    if len(key.data.taken) > key.data.most:
                        return "output"
                else:
                    selector.unregister(key.fileobj)
                    open_ends -= 1
    return ""


def _taken(into: IO[bytes], left: memoryview) -> int:
    try:
        return os.write(into.fileno(), left)
    except BrokenPipeError:  # it does not want the rest
        return len(left)


async def ended(child: Child, given: bytes, *, within_s: float, most_bytes: int, most_given: int = 0) -> Ended:
    """`Child.run` beside the event loop; who gives up waiting kills it."""
    limits = {"most_bytes": most_bytes, "most_given": most_given}
    work = asyncio.create_task(asyncio.to_thread(child.run, given, within_s=within_s, **limits))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        child.kill()
        await asyncio.wait({work})
        raise
