"""What features keep that was copied out of receipts, and how it goes together with them.

Whoever writes down something of what was said in a call, beside the ledger, brings a `Keeper` (`Parts.keepers`).
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from wainao.kernel import ConflictError, Draft, StoreError
from wainao.store.ledger.ledger import Ledger
from wainao.store.ledger.reading import with_descendants
from wainao.store.ledger.record import Record
from wainao.store.sqlite import Migration

MIGRATIONS = (
    Migration(
        "1-left",
        """
        CREATE TABLE copies_left (keeper TEXT NOT NULL, item TEXT NOT NULL, PRIMARY KEY (keeper, item)) WITHOUT ROWID;
        """,
    ),
)

AMONG = "IN (SELECT value FROM json_each(:receipts))"
"""A column's value is one of the receipts that `given` names."""

log = logging.getLogger("wainao.store")


@dataclass(frozen=True, kw_only=True, slots=True)
class Traces:
    """What there is of some receipts: `copies` by kind, and other `receipts` that say the same and go with them.

    `stays` counts by kind what was made of them and does not go: what a person said, which stands until it is revoked.
    """

    copies: Mapping[str, int] = field(default_factory=dict)
    receipts: Collection[str] = ()
    stays: Mapping[str, int] = field(default_factory=dict)


class Keeper:
    """Forgets what it copied. Its tables are in `state.db`; what else it has is told to `finish`.

    As it is here, it keeps nothing. `name` says what it keeps, in a word, the same in each version: what it left to do
    is found again by it.
    """

    __slots__ = ()
    name: str

    def trace(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Traces:
        """What it has of those receipts, in one tenant. Changes nothing, and may take its time."""
        return Traces()

    def forget(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Collection[str]:
        """Forget it, in the transaction in which the receipts are erased: everybody waits for it.

        Returns what cannot be done in that transaction, each thing by a name; `finish` gets it once that is committed.
        """
        return ()

    def finish(self, connection: sqlite3.Connection, item: str) -> None:
        """Do what was left, in a transaction after that, maybe of another process, maybe for the second time."""

    def old(self, connection: sqlite3.Connection, tenant: str, before_us: int, most: int) -> list[str]:
        """Receipts of which it has something that may go by its age alone, the oldest first: from before that time, in
        microseconds since 1970, UTC."""
        return []


class Keepers:
    """All of a home, asked together. What was left to do is on record until it is done: a process that is killed in
    between leaves it to the next one that opens the home."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._keepers: dict[str, Keeper] = {}
        ledger.database.migrate("copies", MIGRATIONS)

    def add(self, keepers: Iterable[Keeper]) -> None:
        """From now on these are asked, too; what they had left to do is done. Raises ConflictError for a second one of
        the same name."""
        for keeper in keepers:
            if self._keepers.setdefault(keeper.name, keeper) is not keeper:
                raise ConflictError(
                    f"Two features bring a keeper called {keeper.name!r}. Expected a name of its own for each: one "
                    "would forget for the other. Rename it, or put its feature into [extensions] deny."
                )
        with self._ledger.database.read() as connection:
            left = connection.execute("SELECT 1 FROM copies_left LIMIT 1").fetchone()
        if left is not None:
            self._ledger.database.write(self._finish).result()

    def trace(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Traces:
        """All that there is of those receipts, of the calls under them, and of whatever says the same, and so on."""
        known: dict[str, None] = {}
        new = with_descendants(connection, tenant, receipts)
        while new:
            known |= dict.fromkeys(new)
            found = [one.trace(connection, tenant, list(known)) for one in self._keepers.values()]
            others = with_descendants(connection, tenant, [id for one in found for id in one.receipts])
            new = [id for id in others if id not in known]
        copies, stays = Counter[str](), Counter[str]()
        for one in found if known else ():
            copies.update(one.copies)
            stays.update(one.stays)
        return Traces(copies=dict(+copies), receipts=tuple(known), stays=dict(+stays))

    def erase(self, receipts: Collection[str], *, tenant: str, by: Draft) -> None:
        """Erase the contents of those receipts and all copies when the call `by` is sealed, in the same transaction.

        If that call fails, nothing is erased.
        """
        self._beside(self._keepers.values(), receipts, tenant=tenant, by=by)  # before the contents, which it may read
        self._ledger.erase(self._whole(receipts), by=by)

    def old(self, connection: sqlite3.Connection, kind: str, *, tenant: str, before_us: int, most: int) -> list[str]:
        """Receipts of which there are copies of that kind from before that time; none where nobody keeps any."""
        keeper = self._keepers.get(kind)
        return [] if keeper is None else keeper.old(connection, tenant, before_us, most)

    def drop(self, kind: str, receipts: Collection[str], *, tenant: str, by: Draft) -> None:
        """Forget the copies of one kind when the call `by` is sealed; the receipts themselves stay."""
        self._beside([self._keepers[kind]], receipts, tenant=tenant, by=by)

    def copies(self, connection: sqlite3.Connection, kind: str, tenant: str, receipts: Collection[str]) -> Traces:
        """What one keeper has of those receipts."""
        return self._keepers[kind].trace(connection, tenant, receipts)

    def _beside(self, keepers: Iterable[Keeper], receipts: Collection[str], *, tenant: str, by: Draft) -> None:
        asked = tuple(keepers)

        def forget(connection: sqlite3.Connection, sealed: Record) -> None:
            if sealed.status == "ok":
                self._forget(connection, asked, tenant, receipts)

        self._ledger.beside(by.id, forget)

    def _whole(self, ids: Collection[str]) -> list[str]:
        """Those that still have contents: of the others it is on record who erased them."""
        sql = f"SELECT id FROM receipts WHERE id {AMONG} AND erased_by IS NULL"
        with self._ledger.database.read() as connection:
            return [id for (id,) in connection.execute(sql, given(ids))]

    def _forget(
        self, connection: sqlite3.Connection, keepers: Iterable[Keeper], tenant: str, receipts: Collection[str]
    ) -> None:
        left = [(one.name, item) for one in keepers for item in one.forget(connection, tenant, receipts)]
        connection.executemany("INSERT OR IGNORE INTO copies_left VALUES (?, ?)", left)
        if left:  # behind the commit of this very transaction; where that fails, nothing is found to do
            with suppress(StoreError):  # the home is being closed: the next start does it
                self._ledger.database.write(self._finish, then=_heard)

    def _finish(self, connection: sqlite3.Connection) -> None:
        for name, item in connection.execute("SELECT keeper, item FROM copies_left").fetchall():
            if (keeper := self._keepers.get(name)) is not None:
                keeper.finish(connection, item)
                connection.execute("DELETE FROM copies_left WHERE keeper = ? AND item = ?", (name, item))


def given(receipts: Collection[str], **more: Any) -> dict[str, Any]:
    """The parameters of a statement with `AMONG` in it."""
    return {"receipts": json.dumps(list(receipts)), **more}


def counted(connection: sqlite3.Connection, sql: str, receipts: Collection[str], **more: Any) -> int:
    """The number that a statement with `AMONG` in it gives."""
    (number,) = connection.execute(sql, given(receipts, **more)).fetchone()
    return int(number)


def _heard(done: Future[None]) -> None:
    if (error := done.exception()) is not None:
        log.error(
            "What was left of erased receipts is not gone yet, and will be tried again at the next start: %s", error
        )
