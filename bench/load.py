"""Load on a server, by programs in C that are never the bottleneck, and what it costs the server's processes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from serving import free_port

NATIVE = Path(__file__).with_name("native")
LOAD_CORE, SERVER_CORE = 0, 1


@dataclass(frozen=True, kw_only=True)
class Tools:
    """The compiled load generator and model endpoint."""

    load: Path
    upstream: Path

    @classmethod
    def build(cls, folder: Path) -> Tools:
        compiler = shutil.which("cc")
        if compiler is None:
            raise SystemExit("There is no C compiler. The load generator needs one: install gcc or clang (`cc`).")
        for name in ("load", "upstream"):
            source = NATIVE / f"{name}.c"
            subprocess.run([compiler, "-O2", "-Wall", "-o", folder / name, source], check=True)
        return cls(load=folder / "load", upstream=folder / "upstream")

    @contextmanager
    def endpoint(self, *, events: int = 100, tick_us: int = 2000) -> Iterator[int]:
        """A model endpoint on the load generator's core; gives its port."""
        port = free_port()
        command = [str(self.upstream), str(port), str(events), str(tick_us)]
        with pinned(command, LOAD_CORE):
            yield port

    def run(self, port: int, request: Path, *, connections: int, seconds: float) -> Load:
        command = [str(self.load), str(port), str(connections), str(seconds), str(request)]
        done = subprocess.run(on_core(command, LOAD_CORE), check=True, capture_output=True)
        return Load(**json.loads(done.stdout))


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one run of the load generator saw; times in microseconds."""

    requests: int
    failed: int
    seconds: float
    p50: int
    p99: int
    first_p50: int
    events: int


def on_core(command: Sequence[str], core: int) -> list[str]:
    return ["taskset", "-c", str(core), *command]


@contextmanager
def pinned(command: Sequence[str], core: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(on_core(command, core), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def family(pid: int) -> list[int]:
    """The process and all that descend from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(found for child in children for found in family(int(child)))]


def cpu_us(pid: int) -> float:
    """CPU time of a process, its threads and its children, to the nanosecond."""
    spent = 0
    for member in family(pid):
        for task in Path(f"/proc/{member}/task").iterdir():
            spent += int((task / "schedstat").read_text().split()[0])
    return spent / 1000


def memory_mb(pid: int) -> float:
    """Resident memory of a process and its children."""
    pages = sum(int(Path(f"/proc/{member}/statm").read_text().split()[1]) for member in family(pid))
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def anonymous_mb(pid: int) -> float:
    """What of it is nobody's file: the database and its log are mapped, and count as resident while they are in use."""
    found = (re.search(r"^RssAnon:\s+(\d+) kB", _status(member), re.MULTILINE) for member in family(pid))
    return sum(int(match[1]) for match in found if match) / 1e3


def open_sockets(pid: int) -> int:
    """Sockets of a process and its children."""
    return sum(
        _leads_to(file).startswith("socket:") for one in family(pid) for file in Path(f"/proc/{one}/fd").iterdir()
    )


def _status(pid: int) -> str:
    return Path(f"/proc/{pid}/status").read_text()


def _leads_to(file: Path) -> str:
    try:
        return str(file.readlink())
    except FileNotFoundError:  # closed meanwhile
        return ""
