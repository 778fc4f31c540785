"""Four processes with four threads each spend from one budget: not one call and not one token too many."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from wainao.store.home import Home
from wainao.store.meter import Budget, SqliteMeter

HERE = Path(__file__).parent


def start(home: Path, calls: int) -> "subprocess.Popen[str]":
    command = [sys.executable, str(HERE / "meter_worker.py"), str(home), str(calls)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE)


@pytest.fixture
def home(tmp_path: Path):
    opened = Home(tmp_path / "home")
    yield opened
    opened.close()


def test_a_race_for_one_budget_overspends_by_nothing(home):
    meter = SqliteMeter(home)
    budget = Budget(subject="actor:ann", period="total", calls=400)
    asyncio.run(set_budget(meter, budget))
    workers = [start(home.path, 50) for _ in range(4)]
    let_in = [int(worker.communicate()[0]) for worker in workers]
    assert sum(let_in) == 400
    assert all(worker.returncode == 0 for worker in workers)
    assert meter.spent(budget).amount.calls == 400


def test_what_a_dead_process_had_set_aside_stays_counted_and_is_not_settled_later(home):
    """The workers leave every third reservation unsettled, as a crash would."""
    meter = SqliteMeter(home)
    budget = Budget(subject="actor:ann", period="total", tokens=10**9)
    asyncio.run(set_budget(meter, budget))
    calls = int(start(home.path, 3).communicate()[0])
    assert calls == 12
    assert meter.spent(budget).amount.tokens == 4 * (7 + 5 + 5)
    again = SqliteMeter(home)  # a start anywhere clears away what the dead had set aside
    with home.database("state").read() as connection:
        assert connection.execute("SELECT * FROM meter_reservations").fetchall() == []
    assert again.spent(budget).amount.tokens == 4 * (7 + 5 + 5)


async def set_budget(meter: SqliteMeter, budget: Budget) -> None:
    await meter.set_budget(budget)
