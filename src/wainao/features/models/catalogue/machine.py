"""What this machine has: cores, memory and how fast it is read, graphics cards."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PROBE_BYTES = 128 * 1024 * 1024
"""More than processors keep near themselves, so that it is the memory that is measured."""
PROBES = 6
NVIDIA_TIMEOUT_S = 10.0
_NVIDIA = ("nvidia-smi", "--query-gpu=name,memory.total,memory.free", "--format=csv,noheader,nounits")
_CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
_MEMORY = Path("/proc/meminfo")


@dataclass(frozen=True, kw_only=True, slots=True)
class Gpu:
    name: str
    memory_bytes: int
    free_bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Machine:
    """`memory_bytes` is all that we may have, `free_bytes` what nobody uses now, `models_bytes` what models here may
    take together (the setting `local_memory_gb`). None or 0: not known. `bytes_per_s` is how fast memory was read."""

    cores: int
    memory_bytes: int
    free_bytes: int
    models_bytes: int
    gpus: tuple[Gpu, ...]
    bytes_per_s: float | None


def this_machine(*, models_bytes: int) -> Machine:
    """Look, measure how fast memory is (a fifth of a second, once), ask for graphics cards: not for an event loop."""
    memory = memory_bytes()
    return Machine(
        cores=cores(),
        memory_bytes=memory,
        free_bytes=free_bytes(),
        models_bytes=models_bytes,
        gpus=gpus(),
        bytes_per_s=bytes_per_s(),
    )


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory_bytes() -> int:
    """All of it, or what the container may have."""
    if not hasattr(os, "sysconf"):
        return 0
    everything = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with suppress(OSError, ValueError):  # "max": no limit
        return min(everything, int(_CGROUP_LIMIT.read_text()))
    return everything


def free_bytes() -> int:
    with suppress(OSError):
        for line in _MEMORY.read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return 0


@lru_cache(maxsize=1)
def bytes_per_s() -> float | None:
    """How fast all cores together read memory: what bounds how fast a model writes."""
    import numpy as np

    workers = cores()
    parts = np.array_split(np.ones(PROBE_BYTES // 8, np.float64), workers)
    with ThreadPoolExecutor(workers) as pool:
        best = min(_timed(pool, parts) for _ in range(PROBES))
    return PROBE_BYTES / best if best > 0 else None


def _timed(pool: ThreadPoolExecutor, parts: Sequence[object]) -> float:
    import numpy as np

    began = time.perf_counter()
    list(pool.map(np.max, parts))  # reads every byte once, and lets other threads run meanwhile
    return time.perf_counter() - began


def gpus() -> tuple[Gpu, ...]:
    """NVIDIA's, as its own tool tells them; none where there is no such tool."""
    with suppress(OSError, subprocess.SubprocessError):
        told = subprocess.run(_NVIDIA, capture_output=True, text=True, timeout=NVIDIA_TIMEOUT_S, check=True).stdout
        return read_gpus(told)
    return ()


def read_gpus(told: str) -> tuple[Gpu, ...]:
    """What nvidia-smi prints: name, all and free memory in MiB; lines that say something else are left out."""
    found = []
    for line in told.splitlines():
        with suppress(ValueError):
            name, total, free = line.rsplit(",", 2)
            found.append(Gpu(name=name.strip(), memory_bytes=int(total) << 20, free_bytes=int(free) << 20))
    return tuple(found)
