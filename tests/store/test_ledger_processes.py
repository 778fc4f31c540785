"""One log, many processes: writing at once, starting at once, and being killed at any moment."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from ledger_world import draft, look, record, verified, with_home

from wainao.store.keys import owner_token
from wainao.store.ledger.key import ledger_key
from wainao.store.process import Process

HERE = Path(__file__).parent


def start(*arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, str(HERE / "ledger_worker.py"), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE)


def ids(home: Path) -> list[str]:
    return [id for (id,) in look(home, "SELECT id FROM receipts ORDER BY idx")]


@pytest.mark.parametrize("durability", ["each", "batched"])
def test_processes_that_start_and_write_at_once_make_one_intact_log(tmp_path, durability):
    home = tmp_path / "home"
    workers = [start(home, 150, durability) for _ in range(4)]
    lines = [line for worker in workers for line in worker.communicate()[0].splitlines()]
    told = [line for line in lines if not line.startswith("opened")]
    assert [worker.returncode for worker in workers] == [0] * 4
    report = verified(home)
    assert (report.records, report.faults) == (600, ())
    assert sorted(ids(home)) == sorted(told)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("durability", ["each", "batched"])
def test_after_kill_9_nothing_told_is_lost_nothing_is_twice_and_what_ran_is_recorded_as_crashed(
    tmp_path, seed, durability
):
    home = tmp_path / "home"
    worker = start(home, 100_000, durability)
    assert worker.stdout is not None
    lines = [worker.stdout.readline()]
    time.sleep(random.Random(seed).uniform(0.0, 0.3))
    worker.send_signal(signal.SIGKILL)
    lines += worker.communicate()[0].splitlines(keepends=True)
    whole = [line.split() for line in lines if line.endswith("\n")]
    told, opened = ({words[-1] for words in whole if len(words) == count} for count in (1, 2))
    waiting = {id for (id,) in look(home, "SELECT id FROM receipts_open")}
    assert verified(home).intact
    kept = ids(home)
    assert len(kept) == len(set(kept))
    assert told <= set(kept)
    crashed = {id for (id,) in look(home, "SELECT id FROM receipts WHERE status = 'crashed'")}
    assert not crashed & told
    assert opened <= set(kept)
    assert waiting - told <= set(kept)
    assert look(home, "SELECT * FROM receipts_open") == []
    assert list((home / "journal").glob("*")) == []


def test_calls_of_a_process_that_lives_are_left_alone(tmp_path):
    home = tmp_path / "home"
    worker = start(home, 100_000)
    assert worker.stdout is not None
    worker.stdout.readline()
    for _ in range(5):
        assert verified(home).intact
    assert look(home, "SELECT * FROM receipts WHERE status = 'crashed'") == []
    worker.kill()
    worker.communicate()


def test_a_call_that_crashed_keeps_who_asked_what(tmp_path):
    import asyncio

    home = tmp_path / "home"
    call = draft(question="Who?")

    async def begin(opened) -> None:
        await opened.ledger.open(call)

    with_home(home, lambda opened: asyncio.run(begin(opened)))
    assert verified(home).intact
    ((header, contents),) = look(home, "SELECT header, contents FROM receipts")
    assert b'"status":"crashed"' in header
    assert b'"actor":"ann"' in header
    assert b"Who?" in contents


def test_processes_that_start_at_once_agree_on_keys(tmp_path):
    script = (
        "import sys; from pathlib import Path; from wainao.store.keys import owner_token;"
        "from wainao.store.ledger.key import ledger_key;"
        "keys = Path(sys.argv[1]); print(ledger_key(keys).public.raw.hex(), owner_token(keys))"
    )
    workers = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "keys")], stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    answers = {worker.communicate()[0] for worker in workers}
    assert answers == {f"{ledger_key(tmp_path / 'keys').public.raw.hex()} {owner_token(tmp_path / 'keys')}\n"}


def test_a_process_is_alive_until_it_is_closed(tmp_path):
    one, other = Process(tmp_path / "run"), Process(tmp_path / "run")
    assert one.dead([one.token, other.token, "never-was"]) == {"never-was"}
    assert one.others() == [other.token]
    other.close()
    assert one.dead([other.token]) == {other.token}
    one.close()
    assert list((tmp_path / "run").iterdir()) == []


def test_the_place_of_a_killed_process_is_cleared_away(tmp_path):
    home = tmp_path / "home"
    worker = start(home, 100_000)
    assert worker.stdout is not None
    worker.stdout.readline()
    worker.kill()
    worker.communicate()
    assert len(list((home / "run").iterdir())) == 1
    with_home(home, lambda opened: record(opened.ledger, [draft()]))
    assert list((home / "run").iterdir()) == []
