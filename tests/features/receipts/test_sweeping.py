"""What is older than the settings say goes by itself, in batches, each on a receipt that says how many."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wainao import Wainao
from wainao.app.wire import read_input
from wainao.features.receipts import sweeping
from wainao.kernel import DeniedError, SettingsError, now_us
from wainao.types import ALL_RIGHTS, Actor

CANARY = b"Zelda-Quintero-7f3a91"
EVE = Actor(id="eve", tenant="elsewhere", rights=ALL_RIGHTS)
BOB = Actor(id="bob", rights=frozenset({"read", "write", "act"}))

Later = Callable[[int], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """So many days from now, for whoever looks what is old."""
    return lambda days: monkeypatch.setattr(sweeping, "now_us", lambda: now_us() + days * sweeping.DAY_US)


def opened(path: Path, **settings: Any) -> Wainao:
    return Wainao.open(path / "home", receipts={"sweep_every_s": 3_600.0, **settings})


def found(path: Path) -> list[str]:
    return [one.name for one in (path / "home").rglob("*") if one.is_file() and CANARY in one.read_bytes()]


def kept(brain: Wainao, name: str = "note.txt") -> Any:
    return brain.call("tools:upload", content=CANARY + name.encode(), name=f"{CANARY.decode()} {name}")


def call_as(brain: Wainao, actor: Actor, name: str, **fields: Any) -> Any:
    given = read_input(brain.kernel.spec(name, actor), fields)
    return brain._loop.run(brain.kernel.run(name, given, actor=actor)).output


def test_contents_go_with_their_copies_and_the_log_verifies(tmp_path, later):
    with opened(tmp_path, contents_days=30) as brain:
        upload = kept(brain)
        later(29)
        assert brain.call("receipts:sweep").output == sweeping.Swept(receipts=0, copies={}, more=False)
        later(31)
        swept = brain.call("receipts:sweep")
        assert (swept.output.copies, swept.output.receipts >= 1) == ({"files": 1}, True)
        shown = brain.receipt(upload.receipt).output
        assert (shown.erased, shown.erased_by, shown.actor) == (True, swept.receipt, "owner")
        assert brain.verify().output.intact
    assert found(tmp_path) == []


def test_copies_may_go_before_the_receipt_that_they_are_of(tmp_path, later):
    with opened(tmp_path, files_days=7) as brain:
        upload = kept(brain)
        later(8)
        assert brain.call("receipts:sweep").output == sweeping.Swept(receipts=0, copies={"files": 1}, more=False)
        assert brain.call("receipts:sweep").output.copies == {}
        assert not brain.receipt(upload.receipt).output.erased
    assert found(tmp_path) == ["state.db"], "the name is on the receipt; the file is gone"


def test_it_goes_on_batch_by_batch_from_where_it_was(tmp_path, later, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 3)
    with opened(tmp_path, contents_days=30) as brain:
        for number in range(7):
            kept(brain, f"{number}.txt")
    later(31)
    told = []
    with opened(tmp_path, contents_days=30) as brain:
        told.append(brain.call("receipts:sweep").output)
    with opened(tmp_path, contents_days=30) as brain:  # another process
        while told[-1].more:
            told.append(brain.call("receipts:sweep").output)
        assert sum(one.copies.get("files", 0) for one in told) == 7
        assert all(one.receipts <= 3 for one in told)
        assert brain.verify().output.intact
    assert found(tmp_path) == []


def test_it_happens_by_itself_and_on_record(tmp_path, later):
    later(31)
    with opened(tmp_path, contents_days=30, sweep_every_s=0.05) as brain:
        kept(brain)
        until_s = time.monotonic() + 20
        while not (listed := brain.call("receipts:list", capability="receipts:sweep").output.receipts):
            assert time.monotonic() < until_s
            time.sleep(0.05)
        assert {one.actor for one in listed} == {"system"}


def test_a_rehearsal_changes_nothing(tmp_path, later):
    with opened(tmp_path, contents_days=30, files_days=7) as brain:
        upload = kept(brain)
        later(31)
        assert brain.call("receipts:sweep", dry_run=True).output.copies == {"files": 1}
        assert not brain.receipt(upload.receipt).output.erased
        assert brain.call("tools:file", digest=upload.output.digest).output.content


def test_everything_is_kept_for_ever_unless_somebody_says_otherwise(tmp_path, later):
    with opened(tmp_path) as brain:
        upload = kept(brain)
        later(36_500)
        assert brain.call("receipts:sweep").output == sweeping.Swept(receipts=0, copies={}, more=False)
        assert not brain.receipt(upload.receipt).output.erased


def test_no_tenant_sweeps_for_another_and_nobody_without_the_right(tmp_path, later):
    with opened(tmp_path, contents_days=30, files_days=7) as brain:
        upload = kept(brain)
        later(31)
        assert call_as(brain, EVE, "receipts:sweep").copies == {}
        with pytest.raises(DeniedError):
            call_as(brain, BOB, "receipts:sweep")
        assert not brain.receipt(upload.receipt).output.erased


def test_a_setting_that_makes_no_sense_is_refused(tmp_path):
    for wrong in ({"files_days": -1}, {"sweep_every_s": 0.0}, {"file_days": 3}):
        with pytest.raises(SettingsError):
            opened(tmp_path, **wrong)
