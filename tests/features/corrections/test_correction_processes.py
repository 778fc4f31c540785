"""A correction holds in every process from the moment it is committed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from small_office import Office

from wainao.kernel import StoreError

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


WORKER = """
import asyncio, mmap, sys
from pathlib import Path
from wainao.features.corrections import feature
from wainao.features.corrections.register import Register
from wainao.features.corrections.settings import CorrectionsSettings
from wainao.store.home import Home
from wainao.types import owner

home, board, process, each = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
settings = CorrectionsSettings()
opened = Home(home)
corrections, register = feature.open(opened, settings).corrections, Register(opened, settings)
with open(board, "r+b") as file:
    shared = mmap.mmap(file.fileno(), 0)
confirmed = memoryview(shared).cast("q")
stale = writing = 0

async def write(writer):
    for number in range(1, each + 1):
        said = await register.propose(
            actor=owner(), receipt="r", question=f"Where is room {writer}?", answer=str(number), scope="everyone",
            holder=None, expires_at=None, why="", source=None, id=f"{writer}-{number}",
        )
        assert said.state == "standing"
        confirmed[writer] = number

async def ask(number):
    global stale
    while writing:
        number = (number + 3) % len(confirmed)
        least = confirmed[number]
        verdict = await corrections.explain(f"Where is room {number}?", actor=owner(), bases=None)
        stale += (int(verdict.ruling.answer) if verdict.say == "fire" else 0) < least

async def main():
    global writing
    writing = 1
    asking = [asyncio.create_task(ask(number)) for number in range(2)]
    await asyncio.gather(write(2 * process), write(2 * process + 1))
    writing = 0
    await asyncio.gather(*asking)

asyncio.run(main())
opened.close()
print(stale)
"""


def test_four_processes_with_eight_writers_and_eight_askers_lose_nothing_and_answer_nothing_old(
    office: Office, tmp_path: Path
) -> None:
    board, each = tmp_path / "confirmed", 25
    board.write_bytes(bytes(8 * 8))
    environment = {"PYTHONPATH": ":".join(path for path in sys.path if Path(path).is_dir()), "PYTHONUTF8": "1"}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(office.home.path), str(board), str(number), str(each)],
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env=environment,
        )
        for number in range(4)
    ]
    stale = [process.communicate()[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    assert stale == ["0"] * 4
    listed = office.listed(limit=1_000)
    assert listed.keys() == {f"{writer}-{number}" for writer in range(8) for number in range(1, each + 1)}
    assert {id for id, one in listed.items() if one.state == "standing"} == {f"{writer}-{each}" for writer in range(8)}


def test_where_corrections_cannot_be_read_asking_fails_and_never_gives_the_old_answer(office: Office) -> None:
    office.propose(question="Where is the printer?", answer="In the hall.")
    assert office.answer("Where is the printer?") == "In the hall."
    database = office.home.path / "state.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("ALTER TABLE corrections_wordings RENAME TO gone")
        connection.commit()
    for attempt in (
        lambda: office.answer("Where is the printer?"),
        lambda: office.propose(question="Where is the key?", answer="Here."),
        office.listed,
    ):
        with pytest.raises(StoreError, match="cannot be used"):
            attempt()
        assert office.receipts.last.status == "failed"
