"""Answers that somebody was not satisfied with, waiting for a person who knows better.

An item is about a receipt and quotes nothing of it: what was asked and answered is read in the ledger whenever it is
looked at, so what is erased there is gone here, too.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from dataclasses import dataclass, field, replace
from typing import Any

from wainao.features.corrections.intake import checked_why, refuse_flood
from wainao.features.corrections.lifecycle import prepare
from wainao.features.corrections.types import Deed, QueueState
from wainao.kernel import ConflictError, NotFoundError, new_id, now_us
from wainao.store.home import Home
from wainao.store.ledger.reading import find
from wainao.store.portion import Portion
from wainao.types import Actor


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An item as it is stored, with what its receipt says: `input` and `output` are plain JSON, None once erased."""

    id: str
    tenant: str
    receipt: str
    capability: str
    bases: tuple[str, ...] | None
    by: str
    why: str
    at_us: int
    state: QueueState
    correction: str | None
    closed_by: str | None
    closed_us: int | None
    closed_why: str
    input: Any = field(default=None, repr=False)
    output: Any = field(default=None, repr=False)


_COLUMNS = "id, tenant, receipt, capability, bases, by, why, at_us, state, correction, closed_by, closed_us, closed_why"
_NAMES = tuple(_COLUMNS.split(", "))


class Queue:
    """Administrators see all of their tenant's; everybody else the own items, and who may write also those that were
    asked of bases in sight."""

    def __init__(self, home: Home, *, per_minute: int) -> None:
        self._database = home.database("state")
        self._changes = home.changes
        self._home = home
        self._per_minute = per_minute
        prepare(self._database)

    async def add(
        self, *, actor: Actor, deed: str, receipt: str, capability: str, bases: tuple[str, ...] | None, why: str
    ) -> str:
        """Put the answer of a receipt, which the actor can see, into the queue; once. Returns the item's id."""
        told, at_us = checked_why(why), now_us()

        def work(connection: sqlite3.Connection) -> str:
            refuse_flood(connection, actor, at_us=at_us, per_minute=self._per_minute)
            open_one = connection.execute(
                "SELECT id FROM corrections_queue WHERE receipt = ? AND state = 'open'", (receipt,)
            ).fetchone()
            if open_one is not None:
                return str(open_one[0])
            id, asked = new_id(), None if bases is None else json.dumps(bases)
            connection.execute(
                f"INSERT INTO corrections_queue ({_COLUMNS}, deed) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', NULL, NULL, NULL, '', ?)",
                (id, actor.tenant, receipt, capability, asked, actor.id, told, at_us, deed),
            )
            return id

        return await self._changes.write(work)

    async def entries(self, *, actor: Actor, state: QueueState | None, portion: Portion) -> list[Entry]:
        """What the actor may see, the newest first."""
        await self._home.ledger.caught_up()
        return await asyncio.to_thread(self._entries, actor, state, portion)

    async def entry(self, *, actor: Actor, item: str) -> Entry:
        """One item. Raises NotFoundError."""
        await self._home.ledger.caught_up()
        return await asyncio.to_thread(self._entry, actor, item)

    async def dismiss(self, *, actor: Actor, deed: str, item: str, why: str) -> None:
        """Close an item without a correction: the answer is right, or not worth one."""
        told = checked_why(why)
        known = await self.entry(actor=actor, item=item)
        if known.state != "open":
            raise ConflictError(f"The item {item!r} is {known.state}. Only an open one can be dismissed.")
        done = Deed(actor=actor.id, at_us=now_us(), receipt=deed)
        await self._changes.write(lambda connection: close(connection, done, receipt=known.receipt, why=told))

    def _entries(self, actor: Actor, state: QueueState | None, portion: Portion) -> list[Entry]:
        with self._database.read() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM corrections_queue WHERE tenant = ? AND (? IS NULL OR state = ?) "
                "ORDER BY id DESC",
                (actor.tenant, state, state),
            )
            seen = portion.of(entry for row in rows if _sees(actor, entry := _entry(row)))
            return [_with_contents(connection, entry) for entry in seen]

    def _entry(self, actor: Actor, item: str) -> Entry:
        with self._database.read() as connection:
            row = connection.execute(f"SELECT {_COLUMNS} FROM corrections_queue WHERE id = ?", (item,)).fetchone()
            if row is None or not _sees(actor, entry := _entry(row)):
                raise NotFoundError(
                    f"There is no item {item!r} that you can see. corrections:queue shows those that there are."
                )
            return _with_contents(connection, entry)


def close(
    connection: sqlite3.Connection, deed: Deed, *, receipt: str, correction: str | None = None, why: str = ""
) -> None:
    """Close the open item about a receipt, if there is one: by a correction, or dismiss it."""
    connection.execute(
        "UPDATE corrections_queue SET state = ?, correction = ?, closed_by = ?, closed_us = ?, closed_why = ?, "
        "closing_deed = ? WHERE receipt = ? AND state = 'open'",
        ("corrected" if correction else "dismissed", correction, deed.actor, deed.at_us, why, deed.receipt, receipt),
    )


def _sees(actor: Actor, entry: Entry) -> bool:
    if entry.tenant != actor.tenant:
        return False
    if actor.may("admin") or entry.by == actor.id:
        return True
    if not actor.may("write") or entry.bases == ():
        return False
    return actor.bases is None if entry.bases is None else all(map(actor.sees, entry.bases))


def _entry(row: tuple[Any, ...]) -> Entry:
    columns = dict(zip(_NAMES, row, strict=True))
    bases = columns.pop("bases")
    return Entry(**columns, bases=None if bases is None else tuple(json.loads(bases)))


def _with_contents(connection: sqlite3.Connection, entry: Entry) -> Entry:
    contents = find(connection, entry.receipt).contents
    if contents is None:
        return entry
    return replace(entry, input=contents.input, output=contents.output)
