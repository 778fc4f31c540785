"""A correction holds in every process from the moment it is committed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from small_office import Office

ANOTHER_PROCESS = """
import asyncio, sys
from pathlib import Path
from wainao.features.corrections import feature
from wainao.features.corrections.settings import CorrectionsSettings
from wainao.store.home import Home
from wainao.types import owner

corrections = feature.open(Home(Path(sys.argv[1])), CorrectionsSettings()).corrections
for line in sys.stdin:
    verdict = asyncio.run(corrections.explain(line.strip(), actor=owner(), bases=None))
    print(verdict.ruling.answer if verdict.say == "fire" and verdict.ruling else "nothing", flush=True)
"""


def test_another_process_sees_each_change_at_its_next_question(office: Office) -> None:
    question = "会议室怎么订?"
    with subprocess.Popen(
        [sys.executable, "-c", ANOTHER_PROCESS, str(office.home.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={"PYTHONPATH": ":".join(path for path in sys.path if Path(path).is_dir()), "PYTHONUTF8": "1"},
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None

        def asked_there() -> str:
            print(question, file=other.stdin, flush=True)
            return other.stdout.readline().strip()

        assert asked_there() == "nothing"
        for round_ in range(20):
            id = office.propose(question=question, answer=str(round_))
            assert asked_there() == str(round_)
            office.call("corrections:revoke", correction=id)
            assert asked_there() == "nothing"
        other.stdin.close()
    assert other.returncode == 0
