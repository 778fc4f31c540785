"""A process of its own that records calls: `python ledger_worker.py HOME COUNT [batched]`; prints each id once it is
safe. Batched, every third call shows something before it ends, and its opening is safe by then: "opened ID".
"""

import asyncio
import sys
from pathlib import Path

from ledger_world import draft

from wainao.store.home import Home


async def work(home: Home, count: int) -> None:
    async def one(number: int) -> None:
        call = draft(question=f"Q{number}", risk="write" if number % 3 == 0 else "read")
        opened = home.ledger.open(call)
        if call.risk == "write":
            await opened
            print("opened", call.id, flush=True)
        await asyncio.sleep(0)
        await home.ledger.seal(call, proved=home.durable)
        print(call.id, flush=True)

    running: set[asyncio.Task[None]] = set()
    for number in range(count):
        running.add(asyncio.ensure_future(one(number)))
        if len(running) >= 8:
            _, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    await asyncio.gather(*running)


def main() -> None:
    home = Home(Path(sys.argv[1]), durable="batched" not in sys.argv)
    asyncio.run(work(home, int(sys.argv[2])))
    home.close()


if __name__ == "__main__":
    main()
