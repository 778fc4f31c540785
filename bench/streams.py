"""Thousands of idle streams and slow clients: what they cost a gateway, and whether they hold others up.

    python bench/streams.py [--streams 2000] [--slow 50]

One `wainao up` with everything on. First so many clients hold a stream each that says a word now and then; told are the
gateway's memory for each and how long an ordinary chat takes meanwhile. All must end as they should, which is what the
receipts say. Then clients that read an answer of 20 MB at 1 KB a second, and clients that send a body as slowly: memory
must stay bounded, others must not notice, and bodies that do not arrive in time must be refused. Exits with 1 if
anything is wrong. Needs Linux, two cores and a C compiler.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import socket
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import gateways
from gateway import SMALL_BYTES, request
from gateways import Running
from load import Load, Tools, memory_mb, open_sockets
from wainao import Wainao
from wainao.testing import ModelServer, model_server

EVENTS, TICK_S, HOLD_S, CHATS_S = 3, 15.0, 45.0, 8.0
"""A stream lasts one to two ticks; who holds it asks for another then."""

LARGE_ANSWER_BYTES, SLOW_BODY_BYTES, SLOW_BYTES_PER_S = 20_000_000, 40_000, 1_000
SLOW_S = 36.0
"""A body of that size is given 32 seconds."""

KEPT = 8
"""Connections to the model that may be there before, and after."""

MOST_FOR_ONE_KB = 256
MOST_TIMES_SLOWER = 5.0


@dataclass(frozen=True, kw_only=True)
class Bench:
    tools: Tools
    running: Running
    folder: Path

    @property
    def pid(self) -> int:
        assert self.running.pid is not None
        return self.running.pid

    def chats(self) -> Load:
        """Ordinary ones, one at a time."""
        asked = request(self.folder, self.running.headers, size=SMALL_BYTES)
        return self.tools.run(self.running.port, asked, connections=1, seconds=CHATS_S)

    def statuses(self) -> Counter[str]:
        """How the calls so far ended."""
        with closing(sqlite3.connect(f"file:{self.folder / 'home' / 'state.db'}?mode=ro", uri=True)) as connection:
            rows = connection.execute("SELECT status, COUNT(*) FROM receipts WHERE actor = 'load' GROUP BY status")
            return Counter(dict(rows.fetchall()))


def idle_streams(bench: Bench, count: int) -> Iterator[str]:
    """Prints a line; yields what is wrong."""
    alone, empty_mb, sockets = bench.chats(), memory_mb(bench.pid), open_sockets(bench.pid)
    before = bench.statuses()
    held: list[Load] = []
    asked = request(bench.folder, bench.running.headers, size=SMALL_BYTES, stream=True)

    def hold() -> None:
        held.append(bench.tools.run(bench.running.port, asked, connections=count, seconds=HOLD_S))

    holding = threading.Thread(target=hold)
    holding.start()
    wait_for(lambda: open_sockets(bench.pid) >= sockets + 2 * count - KEPT, within_s=TICK_S)
    now, most_mb = open_sockets(bench.pid) - sockets, memory_mb(bench.pid)
    meanwhile = bench.chats()
    holding.join()
    wait_for(lambda: open_sockets(bench.pid) <= sockets + KEPT, within_s=60)
    ended = bench.statuses() - before
    print(f"{count:,} idle streams, {now:,} more sockets: {(most_mb - empty_mb) * 1000 / count:.1f} KB each")
    print(f"  {empty_mb:.0f} MB before, {most_mb:.0f} with all, {memory_mb(bench.pid):.0f} after")
    print_chats(alone, meanwhile)
    print(f"  {held[0].requests:,} ended, {held[0].failed:,} failed; receipts: {dict(ended)}")
    if now < 2 * count - KEPT:
        yield f"{count:,} streams need {2 * count:,} sockets, there were {now:,} more"
    if held[0].failed or held[0].requests < count or set(ended) - {"ok", "cancelled"}:
        yield "not all streams ended as they should"
    if most_mb - empty_mb > count * MOST_FOR_ONE_KB / 1000:
        yield f"a stream takes more than {MOST_FOR_ONE_KB} KB"
    yield from held_up(alone, meanwhile)


def slow_clients(bench: Bench, large: str, count: int) -> Iterator[str]:
    """So many that read, and so many that send; prints a line, yields what is wrong."""
    with Wainao.open(bench.folder / "home") as brain:
        brain.call("deployments:add", name="large", model="large", base_url=large)
    alone, empty_mb = bench.chats(), memory_mb(bench.pid)
    seen: list[Counter[str]] = []
    crowd = threading.Thread(target=lambda: seen.append(asyncio.run(crowded(bench.running, count))))
    crowd.start()
    time.sleep(SLOW_S / 3)
    meanwhile, most_mb = bench.chats(), memory_mb(bench.pid)
    crowd.join()
    told = ", ".join(f"{times} {what}" for what, times in sorted(seen[0].items()))
    print(f"{count} that read and {count} that send {SLOW_BYTES_PER_S:,} bytes a second: {told}")
    print(f"  {empty_mb:.0f} MB before, {most_mb:.0f} with all: {(most_mb - empty_mb) * 500 / count:.0f} KB each")
    print_chats(alone, meanwhile)
    if seen[0]["read on"] != count or seen[0]["refused with 408"] != count:
        yield f"slow clients were not treated as they should: {told}"
    if most_mb - empty_mb > 2 * count * 1.0:
        yield "slow clients take more than 1 MB each"
    yield from held_up(alone, meanwhile)


def print_chats(alone: Load, meanwhile: Load) -> None:
    times = (f"p50 {one.p50:,} us, p99 {one.p99:,} us, {one.failed} failed" for one in (alone, meanwhile))
    print("  a chat alone: {}; meanwhile: {}".format(*times))


def held_up(alone: Load, meanwhile: Load) -> Iterator[str]:
    if meanwhile.failed or meanwhile.p50 > MOST_TIMES_SLOWER * alone.p50:
        yield f"chats were held up: p50 {alone.p50:,} us alone, {meanwhile.p50:,} us meanwhile"


# Clients that are slow.


async def crowded(running: Running, count: int) -> Counter[str]:
    ways = [slow_reader(running) for _ in range(count)] + [slow_sender(running) for _ in range(count)]
    return Counter(await asyncio.gather(*ways))


async def slow_reader(running: Running) -> str:
    reader, writer = await opened(running)
    body = b'{"model": "large", "stream": true, "messages": [{"role": "user", "content": "Tell me all."}]}'
    writer.write(head(running, len(body)) + body)
    ends, read = time.monotonic() + SLOW_S, 0
    while time.monotonic() < ends and (part := await reader.read(SLOW_BYTES_PER_S)):
        read += len(part)
        await asyncio.sleep(1)
    writer.close()
    return "read on" if time.monotonic() >= ends and read > SLOW_BYTES_PER_S else f"broke off after {read} bytes"


async def slow_sender(running: Running) -> str:
    reader, writer = await opened(running)
    writer.write(head(running, SLOW_BODY_BYTES))
    answer = asyncio.create_task(reader.readline())
    for _ in range(SLOW_BODY_BYTES // SLOW_BYTES_PER_S):
        with suppress(ConnectionError):
            writer.write(b" " * SLOW_BYTES_PER_S)
        if (await asyncio.wait([answer], timeout=1))[0]:
            break
    writer.close()
    return f"refused with {answer.result().split()[1].decode()}" if answer.done() else "sent all of it"


async def opened(running: Running) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection whose client takes in no more than it reads."""
    peer = socket.socket()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    peer.setblocking(False)
    await asyncio.get_running_loop().sock_connect(peer, ("127.0.0.1", running.port))
    return await asyncio.open_connection(sock=peer, limit=SLOW_BYTES_PER_S)


