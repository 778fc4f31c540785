"""A database that could not be written for a while holds up nobody once it can be, and nothing is lost."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from ledger_world import draft, look

from wainao.kernel import StoreError
from wainao.store import sqlite
from wainao.store.home import Home


@pytest.mark.parametrize("durable", [True, False], ids=["each", "batched"])
def test_after_a_commit_that_could_not_begin_receipts_are_kept_again(tmp_path, monkeypatch, durable):
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_S", 0.05)
    with closing(Home(tmp_path / "home", durable=durable)) as home:
        before = draft("before")

        async def seal_around_it() -> None:
            with closing(sqlite3.connect(home.path / "state.db", isolation_level=None)) as other:
                home.ledger.put_on_record(before)
                other.execute("BEGIN IMMEDIATE")
                with pytest.raises(StoreError, match="locked"):
                    await home.ledger.seal(draft("meanwhile"))
            async with asyncio.timeout(10):
                await home.ledger.seal(before)
                await home.ledger.seal(draft("after"))

        asyncio.run(seal_around_it())
        assert look(home.path, "SELECT COUNT(*) FROM receipts") == [(2,)]


def test_what_was_acknowledged_outlasts_two_commits_that_failed_one_after_the_other(tmp_path, monkeypatch):
    """The first when it was written, the second before it began."""
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_S", 0.05)
    with closing(Home(tmp_path / "home", durable=False)) as home:
        ledger, acknowledged = home.ledger, draft("acknowledged")

        async def fail_twice() -> None:
            with closing(sqlite3.connect(home.path / "state.db", isolation_level=None)) as other:
                other.execute("CREATE TRIGGER full BEFORE INSERT ON receipts BEGIN SELECT RAISE(ABORT, 'full'); END")
                await ledger.seal(acknowledged, proved=False)
                with pytest.raises(StoreError, match="full"):
                    await ledger.seal(draft("refused"))
                other.execute("DROP TRIGGER full")
                other.execute("BEGIN IMMEDIATE")
                with pytest.raises(StoreError, match="locked"):
                    await ledger.seal(draft("refused, too"))
            async with asyncio.timeout(10):
                await ledger.seal(draft("after"))

        asyncio.run(fail_twice())
        assert len(look(home.path, "SELECT 1 FROM receipts")) == 2
        assert look(home.path, f"SELECT COUNT(*) FROM receipts WHERE id = '{acknowledged.id}'") == [(1,)]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks at open files as Linux shows them")
def test_a_home_whose_last_writes_fail_is_closed_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_S", 0.05)
    home = Home(tmp_path / "home")
    assert home.ledger.verify().intact
    assert home.changes.mark() is not None
    with closing(sqlite3.connect(home.path / "state.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            home.close()
    still_open = {os.path.realpath(one) for one in Path("/proc/self/fd").iterdir()}
    assert [one for one in still_open if one.startswith(str(home.path))] == []


def test_calls_that_fail_together_each_have_an_error_of_their_own(tmp_path):
    """Each writes its receipt into it: of a shared one, callers would be told the receipt of somebody else."""
    with closing(Home(tmp_path / "home")) as home:
        ledger = home.ledger

        async def fail_together() -> list[StoreError]:
            with closing(sqlite3.connect(home.path / "state.db", isolation_level=None)) as other:
                other.execute("CREATE TRIGGER full BEFORE INSERT ON receipts_open BEGIN SELECT RAISE(ABORT, 'x'); END")
                opening = [ledger.put_on_record(draft(str(number))) for number in range(3)]
                return [error for error in await asyncio.gather(*opening, return_exceptions=True) if error]

        assert len({id(error) for error in asyncio.run(fail_together())}) == 3
