"""One SQLite file: a read connection per thread, one writer thread per process, commits shared by whoever waits."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from wainao.kernel.errors import StoreError, UsageError
from wainao.store.checkpointer import Checkpointer
from wainao.store.delivery import Delivery, deliver
from wainao.store.lock import PRIVATE_FILE

T = TypeVar("T")

BUSY_TIMEOUT_S = 30.0
MAX_GROUP = 512
PAGE_BYTES = 8_192
"""Of new files. A receipt fills more than half of a page of 4,096 bytes, as SQLite has them; the rest stays empty."""
MAX_LOG_PAGES = 8_000
"""The longest that the write-ahead log gets where writing never pauses: then the writer itself moves what is left."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of a feature's schema. Named, ordered, never edited once released."""

    name: str
    sql: str


@dataclass(slots=True)
class _Job:
    work: Callable[[sqlite3.Connection], Any]
    done: Future[Any] | asyncio.Future[Any]
    by_s: float = 0.0
    """When it has to begin, on the monotonic clock."""

    def wanted(self) -> bool:
        return isinstance(self.done, asyncio.Future) or self.done.set_running_or_notify_cancel()


class Database:
    """A file that many processes may open at once.

    `durable` waits for the disk on every commit (`synchronous=FULL`); without it the operating system decides when, so
    that a power cut can lose the last moments but never the file. Without `upgrade`, a schema that is there stays as it
    is: `migrate` refuses an older one.
    """

    def __init__(self, path: Path, *, durable: bool = True, upgrade: bool = True) -> None:
        self.path = path
        self.is_durable = durable
        self._upgrade = upgrade
        self._per_thread = threading.local()
        self._readers: dict[threading.Thread, sqlite3.Connection] = {}
        self._lock = threading.Lock()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._checkpointer = Checkpointer(self._connect)
        self._closed = False
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=PRIVATE_FILE)  # SQLite gives what it puts beside the file the same rights
        with _clear_errors(path):
            self._connection = self._connect()
            with _closed_on_failure(self._connection):
                self._connection.execute(
                    "CREATE TABLE IF NOT EXISTS migrations (owner TEXT, name TEXT, PRIMARY KEY (owner, name))"
                )

    def migrate(self, owner: str, migrations: Sequence[Migration]) -> list[str]:
        """Apply what is missing of `owner`'s schema, in order; return the names applied. Raises StoreError."""

        def work(connection: sqlite3.Connection) -> list[str]:
            rows = connection.execute("SELECT name FROM migrations WHERE owner = ?", (owner,))
            applied = {name for (name,) in rows}
            unknown = applied - {step.name for step in migrations}
            if unknown:
                raise StoreError(
                    f"{self.path} has the {owner} migrations {sorted(unknown)}, which this version does not know. "
                    "It was written by a newer Wainao: upgrade this one, or restore an older backup."
                )
            missing = [step for step in migrations if step.name not in applied]
            if applied and missing and not self._upgrade:
                raise StoreError(
                    f"{self.path} lacks the {owner} migrations {[step.name for step in missing]}: an older Wainao "
                    "wrote it. Run 'wainao upgrade', which works on a copy and keeps what was there."
                )
            for step in missing:
                for statement in _statements(step.sql):
                    connection.execute(statement)
                connection.execute("INSERT INTO migrations (owner, name) VALUES (?, ?)", (owner, step.name))
            return [step.name for step in missing]

        return self.write(work).result()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """This thread's query-only connection, inside one snapshot. Nested reads share the outer snapshot.

        A coroutine must not await inside the block: others of its thread would read the same snapshot.
        """
        with _clear_errors(self.path):
            connection = self._reader()
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()

    async def async_read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` finds in one snapshot, in a thread: for coroutines whose loop is not to wait for the disk."""

        def reading() -> T:
            with self.read() as connection:
                return work(connection)

        return await asyncio.to_thread(reading)

    def write(
        self,
        work: Callable[[sqlite3.Connection], T],
        *,
        within_s: float = 0.0,
        then: Callable[[Future[T]], None] | None = None,
    ) -> Future[T]:
        """Run `work` in the writer thread; the future resolves once its effects are committed.

        A work that raises is undone alone, the others of its group stand. It may wait so long for others to share its
        commit; whatever is in more of a hurry takes it along. `then` is called in the writer thread, whatever came of
        it: also where the commit could not begin, and `work` was never run.
        """
        done: Future[T] = Future()
        if then is not None:
            done.add_done_callback(then)  # before anybody can settle it: afterwards it might run here, and now
        self._queue(_Job(work, done, time.monotonic() + within_s if within_s else 0.0))
        return done

    def async_write(self, work: Callable[[sqlite3.Connection], T]) -> asyncio.Future[T]:
        """`write` for coroutines. The work is done even if whoever awaits the future is cancelled."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue(_Job(work, done))
        return done

    def empty_log(self) -> bool:
        """Move the write-ahead log into the file and cut it to nothing; False while a reader still needs it.

        What was deleted is gone from the disk only then.
        """
        with _clear_errors(self.path), closing(sqlite3.connect(self.path, timeout=0)) as connection:
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def close(self) -> None:
        """Finish the writes under way, then close every connection."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        if self._writer is not None:
            self._jobs.put(None)
            self._writer.join()
        self._checkpointer.close()
        for connection in (self._connection, *self._readers.values()):
            connection.close()

    def _connect(self) -> sqlite3.Connection:
        # Connections are closed by close(), from another thread than the one that used them.
        connection = sqlite3.connect(self.path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
        with _closed_on_failure(connection):
            connection.execute(f"PRAGMA page_size={PAGE_BYTES}")
            _switch_to_wal(connection)
            connection.execute(f"PRAGMA wal_autocheckpoint={MAX_LOG_PAGES}")
            connection.execute(f"PRAGMA synchronous={'FULL' if self.is_durable else 'NORMAL'}")
            connection.execute("PRAGMA foreign_keys=ON")
        return connection

    def _reader(self) -> sqlite3.Connection:
        reader: sqlite3.Connection | None = getattr(self._per_thread, "reader", None)
        if reader is None:
            with self._lock:  # held until close() would find the connection
                if self._closed:
                    raise StoreError(f"{self.path} is closed. Open the home again before reading it.")
                self._close_left_readers()
                reader = self._readers[threading.current_thread()] = self._connect()
            reader.execute("PRAGMA query_only=ON")
            self._per_thread.reader = reader
        return reader

    def _close_left_readers(self) -> None:
        """A pool that gives up its threads would otherwise leave an open file behind for each. Holding the lock."""
        for thread in [one for one in self._readers if not one.is_alive()]:
            self._readers.pop(thread).close()

    def _queue(self, job: _Job) -> None:
        with self._lock:
            if self._closed:
                raise StoreError(f"{self.path} is closed. Open the home again before writing to it.")
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_loop, name=f"writer:{self.path.name}", daemon=True)
                self._writer.start()
            self._jobs.put(job)

    def _write_loop(self) -> None:
        more = True
        while more and (first := self._jobs.get()) is not None:
            group, more = self._take_group(first)
            self._commit([job for job in group if job.wanted()])

    def _take_group(self, first: _Job) -> tuple[list[_Job], bool]:
        group, by_s = [first], first.by_s
        while len(group) < MAX_GROUP:
            try:
                job = self._next(by_s)
            except queue.Empty:
                break
            if job is None:
                return group, False
            group.append(job)
            by_s = min(by_s, job.by_s)
        return group, True

    def _next(self, by_s: float) -> _Job | None:
        wait_s = by_s - time.monotonic() if by_s else 0.0
        return self._jobs.get(timeout=wait_s) if wait_s > 0.0 else self._jobs.get_nowait()

    def _commit(self, group: list[_Job]) -> None:
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            # A job alone needs no savepoint: what undoes it undoes all that there is.
            alone = len(group) == 1
            outcomes = [job.work(connection) if alone else self._outcome(job) for job in group]
            connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001  # edge of a worker: whoever waits for this commit gets the error
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            outcomes = [_told(self.path, error) for _ in group]
        _settle(group, outcomes)
        self._checkpointer.wrote(connection.total_changes)

    def _outcome(self, job: _Job) -> Any:
        """What a job returned, or the exception it raised, all its effects undone."""
        connection = self._connection
        connection.execute("SAVEPOINT job")
        try:
            result = job.work(connection)
        except Exception as error:  # edge of a worker: the caller of write() gets the error
            if not connection.in_transaction:
                raise  # SQLite itself rolled everything back (disk full, I/O error): the whole group failed
            connection.execute("ROLLBACK TO job")
            result = _told(self.path, error)
        connection.execute("RELEASE job")
        return result


def _settle(group: list[_Job], outcomes: list[Any]) -> None:
    deliveries: list[Delivery] = []
    for job, outcome in zip(group, outcomes, strict=True):
        if isinstance(job.done, asyncio.Future):
            deliveries.append((job.done, outcome))
        elif isinstance(outcome, Exception):
            job.done.set_exception(outcome)
        else:
            job.done.set_result(outcome)
    deliver(deliveries)


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    # The busy timeout does not cover this switch: two processes making a new file at once would fail at once.
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _statements(script: str) -> Iterator[str]:
    # executescript() would commit the transaction that the migration runs in.
    pending = ""
    for piece in script.split(";"):
        pending += piece + ";"
        if sqlite3.complete_statement(pending):
            if pending.strip() != ";":
                yield pending
            pending = ""


def _told(path: Path, error: Exception) -> Exception:
    if isinstance(error, OverflowError) and "SQLite" in str(error):
        return UsageError("A whole number is too large. Expected one between -2^63 and 2^63: use a smaller one.")
    if isinstance(error, UnicodeEncodeError):
        return UsageError("A text holds half a surrogate pair, which is no character. Send it as UTF-8.")
    if not isinstance(error, sqlite3.Error):
        return error
    return StoreError(f"{path} cannot be used: {error}. Check free space and rights there, then try again.")


@contextmanager
def _closed_on_failure(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OverflowError, UnicodeEncodeError) as error:
        raise _told(path, error) from error
