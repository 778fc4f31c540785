"""One SQLite file for many threads and processes: what is written together, what is undone, what is read."""

import asyncio
import gc
import os
import sqlite3
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from wainao.kernel import StoreError, UsageError
from wainao.store.checkpointer import ROWS_BETWEEN
from wainao.store.home import Home
from wainao.store.sqlite import Database, Migration

ONE = Migration("1-notes", "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT UNIQUE)")
TWO = Migration("2-more", "ALTER TABLE notes ADD COLUMN more TEXT; CREATE INDEX notes_more ON notes (more)")


@pytest.fixture
def database(tmp_path: Path):
    opened = Database(tmp_path / "a.db")
    opened.migrate("notes", [ONE])
    yield opened
    opened.close()


def insert(text: str):
    return lambda connection: connection.execute("INSERT INTO notes (text) VALUES (?) RETURNING id", (text,)).fetchone()


def texts(database: Database) -> list[str]:
    with database.read() as connection:
        return [text for (text,) in connection.execute("SELECT text FROM notes ORDER BY id")]


def test_what_is_missing_is_applied_once_and_in_order(database):
    assert database.migrate("notes", [ONE, TWO]) == ["2-more"]
    assert database.migrate("notes", [ONE, TWO]) == []
    assert database.migrate("others", [Migration("1-notes", "CREATE TABLE others (id TEXT)")]) == ["1-notes"]


def test_a_migration_that_fails_leaves_nothing(database):
    bad = Migration("2-bad", "ALTER TABLE notes ADD COLUMN more TEXT; CREATE TABLE notes (id TEXT)")
    with pytest.raises(StoreError, match="already exists"):
        database.migrate("notes", [ONE, bad])
    assert database.migrate("notes", [ONE, TWO]) == ["2-more"]


def test_a_file_of_a_newer_version_is_refused(database):
    database.migrate("notes", [ONE, TWO])
    with pytest.raises(StoreError, match="written by a newer Wainao"):
        database.migrate("notes", [ONE])


@pytest.mark.parametrize(("value", "says"), [(2**63, "too large"), (-(2**70), "too large"), ("\ud800", "surrogate")])
def test_what_no_column_can_hold_is_the_callers_to_mend(database, value, says):
    with pytest.raises(UsageError, match=says), database.read() as connection:
        connection.execute("SELECT id FROM notes WHERE text = ?", (value,))
    other = database.write(insert("kept"))
    with pytest.raises(UsageError, match=says):
        database.write(lambda connection: connection.execute("INSERT INTO notes (text) VALUES (?)", (value,))).result()
    assert (other.result(), texts(database)) == ((1,), ["kept"])


def test_a_work_that_fails_is_undone_alone(database):
    gate = threading.Event()
    held = database.write(lambda _: gate.wait(5))  # so that the others gather behind it
    jobs = [database.write(insert(text)) for text in ("a", "b", "a", "c")]
    gate.set()
    assert held.result()
    assert [job.exception() is None for job in jobs] == [True, True, False, True]
    assert texts(database) == ["a", "b", "c"]


def test_a_work_that_raises_its_own_error_gives_that_error(database):
    def work(connection: sqlite3.Connection) -> None:
        insert("a")(connection)
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        database.write(work).result()
    assert texts(database) == []


def test_coroutines_get_results_and_errors(database):
    async def both() -> list[object]:
        return await asyncio.gather(*(database.async_write(insert("a")) for _ in range(2)), return_exceptions=True)

    first, second = asyncio.run(both())
    assert first == (1,)
    assert isinstance(second, StoreError)


def test_a_coroutine_that_is_cancelled_has_written_all_the_same(database):
    async def give_up() -> None:
        waiting = asyncio.ensure_future(wait())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

    async def wait() -> None:
        await database.async_write(insert("a"))

    asyncio.run(give_up())
    database.write(lambda _: None).result()
    assert texts(database) == ["a"]


def test_closing_finishes_what_was_queued_and_then_refuses(database, tmp_path):
    jobs = [database.write(insert(str(number))) for number in range(50)]
    database.close()
    assert all(job.done() for job in jobs)
    with pytest.raises(StoreError, match="is closed"):
        database.write(insert("late"))
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        assert connection.execute("SELECT count(*) FROM notes").fetchone() == (50,)


def test_a_read_sees_one_moment_and_nested_reads_the_same(database):
    database.write(insert("a")).result()
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM notes").fetchone() == (1,)
        database.write(insert("b")).result()
        with database.read() as nested:
            assert nested.execute("SELECT count(*) FROM notes").fetchone() == (1,)
    assert texts(database) == ["a", "b"]


def test_a_reader_cannot_write(database):
    with pytest.raises(StoreError, match="readonly"), database.read() as connection:
        insert("a")(connection)


