"""A process of clients that spend from the budgets of one home: `python meter_worker.py HOME CLIENTS CALLS SEED`.

Each client makes so many calls, one after the other, through a kernel of its own. For every answer it prints what it
used, once it has it; at the end `let in` and how many, and `at once` and the most calls that any of them ever saw under
way in all processes.
"""

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from wainao.kernel import BudgetError, Call, EngineError, Kernel, Ports, RightsPolicy, Spec
from wainao.store.home import Home
from wainao.store.meter import SqliteMeter
from wainao.testing import in_memory_ports
from wainao.types import Actor, Usage, Words

ANN = Actor(id="ann", team="sales", key="wk_3f9k2m7q")
ESTIMATE = Usage(calls=1, input_tokens=7, cost_microusd=70)
WORDS = Words("花", "Spend")


@dataclass(frozen=True, kw_only=True, slots=True)
class Spending:
    tokens: int


class UnderWay:
    """One empty file for each call under way, in a folder that all processes look into.

    Those of a process count no more once somebody has put a file there that says it is going to be killed.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._folder = folder
        self.most = 0

    def begin(self, id: str) -> Path:
        mark = self._folder / f"{os.getpid()}-{id}"
        mark.touch()
        self.most = max(self.most, self._count())
        return mark

    def _count(self) -> int:
        names = [one.name for one in self._folder.iterdir()]
        doomed = {name.removeprefix("doomed-") for name in names if name.startswith("doomed-")}
        return sum(name.partition("-")[0] not in {"doomed", *doomed} for name in names)


class Spend:
    """Uses less than was set aside, or all of it, or fails in between."""

    spec = Spec(
        name="tools:spend",
        title=WORDS,
        description=WORDS,
        input=Spending,
        output=Spending,
        estimate=lambda _: ESTIMATE,
    )

    def __init__(self, under_way: UnderWay, pick: random.Random) -> None:
        self._under_way = under_way
        self._pick = pick

    async def invoke(self, call: Call) -> AsyncIterator[Spending]:
        mark = self._under_way.begin(call.id)
        try:
            await asyncio.sleep(self._pick.choice([0.0, 0.001, 0.005]))
            call.used(Usage(input_tokens=call.input.tokens, cost_microusd=call.input.tokens * 10))
            if self._pick.random() < 0.1:
                raise ValueError("it failed on the way")
            yield call.input
        finally:
            mark.unlink()


async def client(kernel: Kernel, pick: random.Random, calls: int) -> int:
    let_in = 0
    for _ in range(calls):
        try:
            outcome = await kernel.run("tools:spend", Spending(tokens=pick.randrange(8)), actor=ANN)
        except BudgetError:
            await asyncio.sleep(0.001)
            continue
        except EngineError as error:
            if "on the way" not in str(error):
                raise
        else:
            print("used", outcome.receipt, outcome.usage.input_tokens, flush=True)
        let_in += 1
    return let_in


async def work(home: Home, clients: int, calls: int, pick: random.Random) -> None:
    memory, under_way = in_memory_ports(), UnderWay(home.path.parent / "under-way")
    ports = Ports(
        receipts=home.ledger,
        policy=RightsPolicy(),
        approvals=memory.approvals,
        meter=SqliteMeter(home),
        corrections=memory.corrections,
    )
    kernel = Kernel(ports, [Spend(under_way, pick)])
    let_in = await asyncio.gather(*(client(kernel, pick, calls) for _ in range(clients)))
    print("let in", sum(let_in))
    print("at once", under_way.most)


def main() -> None:
    folder, clients, calls, seed = sys.argv[1:]
    home = Home(Path(folder), durable=False)
    asyncio.run(work(home, int(clients), int(calls), random.Random(int(seed))))
    home.close()


if __name__ == "__main__":
    main()
