"""A process that spends from one budget: `python meter_worker.py HOME CALLS`; prints how many were let in."""

import asyncio
import sys
import threading
from pathlib import Path

from ledger_world import draft

from wainao.kernel import BudgetError, Call, Kernel, Spec
from wainao.store.home import Home
from wainao.store.meter import SqliteMeter
from wainao.testing import in_memory_ports
from wainao.types import Actor, Usage, Words

THREADS = 4


def call() -> Call:
    words = Words("花", "Spend")
    spec = Spec(name="tools:spend", title=words, description=words, input=dict, output=dict)
    actor = Actor(id="ann")
    return Call(spec=spec, actor=actor, input={}, draft=draft(), kernel=Kernel(in_memory_ports()), deadline=0.0)


async def spend(meter: SqliteMeter, count: int) -> int:
    async def one(number: int) -> bool:
        try:
            reservation = await meter.reserve(call(), Usage(calls=1, input_tokens=7))
        except BudgetError:
            return False
        if number % 3 and reservation:
            await meter.settle(reservation, Usage(calls=1, input_tokens=5))
        return True

    return sum(await asyncio.gather(*map(one, range(count))))


def main() -> None:
    home = Home(Path(sys.argv[1]))
    meter, let_in = SqliteMeter(home), []
    threads = [
        threading.Thread(target=lambda: let_in.append(asyncio.run(spend(meter, int(sys.argv[2])))))
        for _ in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    home.close()
    print(sum(let_in))


if __name__ == "__main__":
    main()
