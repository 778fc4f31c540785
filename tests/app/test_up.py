"""`wainao up` as a process: it starts, serves in one process or several, and ends in order."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="workers share a socket, which Windows cannot")


@contextmanager
def up(home: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "wainao", "up", "--home", str(home), "--port", "0", "--json", *options]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        lines = []
        while not lines or "address" not in lines[-1]:
            lines.append(json.loads(server.stdout.readline()))
        url = lines[-1]["address"]
        assert httpx.get(f"{url}/readyz", timeout=10).status_code == 200
        yield server, url
    finally:
        server.kill()
        server.wait()
        server.stdout.close()


def children(of: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{of}/task/{of}/children").read_text().split()]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_starts_serves_and_ends_in_order(tmp_path, how, workers):
    with up(tmp_path, "--workers", workers) as (server, url):
        assert httpx.get(f"{url}/api/status").json()["actor"]["id"] == "owner"
        server.send_signal(how)
        assert server.wait(10) == 0
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{url}/healthz")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_a_worker_that_dies_is_replaced(tmp_path):
    with up(tmp_path, "--workers", "2") as (server, url):
        time.sleep(2.5)
        first = children(server.pid)
        os.kill(first[0], signal.SIGKILL)
        deadline = time.monotonic() + 5
        while len(set(children(server.pid)) - {first[0]}) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        now = children(server.pid)
        assert (len(now), first[1] in now, first[0] in now) == (2, True, False)
        assert [httpx.get(f"{url}/readyz").status_code for _ in range(10)] == [200] * 10
        server.terminate()
        assert server.wait(10) == 0
        assert not any(Path(f"/proc/{pid}").exists() for pid in now)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_workers_do_not_outlive_who_started_them(tmp_path):
    with up(tmp_path, "--workers", "2") as (server, url):
        workers = children(server.pid)
        server.kill()
        server.wait()
        deadline = time.monotonic() + 10
        while any(map(is_alive, workers)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert [pid for pid in workers if is_alive(pid)] == []
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{url}/healthz")


def is_alive(pid: int) -> bool:
    """Not gone, nor a shell without life that nobody asked for its end yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="needs /proc")
def test_it_may_open_more_files_than_the_shell_that_started_it(tmp_path):
    import resource

    few, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, most))
    try:
        with up(tmp_path) as (server, _):
            limits = Path(f"/proc/{server.pid}/limits").read_text()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (few, most))
    allowed = next(line.split()[3] for line in limits.splitlines() if line.startswith("Max open files"))
    assert int(allowed) == min(65_536, most if most != resource.RLIM_INFINITY else 65_536)


def test_beyond_this_machine_a_token_is_made_and_shown_once(tmp_path):
    command = [sys.executable, "-m", "wainao", "up", "--home", str(tmp_path), "--port", "0", "--host", "0.0.0.0"]
    said = []
    for _ in range(2):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={"LANG": "en"}) as server:
            assert server.stdout is not None
            lines = [server.stdout.readline()]
            while "Console" not in lines[-1]:
                lines.append(server.stdout.readline())
            said.append("".join(lines))
            server.terminate()
    assert ["wo_" in text for text in said] == [True, False]


def test_a_port_that_is_taken_is_told(tmp_path):
    with up(tmp_path) as (_, url):
        command = [sys.executable, "-m", "wainao", "up", "--home", str(tmp_path), "--port", url.rpartition(":")[2]]
        second = subprocess.run(command, capture_output=True, text=True, timeout=20)
    assert second.returncode == 7
    assert "is taken" in second.stderr
    free = int(second.stderr.partition("--port ")[2].partition(",")[0])
    with socket.create_server(("127.0.0.1", free)):
        assert free > int(url.rpartition(":")[2])
    assert "Traceback" not in second.stderr


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_server_process_is_small_and_holds_nothing_of_the_command_line(tmp_path, workers):
    with up(tmp_path, "--workers", workers) as (server, _):
        for pid in [server.pid] if workers == "1" else children(server.pid):
            told = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
            assert int(told["VmRSS"].split()[0]) < 100_000  # kB
            assert b"wainao.app.cli.server" in Path(f"/proc/{pid}/cmdline").read_bytes()


def test_it_greets_once_the_home_is_open_and_says_goodbye(tmp_path):
    command = [sys.executable, "-m", "wainao", "up", "--home", str(tmp_path), "--port", "0", "--lang", "zh"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stdout is not None
        lines = [server.stdout.readline()]
        while "Ctrl-C" not in lines[-1]:
            lines.append(server.stdout.readline())
        server.terminate()
        rest = server.stdout.read()
    assert "已就绪" in lines[0]
    assert "未接入" in "".join(lines)
    assert rest.strip() == "已停止。"


def test_a_home_that_does_not_open_is_told_and_not_greeted(tmp_path):
    (tmp_path / "state.db").write_bytes(b"no database, and no empty file" * 100)
    command = [sys.executable, "-m", "wainao", "up", "--home", str(tmp_path), "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert (done.returncode != 0, done.stdout) == (True, "")
    assert "Traceback" not in done.stderr
    assert str(tmp_path) in done.stderr
