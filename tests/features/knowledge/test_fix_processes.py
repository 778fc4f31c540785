"""A source fix holds in every process from the moment it is committed, and so does taking it back."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from fixing_house import ANNUAL, LEAVE, opened_fixing

OTHERS = 3
ROUNDS = 8
ENV = {"PYTHONPATH": ":".join(path for path in sys.path if Path(path).is_dir()), "PYTHONUTF8": "1"}
ANOTHER_PROCESS = """
import sys
from pathlib import Path
from wainao.features.knowledge.engines.fts5 import LexicalIndex
from wainao.features.knowledge.retrieval import Retriever
from wainao.store.home import Home
from wainao.types import owner

database = Home(Path(sys.argv[1])).database("knowledge")
retriever = Retriever(database, LexicalIndex(database))
for line in sys.stdin:
    answer = retriever.answer(line.strip(), actor=owner()).answer
    print(answer.answer.partition(" (")[0].splitlines()[0], flush=True)
"""


KILLED = """
import os, signal, sys
from fixing_house import opened_fixing
from pathlib import Path

with opened_fixing(Path(sys.argv[1])) as house:
    house.add()
    house.fix("replace", old="30 days", new="45 days")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_who_is_killed_once_a_fix_holds_has_made_it_for_all(tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "home")], env=ENV, check=False)
    assert killed.returncode == -signal.SIGKILL
    with opened_fixing(tmp_path / "home") as house:
        assert house.ask().answer.startswith("Annual leave is 45 days (")
        house.add(LEAVE + "\nNothing else.\n")
        assert house.ask().answer.startswith("Annual leave is 45 days (")


def test_other_processes_see_each_fix_at_their_next_question(tmp_path: Path) -> None:
    with opened_fixing(tmp_path / "home") as house, ExitStack() as stack:
        house.add()
        others = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", ANOTHER_PROCESS, str(tmp_path / "home")],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    encoding="utf-8",
                    env=ENV,
                )
            )
            for _ in range(OTHERS)
        ]

        def told() -> set[str]:
            for other in others:
                print(ANNUAL, file=other.stdin, flush=True)
            return {other.stdout.readline().strip() for other in others}

        right = {"Annual leave is 30 days per year."}
        assert told() == right
        for days in range(40, 40 + ROUNDS):
            fix = house.fix("replace", old="30 days", new=f"{days} days")
            assert told() == {f"Annual leave is {days} days"}
            house.call("fixes:revoke", fix=fix)
            assert told() == right
        house.fix("replace", old="30 days", new="45 days")
        document = house.add(LEAVE + "\nNothing else.\n")
        assert told() == {"Annual leave is 45 days"}, "in a new version, too"
        house.fix("mark", document=document, quote="30 days")
        assert all("30 days" not in line and "45" not in line for line in told())
        for other in others:
            other.stdin.close()
    assert [other.returncode for other in others] == [0] * OTHERS
