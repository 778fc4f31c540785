"""Minutes of mixed load with faults: does memory stay flat, does nothing get stuck, has every request its receipt?

    python bench/soak.py [--minutes 10] [--clients 24] [--workers 2]

A real `wainao up` before an endpoint that fails in seventeen ways (`moody.py`) and a healthy one behind it; clients of
nineteen kinds (`mixed.py`). Told once a minute: how the requests ended, memory and sockets of all server processes. At
the end: memory of the last third beside the first's, once the first fifth is over; what is still open when all clients
have gone; and the ledger, in which every request that got as far as a call has one receipt, whatever became of it.
Exits with 1 if anything is wrong. Needs Linux.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec

from crash import make_folder
from load import anonymous_mb, memory_mb, open_sockets
from mixed import Load, Tally
from moody import FAULTS, MARK, Moody, Well
from serving import Server
from wainao import Wainao

FILES, SHARE_OF_FAULTS, PAUSE_S = 20, 0.15, 0.15
SAMPLE_EVERY_S = 2.0
WARM_UP = 0.2
GROWTH_MB, GROWTH = 4.0, 0.05
"""Memory is flat if the last third's median is above the first's by less than the larger of these."""

READY_S = 5.0
"""The first worker answers before the others have opened what they need."""

QUIET_S = 90.0
"""Kept connections are closed half a minute after their last use."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """All server processes at one moment; `own_mb` leaves out mapped files."""

    at_s: float
    resident_mb: float
    own_mb: float
    sockets: int

    @classmethod
    def of(cls, pid: int, began: float) -> Sample:
        return cls(
            at_s=time.monotonic() - began,
            resident_mb=memory_mb(pid),
            own_mb=anonymous_mb(pid),
            sockets=open_sockets(pid),
        )


def prepare(home: Path, folder: Path, sick: str, well: str) -> str:
    """A home with documents, two deployments and one route; gives a key for it."""
    make_folder(folder, FILES)
    (home / "wainao.toml").write_text('[store]\ndurability = "batched"\n')
    with Wainao.open(home) as brain:
        brain.call("knowledge:add", paths=[str(folder)])
        told = {"model": "m", "serves": ["chat", "embed"], "usd_per_million_in": 1.0, "usd_per_million_out": 10.0}
        brain.call("deployments:add", name="sick", base_url=sick, first_word_s=0.5, timeout_s=1.5, **told)
        brain.call("deployments:add", name="well", base_url=well, **told)
        targets = [{"deployment": "sick"}, {"deployment": "well", "order": 1}]
        brain.call("routes:set", name="default", targets=targets, sticky="no")
        brain.call("teams:add", id="soak")
        brain.call("actors:add", id="load", rights=["read", "write"])
        brain.call("teams:join", team="soak", actor="load")
        brain.call("budgets:set", team="soak", period="total", tokens=10**12)
        key: str = brain.call("keys:add", actor="load").output.key
    return key


# While it runs.


async def soak(load: Load, pid: int, *, clients: int, seconds: float) -> list[Sample]:
    samples: list[Sample] = []
    watching = asyncio.create_task(watch(load.tally, pid, samples))
    try:
        await load.run(clients, seconds)
    finally:
        watching.cancel()
    return samples


async def watch(tally: Tally, pid: int, samples: list[Sample]) -> None:
    began, minute, told = time.monotonic(), 1, Counter[str]()
    while True:
        await asyncio.sleep(SAMPLE_EVERY_S)
        samples.append(Sample.of(pid, began))
        if samples[-1].at_s >= 60 * minute:
            print_minute(minute, tally.ends - told, samples[-1])
            minute, told = minute + 1, Counter(tally.ends)


def print_minute(minute: int, ends: Counter[str], now: Sample) -> None:
    said = ", ".join(f"{count:,} {end}" for end, count in ends.most_common())
    memory = f"{now.resident_mb:.0f} MB, {now.own_mb:.0f} without files"
    print(f"{minute:>4} min: {ends.total():,} requests; {memory}; {now.sockets} sockets\n          {said}", flush=True)


# Afterwards.


def growth(samples: list[Sample]) -> Iterator[str]:
    """Prints both medians; yields a fault if memory is not flat."""
    steady = [one for one in samples if one.at_s >= WARM_UP * samples[-1].at_s]
    third = len(steady) // 3
    for what in ("resident_mb", "own_mb"):
        first, last = (
            statistics.median(getattr(one, what) for one in part) for part in (steady[:third], steady[-third:])
        )
        print(f"memory, {what}: median of the first third {first:.1f}, of the last {last:.1f}")
        if last - first > max(GROWTH_MB, GROWTH * first):
            yield f"{what} grew from {first:.1f} to {last:.1f}"


def stuck(server: Server, home: Path, before: int, workers: int) -> Iterator[str]:
    """Waits until sockets are as `before`; yields what stays open, under way or set aside."""
    began = time.monotonic()
    while (now := open_sockets(server.process.pid)) > before and time.monotonic() - began < QUIET_S:
        time.sleep(0.5)
    print(f"sockets: {before} before, {now} {time.monotonic() - began:.0f} s after the last client left")
    if now > before:
        yield f"{now - before} sockets are still open"
    for _ in range(10 * workers):  # whichever process answers
        told = httpx.post(f"{server.url}/api/deployments/list", json={}, trust_env=False).raise_for_status().json()
        for row in told["deployments"]:
            if row["in_flight"]:
                yield f"{row['in_flight']} requests are still under way at {row['name']!r}"
    with opened(home) as connection:
        for (id,) in connection.execute("SELECT id FROM meter_reservations"):
            yield f"something is still set aside for the call {id}"
        for (call,) in connection.execute("SELECT opening FROM receipts_open"):
            yield f"a call is still under way: {call[:200]!r}"


def ledger(home: Path, tally: Tally, seen: set[str]) -> Iterator[str]:
    """Yields every way in which the ledger is not what was asked. `seen` are the marks that came to an endpoint."""
    with Wainao.open(home) as brain:
        verified = brain.verify().output
        budget = brain.call("budgets:list").output.budgets[0]
    print(f"ledger: {verified.records:,} records, intact: {verified.intact}")
    yield from map(str, verified.faults)
    found, statuses, tokens = receipts(home)
    print("receipts of requests: " + ", ".join(f"{count:,} {status}" for status, count in statuses.most_common()))
    print(f"owed {len(tally.owed):,}, found {len(found):,}; {len(tally.perhaps):,} left before a word came", end=", ")
    print(f"of which {len(tally.perhaps & found.keys()):,} had become a call")
    yield from missing("receipt for a request that was answered", tally.owed - found.keys())
    yield from missing("receipt for a request that an endpoint saw", seen - found.keys())
    yield from missing("second receipt less", {mark for mark, count in found.items() if count > 1})
    yield from missing("receipt fewer, for a request that was refused", tally.refused & found.keys())
    print(f"tokens: budget {budget.tokens_used:,}, receipts {tokens:,}")
    if budget.tokens_used != tokens:
        yield f"the budget counted {budget.tokens_used:,} tokens, the receipts say {tokens:,}"


def missing(what: str, marks: set[str]) -> Iterator[str]:
    if marks:
        yield f"{len(marks)} times there should be a {what}: {sorted(marks)[:5]}"


def receipts(home: Path) -> tuple[Counter[str], Counter[str], int]:
    """Receipts of each mark, but for those of calls that it led to; how many have which status; tokens of all."""
    found, statuses, tokens = Counter[str](), Counter[str](), 0
    with opened(home) as connection:
        for parent, status, header, contents in connection.execute(
            "SELECT parent, status, header, contents FROM receipts WHERE actor = 'load'"
        ):
            usage = msgspec.json.decode(header)["usage"]
            tokens += (usage["input_tokens"] or 0) + (usage["output_tokens"] or 0)
            if parent is None:
                statuses[status] += 1
                found.update(mark.decode() for mark in set(MARK.findall(contents)))
    return found, statuses, tokens


def opened(home: Path) -> AbstractContextManager[sqlite3.Connection]:
    return closing(sqlite3.connect(f"file:{home / 'state.db'}?mode=ro", uri=True))


def run(folder: Path, *, minutes: float, clients: int, workers: int) -> list[str]:
    home, moody, well = folder / "home", Moody(SHARE_OF_FAULTS), Well()
    home.mkdir(mode=0o700)
    with moody.serving() as sick, well.serving() as healthy:
        key = prepare(home, folder / "files", sick, healthy)
        server = Server(home, workers=workers)
        time.sleep(READY_S)
        before = open_sockets(server.process.pid)
        load = Load(server.url, key, pause_s=PAUSE_S)
        samples = asyncio.run(soak(load, server.process.pid, clients=clients, seconds=60 * minutes))
        faults = [f"{count:,} x {what}" for what, count in load.tally.wrong.most_common()]
        print_load(load.tally, moody)
        faults += [*growth(samples), *stuck(server, home, before, workers)]
        server.stop()
    return faults + list(ledger(home, load.tally, {mark.decode() for mark in moody.seen | well.seen}))


def print_load(tally: Tally, moody: Moody) -> None:
    print(f"\n{tally.ends.total():,} requests, the slowest took {tally.slowest_s:.1f} s")
    print("  " + ", ".join(f"{count:,} {kind}" for kind, count in tally.kinds.most_common()))
    print(f"{moody.played.total():,} faults of {len(FAULTS)} kinds")
    print("  " + ", ".join(f"{count:,} {fault}" for fault, count in moody.played.most_common()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--clients", type=int, default=24)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        faults = run(Path(folder), minutes=asked.minutes, clients=asked.clients, workers=asked.workers)
    for fault in faults:
        print(f"FAULT: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
