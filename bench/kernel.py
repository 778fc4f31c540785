"""What the governed path costs: a capability that does nothing, called directly and through the kernel.

    python bench/kernel.py [--calls N] [--loop asyncio|uvloop]

A call carries a chat of about 800 bytes each way. For each way of recording and each number of calls at once it prints
microseconds of wall clock and of CPU time per call, all threads of the process together, and the median wait of one
call. "alone" keeps no receipts: what the kernel itself costs. "batched" leaves with its record in the journal, "proved"
waits for the commit, "durable" for the disk as well. Then the cost of an item of a stream, in two parts, so that what a
call costs once is not in it. The first line is how long this machine takes for a fixed loop: compare runs by it.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wainao.kernel import Call, Draft, Finding, Guard, Kernel, Ports, Proof, RightsPolicy, Spec
from wainao.store.approvals import SqliteApprovals
from wainao.store.home import Home
from wainao.store.meter import Budget, SqliteMeter
from wainao.testing import in_memory_ports
from wainao.types import Actor, ChatInput, ChatOutput, Delta, Message, Usage, Words

AT_ONCE = (1, 16, 64, 256)
ITEMS = (100, 1_100)
ANN = Actor(id="ann")
WORDS = Words("回声", "Echo")
TEXT = "请用三句话说明年假怎样顺延。Explain how annual leave carries over. "
ASKED = ChatInput(messages=(Message(role="system", content=TEXT), Message(role="user", content=TEXT * 6)))
SAID = ChatOutput(text=TEXT * 7, model="echo-1")


class Echo:
    """Says at once what it has to say, in `items` pieces before it."""

    def __init__(self, items: int = 0) -> None:
        self._items = items
        self.spec = Spec(name="bench:echo", title=WORDS, description=WORDS, input=ChatInput, output=ChatOutput)

    async def invoke(self, call: Call) -> AsyncIterator[Delta | ChatOutput]:
        for _ in range(self._items):
            yield PIECE
        call.used(USED)
        call.depends(model="echo-1")
        yield SAID


PIECE = Delta(text="carries over ")
USED = Usage(input_tokens=120, output_tokens=110, cost_microusd=40)


class Nowhere:
    """A log that keeps nothing."""

    def open(self, draft: Draft) -> Awaitable[None]:
        return Nothing()

    def seal(self, draft: Draft, *, proved: bool = True) -> Awaitable[Proof | None]:
        return Nothing()


class Nothing:
    def __await__(self) -> Generator[Any, None, None]:
        yield from ()


@dataclass(frozen=True)
class Rule:
    """One rule in Python's own regular expressions, as a guard."""

    name: str
    pattern: re.Pattern[str]
    on: str = "both"

    def check(self, text: str) -> Finding | None:
        return Finding(say="block", rule=self.name, why="found") if self.pattern.search(text) else None

    def holdback(self, text: str) -> int:
        return 0


GUARDS: Any = (Rule("keys", re.compile("sk-[a-z]{20}")), Rule("cards", re.compile("4[0-9]{15}")))


@dataclass(frozen=True, kw_only=True)
class Way:
    """How calls are recorded."""

    name: str
    home: Home
    recorded: bool = True
    proved: bool = False
    guards: tuple[Guard, ...] = ()
    budget: bool = False

    def kernel(self, items: int = 0) -> Kernel:
        memory, meter = in_memory_ports(), SqliteMeter(self.home)
        if self.budget:
            asyncio.run(meter.set_budget(Budget(subject="actor:ann", period="day", calls=10**9)))
        ports = Ports(
            receipts=self.home.ledger if self.recorded else Nowhere(),
            policy=RightsPolicy(),
            approvals=SqliteApprovals(self.home),
            meter=meter,
            corrections=memory.corrections,
            guards=self.guards,
        )
        return Kernel(ports, [Echo(items)])


def ways(folder: Path) -> list[Way]:
    plain = Way(name="alone", home=Home(folder / "batched", durable=False), recorded=False)
    batched = replace(plain, name="batched", recorded=True)
    return [
        plain,
        replace(plain, name="alone, 2 guards", guards=GUARDS),
        batched,
        replace(batched, name="proved", proved=True),
        replace(batched, name="durable", proved=True, home=Home(folder / "durable")),
        replace(batched, name="batched, budget", budget=True, home=Home(folder / "budget", durable=False)),
    ]


@dataclass(frozen=True)
class Cost:
    wall_us: float
    cpu_us: float
    median_us: float

    def __str__(self) -> str:
        return "".join(f"{figure:>10.1f} us" for figure in (self.wall_us, self.cpu_us, self.median_us))


async def measure(one: Callable[[], Coroutine[Any, Any, Any]], calls: int, at_once: int) -> Cost:
    waits: list[float] = []

    async def several() -> None:
        for _ in range(calls // at_once):
            began = time.perf_counter()
            await one()
            waits.append(time.perf_counter() - began)

    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(several() for _ in range(at_once)))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return Cost(wall / len(waits) * 1e6, cpu / len(waits) * 1e6, statistics.median(waits) * 1e6)


async def directly(call: Any, items: int = 0) -> None:
    async with aclosing(Echo(items).invoke(call)) as pieces:
        async for _ in pieces:
            pass


class Direct:
    input = ASKED

    def used(self, usage: Usage) -> None: ...

    def depends(self, **versions: str) -> None: ...


async def read(kernel: Kernel, *, proved: bool) -> None:
    async with kernel.stream("bench:echo", ASKED, actor=ANN, proved=proved) as stream:
        async for _ in stream:
            pass


def calibration() -> float:
    """Milliseconds for 300,000 rounds of arithmetic, the best of five."""

    def once() -> float:
        began = time.thread_time()
        sum(number * number % 7 for number in range(300_000))
        return (time.thread_time() - began) * 1e3

    return min(once() for _ in range(5))


def table(calls: int, run: Callable[[Coroutine[Any, Any, Cost]], Cost]) -> None:
    print(f"calibration {calibration():.1f} ms")
    direct = run(measure(lambda: directly(Direct()), calls, 1))
    print(f"{'direct':<30}{direct}")
    print(f"{'':<22}{'at once':>8}{'wall':>13}{'CPU':>13}{'median wait':>13}")
    with tempfile.TemporaryDirectory() as folder:
        found = ways(Path(folder))
        for way in found:
            kernel = way.kernel()
            for at_once in AT_ONCE:
                cost = run(measure(calling(kernel, way.proved), calls if at_once > 1 else calls // 2, at_once))
                print(f"{way.name:<22}{at_once:>8}{cost}")
        few, many = ITEMS
        for way in found[:3]:
            cpu = [run(measure(reading(way.kernel(items)), 40, 1)).cpu_us for items in ITEMS]
            print(f"{way.name + ', an item':<30}{(cpu[1] - cpu[0]) / (many - few):>23.2f} us")
        for home in {way.home.path: way.home for way in found}.values():
            home.close()


def calling(kernel: Kernel, proved: bool) -> Callable[[], Coroutine[Any, Any, Any]]:
    return lambda: kernel.run("bench:echo", ASKED, actor=ANN, proved=proved)


def reading(kernel: Kernel) -> Callable[[], Coroutine[Any, Any, Any]]:
    return lambda: read(kernel, proved=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=20_000)
    parser.add_argument("--loop", choices=("asyncio", "uvloop"), default="asyncio")
    options = parser.parse_args()
    if options.loop == "uvloop":
        import uvloop

        table(options.calls, uvloop.run)
    else:
        table(options.calls, asyncio.run)


if __name__ == "__main__":
    main()
