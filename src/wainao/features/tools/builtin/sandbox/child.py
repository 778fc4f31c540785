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
from dataclasses import dataclass
from typing import IO, Literal

Stopped = Literal["", "time", "output"]

_PIECE = 64 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """`status` is the exit status, less than 0 for a signal; `stopped` says which limit was met, if one was."""

    out: bytes
    err: bytes
    status: int
    stopped: Stopped


class Child:
    """Started with no environment, no open file of ours and a process group of its own; gone when `run` returns."""

    def __init__(self, program: Sequence[str], *, cwd: str = "/") -> None:
        self._process = subprocess.Popen(
            program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={},
            cwd=cwd,
            start_new_session=True,
        )

    def run(self, given: bytes, *, within_s: float, most_bytes: int) -> Ended:
        """Hand in `given`, and wait for the end; `most_bytes` of each output are taken."""
        until = time.monotonic() + within_s
        with self._process as process:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stderr is not None
            outputs = {process.stdout: bytearray(), process.stderr: bytearray()}
            try:
                stopped = _exchanged(process.stdin, given, outputs, until, most_bytes) or self._waited(until)
            finally:
                self.kill()
        out, err = (bytes(output[:most_bytes]) for output in outputs.values())
        return Ended(out=out, err=err, status=process.returncode, stopped=stopped)

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


def _exchanged(
    into: IO[bytes], given: bytes, outputs: Mapping[IO[bytes], bytearray], until: float, most_bytes: int
) -> Stopped:
    """Write and read until both outputs are at their end, or a limit is met."""
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
                    key.data.extend(piece)
                    if len(key.data) > most_bytes:
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


async def ended(child: Child, given: bytes, *, within_s: float, most_bytes: int) -> Ended:
    """`Child.run` beside the event loop; who gives up waiting kills it."""
    work = asyncio.create_task(asyncio.to_thread(child.run, given, within_s=within_s, most_bytes=most_bytes))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        child.kill()
        await asyncio.wait({work})
        raise