def test_a_database_that_is_none_is_a_clear_error(tmp_path):
    (tmp_path / "b.db").write_text("this is no database, it is only a text of some length" * 30)
    with pytest.raises(StoreError, match=r"b\.db cannot be used: file is not a database"):
        Database(tmp_path / "b.db")
    gc.collect()  # a connection left open is a warning from 3.13 on, and warnings are errors


def test_the_log_is_emptied_when_no_reader_needs_it(database, tmp_path):
    log = tmp_path / "a.db-wal"
    with database.read() as connection:
        connection.execute("SELECT * FROM notes").fetchall()
        database.write(insert("a")).result()
        assert not database.empty_log()
    assert database.empty_log()
    assert log.stat().st_size == 0


def test_the_log_is_moved_into_the_file_while_writing_goes_on(database, tmp_path):
    def in_the_file_alone() -> int:
        (tmp_path / "copy.db").write_bytes((tmp_path / "a.db").read_bytes())
        try:
            with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
                return int(connection.execute("SELECT count(*) FROM notes").fetchone()[0])
        except sqlite3.DatabaseError:  # copied while a page was being written
            return 0

    for number in range(ROWS_BETWEEN):
        database.write(insert(str(number)))
    deadline = time.monotonic() + 10
    while in_the_file_alone() < ROWS_BETWEEN // 2 and time.monotonic() < deadline:
        database.write(insert(f"more {time.monotonic()}")).result()
    assert in_the_file_alone() >= ROWS_BETWEEN // 2


def test_a_work_that_may_wait_is_taken_along_by_one_that_may_not(database):
    began = time.monotonic()
    patient = database.write(insert("patient"), within_s=60.0)
    database.write(insert("hurried")).result()
    assert patient.done()
    assert time.monotonic() - began < 30
    assert texts(database) == ["patient", "hurried"]


def test_a_work_that_may_wait_is_done_by_itself_in_the_end(database):
    database.write(insert("patient"), within_s=0.01).result(timeout=30)
    assert texts(database) == ["patient"]


def test_two_homes_on_one_directory_see_each_others_writes(tmp_path):
    one, other = Home(tmp_path), Home(tmp_path)
    for home in (one, other):
        home.database("state").migrate("notes", [ONE])
    one.database("state").write(insert("a")).result()
    assert texts(other.database("state")) == ["a"]
    one.close()
    other.close()


def test_a_home_is_for_its_owner_alone(tmp_path):
    home = Home(tmp_path / "home")
    home.close()
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700


def test_an_older_home_is_not_changed_by_merely_opening_it(tmp_path: Path) -> None:
    def migrate(*steps: Migration, upgrade: bool = False) -> list[str]:
        home = Home(tmp_path / "home", upgrade=upgrade)
        try:
            return home.database("state").migrate("notes", steps)
        finally:
            home.close()

    assert migrate(ONE) == ["1-notes"]
    with pytest.raises(StoreError, match="wainao upgrade"):
        migrate(ONE, TWO)
    assert migrate(ONE, TWO, upgrade=True) == ["2-more"]


def test_an_upgrade_that_was_cut_short_is_no_empty_home(tmp_path: Path) -> None:
    home = Home(tmp_path / "home [1]")
    home.database("state")
    home.close()
    kept = (tmp_path / "home [1]").rename(tmp_path / "home [1].before-20260101-000000")
    for _ in range(2):
        with pytest.raises(StoreError, match="Rename that folder back"):
            Home(tmp_path / "home [1]")
    Home(kept.rename(tmp_path / "home [1]")).close()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights")
def test_nobody_else_may_read_a_home_even_in_a_folder_that_is_open_to_all(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o755)
    home = Home(tmp_path / "home")
    home.database("state").migrate("notes", [ONE])
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in home.path.iterdir()}
    home.close()
    assert modes == dict.fromkeys(("state.db", "state.db-wal", "state.db-shm"), "0o600")


def test_writing_goes_on_where_the_system_has_no_room_for_a_thread(database, monkeypatch):
    """The log is moved by a thread of its own, which the writer starts: it must not end with what that fails with."""
    start = threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if thread.name == "checkpointer":
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", refuse)

    def many(connection: sqlite3.Connection) -> None:
        connection.executemany("INSERT INTO notes (text) VALUES (?)", [(str(one),) for one in range(ROWS_BETWEEN)])

    database.write(many).result(10)
    database.write(insert("and more")).result(10)
    assert len(texts(database)) == ROWS_BETWEEN + 1


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files as Linux shows them")
def test_threads_that_have_ended_leave_no_open_files_behind(database):
    def open_files() -> int:
        return sum(os.path.realpath(one).startswith(str(database.path)) for one in Path("/proc/self/fd").iterdir())

    def read_in_a_thread() -> None:
        thread = threading.Thread(target=texts, args=(database,))
        thread.start()
        thread.join()

    read_in_a_thread()
    before = open_files()
    for _ in range(20):
        read_in_a_thread()
    assert open_files() <= before + 2
