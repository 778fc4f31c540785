"""How long a fault of an upstream holds clients up: `python bench/failover.py`.

A route leads to a deployment that fails in one way, and to a healthy one. Clients ask it over HTTP, eight at a time,
and each must be answered by the healthy one. Told are the first answer after the fault began, the slowest, how many
clients saw an error, and how often the sick deployment was asked: after three failures it is left alone.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx

from wainao import Wainao
from wainao.testing import ModelServer, running
from wainao.testing.model_server import closed_port

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "features" / "models"))

from test_failover import BEFORE_A_WORD

from fault_server import playing

REQUESTS, AT_ONCE = 200, 8


async def ask(url: str, route: str) -> list[tuple[float, bool]]:
    """Seconds of each request, in the order in which they ended, and whether it was answered."""
    places, ended = asyncio.Semaphore(AT_ONCE), []

    async def one(client: httpx.AsyncClient) -> None:
        async with places:
            begun_s = time.perf_counter()
            body = {"model": route, "messages": [{"role": "user", "content": "Hello?"}]}
            reply = await client.post(f"{url}/v1/chat/completions", json=body)
            ended.append((time.perf_counter() - begun_s, reply.status_code == 200))

    async with httpx.AsyncClient(timeout=30.0) as client:
        await asyncio.gather(*[one(client) for _ in range(REQUESTS)])
    return ended


def measure(brain: Wainao, url: str, fault: str, healthy: str) -> tuple[Any, ...]:
    play, _ = BEFORE_A_WORD[fault]
    name = fault.replace(" ", "-")
    with ExitStack() as stack:
        server = stack.enter_context(playing(play)) if play else None
        sick = f"http://127.0.0.1:{server.port if server else closed_port()}/v1"
        limits = {"first_word_s": 0.5, "timeout_s": 0.5}
        brain.call("deployments:add", name=f"sick-{name}", model="m", base_url=sick, **limits)
        targets = [{"deployment": f"sick-{name}"}, {"deployment": healthy, "order": 1}]
        brain.call("routes:set", name=name, targets=targets, sticky="no")
        ended = asyncio.run(ask(url, name))
        brain.call("routes:remove", name=name)
        brain.call("deployments:remove", name=f"sick-{name}")
    took = [seconds * 1_000 for seconds, _ in ended]
    errors = sum(not answered for _, answered in ended)
    return took[0], max(took), statistics.median(took), errors, len(server.requests) if server else "-"


def main() -> None:
    with tempfile.TemporaryDirectory() as home, ModelServer(["well"]) as well, Wainao.open(home) as brain:
        brain.call("deployments:add", name="well", model="m", base_url=well.url)
        with running(brain) as url:
            print(f"{'fault':38}{'first ms':>10}{'slowest ms':>12}{'median ms':>11}{'errors':>8}{'asked':>7}")
            for fault in BEFORE_A_WORD:
                first, slowest, median, errors, asked = measure(brain, url, fault, "well")
                print(f"{fault:38}{first:>10.1f}{slowest:>12.1f}{median:>11.1f}{errors:>8}{asked:>7}")


if __name__ == "__main__":
    main()
