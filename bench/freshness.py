"""How soon is a correction the answer in another process, and is any of them late or lost?

    python bench/freshness.py [--corrections 1000] [--servers 4] [--writers 1] [--askers 0]

Starts so many servers on one home. Each correction goes to one of them; from its 200 on, all others are asked. So many
writers correct at once, each a question of its own, while so many askers ask all along, anything that was corrected, of
any server. An answer older than what was confirmed before it was asked for is stale; a confirmed correction that is not
listed at the end is lost.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from serving import Server
from wainao.store.egress import Egress, Routes, origin

QUESTIONS_EACH = 25
PORTION = 1_000


@dataclass(kw_only=True)
class Seen:
    """What was confirmed by now, and what came of it. Times are milliseconds."""

    confirmed: dict[str, int] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    from_200_ms: list[float] = field(default_factory=list)
    asked_ms: list[float] = field(default_factory=list)
    stale: int = 0


@dataclass(frozen=True)
class Client:
    """Asks one server at little cost: on two cores that are full, what the asking takes the answering lacks."""

    url: str
    egress: Egress

    async def post(self, path: str, **given: Any) -> Any:
        headers = {"content-type": "application/json"}
        body = json.dumps(given).encode()
        async with self.egress.send("POST", f"{self.url}{path}", headers=headers, content=body) as reply:
            said = await reply.read()
            if reply.status != 200:
                raise SystemExit(f"{path} answered {reply.status}: {said.decode()}")
            return json.loads(said)


async def correct_and_ask(clients: Sequence[Client], seen: Seen, worker: int, number: int) -> None:
    """One correction, and how long it takes until each other server gives it."""
    writer = number % len(clients)
    question = f"{worker} 号楼 {number % QUESTIONS_EACH} 号会议室找谁订?"
    written = await clients[writer].post(
        "/api/corrections/propose", question=question, answer=f"找 {number} 号", scope="everyone"
    )
    began = time.perf_counter()
    seen.confirmed[question] = number
    seen.ids.add(written["correction"])

    async def ask_there(client: Client) -> None:
        seen.stale += await ask(client, question) != number
        seen.from_200_ms.append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*(ask_there(client) for index, client in enumerate(clients) if index != writer))


async def ask(client: Client, question: str) -> int:
    """The number in the answer; -1 if it is no corrected one."""
    told = await client.post("/api/knowledge/ask", question=f"请问{question}谢谢")
    number = re.fullmatch(r"找 (\d+) 号", told["answer"])
    return int(number[1]) if number else -1


async def keep_asking(clients: Sequence[Client], seen: Seen) -> None:
    """Until it is cancelled, ask anything that was corrected of any server."""
    while True:
        if not seen.confirmed:
            await asyncio.sleep(0.01)
            continue
        question, confirmed = random.choice(list(seen.confirmed.items()))
        began = time.perf_counter()
        seen.stale += await ask(random.choice(clients), question) < confirmed
        seen.asked_ms.append((time.perf_counter() - began) * 1000)


async def listed(client: Client) -> set[str]:
    ids: set[str] = set()
    while True:
        told = await client.post("/api/corrections/list", limit=PORTION, skip=len(ids))
        portion = {correction["id"] for correction in told["corrections"]}
        if not portion:
            return ids
        ids |= portion


async def measure(urls: Sequence[str], *, corrections: int, writers: int, askers: int) -> tuple[Seen, int]:
    """What was seen, and how many corrections were lost."""
    seen = Seen()
    egress = Egress(Routes(configured=frozenset(map(origin, urls))))
    clients = [Client(url, egress) for url in urls]

    async def write(worker: int) -> None:
        for number in range(worker, corrections, writers):
            await correct_and_ask(clients, seen, worker, number)

    asking = [asyncio.create_task(keep_asking(clients, seen)) for _ in range(askers)]
    await asyncio.gather(*map(write, range(writers)))
    for task in asking:
        task.cancel()
    await asyncio.gather(*asking, return_exceptions=True)
    lost = len(seen.ids - await listed(clients[0]))
    egress.close()
    return seen, lost


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corrections", type=int, default=1_000)
    parser.add_argument("--servers", type=int, default=4)
    parser.add_argument("--writers", type=int, default=1)
    parser.add_argument("--askers", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        servers = [Server(Path(folder) / "home") for _ in range(given.servers)]
        try:
            urls = [server.url for server in servers]
            seen, lost = asyncio.run(
                measure(urls, corrections=given.corrections, writers=given.writers, askers=given.askers)
            )
        finally:
            for server in servers:
                server.stop()
    print(f"{given.corrections} corrections, {given.servers} processes, {given.writers} writers, {given.askers} askers")
    print(f"from 200 OK to the changed answer elsewhere: {quantiles(seen.from_200_ms)}")
    if seen.asked_ms:
        print(f"questions meanwhile: {quantiles(seen.asked_ms)}")
    print(f"stale answers: {seen.stale}; lost corrections: {lost}")


def quantiles(took_ms: list[float]) -> str:
    ordered = sorted(took_ms)
    p50, p99 = (ordered[len(ordered) * share // 100] for share in (50, 99))
    return f"{len(ordered)} answers, p50 {p50:.1f} ms, p99 {p99:.1f} ms, worst {ordered[-1]:.1f} ms"


if __name__ == "__main__":
    main()
