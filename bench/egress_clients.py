"""Run by `egress.py`, each client in a process of its own: NAME URL REQUESTS CONCURRENCY; prints a JSON object.

CPU time is that of this process alone, so the upstream and the pace of the machine do not count. `floor` is no client:
it writes ready-made bytes and counts the bytes of replies that it knows beforehand, which is the price of the event
loop and the system calls. The peers run in environments of their own and import nothing of ours.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

BODY = json.dumps({"model": "m", "messages": [{"role": "user", "content": "x" * 700}]}).encode()
HEADERS = {"content-type": "application/json", "accept": "application/json", "authorization": "Bearer sk-0123456789"}

Fetch = Callable[[str], Awaitable[bytes]]


async def wainao(stack: AsyncExitStack) -> Fetch:
    from wainao.store.egress import Egress, Routes, origin

    egress = Egress(Routes(configured=frozenset({origin(sys.argv[2])})))
    stack.callback(egress.close)

    async def fetch(url: str) -> bytes:
        async with egress.send("POST", url, headers=HEADERS, content=BODY) as reply:
            return await reply.read()

    return fetch


async def httpx(stack: AsyncExitStack) -> Fetch:
    from httpx import AsyncClient, Limits

    client = await stack.enter_async_context(AsyncClient(limits=Limits(max_connections=256), timeout=60))

    async def fetch(url: str) -> bytes:
        return (await client.post(url, headers=HEADERS, content=BODY)).content

    return fetch


async def aiohttp(stack: AsyncExitStack) -> Fetch:
    from aiohttp import ClientSession

    session = await stack.enter_async_context(ClientSession())

    async def fetch(url: str) -> bytes:
        async with session.post(url, headers=HEADERS, data=BODY) as response:
            return await response.read()

    return fetch


class Bare(asyncio.Protocol):
    """Knows how many bytes a reply has, and nothing else."""

    def __init__(self, request: bytes, reply_bytes: int) -> None:
        self._request = request
        self._reply_bytes = reply_bytes
        self._came = 0

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._came += len(data)
        if self._came == self._reply_bytes and not self._done.done():
            self._done.set_result(data)

    async def fetch(self) -> bytes:
        self._came, self._done = 0, asyncio.get_running_loop().create_future()
        self._transport.write(self._request)
        return await self._done


async def floor(stack: AsyncExitStack) -> Fetch:
    host, port = sys.argv[2].split("/")[2].split(":")
    lines = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
    head = f"POST /v1/chat/completions HTTP/1.1\r\nhost: {host}\r\n{lines}content-length: {len(BODY)}\r\n\r\n"
    loop, idle = asyncio.get_running_loop(), []
    reply_bytes = int(sys.argv[5])

    async def fetch(url: str) -> bytes:
        if not idle:
            transport, bare = await loop.create_connection(
                lambda: Bare(head.encode() + BODY, reply_bytes), host, int(port)
            )
            stack.callback(transport.abort)
        else:
            bare = idle.pop()
        reply = await bare.fetch()
        idle.append(bare)
        return reply

    return fetch


CLIENTS = {"floor": floor, "wainao": wainao, "httpx": httpx, "aiohttp": aiohttp}


async def measure(name: str, url: str, requests: int, concurrency: int) -> dict[str, float]:
    async with AsyncExitStack() as stack:
        fetch = await CLIENTS[name](stack)
        await _drive(fetch, url, concurrency * 20, concurrency)
        cpu, began = time.process_time(), time.perf_counter()
        await _drive(fetch, url, requests, concurrency)
        return {"cpu_us": (time.process_time() - cpu) / requests * 1e6, "s": time.perf_counter() - began}


async def _drive(fetch: Fetch, url: str, requests: int, concurrency: int) -> None:
    async def one() -> None:
        for _ in range(requests // concurrency):
            assert len(await fetch(url)) > 0

    await asyncio.gather(*(one() for _ in range(concurrency)))


def run(work: Coroutine[Any, Any, dict[str, float]], loop: str) -> dict[str, float]:
    if loop == "asyncio":
        return asyncio.run(work)
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


if __name__ == "__main__":
    name, url, requests, concurrency, _, loop = sys.argv[1:]
    print(json.dumps(run(measure(name, url, int(requests), int(concurrency)), loop)))
