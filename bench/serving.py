"""A real `wainao up` in processes of its own, for benchmarks that kill it, load it or count its memory."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

WAINAO = str(Path(sys.executable).with_name("wainao"))
READY_TIMEOUT_S = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`wainao up` on one home; `ready_s` is how long it took until `/readyz` answered."""

    def __init__(self, home: Path, *, workers: int = 1) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        began = time.perf_counter()
        command = [WAINAO, "up", "--home", str(home), "--port", str(port)]
        self.process = subprocess.Popen(
            [*command, "--workers", str(workers)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._wait()
        self.ready_s = time.perf_counter() - began

    def _wait(self) -> None:
        deadline = time.monotonic() + READY_TIMEOUT_S
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/readyz", trust_env=False).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.02)
        self.kill()
        raise TimeoutError(f"The server did not answer {self.url}/readyz within {READY_TIMEOUT_S:g} s.")

    def kill(self) -> None:
        """kill -9: no clean end."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
