"""The log of all calls: drafts while they run, receipts for ever."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from wainao.kernel import Draft, IntegrityError, Proof, new_id, now_us
from wainao.store.delivery import deliver
from wainao.store.ledger import tally
from wainao.store.ledger.audit import Audit, Progress, Report
from wainao.store.ledger.book import Book, Head, head_problem, read_head
from wainao.store.ledger.checkpoint import Checkpoint
from wainao.store.ledger.head import HeadFile
from wainao.store.ledger.record import ERASED, INCIDENT, Record, crashed, opening, record
from wainao.store.ledger.schema import MIGRATIONS
from wainao.store.process import Process
from wainao.store.sqlite import Database

LINGER_S = 0.05
"""How long the opening of a call waits for the call to end; most calls do, and then leave one row instead of two."""

_NONE_KEPT: Mapping[str, str] = {}
_ERASE = "UPDATE receipts SET salt = NULL, contents = NULL, erased_by = ? WHERE id = ? AND erased_by IS NULL"

_log = logging.getLogger(__name__)


Beside = Callable[[sqlite3.Connection, Record], None]
"""Gets the record that is being sealed, in the writer's transaction."""


@dataclass(slots=True)
class _Batch:
    """What goes into the log with the next commit, and who waits for it."""

    sealed: list[tuple[Record, asyncio.Future[Proof]]] = field(default_factory=list)
    opened: list[tuple[Draft, asyncio.Future[None] | None]] = field(default_factory=list)
    checkpoint: Checkpoint | None = None


