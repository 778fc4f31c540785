"""Four server processes, two hundred clients, one budget: is anything overspent, or lost when processes are killed?

    python bench/budget_race.py [--clients 200] [--workers 4] [--seconds 6] [--kills 8]

Each race has a home of its own, real servers on it (`wainao up --workers N`) in front of a scripted model that says
what it used, and clients in processes of their own, fifty connections each, whose keys are all charged to one team.
Printed are the limit, what was counted against it, what the receipts add up to, and what was overspent. In the last
race server processes are killed with SIGKILL one after the other. Exits with 1 if anything was overspent, if an answer
has no receipt, or if the sums that reports are made of are not those of the receipts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec

from serving import Server
from wainao import Wainao
from wainao.testing import ModelServer, model_server

MESSAGE = "How many days of leave may be carried over to the next year, and until when?"
INPUT_TOKENS, MAX_TOKENS = 19, 40
REPLY_S = 0.05
PER_PROCESS = 50
BETWEEN_KILLS_S = 3.0
"""A server that loses a process sooner than two seconds after its start gives up: it takes that for a mistake."""
SETTINGS = """
[models]
base_url = "{url}"
model = "scripted-1"
usd_per_million_in = 2.0
usd_per_million_out = 10.0
"""


# The clients: processes that know nothing of Wainao.


async def ask_on(client: httpx.AsyncClient, until: float, answers: Counter[str], receipts: list[str]) -> None:
    body = {"messages": [{"role": "user", "content": MESSAGE}], "max_tokens": MAX_TOKENS}
    while time.monotonic() < until:
        try:
            reply = await client.post("/api/models/chat", json=body)
        except httpx.TransportError:
            answers["cut off"] += 1
            await asyncio.sleep(0.05)
            continue
        if reply.status_code == 200:
            answers["answered"] += 1
            receipts.append(reply.json()["receipt"])
        else:
            answers[f"{reply.status_code} {reply.json()['error']['code']}"] += 1
            await asyncio.sleep(0.02)


async def clients(url: str, key: str, count: int, seconds: float) -> None:
    answers: Counter[str] = Counter()
    receipts: list[str] = []
    most = httpx.Limits(max_connections=count, max_keepalive_connections=count)
    client = httpx.AsyncClient(
        base_url=url, headers={"authorization": f"Bearer {key}"}, limits=most, timeout=60.0, trust_env=False
    )
    async with client:
        until = time.monotonic() + seconds
        await asyncio.gather(*(ask_on(client, until, answers, receipts) for _ in range(count)))
    print(json.dumps({"answers": answers, "receipts": receipts}))


def start_clients(url: str, key: str, count: int, seconds: float) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, "--as-clients", url, str(count), str(seconds)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    process.stdin.write(f"{key}\n")  # not among its arguments: everybody on the machine can read those
    process.stdin.flush()
    return process


# The model, and how many it was asked for at once.


class Upstream:
    def __init__(self) -> None:
        self._pick = random.Random(7)
        self._began: list[float] = []

    def __call__(self, request: model_server.Received) -> model_server.Reply:
        self._began.append(time.monotonic())
        used = model_server.usage(INPUT_TOKENS, self._pick.randint(1, MAX_TOKENS))
        return model_server.stream(REPLY_S, model_server.events(model_server.delta("Five", finish="stop"), used))

    def most_at_once(self) -> int:
        """At least so many were under way at once: each lasts `REPLY_S`, or longer."""
        under_way: list[float] = []
        most = 0
        for began in sorted(self._began):
            under_way = [one for one in under_way if one > began - REPLY_S] + [began]
            most = max(most, len(under_way))
        return most

    def most_in_a_minute(self) -> int:
        return len(self._began)  # no race lasts that long


# One race.


@dataclass(frozen=True, kw_only=True)
class Race:
    """`unit` is what is limited: a field of budgets:set or of limits:set."""

    name: str
    unit: str
    limit: int
    kills: int = 0

    @property
    def is_rate(self) -> bool:
        return self.unit in ("calls_per_minute", "calls_at_once")


@dataclass(frozen=True, kw_only=True)
class Result:
    counted: int
    receipts: int
    answers: Counter[str]
    faults: list[str]


def run(race: Race, folder: Path, *, people: int, workers: int, seconds: float) -> Result:
    upstream, home = Upstream(), folder / race.unit / str(race.kills)
    seconds = max(seconds, BETWEEN_KILLS_S * (race.kills + 1))
    with ModelServer(upstream) as model:
        keys = prepare(home, model.url, race, people)
        server = Server(home, workers=workers)
        running = [start_clients(server.url, key, PER_PROCESS, seconds) for key in keys]
        killer = threading.Thread(target=kill_workers, args=(server.process.pid, race.kills))
        killer.start()
        told = [json.loads(one.communicate()[0]) for one in running]
        killer.join()
        server.stop()
    answers = sum((Counter(one["answers"]) for one in told), Counter())
    return judge(race, home, answers, {receipt for one in told for receipt in one["receipts"]}, upstream)


def prepare(home: Path, url: str, race: Race, people: int) -> list[str]:
    home.mkdir(parents=True)
    (home / "wainao.toml").write_text(SETTINGS.format(url=url))
    with Wainao.open(home) as brain:
        brain.call("teams:add", id="sales")
        if race.is_rate:
            brain.call("limits:set", team="sales", **{race.unit: race.limit})
        else:
            brain.call("budgets:set", team="sales", period="total", **{race.unit: race.limit})
        return [new_key(brain, f"ann{number}") for number in range(people)]


def new_key(brain: Wainao, id: str) -> str:
    brain.call("actors:add", id=id)
    brain.call("teams:join", team="sales", actor=id)
    key: str = brain.call("keys:add", actor=id).output.key
    return key


def kill_workers(supervisor: int, kills: int) -> None:
    """Kill the oldest server process now and then; the one that looks after them starts another."""
    for _ in range(kills):
        time.sleep(BETWEEN_KILLS_S)
        oldest, *_ = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
        os.kill(int(oldest), signal.SIGKILL)


def judge(race: Race, home: Path, answers: Counter[str], told: set[str], upstream: Upstream) -> Result:
    with Wainao.open(home) as brain:  # which also clears up after the processes that were killed
        budgets = brain.call("budgets:list").output.budgets
        intact = brain.verify().output.intact
    ended = receipts_of(home)
    faults = [] if intact else ["the ledger is not intact"]
    if lost := told - {one["id"] for one in ended if one["status"] == "ok"}:
        faults.append(f"{len(lost)} answers without a receipt")
    if reported(home) != (sums := added_up(ended)):
        faults.append(f"the report says {reported(home)}, the receipts {sums}")
    counted, receipts = counts(race, budgets, ended, upstream)
    if counted > race.limit:
        faults.append(f"{counted - race.limit} too many")
    if counted < receipts:
        faults.append(f"{receipts - counted} not counted")
    return Result(counted=counted, receipts=receipts, answers=answers, faults=faults)


def counts(race: Race, budgets: Any, ended: list[dict[str, Any]], upstream: Upstream) -> tuple[int, int]:
    """What was counted against the limit, and what the receipts of calls that were let in add up to."""
    if race.unit == "calls_at_once":
        return upstream.most_at_once(), upstream.most_at_once()
    let_in = [one["usage"] for one in ended if one["status"] not in ("budget", "crashed")]
    if race.unit == "calls_per_minute":
        return upstream.most_in_a_minute(), len(let_in)
    used = sum(
        {
            "calls": one["calls"],
            "tokens": one["input_tokens"] + one["output_tokens"],
            "cost_microusd": one["cost_microusd"],
        }[race.unit]
        for one in let_in
    )
    return getattr(budgets[0], f"{race.unit}_used"), used


def receipts_of(home: Path) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(home / "state.db")) as connection:
        rows = connection.execute("SELECT header FROM receipts WHERE capability = 'models:chat'")
        return [msgspec.json.decode(header) for (header,) in rows]


def added_up(ended: list[dict[str, Any]]) -> tuple[int, ...]:
    names = ("calls", "input_tokens", "output_tokens", "cost_microusd")
    return tuple(sum(one["usage"][name] or 0 for one in ended) for name in names)


def reported(home: Path) -> tuple[int, ...]:
    with closing(sqlite3.connect(home / "state.db")) as connection:
        sql = "SELECT SUM(calls), SUM(input_tokens), SUM(output_tokens), SUM(cost_microusd) FROM usage_days"
        return tuple(connection.execute(f"{sql} WHERE capability = 'models:chat'").fetchone())


def races(kills: int) -> list[Race]:
    found = [
        Race(name="calls", unit="calls", limit=500),
        Race(name="tokens", unit="tokens", limit=20_000),
        Race(name="money (1/1,000,000 USD)", unit="cost_microusd", limit=100_000),
        Race(name="calls in a minute", unit="calls_per_minute", limit=300),
        Race(name="calls at once", unit="calls_at_once", limit=12),
        Race(name="money, with kill -9", unit="cost_microusd", limit=200_000, kills=kills),
    ]
    return [race for race in found if kills or not race.kills]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--kills", type=int, default=8)
    options = parser.parse_args()
    people, faults = -(-options.clients // PER_PROCESS), 0
    print(f"{'limit on':<26}{'limit':>9}{'counted':>10}{'receipts':>10}{'overspent':>11}  answers")
    with tempfile.TemporaryDirectory() as folder:
        for race in races(options.kills):
            result = run(race, Path(folder), people=people, workers=options.workers, seconds=options.seconds)
            faults += len(result.faults)
            over = max(0, result.counted - race.limit)
            line = f"{race.name:<26}{race.limit:>9,}{result.counted:>10,}{result.receipts:>10,}{over:>11,}"
            print(
                line, "", ", ".join(f"{count:,} {what}" for what, count in sorted(result.answers.items())), flush=True
            )
            for fault in result.faults:
                print(f"  FAULT: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--as-clients"]:
        url, count, seconds = sys.argv[2:]
        asyncio.run(clients(url, sys.stdin.readline().strip(), int(count), float(seconds)))
    else:
        sys.exit(main())
