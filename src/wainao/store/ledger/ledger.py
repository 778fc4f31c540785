"""The log of all calls: drafts while they run, receipts for ever."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable, Generator, Iterable, Mapping
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

from wainao.kernel import Draft, IntegrityError, Proof, new_id, now_us
from wainao.store.delivery import DONE, deliver
from wainao.store.ledger import series, tally
from wainao.store.ledger.audit import Audit, Progress, Report
from wainao.store.ledger.batch import Batch
from wainao.store.ledger.book import Book, Head, head_problem, read_head
from wainao.store.ledger.checkpoint import Checkpoint
from wainao.store.ledger.head import HeadFile
from wainao.store.ledger.journal import Journal, emptied, waiting
from wainao.store.ledger.record import ERASED, INCIDENT, Record, opening, record
from wainao.store.ledger.recovery import OPENED, SEALED, left_over
from wainao.store.ledger.schema import MIGRATIONS
from wainao.store.process import Process
from wainao.store.sqlite import Database

LINGER_S = 0.05
"""How long the opening of a call waits for the call to end; most calls do, and then leave one row instead of two."""

PATIENCE_S = 0.01
"""How long what is in the journal waits for others to share its commit."""

_NONE_KEPT: Mapping[str, str] = {}
_ERASE = "UPDATE receipts SET salt = NULL, contents = NULL, erased_by = ? WHERE id = ? AND erased_by IS NULL"

_log = logging.getLogger(__name__)


Beside = Callable[[sqlite3.Connection, Record], None]
"""Gets the record that is being sealed, in the writer's transaction."""

Lost = Callable[[], None]
"""Called in the writer's thread when that transaction failed."""


def _let_go() -> None:
    """What was to be done beside a record goes with it."""