def head(running: Running, length: int) -> bytes:
    fields = {"Host": "127.0.0.1", "Content-Type": "application/json", "Content-Length": str(length), **running.headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"POST /v1/chat/completions HTTP/1.1\r\n{lines}\r\n".encode()


def wait_for(there: Callable[[], bool], *, within_s: float) -> None:
    until = time.monotonic() + within_s
    while not there() and time.monotonic() < until:
        time.sleep(0.2)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streams", type=int, default=2000)
    parser.add_argument("--slow", type=int, default=50)
    asked = parser.parse_args()
    allow_files(4 * asked.streams + 1000)
    with tempfile.TemporaryDirectory() as temporary, ModelServer(large_answer) as large:
        folder = Path(temporary)
        tools = Tools.build(folder)
        with (
            tools.endpoint(events=EVENTS, tick_us=int(TICK_S * 1e6)) as upstream,
            gateways.wainao(upstream, folder) as running,
        ):
            bench = Bench(tools=tools, running=running, folder=folder)
            bench.chats()  # warm
            faults = [*idle_streams(bench, asked.streams), *slow_clients(bench, large.url, asked.slow)]
    for fault in faults:
        print(f"FAULT: {fault}")
    return 1 if faults else 0


def large_answer(_: model_server.Received) -> model_server.Reply:
    word = model_server.events(model_server.delta("word " * 200), done=False)
    return model_server.stream(*[word] * (LARGE_ANSWER_BYTES // len(word)), model_server.events())


def allow_files(count: int) -> None:
    """For us and all that we start: a connection is a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count:
        raise SystemExit(
            f"This system lets a process open {hard:,} files; {count:,} are needed. Ask for fewer streams."
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count), hard))


if __name__ == "__main__":
    sys.exit(main())
