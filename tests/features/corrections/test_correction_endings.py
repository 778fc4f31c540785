"""Before a correction stands and after it has ended: trial, retirement, restoring; and what becomes of old homes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from small_office import Office, person

from wainao.features.corrections import feature
from wainao.features.corrections.schema import MIGRATIONS
from wainao.features.corrections.settings import CorrectionsSettings
from wainao.kernel import ConflictError, DeniedError, StoreError
from wainao.store.home import Home

LEAVE = "年假可以顺延到下一年吗？"
WORDING = "没休完的年假能带到明年吗"


def test_on_trial_only_a_preview_sees_it(office: Office) -> None:
    standing = office.propose(question=LEAVE, answer="可以")
    trial = office.propose(question=LEAVE, answer="不可以", trial=True)
    other = office.propose(question="病假可以顺延吗", answer="不可以", trial=True)
    assert office.listed(state="trial").keys() == {trial, other}
    assert office.answer(LEAVE) == "可以"
    assert other not in {ruling.id for ruling in office.ask("病假能不能顺延").related}

    def met(question: str, *, trial: bool) -> str | None:
        report = office.call("corrections:match", question=question, trial=trial).output
        return None if report.correction is None else report.correction.id

    assert (met(LEAVE, trial=False), met(LEAVE, trial=True)) == (standing, trial)
    assert met("病假能不能顺延", trial=True) == other
    office.call("corrections:approve", correction=trial, supersedes=(standing,))
    assert office.answer(LEAVE) == "不可以"
    assert [kind for kind, *_ in office.history(trial)] == ["proposed", "tried", "approved"]


def test_an_author_may_try_out_what_an_administrator_has_to_approve(office: Office) -> None:
    ann, eve = person("ann", "write"), person("eve", "write")
    id = office.propose(by=ann, question=LEAVE, answer="可以", scope="everyone")
    with pytest.raises(DeniedError):
        office.call("corrections:trial", eve, correction=id)
    assert office.call("corrections:trial", ann, correction=id).output.status == "trial"
    with pytest.raises(ConflictError, match="is trial"):
        office.call("corrections:trial", ann, correction=id)
    office.call("corrections:revoke", ann, correction=id)
    assert office.call("corrections:match", question=LEAVE, trial=True).output.outcome == "silent"


def test_a_retired_correction_rests_with_its_aliases_and_comes_back_with_them(office: Office) -> None:
    id = office.propose(question=LEAVE, answer="可以")
    office.call("corrections:alias", correction=id, question=WORDING)
    withdrawn = office.call("corrections:alias", correction=id, question="年假怎么顺延")
    office.call("corrections:revoke", correction=id, question="年假怎么顺延")
    assert withdrawn.output.status == "standing"
    for _ in range(2):
        assert office.call("corrections:retire", correction=id, why="手册已更新").output.status == "retired"
    assert (office.answer(LEAVE), office.answer(WORDING)) == ("wrong", "wrong")
    assert not office.ask("年假可以顺延吗").related
    assert office.listed(state="retired").keys() == {id}
    assert office.call("corrections:restore", correction=id).output.status == "standing"
    assert (office.answer(LEAVE), office.answer(WORDING)) == ("可以", "可以")
    assert office.answer("年假怎么顺延") == "wrong"
    assert [kind for kind, *_ in office.history(id)][-2:] == ["retired", "restored"]


def test_only_what_stands_can_be_retired(office: Office) -> None:
    waiting = office.propose(question=LEAVE, answer="可以", hold=True)
    with pytest.raises(ConflictError, match="is proposed"):
        office.call("corrections:retire", correction=waiting)


def test_what_was_refused_waits_again_once_it_is_restored(office: Office) -> None:
    id = office.propose(question=LEAVE, answer="可以", hold=True)
    office.call("corrections:revoke", correction=id)
    assert office.call("corrections:restore", correction=id).output.status == "proposed"
    assert office.answer(LEAVE) == "wrong"
    office.call("corrections:approve", correction=id)
    assert office.answer(LEAVE) == "可以"


def test_restoring_takes_no_question_from_another_correction(office: Office) -> None:
    old = office.propose(question=LEAVE, answer="可以")
    office.call("corrections:alias", correction=old, question=WORDING)
    office.call("corrections:retire", correction=old)
    new = office.propose(question=LEAVE, answer="不可以")
    with pytest.raises(ConflictError, match=new):
        office.call("corrections:restore", correction=old)
    office.call("corrections:revoke", correction=new)
    other = office.propose(question=WORDING, answer="看部门")
    office.call("corrections:restore", correction=old)
    assert (office.answer(LEAVE), office.answer(WORDING)) == ("可以", "看部门")
    assert office.listed()[old].aliases == ()
    assert other in office.listed(state="standing")


def test_strangers_end_and_restore_nothing(office: Office) -> None:
    id = office.propose(question=LEAVE, answer="可以", scope="everyone")
    ann = person("ann", "write")
    for deed in ("retire", "restore", "revoke"):
        with pytest.raises(DeniedError):
            office.call(f"corrections:{deed}", ann, correction=id)
        assert office.receipts.last.status == "denied"
    assert office.answer(LEAVE) == "可以"


def test_a_home_of_the_first_version_is_upgraded_with_all_that_was_said(tmp_path: Path) -> None:
    path = tmp_path / "home"
    office = Office(path)
    old = office.propose(question=LEAVE, answer="可以")
    office.call("corrections:alias", correction=old, question=WORDING)
    office.propose(question=LEAVE, answer="不可以")
    gone = office.propose(question="病假可以顺延吗", answer="不可以")
    office.call("corrections:revoke", correction=gone)
    office.home.close()
    make_it_old(path / "state.db")

    with pytest.raises(StoreError, match="wainao upgrade"):
        Office(path)
    upgrading = Home(path, durable=False, upgrade=True)
    feature.open(upgrading, CorrectionsSettings())
    upgrading.close()
    office = Office(path)
    assert (office.answer(LEAVE), office.answer(WORDING)) == ("不可以", "不可以")
    assert office.listed()[old].state == "superseded"
    assert office.call("corrections:restore", correction=gone).output.status == "standing"
    with closing(sqlite3.connect(path / "state.db")) as connection:
        assert connection.execute("SELECT DISTINCT author FROM corrections_wordings").fetchall() == [("owner",)]
        assert connection.execute("SELECT ended_from FROM corrections WHERE id = ?", (old,)).fetchone() == ("standing",)
    office.home.close()


def make_it_old(file: Path) -> None:
    """The same content in the tables as the first migration made them."""
    with closing(sqlite3.connect(file)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = {}
        for table in (name for name in tables if name.startswith("corrections")):
            cursor = connection.execute(f"SELECT * FROM {table}")
            kept[table] = [column for column, *_ in cursor.description], cursor.fetchall()
        for table in kept:
            connection.execute(f"DROP TABLE {table}")
        connection.executescript(MIGRATIONS[0].sql)
        for table, (columns, rows) in kept.items():
            had = [column for _, column, *_ in connection.execute(f"PRAGMA table_info({table})")]
            if not had:
                continue
            places = [columns.index(column) for column in had]
            connection.executemany(
                f"INSERT INTO {table} ({', '.join(had)}) VALUES ({', '.join('?' * len(had))})",
                [[row[place] for place in places] for row in rows],
            )
        connection.execute("UPDATE corrections_wordings SET state = 'withdrawn' WHERE state = 'resting'")
        connection.execute("DELETE FROM migrations WHERE owner = 'corrections' AND name <> ?", (MIGRATIONS[0].name,))
        connection.commit()