class Ledger:
    """Implements the kernel's `ReceiptLog` for any number of event loops, threads and processes on one database."""

    def __init__(self, *, home: Path, database: Database, process: Process) -> None:
        self.database = database
        self.head_file = HeadFile(home / "ledger.head")
        self.book = Book(home / "keys")
        self._process = process
        self._lock = threading.Lock()
        self._batch: _Batch | None = None
        self._lingering: OrderedDict[str, tuple[float, Draft]] = OrderedDict()
        self._timer: asyncio.TimerHandle | None = None
        self._beside: dict[str, list[Beside]] = {}
        # The writer thread's own: openings on disk, whether erased text may be in the write-ahead log, the log's size.
        self._on_disk: set[str] = set()
        self._erased = False
        self._size = 0
        database.migrate("receipts", MIGRATIONS)
        database.migrate("usage", tally.MIGRATIONS)
        self._start()

    def open(self, draft: Draft) -> _Opening:
        """Note that the call has begun. Awaiting the result waits until that is on disk; see `LINGER_S`."""
        with self._lock:
            self._lingering[draft.id] = (time.monotonic() + LINGER_S, draft)
        self._start_timer()
        return _Opening(partial(self._write_opening, draft))

    def seal(self, draft: Draft) -> asyncio.Future[Proof]:
        """Record the call as it ended. Resolves once the receipt is committed."""
        sealed = record(draft)
        done: asyncio.Future[Proof] = asyncio.get_running_loop().create_future()
        with self._lock:
            self._lingering.pop(draft.id, None)
            self._next_batch().sealed.append((sealed, done))
        return done

    def erase(self, receipts: Iterable[str], *, by: Draft) -> None:
        """Erase the contents of those receipts when the call `by` is sealed, in the same transaction.

        The record of `by` names them, so that verification knows who erased what; if it fails, nothing is erased.
        """
        ids = tuple(receipts)
        by.versions.update({f"{ERASED}:{id}": "contents" for id in ids})
        self.beside(by.id, partial(self._erase_contents, ids))

    def beside(self, call: str, work: Beside) -> None:
        """Do `work` in the transaction that seals that call: both are done, or neither is."""
        self._beside.setdefault(call, []).append(work)

    def verify(self, *, against: Mapping[str, str] = _NONE_KEPT, progress: Progress | None = None) -> Report:
        """Read the whole log and find out whether it is what was written. Takes seconds: not for an event loop.

        `against` are signed checkpoints that were kept elsewhere, by a name for each.
        """
        self.sweep()
        kept = {self.head_file.path.name: self.head_file.text(), **against}
        with self.database.read() as connection:
            return Audit(connection, key=self.book.key.public, kept=kept).report(progress)

    def count_again(self) -> None:
        """Make the sums of what was used anew from the receipts. Takes seconds: not for an event loop."""
        with self.database.read() as connection:
            size = read_head(connection).size
            sums = tally.summed(tally.of_receipts(connection))

        def replace(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM usage_days")
            tally.insert(connection, sums)
            tally.add(connection, tally.of_receipts(connection, first=size))  # what was sealed in the meantime

        self.database.write(replace).result()

    def sweep(self) -> None:
        """Record the calls of processes that died as crashed."""
        self._do(self._sweep)

    def close(self) -> None:
        """Put on disk whatever is still running or waiting."""
        with self._lock:
            batch = self._next_batch()
            batch.opened += [(draft, None) for _, draft in self._lingering.values()]
            self._lingering.clear()
        self._do(lambda _: None)

    def _start(self) -> None:
        head, agreed = self.database.write(self._begin).result()
        self._size = head.size
        if not agreed:
            self.head_file.replace(head.note)
        self.sweep()

    # Queueing: in whatever thread calls.

    def _start_timer(self) -> None:
        loop = asyncio.get_running_loop()
        timer = self._timer
        if timer is None or timer.when() < loop.time() - LINGER_S:  # or it belongs to a loop that ended
            self._timer = loop.call_later(LINGER_S, self._linger_no_longer)

    def _linger_no_longer(self) -> None:
        self._timer = None
        with self._lock:
            waiting = bool(self._lingering)
            if waiting:
                self._next_batch()
        if waiting:
            self._start_timer()

    def _write_opening(self, draft: Draft) -> asyncio.Future[None]:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        with self._lock:
            self._lingering.pop(draft.id, None)
            self._next_batch().opened.append((draft, done))
        return done

    def _next_batch(self) -> _Batch:
        """The batch that is still open for more. The caller holds the lock."""
        if self._batch is None:
            batch = _Batch()
            self.database.write(partial(self._write, batch)).add_done_callback(partial(self._written, batch))
            self._batch = batch
        return self._batch

    # Writing: in the writer thread, inside its transaction.

    def _write(self, batch: _Batch, connection: sqlite3.Connection) -> None:
        with self._lock:
            if self._batch is batch:
                self._batch = None
            batch.opened += self._overdue()
        self._write_openings(connection, [draft for draft, _ in batch.opened])
        if batch.sealed:
            records = [sealed for sealed, _ in batch.sealed]
            batch.checkpoint = self._append(connection, records)
            self._forget_openings(connection, [sealed.id for sealed in records])
            self._work_beside(connection, records)

    def _overdue(self) -> list[tuple[Draft, None]]:
        now = time.monotonic()
        overdue: list[tuple[Draft, None]] = []
        while self._lingering and next(iter(self._lingering.values()))[0] <= now:
            _, (_, draft) = self._lingering.popitem(last=False)
            overdue.append((draft, None))
        return overdue

    def _append(self, connection: sqlite3.Connection, records: list[Record]) -> Checkpoint:
        checkpoint = self.book.append(connection, records)
        if checkpoint.size - len(records) < self._size:
            raise IntegrityError(
                f"The ledger had {self._size} records and now has {checkpoint.size - len(records)}: somebody cut it "
                "while we were running. Nothing more is recorded, so nothing more is done. Stop every process, keep a "
                "copy of this home, then restore a backup."
            )
        return checkpoint

    def _write_openings(self, connection: sqlite3.Connection, drafts: list[Draft]) -> None:
        if drafts:
            connection.executemany(
                "INSERT INTO receipts_open (id, process, opening) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
                [(draft.id, self._process.token, opening(draft)) for draft in drafts],
            )
            self._on_disk.update(draft.id for draft in drafts)

    def _forget_openings(self, connection: sqlite3.Connection, ids: list[str]) -> None:
        if written := self._on_disk.intersection(ids):
            connection.executemany("DELETE FROM receipts_open WHERE id = ?", [(id,) for id in written])

    def _work_beside(self, connection: sqlite3.Connection, records: list[Record]) -> None:
        if self._beside:
            for sealed in records:
                for work in self._beside.pop(sealed.id, ()):
                    work(connection, sealed)

    def _erase_contents(self, ids: Iterable[str], connection: sqlite3.Connection, by: Record) -> None:
        if by.status == "ok":
            connection.executemany(_ERASE, [(by.id, id) for id in ids])
            self._erased = True

    # After the commit: still in the writer thread.

    def _written(self, batch: _Batch, done: Future[None]) -> None:
        error = done.exception()
        waiting: list[tuple[asyncio.Future[Any], Any]] = [(future, error) for _, future in batch.opened if future]
        for sealed, future in batch.sealed:
            self._on_disk.discard(sealed.id)
            waiting.append((future, error or _proof(sealed, batch.checkpoint)))
        deliver(waiting)
        if error is None:
            self._committed(batch.checkpoint)

    def _committed(self, checkpoint: Checkpoint | None) -> None:
        if checkpoint is not None:
            self._size = checkpoint.size
            try:
                self.head_file.advance(checkpoint.size, checkpoint.note(self.book.key.public.raw))
            except OSError as error:
                # The receipts are safe; only a cut of the database would go unnoticed until this works again.
                _log.error("%s cannot be written: %s", self.head_file.path, error)
        if self._erased:
            self._erased = not self.database.empty_log()  # busy: again after the next commit

    def _do(self, work: Callable[[sqlite3.Connection], Checkpoint | None]) -> None:
        self._committed(self.database.write(work).result())

    # At the start, and whenever asked.

    def _begin(self, connection: sqlite3.Connection) -> tuple[Head, bool]:
        """The log as we found it, and whether `ledger.head` agrees; if it does not, that is the log's next record."""
        connection.execute("PRAGMA secure_delete=ON")  # what is erased shall not linger in free pages
        head = self.book.begin(connection)
        problem = head_problem(self.head_file, connection, head)
        if problem is not None:
            _log.error("%s", problem)
            self.book.append(connection, [record(_incident(problem, self.head_file.text()))])
            head = read_head(connection)
        return head, problem is None and self.head_file.path.exists()

    def _sweep(self, connection: sqlite3.Connection) -> Checkpoint | None:
        tokens = [token for (token,) in connection.execute("SELECT DISTINCT process FROM receipts_open")]
        dead = [(token,) for token in sorted(self._process.dead(tokens))]
        openings: list[bytes] = []
        for token in dead:
            rows = connection.execute("SELECT opening FROM receipts_open WHERE process = ? ORDER BY id", token)
            openings += [opening for (opening,) in rows]
        if not openings:
            return None
        checkpoint = self._append(connection, [record(crashed(opening)) for opening in openings])
        connection.executemany("DELETE FROM receipts_open WHERE process = ?", dead)
        return checkpoint


class _Opening:
    """Waits only when it is awaited."""

    __slots__ = ("_write",)

    def __init__(self, write: Callable[[], asyncio.Future[None]]) -> None:
        self._write = write

    def __await__(self) -> Generator[Any, None, None]:
        return self._write().__await__()


def _proof(record: Record, checkpoint: Checkpoint | None) -> Proof:
    assert checkpoint is not None
    return Proof(
        index=record.index,
        leaf=record.leaf.hex(),
        size=checkpoint.size,
        root=checkpoint.root.hex(),
        origin=checkpoint.origin,
        signature=checkpoint.signature.hex(),
    )


def _incident(problem: str, evidence: str | None) -> Draft:
    id = new_id()
    return Draft(
        id=id,
        capability=INCIDENT,
        capability_version="1",
        risk="write",
        actor="wainao",
        tenant="local",
        parent=None,
        root=id,
        input={"ledger.head": evidence},
        status="failed",
        error=problem,
        finished_us=now_us(),
    )
