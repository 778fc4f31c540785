"""How fast the ledger is written, read, proved and verified, and how much it takes.

    python bench/ledger.py [--records 1000000] [--at-once 256] [--home DIR]

Each record is a question with an answer and three citations. With --home the ledger stays there and is used again.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wainao.kernel import Draft, Verdict, now_us
from wainao.store.home import Home
from wainao.store.ledger.evidence import check, gather, growth
from wainao.store.ledger.ledger import Ledger
from wainao.types import Answer, Citation, Sentence

SAMPLES = 500


def draft(number: int) -> Draft:
    citation = Citation(
        document="06h00cuntchgaii99soq03llh8",
        path="handbook/leave.md",
        version="ba7816bf8f01cfea",
        line_start=number % 100,
        char_start=number,
        char_end=number + 40,
        quote="当年未休完的年休假可以顺延至次年三月三十一日。",
    )
    answer = Answer(
        answer="可以,但须在 3 月 31 日前用完。[1]",
        origin="documents",
        sentences=(Sentence(text="可以,但须在 3 月 31 日前用完。", supported=True, citations=(0,)),),
        citations=(citation,) * 3,
    )
    return Draft(
        capability="knowledge:ask",
        capability_version="1",
        risk="read",
        actor=f"actor-{number % 50}",
        tenant="local",
        parent=None,
        root="",
        input={"question": f"年假可以顺延到下一年吗?第 {number} 次问", "bases": None, "strict": False},
        output=answer,
        finished_us=now_us(),
        verdicts=[Verdict(by="policy", said="allow", why="'ann' has the right 'read'")],
        versions={"policy": "rights-1", "index": "ba7816bf8f01cfea"},
    )


async def fill(ledger: Ledger, records: int, at_once: int) -> None:
    numbers = iter(range(records))

    async def one_after_another() -> None:
        for number in numbers:
            call = draft(number)
            ledger.open(call)
            await ledger.seal(call)

    await asyncio.gather(*(one_after_another() for _ in range(at_once)))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(home: Home, records: int, at_once: int) -> None:
    ledger, database = home.ledger, home.database("state")
    with database.read() as connection:
        (there,) = connection.execute("SELECT size FROM receipts_head").fetchone()
    if there < records:
        seconds, _ = timed(lambda: asyncio.run(fill(ledger, records - there, at_once)))
        rate = (records - there) / seconds
        print(f"appended    {records - there:,} records, {at_once} at once: {seconds:.1f} s, {rate:,.0f} per second")
    size = home.path.joinpath("state.db").stat().st_size
    print(f"on disk     {size / 1e6:,.0f} MB, {size / records:,.0f} bytes per record")
    before = peak_mb()
    seconds, audit = timed(ledger.verify)
    print(f"verified    {audit.records:,} records: {seconds:.1f} s, {seconds / audit.records * 1e6:.1f} us per record")
    print(f"            intact: {audit.intact}; peak memory {before:.0f} MB before, {peak_mb():.0f} MB after")
    with database.read() as connection:
        ids = [id for (id,) in connection.execute("SELECT id FROM receipts ORDER BY idx")]
        chosen = random.Random(1).sample(ids, min(SAMPLES, len(ids)))
        proved = [timed(lambda id=id: gather(connection, id)) for id in chosen]
        key = ledger.book.key.public.raw
        checked = [timed(lambda evidence=evidence: check(evidence, key))[0] for _, evidence in proved]
        grown = [timed(lambda size=size: growth(connection, size))[0] for size in range(1, len(ids), len(ids) // 50)]
    milliseconds(("proof", [seconds for seconds, _ in proved]), ("its check", checked), ("growth", grown))


def milliseconds(*series: tuple[str, list[float]]) -> None:
    for name, seconds in series:
        print(f"{name:<12}{statistics.median(seconds) * 1e3:.2f} ms in the middle, {max(seconds) * 1e3:.2f} ms at most")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--at-once", type=int, default=256)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--batched", action="store_true", help="leave the disk to the operating system")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(given.home or Path(folder) / "home", durable=not given.batched)
        report(home, given.records, given.at_once)
        home.close()
