"""A canary key of a provider: added, used, refused, repeated by the far side, listed, exported, backed up. It is looked
for everywhere: on disk, in what is printed, answered and logged, and in the list of processes."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from wainao.testing import ModelServer
from wainao.testing.model_server import Received, Reply, closed_port, delta, events, fails, stream

CANARY = "sk-canary-7Qx2mZ9vL4tB8nR3wK6y"
SHAPES = {
    CANARY.encode(),
    CANARY[:20].encode(),
    CANARY[-20:].encode(),
    base64.b64encode(CANARY.encode())[:32],
    CANARY.encode().hex().encode(),
    CANARY.encode("utf-16-le"),
}
"""What would give it away."""


def gives_away(content: bytes) -> bool:
    return any(shape in content for shape in SHAPES)


class Watch(threading.Thread):
    """Reads the command lines of all processes while commands run."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seen: set[bytes] = set()
        self.over = False

    def run(self) -> None:
        while not self.over:
            for process in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    self.seen.add(process.read_bytes())
                except OSError:
                    continue
            time.sleep(0.05)


class Program:
    """`wainao` as a process of its own; all that it prints is kept."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.printed: list[bytes] = []

    def __call__(self, *words: str, input: str = "", code: int = 0, **environment: str) -> bytes:
        ran = subprocess.run(
            [sys.executable, "-m", "wainao", *words],
            input=input.encode(),
            capture_output=True,
            env={**os.environ, "WAINAO_HOME": str(self.home), "LANG": "en", **environment},
            timeout=60,
        )
        self.printed += [ran.stdout, ran.stderr]
        assert ran.returncode == code, ran.stderr.decode()
        return ran.stdout


def far_side(request: Received) -> Reply | str:
    """Repeats the key wherever it can."""
    shown = request.headers["authorization"]
    question = request.body["messages"][-1]["content"]
    return {
        "good": f"Your key is {shown}.",
        "refuse": fails(401, f"Incorrect API key provided: {CANARY}"),
        "break": stream(events(delta(f"half {CANARY[:20]}"), done=False), b"data: " + CANARY.encode() + b"\n\n"),
        "error": fails(500, f"cannot handle {shown}"),
    }[question]


@pytest.fixture
def program(wainao_home: Path) -> Program:
    return Program(wainao_home)


@pytest.fixture
def watch() -> Iterator[Watch]:
    watching = Watch()
    watching.start()
    yield watching
    watching.over = True
    watching.join()


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks at the command lines under /proc")
def test_the_key_of_a_provider_is_nowhere_to_be_found(program, watch, tmp_path):
    with ModelServer(far_side) as server:
        add = ("deployments", "add", "canary", "--model", "m", "--url", server.url)
        program(*add, "--key", input=f"{CANARY}\n")
        program(*add, "--key-from", "PROVIDER_KEY", PROVIDER_KEY=CANARY)
        program(
            "call", "deployments:add", "name=by-call", "model=m", f"base_url={server.url}", "api_key=@-", input=CANARY
        )
        program(*add[:3], "--model", "m", "--url", "http://h/v1", "--key", input=f"{CANARY} two\n", code=2)
        messages = json.dumps([{"role": "user", "content": "refuse"}])
        program("call", "models:chat", "model=by-call", f"messages:={messages}", code=7)
        program("deployments", "list")
        program("deployments", "show", "canary", "--json")
        program("receipts", "export", str(tmp_path / "export.jsonl"))
        _serve(program)
        program("backup", str(tmp_path / "backup"))
        keys = {request.headers["authorization"] for request in server.received}
        assert keys == {f"Bearer {CANARY}"}, "it was used"
    found = [path for path in tmp_path.rglob("*") if path.is_file() and gives_away(path.read_bytes())]
    assert found == [], "on disk"
    assert [text for text in program.printed if gives_away(text)] == [], "in what was printed"
    assert [line for line in watch.seen if gives_away(line)] == [], "in the list of processes"
    assert len(watch.seen) > 10


def _serve(program: Program) -> None:
    """A server with all its logging; what it answers and logs counts as printed."""
    port = closed_port()
    environment = {**os.environ, "WAINAO_HOME": str(program.home), "LANG": "en"}
    command = [sys.executable, "-m", "wainao", "up", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/readyz")
        for question in ("good", "refuse", "break", "error"):
            asked = {"model": "by-call", "messages": [{"role": "user", "content": question}]}
            for kind in ("application/json", "text/event-stream"):
                _keep(program, httpx.post(f"{url}/api/models/chat", json=asked, headers={"accept": kind}, timeout=20.0))
            for stream in (False, True):
                _keep(program, httpx.post(f"{url}/v1/chat/completions", json={**asked, "stream": stream}, timeout=20.0))
        wrong = {"name": "x", "model": "m", "base_url": "http://h/v1", "api_key": [CANARY]}
        _keep(program, httpx.post(f"{url}/api/deployments/add", json=wrong))
        _keep(program, httpx.post(f"{url}/api/deployments/add", json={**wrong, "api_key": f"{CANARY} x"}))
        for capability in ("check", "warm", "show", "rollback", "drain"):
            _keep(program, httpx.post(f"{url}/api/deployments/{capability}", json={"name": "canary"}, timeout=20.0))
        for capability in ("deployments/list", "routes/list", "receipts/list"):
            _keep(program, httpx.post(f"{url}/api/{capability}"))
        for page in ("/api/openapi.json", "/api/status", "/v1/models"):
            _keep(program, httpx.get(f"{url}{page}"))
    finally:
        server.terminate()
        program.printed.append(server.communicate(timeout=30)[0])


def _keep(program: Program, reply: httpx.Response) -> None:
    program.printed += [reply.content, repr(reply.headers).encode()]


def _wait_for(url: str) -> None:
    for _ in range(300):
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.05)
    raise AssertionError("the server did not start")


def test_a_secret_on_a_command_line_is_refused(program):
    program("call", "deployments:add", "name=a", "model=m", f"api_key={CANARY}", code=2)
    assert b"api_key=@-" in program.printed[-1]
    program("deployments", "add", "a", "--model", "m", "--url", "http://h/v1", "--key-from", "NOT_SET", code=2)
