"""What is answered before it is committed: it outlives the process, and is committed soon, once."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from ledger_world import change, draft, look, record, verified

from wainao.kernel import StoreError
from wainao.store.home import Home
from wainao.store.ledger.journal import HALF_BYTES, Journal, emptied, read_journal


@pytest.fixture
def journal(tmp_path: Path):
    opened = Journal(tmp_path / "journal" / "1-a")
    yield opened
    opened.close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("wainao.store.ledger.ledger.PATIENCE_S", 60.0)  # nothing is committed before somebody asks
    opened = Home(tmp_path / "home", durable=False)
    yield opened
    opened.close()


def in_log(home: Home) -> list[str]:
    return [id for (id,) in look(home.path, "SELECT id FROM receipts ORDER BY idx")]


def journals(home: Home) -> list[bytes]:
    return [entry for path in (home.path / "journal").glob("*") for entry in read_journal(path)]


# The file.


def test_entries_are_there_in_order_until_they_are_wiped(journal):
    for entry in (b"one", b"two"):
        assert journal.append(entry)
    journal.turn()
    assert journal.append(b"three")
    assert read_journal(journal.path) == [b"one", b"two", b"three"]
    journal.wipe(journal.resting)
    assert read_journal(journal.path) == [b"three"]
    journal.turn()
    assert journal.append(b"four")
    assert read_journal(journal.path) == [b"three", b"four"]
    assert not journal.is_empty
    journal.wipe(0, 1)
    assert (journal.is_empty, read_journal(journal.path)) == (True, [])


def test_what_is_wiped_is_nowhere_in_the_file(journal):
    journal.append(b"please-forget-me" * 1000)
    journal.wipe(0)
    assert b"forget" not in journal.path.read_bytes()


def test_an_entry_that_was_not_written_to_its_end_is_none(journal):
    journal.append(b"whole")
    journal.append(b"half of it")
    data = bytearray(journal.path.read_bytes())
    data[data.index(b"half of it")] ^= 1
    copy = journal.path.with_name("copy")
    copy.write_bytes(data)
    assert read_journal(copy) == [b"whole"]
    copy.write_bytes(data[:4_100])
    assert read_journal(copy) == []
    assert read_journal(journal.path.with_name("none")) == []


def test_what_does_not_fit_is_not_taken(journal):
    assert journal.append(bytes(HALF_BYTES - 100))
    assert not journal.append(bytes(100))
    journal.turn()
    assert journal.append(bytes(100))
    assert [len(entry) for entry in read_journal(journal.path)] == [HALF_BYTES - 100, 100]


def test_only_a_journal_in_which_something_is_left_is_left(tmp_path):
    for entries in (0, 1):
        journal = Journal(tmp_path / "journal" / f"{entries}")
        for _ in range(entries):
            journal.append(b"x")
        journal.close()
        assert journal.path.exists() == bool(entries)


def test_a_journal_for_which_there_is_no_room_is_a_clear_error(tmp_path):
    (tmp_path / "journal").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be made"):
        Journal(tmp_path / "journal" / "1-a")


# The ledger with it.


def test_an_answer_may_leave_before_its_receipt_is_committed_and_it_is_committed_soon(home):
    call = draft()

    async def answer() -> tuple[object, list[str], int]:
        proof = await home.ledger.seal(call, proved=False)
        left_before = in_log(home), len(journals(home))
        await home.ledger.caught_up()
        return proof, *left_before

    assert asyncio.run(answer()) == (None, [], 1)
    assert (in_log(home), journals(home)) == ([call.id], [])


def test_whoever_wants_the_proof_waits_for_the_commit(home):
    async def answer() -> None:
        early = draft()
        await home.ledger.seal(early, proved=False)
        proof = await home.ledger.seal(draft())
        assert (proof.index, in_log(home)[0]) == (1, early.id)

    asyncio.run(answer())


def test_so_does_what_others_write_beside_the_record(home):
    record(home.ledger, [draft()])
    call = draft()

    async def answer() -> None:
        home.ledger.beside(call.id, lambda connection, sealed: connection.execute("CREATE TABLE beside (id TEXT)"))
        await home.ledger.seal(call, proved=False)

    asyncio.run(answer())
    assert look(home.path, "SELECT * FROM beside") == []
    assert in_log(home)[-1] == call.id


def test_a_durable_store_keeps_no_journal(tmp_path):
    home = Home(tmp_path / "home")

    async def answer() -> None:
        call = draft()
        await home.ledger.seal(call, proved=False)
        assert in_log(home) == [call.id]

    asyncio.run(answer())
    home.close()
    assert not (home.path / "journal").exists()


def test_what_is_shown_before_the_call_ends_is_on_record_by_then(home):
    call = draft()

    async def answer() -> None:
        opened = home.ledger.open(call)
        await opened
        assert [entry[:1] for entry in journals(home)] == [b"O"]
        await home.ledger.caught_up()
        await opened
        assert look(home.path, "SELECT id FROM receipts_open") == [(call.id,)]
        await home.ledger.seal(call, proved=False)
        await home.ledger.caught_up()

    asyncio.run(answer())
    assert (look(home.path, "SELECT id FROM receipts_open"), in_log(home)) == ([], [call.id])


def test_a_receipt_that_another_process_has_answered_with_is_waited_for(home, monkeypatch):
    monkeypatch.setattr("wainao.store.ledger.ledger.PATIENCE_S", 0.01)
    other = Home(home.path, durable=False)
    call = draft()

    async def answer() -> None:
        await other.ledger.seal(call, proved=False)
        await home.ledger.caught_up()
        assert in_log(home) == [call.id]

    asyncio.run(answer())
    other.close()


def test_nobody_waits_for_a_journal_that_is_empty_or_gone(journal, tmp_path):
    asyncio.run(emptied(journal.path))
    asyncio.run(emptied(tmp_path / "gone"))


REFUSE = "CREATE TRIGGER refuse BEFORE INSERT ON receipts BEGIN SELECT RAISE(ABORT, 'no more'); END"


def test_what_was_answered_and_cannot_be_committed_now_is_committed_when_it_can_be(home):
    early, late, lost = draft(), draft(), draft()
    record(home.ledger, [draft()])

    async def answer() -> None:
        await home.ledger.seal(early, proved=False)
        change(home.path, REFUSE)
        with pytest.raises(StoreError, match="no more"):
            await home.ledger.seal(lost, proved=True)
        with pytest.raises(StoreError, match="no more"):  # no record, no answer: nothing leaves early any more
            await home.ledger.seal(lost, proved=False)
        change(home.path, "DROP TRIGGER refuse")
        await home.ledger.seal(late, proved=False)
        assert in_log(home)[1:] == [early.id, late.id]
        await home.ledger.seal(draft(), proved=False)
        assert len(journals(home)) == 1

    asyncio.run(answer())
    assert home.ledger.verify().intact


def test_what_could_never_be_committed_is_when_the_home_is_opened_again(home):
    early = draft()
    record(home.ledger, [draft()])

    async def answer() -> None:
        await home.ledger.seal(early, proved=False)
        change(home.path, REFUSE)
        with pytest.raises(StoreError):
            await home.ledger.seal(draft())

    asyncio.run(answer())
    home.close()
    assert len(journals(home)) == 1
    change(home.path, "DROP TRIGGER refuse")
    assert verified(home.path).intact
    assert (in_log(home)[1:], journals(home)) == ([early.id], [])


def test_what_was_committed_but_not_wiped_is_not_recorded_twice(home, tmp_path):
    call = draft()

    async def answer() -> bytes:
        await home.ledger.seal(call, proved=False)
        (path,) = (home.path / "journal").glob("*")
        return path.read_bytes()

    before = asyncio.run(answer())
    home.close()
    (home.path / "journal" / "1-died").write_bytes(before)
    assert verified(home.path).intact
    assert in_log(home) == [call.id]
    with closing(sqlite3.connect(home.path / "state.db")) as connection:
        assert connection.execute("SELECT SUM(calls) FROM usage_days").fetchone() == (1,)
