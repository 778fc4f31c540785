"""What a gateway adds to a request: Wainao beside nginx and LiteLLM, in one run, on one core.

    python bench/gateway.py [--seconds S] [--environments DIR] [--only NAME ...] [--skip-scale]

The model endpoint and the load generator (C, one thread each) share core 0; the gateway under test has core 1 to
itself. Wainao runs with everything on: key, budget, guards, prices, and receipts that hold both bodies. LiteLLM is
installed into an environment of its own under --environments and runs without a database, with a master key. CPU time
is what the kernel counted for the processes of the gateway, to the nanosecond. Needs Linux, two cores, a C compiler and
nginx.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import gateways
from gateways import Running
from load import Load, Tools, cpu_us, memory_mb

SMALL_BYTES = 772
CONNECTIONS = (1, 16, 64)


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One run: what the clients saw, and what it cost the gateway for each request and each event."""

    load: Load
    cpu_us: float

    @property
    def per_request(self) -> float:
        return self.cpu_us / max(1, self.load.requests)

    @property
    def per_event(self) -> float:
        return self.cpu_us / max(1, self.load.events)

    @property
    def rate(self) -> float:
        return self.load.requests / self.load.seconds


@dataclass(frozen=True, kw_only=True)
class Row:
    """All that was measured of one gateway.

    Memory, in MB: `idle_mb` before the first request, `busy_mb` after those of 772 bytes and the streams, `calm_mb`
    after the large ones and ten seconds without any.
    """

    running: Running
    plain: dict[int, Cost]
    streamed: Cost
    one_stream: Cost
    large: dict[str, Cost]
    idle_mb: float
    busy_mb: float
    calm_mb: float

    @property
    def failed(self) -> int:
        runs = [*self.plain.values(), self.streamed, self.one_stream, *self.large.values()]
        return sum(run.load.failed for run in runs)


