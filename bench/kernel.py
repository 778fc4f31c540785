"""What the governed path costs: a capability that does nothing, called directly and through the kernel.

    python bench/kernel.py [--calls N]

For each way of recording and each number of calls at once it prints microseconds of wall clock and of CPU time per
call, and how much that is over the direct call. "memory" keeps receipts in a dictionary: what the kernel alone costs.
"batched" waits for the commit and leaves the disk to the operating system, "durable" waits for the disk as well.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wainao.kernel import Call, Kernel, Ports, RightsPolicy, Spec
from wainao.store.approvals import SqliteApprovals
from wainao.store.budget import Budget
from wainao.store.home import Home
from wainao.store.meter import SqliteMeter
from wainao.testing import InMemoryReceipts, in_memory_ports
from wainao.types import Actor, Words

AT_ONCE = (1, 16, 64, 256)
WAYS = ("memory", "batched", "durable", "batched, with a budget")
ANN = Actor(id="ann")
WORDS = Words("回声", "Echo")


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    text: str


SAID = Said(text="今天的年假还剩几天?" * 5)


class Echo:
    spec = Spec(name="bench:echo", title=WORDS, description=WORDS, input=Said, output=Said)

    async def invoke(self, call: Call) -> AsyncIterator[Said]:
        yield call.input


def ports(name: str, home: Home) -> Ports:
    memory, meter = in_memory_ports(), SqliteMeter(home)
    if "budget" in name:
        asyncio.run(meter.set_budget(Budget(subject="actor:ann", period="day", calls=10**9)))
    return Ports(
        receipts=InMemoryReceipts() if name == "memory" else home.ledger,
        policy=RightsPolicy(),
        approvals=SqliteApprovals(home),
        meter=meter,
        corrections=memory.corrections,
    )


async def directly(call: Any) -> None:
    async with aclosing(Echo().invoke(call)) as items:
        async for _ in items:
            pass


@dataclass(frozen=True)
class Cost:
    wall_us: float
    cpu_us: float


async def measure(one: Callable[[], Coroutine[Any, Any, Any]], calls: int, at_once: int) -> Cost:
    async def several() -> None:
        for _ in range(calls // at_once):
            await one()

    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(several() for _ in range(at_once)))
    done = calls // at_once * at_once
    return Cost((time.perf_counter() - wall) / done * 1e6, (time.process_time() - cpu) / done * 1e6)


def through(kernel: Kernel) -> Callable[[], Coroutine[Any, Any, Any]]:
    return lambda: kernel.run("bench:echo", SAID, actor=ANN)


def table(calls: int) -> None:
    @dataclass(frozen=True)
    class Direct:
        input: Said = SAID

    direct = asyncio.run(measure(lambda: directly(Direct()), calls, 1))
    print(f"{'direct':<24}{'':>8}{direct.wall_us:>10.2f} us{direct.cpu_us:>10.2f} us")
    print(f"{'through the kernel':<24}{'at once':>8}{'wall':>13}{'CPU':>13}{'over direct (CPU)':>20}")
    with tempfile.TemporaryDirectory() as folder:
        homes = {name: Home(Path(folder) / name, durable=name == "durable") for name in WAYS}
        kernels = {name: Kernel(ports(name, home), [Echo()]) for name, home in homes.items()}
        for name, kernel in kernels.items():
            for at_once in AT_ONCE:
                count = calls if at_once > 1 else calls // 4
                cost = asyncio.run(measure(through(kernel), count, at_once))
                over = cost.cpu_us - direct.cpu_us
                print(f"{name:<24}{at_once:>8}{cost.wall_us:>10.1f} us{cost.cpu_us:>10.1f} us{over:>17.1f} us")
        for home in homes.values():
            home.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=20_000)
    table(parser.parse_args().calls)
