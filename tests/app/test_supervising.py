"""Several processes that serve: what happens when whoever started them is told to end at an awkward moment."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="workers share a socket, which Windows cannot")

WORKERS = 3

SCRIPT = """
import os, signal, subprocess, sys, time
from wainao.app.http.supervising import supervise

started = []

def start(lifeline):
    worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"])
    started.append(worker)
    if len(started) == {told_at}:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.01)
    return worker

supervise(start, {workers})
print([worker.returncode for worker in started])
"""


@pytest.mark.parametrize("told_at", range(1, WORKERS + 1))
def test_whoever_is_told_to_end_while_a_worker_starts_leaves_none_behind(told_at):
    script = SCRIPT.format(told_at=told_at, workers=WORKERS)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=15, check=True)
    assert done.stdout.strip() == str([-15] * WORKERS)
