"""How the processes that have a home open are doing, as Linux counts it; elsewhere only how many there are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from wainao.store.measure import Measure
from wainao.store.process import Process

_PROC = Path("/proc")
_UTIME, _STIME, _STARTED = 11, 12, 19
"""Places after the name in /proc/PID/stat, which stands in parentheses and may hold anything."""


def measures(process: Process) -> Iterator[Measure]:
    """Of this process and the others, each under its number: it is seen from outside, so that any of them can tell."""
    numbers = [token.partition("-")[0] for token in (process.token, *process.others())]
    numbers = [number for number in numbers if number.isdigit()]  # other locks lie there, too
    yield Measure(name="wainao_processes", help="Processes that have the home open.", value=len(numbers))
    for number in numbers:
        yield from _of(number)


def _of(number: str) -> Iterator[Measure]:
    folder, labels = _PROC / number, {"process": number}
    try:
        resident = int((folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        stat = (folder / "stat").read_text().rpartition(")")[2].split()
        booted_s = _booted_s()
    except OSError:  # not Linux, or it has just ended
        return
    ticks = os.sysconf("SC_CLK_TCK")
    for name, help, value in (
        ("process_resident_memory_bytes", "Memory in use.", resident),
        ("process_cpu_seconds_total", "Processor time used.", (int(stat[_UTIME]) + int(stat[_STIME])) / ticks),
        ("process_start_time_seconds", "When it began, in seconds since 1970.", booted_s + int(stat[_STARTED]) / ticks),
    ):
        yield Measure(name=name, help=help, value=value, labels=labels)


def _booted_s() -> int:
    """When the machine was started, in seconds since 1970."""
    lines = (_PROC / "stat").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("btime "))
