"""The gate on 2,000 cases: seconds, memory, and what a kill costs.

    python bench/gate.py [--cases 2000] [--kills 20] [--delay 0.02]

A scripted upstream answers each question after `--delay` seconds and counts how often it was asked. Measured are one
gate from nothing, the same again (all known), and one that is killed with SIGKILL at moments spread over its whole
length and started again each time. A call that had ended before a kill, with its receipt, and was made again all the
same would have been paid twice; one that was under way when the process died is made again, and can only be.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wainao import Wainao
from wainao.store.ledger.reading import Filter, newest
from wainao.testing import ModelServer, Said
from wainao.testing.model_server import Received, Reply, reply_json
from wainao.testing.said import openai_whole

CORRECTIONS = 60
"""Of which each is five cases."""


@dataclass
class Upstream:
    """Answers "What is 17?" with "It is 17.", and counts how often."""

    delay_s: float
    asked: Counter[str] = field(default_factory=Counter)

    def __call__(self, request: Received) -> Reply:
        question = request.body["messages"][-1]["content"]
        self.asked[question] += 1
        whole = reply_json(openai_whole(Said(text=question.replace("What is", "It is").replace("?", "."))))
        return Reply(headers=whole.headers, pieces=(self.delay_s, *whole.pieces))

    @property
    def calls(self) -> int:
        return self.asked.total()


@dataclass(frozen=True)
class Ran:
    seconds: float
    megabytes: float
    told: dict[str, Any] | None


def prepare(home: Path, url: str, cases: int) -> None:
    """Corrections, a set of cases and a release, so that the gate has so many cases in all."""
    home.mkdir()
    (home / "wainao.toml").write_text(f'[models]\nbase_url = "{url}"\nmodel = "scripted-1"\n')
    rows = [
        {"id": str(n), "question": f"What is {n}?", "contains": f"It is {n}."} for n in range(cases - 5 * CORRECTIONS)
    ]
    with Wainao.open(home) as brain:
        for n in range(CORRECTIONS):
            given = {"question": f"What is room {n}?", "answer": f"Room {n} is it.", "scope": "everyone"}
            brain.call("corrections:propose", **given)
        brain.call("evaluations:add", name="numbers", content="\n".join(map(json.dumps, rows)))
        target = {"capability": "models:chat"}
        brain.call("releases:create", name="bench", target=target, sets=["numbers"])


def start(home: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "wainao", "gate", "bench", "--json", "--home", str(home)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def finished(child: subprocess.Popen[bytes], began: float) -> Ran:
    assert child.stdout is not None
    said = child.stdout.read()
    _, _, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    child.stdout.close()
    seconds = time.monotonic() - began
    return Ran(seconds, usage.ru_maxrss / 1024, json.loads(said) if said else None)


def gate(home: Path) -> Ran:
    began = time.monotonic()
    return finished(start(home), began)


def killed(home: Path, kills: int, upstream: Upstream, calls: int) -> Ran:
    """The run that got to the end after so many that did not."""
    chance = random.Random(7)
    for n in range(1, kills + 1):
        child = start(home)
        while upstream.calls < calls * n // (kills + 1):
            time.sleep(0.001)
        time.sleep(chance.uniform(0.0, 2 * upstream.delay_s))
        child.send_signal(signal.SIGKILL)
        finished(child, 0.0)
    return gate(home)


def paid_twice(home: Path) -> int:
    """Questions that were asked again though an earlier call of them had ended, with its receipt in the ledger."""
    counts: Counter[str] = Counter()
    with Wainao.open(home) as brain, brain.home.database("state").read() as connection:
        for receipt in newest(connection, Filter(capability="models:chat", status="ok"), limit=None):
            if receipt.contents is not None and receipt.header.correction is None:
                counts[receipt.contents.input["messages"][-1]["content"]] += 1
    return sum(count - 1 for count in counts.values())


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cases", type=int, default=2_000)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--delay", type=float, default=0.02)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        upstream = Upstream(given.delay)
        with ModelServer(upstream) as server:
            home = Path(folder) / "whole"
            prepare(home, server.url, given.cases)
            first = gate(home)
            calls = upstream.calls
            again = gate(home)
            print(f"{given.cases} cases, {given.delay * 1000:g} ms each upstream, 8 at once\n")
            print("| | seconds | MB | upstream calls | verdict |\n| --- | --- | --- | --- | --- |")
            print(row("from nothing", first, calls))
            print(row("again", again, upstream.calls - calls))
        upstream = Upstream(given.delay)
        with ModelServer(upstream) as server:
            home = Path(folder) / "killed"
            prepare(home, server.url, given.cases)
            last = killed(home, given.kills, upstream, calls)
            print(row(f"killed {given.kills} times, then to the end", last, upstream.calls))
            again_calls, twice = upstream.calls - len(upstream.asked), paid_twice(home)
            print(f"\n{again_calls} calls were under way at a kill and made again; {twice} had ended before it")


def row(name: str, ran: Ran, calls: int) -> str:
    verdict = ran.told["verdict"] if ran.told else "?"
    return f"| {name} | {ran.seconds:.1f} | {ran.megabytes:.0f} | {calls} | {verdict} |"


if __name__ == "__main__":
    main()