class Ledger:
    """Implements the kernel's `ReceiptLog` for any number of event loops, threads and processes on one database."""

    def __init__(self, *, home: Path, database: Database, process: Process) -> None:
        self.database = database
        self.head_file = HeadFile(home / "ledger.head")
        self.book = Book(home / "keys")
        self._process = process
        self._lock = threading.Lock()
        self._batch: Batch | None = None
        self._journals = home / "journal"
        self._journal: Journal | None = None
        self._failed: Batch | None = None
        self._lingering: dict[str, tuple[float, Draft]] = {}
        self._looked_at_by = 0.0
        self._beside: dict[str, list[tuple[Beside, Lost]]] = {}
        # The writer thread's own: openings on disk, whether erased text may be in the write-ahead log, the log's size.
        self._on_disk: set[str] = set()
        self._erased = False
        self._size = 0
        database.migrate("receipts", MIGRATIONS)
        database.migrate("usage", tally.MIGRATIONS)
        database.migrate("usage-series", series.MIGRATIONS)
        self._start()
        if not database.is_durable:
            self._journal = Journal(self._journals / process.token)

    def open(self, draft: Draft) -> _Opening:
        """Note that the call has begun. Awaiting the result waits until that is safe; see `LINGER_S`."""
        now = time.monotonic()
        with self._lock:
            self._lingering[draft.id] = (now + LINGER_S, draft)
        if now > self._looked_at_by:
            self._look_later(now)
        return _Opening(self, draft)

    def seal(self, draft: Draft, *, proved: bool = True) -> Awaitable[Proof | None]:
        """Record the call as it ended. Resolves once that is safe: committed, or in the journal of a batched store.

        A proof comes of the commit, so whoever wants one waits for it; so does what others write `beside` the record.
        """
        sealed = record(draft)
        early = not proved and draft.id not in self._beside
        with self._lock:
            self._lingering.pop(draft.id, None)
            if early and self._keep(SEALED, sealed.packed):
                self._next_batch(within_s=PATIENCE_S).sealed.append((sealed, None))
                return DONE
            done: asyncio.Future[Proof | None] = asyncio.get_running_loop().create_future()
            self._next_batch().sealed.append((sealed, done))
        return done

    async def caught_up(self) -> None:
        """Wait until every receipt that an answer has left with is in the log, whichever process gave it."""
        if self._journal is not None and not self._journal.is_empty:
            await self.database.async_write(_nothing)  # what was queued before is committed with it
        for journal in self._journals.glob("*"):
            if journal.name != self._process.token:
                await emptied(journal)

    def uncommitted(self) -> int:
        """How many records answers have left with that no commit holds yet, whichever process gave them."""
        return sum(map(waiting, self._journals.glob("*")))

    def erase(self, receipts: Iterable[str], *, by: Draft) -> None:
        """Erase the contents of those receipts when the call `by` is sealed, in the same transaction.

        The record of `by` names them, so that verification knows who erased what; if it fails, nothing is erased.
        """
        ids = tuple(receipts)
        by.versions.update({f"{ERASED}:{id}": "contents" for id in ids})
        self.beside(by.id, partial(self._erase_contents, ids))

    def beside(self, call: str, work: Beside, *, lost: Lost = _let_go) -> None:
        """Do `work` in the transaction that seals that call: both are done, or neither; then `lost` is called."""
        self._beside.setdefault(call, []).append((work, lost))

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
            points = series.summed(series.of_receipts(connection))

        def replace(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM usage_days")
            tally.insert(connection, sums)
            tally.add(connection, tally.of_receipts(connection, first=size))  # what was sealed in the meantime
            connection.execute("DELETE FROM usage_series")
            series.add(connection, [*points, *series.of_receipts(connection, first=size)])

        self.database.write(replace).result()

    def sweep(self) -> None:
        """Record the calls of processes that died as crashed."""
        checkpoint, dead = self.database.write(self._sweep).result()
        self._committed(checkpoint)
        for token in dead:
            (self._journals / token).unlink(missing_ok=True)

    def close(self) -> None:
        """Put on disk whatever is still running or waiting."""
        with self._lock:
            batch = self._next_batch()
            batch.opened += [(id, opening(draft), None) for id, (_, draft) in self._lingering.items()]
            self._lingering.clear()
        try:
            self.database.write(_nothing).result()
            self._committed(None)
        finally:
            if self._journal is not None:
                self._journal.close()

    def _start(self) -> None:
        head, agreed = self.database.write(self._begin).result()
        self._size = head.size
        if not agreed:
            self.head_file.replace(head.note)
        self.sweep()

    # Queueing: in whatever thread calls.

    def _look_later(self, now: float) -> None:
        self._looked_at_by = now + 2 * LINGER_S  # later only if the loop of this timer has ended
        asyncio.get_running_loop().call_later(LINGER_S, self._linger_no_longer)

    def _linger_no_longer(self) -> None:
        with self._lock:
            waiting = bool(self._lingering)
            if waiting:
                self._next_batch()
        if waiting:
            self._look_later(time.monotonic())
        else:
            self._looked_at_by = 0.0

    def put_on_record(self, draft: Draft) -> Awaitable[None]:
        """Make the opening of a call safe now."""
        begun = opening(draft)
        with self._lock:
            if draft.id in self._on_disk:
                return DONE
            self._lingering.pop(draft.id, None)
            if self._keep(OPENED, lambda: begun):
                self._next_batch(within_s=PATIENCE_S).opened.append((draft.id, begun, None))
                return DONE
            done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._next_batch().opened.append((draft.id, begun, done))
        return done

    def _keep(self, kind: bytes, content: Callable[[], bytes]) -> bool:
        """Put something where the death of this process cannot reach it; False: wait for the commit.

        The caller holds the lock. Nothing is kept while something that was kept could not be committed.
        """
        return self._journal is not None and self._failed is None and self._journal.append(kind + content())

    def _next_batch(self, *, within_s: float = 0.0) -> Batch:
        """The batch that is still open for more. The caller holds the lock."""
        batch = self._batch
        if batch is None:
            batch = Batch(is_patient=within_s > 0)
            self.database.write(partial(self._write, batch), within_s=within_s, then=partial(self._written, batch))
            self._batch = batch
        elif batch.is_patient and not within_s:
            batch.is_patient = False
            self.database.write(_nothing)  # takes the batch along
        return batch

    # Writing: in the writer thread, inside its transaction.

    def _write(self, batch: Batch, connection: sqlite3.Connection) -> None:
        with self._lock:
            self._shut(batch)
            overdue = self._overdue()
        batch.opened += [(draft.id, opening(draft), None) for draft in overdue]
        if openings := batch.openings():
            self._write_openings(connection, openings)
        if records := batch.records:
            batch.checkpoint = self._append(connection, records)
            self._forget_openings(connection, [sealed.id for sealed in records])
            self._work_beside(connection, records)

    def _shut(self, batch: Batch) -> None:
        """Nothing more goes into it; what an earlier commit could not write goes with it. The caller holds the lock."""
        if self._batch is batch:
            self._batch = None
            if self._journal is not None:
                self._journal.turn()
            if self._failed is not None:
                batch.take_over(self._failed)

    def _overdue(self) -> list[Draft]:
        now, overdue = time.monotonic(), []
        for due, draft in self._lingering.values():
            if due > now:
                break
            overdue.append(draft)
        for draft in overdue:
            del self._lingering[draft.id]
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

    def _write_openings(self, connection: sqlite3.Connection, openings: Iterable[tuple[str, bytes]]) -> None:
        connection.executemany(
            "INSERT INTO receipts_open (id, process, opening) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
            [(id, self._process.token, opening) for id, opening in openings],
        )

    def _forget_openings(self, connection: sqlite3.Connection, ids: list[str]) -> None:
        if written := self._on_disk.intersection(ids):
            connection.executemany("DELETE FROM receipts_open WHERE id = ?", [(id,) for id in written])

    def _work_beside(self, connection: sqlite3.Connection, records: list[Record]) -> None:
        if self._beside:
            for sealed in records:
                for work, _ in self._beside.get(sealed.id, ()):
                    work(connection, sealed)

    def _erase_contents(self, ids: Iterable[str], connection: sqlite3.Connection, by: Record) -> None:
        if by.status == "ok":
            connection.executemany(_ERASE, [(by.id, id) for id in ids])
            self._erased = True

    # After the commit: still in the writer thread.

    def _written(self, batch: Batch, done: Future[None]) -> None:
        error = done.exception()
        if error is None:
            self._on_disk.update(id for id, _ in batch.openings())
            if self._on_disk:
                self._on_disk.difference_update(sealed.id for sealed, _ in batch.sealed)
        self._wipe(batch, error)
        self._forget_beside(batch, is_lost=error is not None)
        deliver(batch.deliveries(error))
        if error is None:
            self._committed(batch.checkpoint)

    def _forget_beside(self, batch: Batch, *, is_lost: bool) -> None:
        if self._beside:
            for sealed, _ in batch.sealed:
                for _, lost in self._beside.pop(sealed.id, ()):
                    if is_lost:
                        lost()

    def _wipe(self, batch: Batch, error: BaseException | None) -> None:
        """What is committed need not be kept any more; what is not goes into the next commit."""
        with self._lock:
            self._shut(batch)  # where the commit could not even begin, nobody has yet
            failed, self._failed = self._failed, None if error is None else batch.unawaited()
            if self._journal is not None and error is None:
                self._journal.wipe(*((0, 1) if failed else (self._journal.resting,)))

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

    def _sweep(self, connection: sqlite3.Connection) -> tuple[Checkpoint | None, set[str]]:
        tokens = {token for (token,) in connection.execute("SELECT DISTINCT process FROM receipts_open")}
        dead = self._process.dead(tokens | {journal.name for journal in self._journals.glob("*")})
        records = left_over(connection, self._journals, dead)
        checkpoint = self._append(connection, records) if records else None
        connection.executemany("DELETE FROM receipts_open WHERE process = ?", [(token,) for token in dead])
        return checkpoint, dead


class _Opening:
    """Waits only when it is awaited."""

    __slots__ = ("_draft", "_ledger")

    def __init__(self, ledger: Ledger, draft: Draft) -> None:
        self._ledger = ledger
        self._draft = draft

    def __await__(self) -> Generator[Any, None, None]:
        return self._ledger.put_on_record(self._draft).__await__()


def _nothing(_: sqlite3.Connection) -> None:
    """Hurries along what waits for company."""


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
