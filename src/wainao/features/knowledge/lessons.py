"""When which knowledge base is to learn again from what was said and asked: once the ledger has grown enough."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from wainao.store.home import Home
from wainao.store.ledger.book import read_head
from wainao.store.lock import open_locked
from wainao.store.sqlite import Migration

MIGRATIONS = (
    Migration(
        "lessons",
        "CREATE TABLE knowledge_lessons (base INTEGER PRIMARY KEY, records INTEGER NOT NULL);",
    ),
)

RECORDS = 50
GROWTH = 1.05
"""Both: a small ledger by so many records, a large one by this factor."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A knowledge base that has something to learn, with the ledger at `records`."""

    id: int
    tenant: str
    base: str
    records: int


class Lessons:
    """Remembers how many records the ledger had when a base learnt last. For one process of a home at a time."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._database = home.database("knowledge")
        self._lock = home.path / "run" / "lessons.lock"
        self._database.migrate("knowledge_lessons", MIGRATIONS)

    def due(self) -> list[Due]:
        """The bases with something to learn."""
        with self._home.ledger.database.read() as connection:
            records = read_head(connection).size
        with self._database.read() as connection:
            return [one for one, last in _bases(connection, records) if records >= max(last + RECORDS, last * GROWTH)]

    def learnt(self, due: Due) -> None:
        self._database.write(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO knowledge_lessons (base, records) VALUES (?, ?)", (due.id, due.records)
            )
        ).result()

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Whether it is this process's turn; then no other has it until the block is left."""
        self._lock.parent.mkdir(exist_ok=True, mode=0o700)
        file = open_locked(self._lock, wait=False)
        try:
            yield file is not None
        finally:
            if file is not None:
                os.close(file)


def _bases(connection: sqlite3.Connection, records: int) -> list[tuple[Due, int]]:
    rows = connection.execute(
        """SELECT b.id, b.tenant, b.base, COALESCE(l.records, 0) FROM knowledge_bases b
        LEFT JOIN knowledge_lessons l ON l.base = b.id WHERE b.chunks > 0 ORDER BY b.id"""
    )
    return [(Due(id=id, tenant=tenant, base=base, records=records), last) for id, tenant, base, last in rows]
