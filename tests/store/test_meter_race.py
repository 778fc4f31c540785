"""Four processes with fifty clients each spend from one budget: not one call and not one token too many, ever."""

import asyncio
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from ledger_world import look, with_home

from wainao.store.budget import Budget, tool_subject
from wainao.store.meter import SqliteMeter

HERE = Path(__file__).parent
SUBJECTS = ("actor:ann", "team:sales", "key:wk_3f9k2m7q", "tenant:local")


def start(home: Path, *, clients: int = 50, calls: int = 4, seed: int = 1) -> "subprocess.Popen[str]":
    command = [sys.executable, str(HERE / "meter_worker.py"), *map(str, (home, clients, calls, seed))]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE)


def told(worker: "subprocess.Popen[str]") -> tuple[int, int]:
    """How many calls it got in, and how many it saw under way at once."""
    lines = worker.communicate()[0].splitlines()
    assert worker.returncode == 0
    return int(lines[-2].removeprefix("let in ")), int(lines[-1].removeprefix("at once "))


def with_budgets(path: Path, *budgets: Budget) -> None:
    async def set_all(meter: SqliteMeter) -> None:
        for budget in budgets:
            await meter.set_budget(budget)

    with_home(path, lambda home: asyncio.run(set_all(SqliteMeter(home))))


def spent(path: Path, budget: Budget) -> tuple[int, ...]:
    return with_home(path, lambda home: SqliteMeter(home).spent(budget).amount.values)


@pytest.mark.parametrize(
    "limits",
    [{"calls": 300}, {"tokens": 1_000}, {"cost_microusd": 10_000}],
    ids=["calls", "tokens", "money"],
)
@pytest.mark.parametrize("subject", SUBJECTS[:2])
def test_two_hundred_clients_overspend_by_nothing(tmp_path, limits, subject):
    budget = Budget(subject=subject, period="total", **limits)
    with_budgets(tmp_path / "home", budget)
    workers = [start(tmp_path / "home", seed=seed) for seed in range(4)]
    let_in = sum(told(worker)[0] for worker in workers)
    amount = spent(tmp_path / "home", budget)
    assert amount[0] == let_in < 800
    assert (*amount[1:3],) == used_by_receipts(tmp_path / "home")
    for used, limit in zip(amount, budget.limits, strict=False):
        assert limit is None or limit * 0.8 < used <= limit


TOOL = tool_subject("tools:spend", tenant="local")
EACH = tool_subject("tools", tenant="local", actor="")


@pytest.mark.parametrize("subject", ["key:wk_3f9k2m7q", TOOL, EACH])
def test_a_rate_lets_no_more_in_within_its_minute(tmp_path, subject):
    with_budgets(tmp_path / "home", Budget(subject=subject, period="minute", calls=120))
    workers = [start(tmp_path / "home", calls=2, seed=seed) for seed in range(4)]
    assert sum(told(worker)[0] for worker in workers) == 120


def test_never_one_too_many_is_under_way_not_even_after_kill_9(tmp_path):
    home, limit = tmp_path / "home", Budget(subject="team:sales", period="now", calls=5)
    with_budgets(home, limit)
    doomed = [start(home, calls=10_000, seed=seed) for seed in (1, 2)]
    workers = [start(home, calls=15, seed=seed) for seed in (3, 4)]
    for worker in doomed:
        assert worker.stdout is not None
        assert worker.stdout.readline()
    for worker in doomed:
        (tmp_path / "under-way" / f"doomed-{worker.pid}").touch()
        worker.send_signal(signal.SIGKILL)
    let_in, most = zip(*map(told, workers), strict=True)
    for worker in doomed:
        worker.communicate()
    assert max(most) == 5
    assert min(let_in) > 0
    with_budgets(home)  # a start anywhere clears away what the dead had under way
    assert spent(home, limit) == (0, 0, 0, 0)
    assert look(home, "SELECT * FROM meter_reservations") == []


def used_by_receipts(home: Path) -> tuple[int, int]:
    """Tokens and money of all calls that were let in and came to an end."""
    headers = look(home, "SELECT header FROM receipts WHERE capability = 'tools:spend'")
    ended: list[dict[str, Any]] = [msgspec.json.decode(header) for (header,) in headers]
    used = [call["usage"] for call in ended if call["status"] in ("ok", "failed")]
    return sum(usage["input_tokens"] for usage in used), sum(usage["cost_microusd"] for usage in used)


@pytest.mark.parametrize("seed", range(4))
def test_after_kill_9_nothing_is_lost_and_nothing_counted_twice(tmp_path, seed):
    """What is counted is what the receipts say, plus what calls had set aside that nobody saw the end of."""
    home, budget = tmp_path / "home", Budget(subject="actor:ann", period="total", tokens=10**9, cost_microusd=10**9)
    with_budgets(home, budget)
    workers = [start(home, calls=10_000, seed=seed * 2 + one) for one in range(2)]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    time.sleep(random.Random(seed).uniform(0.0, 0.3))
    for worker in workers:
        worker.send_signal(signal.SIGKILL)
    answers = [line for worker in workers for line in worker.communicate()[0].splitlines()[:-1]]
    ((tokens, money),) = look(home, "SELECT SUM(tokens), SUM(cost_microusd) FROM meter_reservations") or [(0, 0)]
    for _ in range(2):  # the second start finds everything done
        counted = spent(home, budget)
        ended = used_by_receipts(home)
        assert counted[1:3] == (ended[0] + (tokens or 0), ended[1] + (money or 0))
        assert look(home, "SELECT * FROM meter_reservations") == []
    sealed = {id for (id,) in look(home, "SELECT id FROM receipts WHERE status = 'ok'")}
    assert {line.split()[1] for line in answers} <= sealed
