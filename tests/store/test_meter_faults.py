"""A database that could not be written for a while holds up nobody once it can be."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from meter_worker import ANN, Spend, Spending, UnderWay

from wainao.kernel import Kernel, RateError, StoreError
from wainao.store import sqlite
from wainao.store.budget import Budget
from wainao.store.home import Home
from wainao.store.meter import SqliteMeter
from wainao.testing import in_memory_ports


def test_after_a_commit_that_could_not_begin_calls_are_let_in_again(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_S", 0.05)
    with closing(Home(tmp_path / "home", durable=False)) as home:
        meter = SqliteMeter(home)
        ports = replace(in_memory_ports(), meter=meter)
        kernel = Kernel(ports, [Spend(UnderWay(tmp_path / "under-way"), random.Random(1))])

        async def spend() -> None:
            await kernel.run("tools:spend", Spending(tokens=1), actor=ANN)

        async def try_twice() -> None:
            await meter.set_budget(Budget(subject="team:sales", period="now", calls=5))
            with closing(sqlite3.connect(home.path / "state.db", isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                refused = await asyncio.gather(spend(), spend(), return_exceptions=True)
            assert [type(error) for error in refused] == [StoreError, StoreError]
            assert len({error.receipt for error in refused}) == 2
            async with asyncio.timeout(10):
                await spend()

        asyncio.run(try_twice())


def test_a_call_whose_receipt_could_not_be_written_is_under_way_no_longer(tmp_path):
    """Else a full disk would keep everybody out whose calls at once are bounded, until the next start."""
    at_once, tokens = (
        Budget(subject="team:sales", period="now", calls=1),
        Budget(subject="team:sales", period="total", tokens=1_000),
    )
    with closing(Home(tmp_path / "home", durable=False)) as home:
        meter = SqliteMeter(home)
        ports = replace(in_memory_ports(), meter=meter, receipts=home.ledger)
        kernel = Kernel(ports, [Spend(UnderWay(tmp_path / "under-way"), random.Random(1))])

        async def spend() -> None:
            await kernel.run("tools:spend", Spending(tokens=3), actor=ANN)

        async def lose_the_receipt() -> None:
            for budget in (at_once, tokens):
                await meter.set_budget(budget)
            with closing(sqlite3.connect(home.path / "state.db", isolation_level=None)) as other:
                other.execute("CREATE TRIGGER full BEFORE INSERT ON receipts BEGIN SELECT RAISE(ABORT, 'full'); END")
                with pytest.raises(StoreError, match="full"):
                    await spend()
                other.execute("DROP TRIGGER full")
            await spend()

        asyncio.run(lose_the_receipt())
        assert meter.spent(at_once).amount.values == (0, 0, 0, 0)
        assert meter.spent(tokens).amount.tokens == 6


@pytest.mark.parametrize(("back_s", "wait_s"), [(5, 66), (3_600, 0)], ids=["a little", "far"])
def test_a_clock_that_is_set_back_keeps_nobody_out_for_longer_than_two_minutes(tmp_path, back_s, wait_s):
    time_s, limit = [1_800_000_000.0], Budget(subject="team:sales", period="minute", calls=1)
    with closing(Home(tmp_path / "home", durable=False)) as home:
        meter = SqliteMeter(home, clock=lambda: time_s[0])
        kernel = Kernel(
            replace(in_memory_ports(), meter=meter), [Spend(UnderWay(tmp_path / "under-way"), random.Random(1))]
        )

        async def waits_s() -> float | None:
            """How long a call is told to wait; 0 for one that is let in."""
            try:
                await kernel.run("tools:spend", Spending(tokens=1), actor=ANN)
            except RateError as refused:
                return refused.retry_after_s
            return 0.0

        async def set_back() -> None:
            await meter.set_budget(limit)
            assert await waits_s() == 0
            time_s[0] -= back_s
            assert await waits_s() == wait_s
            time_s[0] += 61 + back_s % 3_600
            assert await waits_s() == 0

        asyncio.run(set_back())