def request(folder: Path, headers: dict[str, str], *, size: int, stream: bool = False) -> Path:
    """A chat whose body has `size` bytes, as one file of head and body."""
    words = "May annual leave be carried over to the next year? 年假可以顺延到下一年吗？ "
    chat = {"model": "mock", "stream": stream, "messages": [{"role": "system", "content": "Answer briefly."}]}
    chat["messages"].append({"role": "user", "content": ""})
    room = size - len(json.dumps(chat, ensure_ascii=False).encode())
    said = (words * (room // len(words.encode()) + 1)).encode()[:room].decode(errors="ignore")
    chat["messages"][1]["content"] = said + "." * (room - len(said.encode()))
    body = json.dumps(chat, ensure_ascii=False).encode()
    head = {"Host": "127.0.0.1", "Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    path = folder / f"{size}-{stream}.request"
    path.write_bytes(f"POST /v1/chat/completions HTTP/1.1\r\n{lines}\r\n".encode() + body)
    return path


class Bench:
    def __init__(self, tools: Tools, folder: Path, seconds: float) -> None:
        self.tools = tools
        self.folder = folder
        self.seconds = seconds

    def cost(self, running: Running, *, connections: int, size: int = SMALL_BYTES, stream: bool = False) -> Cost:
        asked = request(self.folder, running.headers, size=size, stream=stream)
        before = cpu_us(running.pid) if running.pid else 0.0
        load = self.tools.run(running.port, asked, connections=connections, seconds=self.seconds)
        after = cpu_us(running.pid) if running.pid else 0.0
        return Cost(load=load, cpu_us=after - before)

    def row(self, running: Running) -> Row:
        idle_mb = _memory_mb(running)
        self.cost(running, connections=16)  # warm
        plain = {count: self.cost(running, connections=count) for count in CONNECTIONS}
        streamed, one_stream = (self.cost(running, connections=count, stream=True) for count in (64, 1))
        busy_mb = _memory_mb(running)
        large = {name: self.cost(running, connections=16, size=size) for name, size in LARGE.items()}
        time.sleep(CALM_S if running.pid else 0.0)
        return Row(
            running=running,
            plain=plain,
            streamed=streamed,
            one_stream=one_stream,
            large=large,
            idle_mb=idle_mb,
            busy_mb=busy_mb,
            calm_mb=_memory_mb(running),
        )


def _memory_mb(running: Running) -> float:
    return memory_mb(running.pid) if running.pid else 0.0


LARGE = {"40 KB": 40_000, "1 MB": 1_000_000}
CALM_S = 10.0
"""After the large ones: what is free by then is given back."""

Contestant = Callable[[int, Path], AbstractContextManager[Running]]


def contestants(environments: Path) -> dict[str, Contestant]:
    return {
        "direct": gateways.direct,
        "nginx": gateways.nginx,
        "litellm": partial(gateways.litellm, environment=environments / "litellm"),
        "batched": partial(gateways.wainao, durability="batched"),
        "each": partial(gateways.wainao, durability="each"),
    }


def rows(bench: Bench, chosen: dict[str, Contestant]) -> Iterator[tuple[str, Row]]:
    with bench.tools.endpoint() as upstream:
        for name, start in chosen.items():
            folder = bench.folder / name
            folder.mkdir()
            with start(upstream, folder) as running:
                row = bench.row(running)
            print_row(row)
            yield name, row


def print_head() -> None:
    print(
        "| gateway | CPU us/request c=1/16/64 | requests/s c=1/16/64 | p50/p99 us c=1 | p50 ms c=64 | "
        "first byte us c=1 | CPU us/event | CPU us at 40 KB / 1 MB | MB idle/after | MB after 1 MB bodies | start s | "
        "failed |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")


def print_row(row: Row) -> None:
    plain, governed = row.plain, row.running.pid is not None
    cpu = " / ".join(f"{plain[count].per_request:,.1f}" for count in CONNECTIONS) if governed else "-"
    rate = " / ".join(f"{plain[count].rate:,.0f}" for count in CONNECTIONS)
    event = f"{row.streamed.per_event:.1f}" if governed else "-"
    large = " / ".join(f"{cost.per_request:,.0f}" for cost in row.large.values()) if governed else "-"
    print(
        f"| {row.running.name} | {cpu} | {rate} | {plain[1].load.p50} / {plain[1].load.p99} | "
        f"{plain[64].load.p50 / 1000:.1f} | {row.one_stream.load.first_p50} | {event} | {large} | "
        f"{row.idle_mb:.0f} / {row.busy_mb:.0f} | {row.calm_mb:.0f} | {row.running.started_s:.1f} | {row.failed} |",
        flush=True,
    )


def print_bars(measured: dict[str, Row]) -> None:
    """Each bar with its figure, where the run has what it takes."""
    if not {"direct", "nginx"} <= measured.keys():
        return
    direct, nginx = measured["direct"], measured["nginx"]
    for name in measured.keys() & {"batched", "each"}:
        ours = measured[name]
        cpu, added = ours.plain[64].per_request, ours.plain[1].load.p50 - direct.plain[1].load.p50
        first = ours.one_stream.load.first_p50 - direct.one_stream.load.first_p50
        bars = [
            ("CPU per request, times nginx", cpu / nginx.plain[64].per_request, 5.0),
            ("p50 added at 1 connection, us", added, 150.0),
            ("CPU per streamed event, times nginx", ours.streamed.per_event / nginx.streamed.per_event, 2.5),
            ("time to first byte added, us", first, 300.0),
            ("memory, MB", ours.busy_mb, 100.0),
        ]
        if "litellm" in measured:
            bars.append(("CPU per request, times LiteLLM", cpu / measured["litellm"].plain[64].per_request, 0.01))
        print(f"\n{ours.running.name}")
        for what, figure, bar in bars:
            print(f"  {'holds' if figure <= bar else 'MISSED':<7}{what}: {figure:.4g} (at most {bar:g})")


def print_scale(bench: Bench) -> None:
    """Requests per second with 1, 2 and 4 workers, on all cores, the load's own included."""
    print("\n| workers | requests/s c=64 | CPU us/request | MB |\n|---|---|---|---|")
    with bench.tools.endpoint() as upstream:
        for workers in (1, 2, 4):
            folder = bench.folder / f"{workers}-workers"
            folder.mkdir()
            with gateways.wainao(upstream, folder, workers=workers) as running:
                bench.cost(running, connections=64)
                cost = bench.cost(running, connections=64)
                print(f"| {workers} | {cost.rate:,.0f} | {cost.per_request:.1f} | {memory_mb(running.pid or 0):.0f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--environments", type=Path, default=Path(tempfile.gettempdir()) / "wainao-bench")
    parser.add_argument("--only", nargs="*", choices=["direct", "nginx", "litellm", "batched", "each"])
    parser.add_argument("--skip-scale", action="store_true")
    asked = parser.parse_args()
    chosen = {
        name: start for name, start in contestants(asked.environments).items() if not asked.only or name in asked.only
    }
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Tools.build(Path(folder)), Path(folder), asked.seconds)
        print_head()
        measured = dict(rows(bench, chosen))
        print_bars(measured)
        if not asked.skip_scale:
            print_scale(bench)


if __name__ == "__main__":
    main()
