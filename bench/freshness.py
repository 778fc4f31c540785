"""How soon is a correction the answer in another process?

    python bench/freshness.py [--corrections 1000] [--servers 4] [--at-once 1] [--chat]

Starts so many servers on one home. Each correction goes to one of them; from its 200 on, all others are asked. An old
answer after that is stale. `--at-once` such corrections are under way together, each of a question of its own. With
`--chat` the question is put to a model through the gateway, and taken back after each answer: where nothing stands the
servers remember so, and must forget it at once.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

from serving import Server
from wainao.testing import ModelServer

QUESTIONS_EACH = 25


async def told_by_documents(client: httpx.AsyncClient, question: str) -> str:
    told = await client.post("/api/knowledge/ask", json={"question": question})
    return str(told.json()["answer"])


async def told_in_chat(client: httpx.AsyncClient, question: str) -> str:
    body = {"model": "m", "messages": [{"role": "user", "content": question}]}
    told = await client.post("/v1/chat/completions", json=body)
    return str(told.json()["choices"][0]["message"]["content"])


async def correct_and_ask(
    clients: Sequence[httpx.AsyncClient], worker: int, number: int, *, chat: bool
) -> tuple[list[float], int]:
    """One correction; returns milliseconds until each other server gave it, and how many gave an older answer."""
    writer = number % len(clients)
    question, answer = f"{worker} 号楼 {number % QUESTIONS_EACH} 号会议室找谁订?", f"找 {number} 号"
    written = await clients[writer].post(
        "/api/corrections/propose", json={"question": question, "answer": answer, "scope": "everyone"}
    )
    written.raise_for_status()
    began = time.perf_counter()

    async def ask(client: httpx.AsyncClient) -> tuple[float, bool]:
        told = await (told_in_chat if chat else told_by_documents)(client, f"请问{question}谢谢")
        return (time.perf_counter() - began) * 1000, told == answer

    others = [client for index, client in enumerate(clients) if index != writer]
    told = await asyncio.gather(*map(ask, others))
    stale = sum(not fresh for _, fresh in told)
    if chat:
        gone = await clients[writer].post("/api/corrections/revoke", json={"correction": written.json()["correction"]})
        gone.raise_for_status()
        stale += sum([await told_in_chat(client, question) == answer for client in others])
    return [took_ms for took_ms, _ in told], stale


async def measure(urls: Sequence[str], corrections: int, at_once: int, *, chat: bool) -> tuple[list[float], int]:
    took_ms: list[float] = []
    stale = 0
    clients = [httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) for url in urls]

    async def work(worker: int) -> None:
        nonlocal stale
        for number in range(worker, corrections, at_once):
            took, old = await correct_and_ask(clients, worker, number, chat=chat)
            took_ms.extend(took)
            stale += old

    await asyncio.gather(*map(work, range(at_once)))
    for client in clients:
        await client.aclose()
    return sorted(took_ms), stale


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corrections", type=int, default=1_000)
    parser.add_argument("--servers", type=int, default=4)
    parser.add_argument("--at-once", type=int, default=1)
    parser.add_argument("--chat", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ModelServer(["Nobody knows."]) as model:
        if given.chat:
            os.environ |= {"WAINAO_MODELS__BASE_URL": model.url, "WAINAO_MODELS__MODEL": "m"}
        servers = [Server(Path(folder) / "home") for _ in range(given.servers)]
        try:
            urls = [server.url for server in servers]
            took_ms, stale = asyncio.run(measure(urls, given.corrections, given.at_once, chat=given.chat))
        finally:
            for server in servers:
                server.stop()
    print(
        f"{given.corrections} corrections, {given.servers} processes, {given.at_once} at once: {len(took_ms)} answers"
    )
    p50, p99 = (took_ms[len(took_ms) * share // 100] for share in (50, 99))
    print(
        f"from 200 OK to the changed answer elsewhere: p50 {p50:.1f} ms, p99 {p99:.1f} ms, worst {took_ms[-1]:.1f} ms"
    )
    print(f"stale answers: {stale}")


if __name__ == "__main__":
    main()
