"""What the outbound client costs per request: python bench/egress.py [--peers] [--work DIR]

CPU time of the client's process for a small chat (bodies of 0.76 KB out, 0.5 KB back) over kept connections to a
server on loopback; each client in a process of its own, in turns, the median of five rounds. `floor` is the event
loop and the system calls with no HTTP at all. Then the ratio of ours to each.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import threading
import venv
from pathlib import Path
from statistics import median
from typing import Any

CLIENTS = Path(__file__).with_name("egress_clients.py")
PEERS = {"httpx": ("httpx", "uvloop"), "aiohttp": ("aiohttp", "uvloop")}
REQUESTS = {"floor": 20_000, "wainao": 20_000, "aiohttp": 6_000, "httpx": 2_000}
CONCURRENCIES = (1, 16, 64)
ROUNDS = 5

ANSWER = json.dumps(
    {"id": "c1", "choices": [{"message": {"content": "y" * 450}}], "usage": {"prompt_tokens": 9}}
).encode()
REPLY = (
    f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ndate: Mon, 01 Jan 2026 00:00:00 GMT\r\nserver: bench\r\n"
    f"x-request-id: 0123456789abcdef\r\ncontent-length: {len(ANSWER)}\r\n\r\n"
).encode() + ANSWER


class Answering(asyncio.Protocol):
    """Answers whatever has the length that its head tells."""

    def connection_made(self, transport: Any) -> None:
        self._transport, self._got = transport, b""

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, end, body = self._got.partition(b"\r\n\r\n")
        if end and len(body) >= int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]):
            self._got = b""
            self._transport.write(REPLY)


def serve() -> str:
    """A server in a thread: the clients are other processes, whose time alone is counted."""
    import uvloop

    loop = uvloop.new_event_loop()
    server = loop.run_until_complete(loop.create_server(Answering, "127.0.0.1", 0))
    threading.Thread(target=loop.run_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1/chat/completions"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--work", type=Path, help="where the peers' environments are kept; default: thrown away")
    given = parser.parse_args()
    work = given.work or Path(tempfile.mkdtemp())
    clients = ["floor", "wainao", *(PEERS if given.peers else ())]
    pythons = {name: _environment(name, work) if name in PEERS else Path(sys.executable) for name in clients}
    url = serve()
    for loop in ("uvloop", "asyncio"):
        for concurrency in CONCURRENCIES:
            rounds: dict[str, list[float]] = {name: [] for name in clients}
            for _ in range(ROUNDS):
                for name in clients:
                    rounds[name].append(_measured(pythons[name], name, url, concurrency, loop))
            show(loop, concurrency, {name: median(values) for name, values in rounds.items()})


def _measured(python: Path, name: str, url: str, concurrency: int, loop: str) -> float:
    task = [name, url, str(REQUESTS[name]), str(concurrency), str(len(REPLY)), loop]
    done = subprocess.run([python, CLIENTS, *task], check=True, stdout=subprocess.PIPE)
    return float(json.loads(done.stdout)["cpu_us"])


def _environment(name: str, work: Path) -> Path:
    """The Python of the peer's own environment, made on first use."""
    folder = work.absolute() / name
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PEERS[name]], check=True, stdout=sys.stderr)
    return python


def show(loop: str, concurrency: int, cpu_us: dict[str, float]) -> None:
    print(f"\n{loop}, {concurrency} at once: CPU us per request, and ours as a multiple")
    for name, value in cpu_us.items():
        print(f"  {name:<8} {value:9.1f}   x{cpu_us['wainao'] / value:.2f}", flush=True)


if __name__ == "__main__":
    main()
