"""The sums of what was used are what the receipts say, whoever wrote them and however it ended."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from ledger_world import change, draft, look, record, with_home

from wainao.kernel import StoreError
from wainao.store.home import Home
from wainao.types import Usage

HERE = Path(__file__).parent
PLACE = "day, tenant, actor, team, key, capability, model, route"
AMOUNTS = "calls, requests, failed, input_tokens, output_tokens, cost_microusd, unpriced"
DAY_US = 86_400_000_000


def kept(home: Path) -> dict[tuple[str, ...], tuple[int, ...]]:
    return {row[:8]: row[8:] for row in look(home, f"SELECT {PLACE}, {AMOUNTS} FROM usage_days")}


def of_receipts(home: Path) -> dict[tuple[str, ...], tuple[int, ...]]:
    """The same, added up here from the headers, in another way."""
    sums: dict[tuple[str, ...], Counter[str]] = {}
    for (raw,) in look(home, "SELECT header FROM receipts"):
        header = msgspec.json.decode(raw)
        at, usage, versions = time.gmtime(header["started_us"] // 1_000_000), header["usage"], header["versions"]
        place = (
            time.strftime("%Y-%m-%d", at),
            *(header[name] or "" for name in ("tenant", "actor", "team", "key", "capability")),
            *(versions.get(name, "") for name in ("model", "route")),
        )
        cost = usage["cost_microusd"]
        sums.setdefault(place, Counter()).update(
            calls=usage["calls"],
            requests=usage["calls"] if header["parent"] is None else 0,
            failed=header["status"] != "ok",
            input_tokens=usage["input_tokens"],
            output_tokens=usage["output_tokens"],
            cost_microusd=cost or 0,
            unpriced=cost is None,
        )
    return {place: tuple(sums[place][name] for name in AMOUNTS.split(", ")) for place in sums}


def some_drafts(count: int, seed: int = 1):
    pick = random.Random(seed)
    for _ in range(count):
        yield draft(
            actor=pick.choice(["ann", "bob"]),
            tenant=pick.choice(["local", "far"]),
            team=pick.choice([None, "sales"]),
            key=pick.choice([None, "wk_3f9k2m7q"]),
            parent=pick.choice([None, "p"]),
            status=pick.choice(["ok", "failed", "cancelled"]),
            started_us=pick.choice([1, 20_000]) * DAY_US - pick.choice([0, 1]),
            versions=pick.choice([{}, {"model": "m-1"}, {"model": "m-1", "route": "fast"}]),
            usage=Usage(
                calls=1,
                input_tokens=pick.randrange(100),
                output_tokens=pick.randrange(100),
                cost_microusd=pick.choice([None, 0, 17]),
            ),
        )


def test_the_sums_are_those_of_the_receipts(tmp_path):
    with_home(tmp_path, lambda home: record(home.ledger, some_drafts(500)))
    assert kept(tmp_path) == of_receipts(tmp_path)
    assert len(kept(tmp_path)) > 100


def test_they_can_be_made_anew(tmp_path):
    def spoil_and_count_again(home: Home) -> None:
        record(home.ledger, some_drafts(50))
        change(tmp_path, "DELETE FROM usage_days WHERE actor = 'ann'", "UPDATE usage_days SET calls = calls + 1")
        home.ledger.count_again()
        record(home.ledger, some_drafts(50, seed=2))

    with_home(tmp_path, spoil_and_count_again)
    assert kept(tmp_path) == of_receipts(tmp_path)


def test_a_log_that_is_older_than_the_sums_is_counted_when_it_is_opened(tmp_path):
    with_home(tmp_path, lambda home: record(home.ledger, some_drafts(50)))
    change(tmp_path, "DROP TABLE usage_days", "DELETE FROM migrations WHERE owner = 'usage'")
    with_home(tmp_path, lambda home: record(home.ledger, some_drafts(5)))
    assert kept(tmp_path) == of_receipts(tmp_path)


def test_several_processes_some_of_them_killed_leave_the_sums_of_their_receipts(tmp_path):
    home = tmp_path / "home"
    command = [sys.executable, str(HERE / "ledger_worker.py"), str(home)]
    workers = [
        subprocess.Popen([*command, str(count)], stdout=subprocess.PIPE, text=True, cwd=HERE)
        for count in (200, 200, 100_000, 100_000)
    ]
    for worker in workers[:2]:
        worker.communicate()
    for worker in workers[2:]:
        worker.send_signal(signal.SIGKILL)
        worker.communicate()
    with_home(home, lambda opened: opened.ledger.sweep())
    assert kept(home) == of_receipts(home)
    ((calls,),) = look(home, "SELECT SUM(calls) FROM usage_days")
    assert calls == look(home, "SELECT COUNT(*) FROM receipts")[0][0] >= 400


def test_what_goes_beside_a_call_is_written_with_its_receipt_or_not_at_all(tmp_path):
    def try_both(home: Home) -> None:
        good, bad = draft(), draft()
        for one, statement in ((good, "CREATE TABLE done (id TEXT)"), (bad, "nonsense")):
            home.ledger.beside(one.id, lambda connection, sealed, sql=statement: connection.execute(sql) and None)
        record(home.ledger, [good])
        with pytest.raises(StoreError, match="nonsense"):
            record(home.ledger, [bad])

    with_home(tmp_path, try_both)
    assert look(tmp_path, "SELECT * FROM done") == []
    assert look(tmp_path, "SELECT COUNT(*) FROM receipts") == [(1,)]
    assert kept(tmp_path) == of_receipts(tmp_path)
