"""Several processes that serve one socket, replaced when they die, and gone when whoever started them is."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from types import FrameType

from wainao.kernel import EngineError

SHORTEST_LIFE_S = 2.0
"""A worker that ends sooner than this will not do better when it is started again."""

LOOK_S = 0.2
"""How long at most after a worker has died, or after being told to end, something is done about it."""


def end_with(lifeline: int) -> None:
    """End this process in order when the one that holds the other end of this pipe is gone, even if it was killed."""

    def wait() -> None:
        os.read(lifeline, 1)  # nobody ever writes: what comes is the end
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


@contextlib.contextmanager
def _lifeline() -> Iterator[int]:
    """A pipe's end to read from; the other is open as long as the block, or this process, lasts."""
    theirs, ours = os.pipe()
    try:
        yield theirs
    finally:
        os.close(theirs)
        os.close(ours)


Start = Callable[[int], "subprocess.Popen[bytes]"]
"""Starts a process that serves; it gets the file descriptor of its lifeline."""


def supervise(start: Start, workers: int) -> None:
    """Keep so many processes serving until told to end. They do not outlive this one."""
    with _lifeline() as lifeline:
        _supervise(partial(start, lifeline), workers)


def _supervise(start: Callable[[], subprocess.Popen[bytes]], workers: int) -> None:
    ending = False

    def end(_: int, __: FrameType | None) -> None:
        # No more than this: it may come while a worker is being started, which nobody has written down by then.
        nonlocal ending
        ending = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    running: list[tuple[subprocess.Popen[bytes], float]] = []
    try:
        for _ in range(workers):
            running.append((start(), time.monotonic()))
        while not ending:
            time.sleep(LOOK_S)
            for place, (worker, began) in enumerate(running):
                if worker.poll() is None or ending:
                    continue
                if time.monotonic() - began < SHORTEST_LIFE_S:
                    raise EngineError(
                        f"A server process ended at once, with {worker.returncode}. What it said is above: correct "
                        "that and start again."
                    )
                running[place] = (start(), time.monotonic())
    finally:
        for worker, _ in running:
            worker.terminate()
        for worker, _ in running:
            worker.wait()
