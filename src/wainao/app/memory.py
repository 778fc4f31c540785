"""What a server that runs for weeks asks of the memory that Python and the C library manage for it."""

from __future__ import annotations

import ctypes
import gc
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

GARBAGE_AFTER = 20_000
"""Objects made and not freed before cycles are looked for: Python's 700 are there after three requests."""

LOOK_EVERY_S, SELDOM_S = 5.0, 60.0
WORTH_GIVING_BACK = 8 << 20
"""Bytes by which the process must be larger than it once was before free memory is handed back: that takes 10 ms."""

Trim = Callable[[int], int]

_STATUS = Path("/proc/self/statm")


def freeze() -> None:
    """Call once all that lives as long as the process is there: it is not looked through for garbage again.

    With Python's own settings, one tenth of a gateway's time went into looking.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER, 20, 50)


@contextmanager
def handed_back() -> Iterator[None]:
    """In this block, memory that large requests needed goes back to the system once they are gone.

    The C library keeps it otherwise: after some requests of 1 MB at once, three times what is in use. Does nothing
    where that library is not glibc.
    """
    trim = _trim() if _STATUS.exists() else None
    if trim is None:
        yield
        return
    ended = threading.Event()
    thread = threading.Thread(target=_watch, args=(trim, ended), name="wainao-memory", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def resident_bytes() -> int:
    """Memory of this process that is in use, as Linux counts it."""
    return int(_STATUS.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _watch(trim: Trim, ended: threading.Event) -> None:
    least, wait_s = resident_bytes(), LOOK_EVERY_S
    while not ended.wait(wait_s):
        before = resident_bytes()
        least, wait_s = min(least, before), LOOK_EVERY_S
        if before > least + WORTH_GIVING_BACK:
            gc.collect()
            trim(0)
            if before - resident_bytes() < WORTH_GIVING_BACK:  # most of it is in use: perhaps later
                wait_s = SELDOM_S


def _trim() -> Trim | None:
    """glibc's `malloc_trim`, which lets other threads run meanwhile."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
