"""A home with nothing in it, an index that only remembers, and the ingest that fills both."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from wainao.features.knowledge.ingest import Ingest
from wainao.features.knowledge.library import Library
from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.features.knowledge.types import FileEvent, IndexRow, Totals
from wainao.features.knowledge.workers import Workers
from wainao.store.blobs import Blobs
from wainao.store.sqlite import Database
from wainao.types import Actor, owner


class Rows:
    """The least a ChunkIndex can be: rows in a table, written in the transaction it is called in."""

    def add(self, connection: sqlite3.Connection, rows: Sequence[IndexRow]) -> None:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, document TEXT, text TEXT, terms TEXT)"
        )
        connection.executemany(
            "INSERT INTO rows VALUES (?, ?, ?, ?)", [(row.chunk_id, row.document, row.text, row.terms) for row in rows]
        )

    def remove(self, connection: sqlite3.Connection, chunk_ids: Sequence[int]) -> None:
        for chunk_id in chunk_ids:
            assert connection.execute("DELETE FROM rows WHERE id = ?", (chunk_id,)).rowcount == 1


class House:
    """What a knowledge base needs, in one folder."""

    def __init__(self, home: Path, settings: KnowledgeSettings) -> None:
        self.home = home
        self.settings = settings
        self.database = Database(home / "knowledge.db")
        self.blobs = Blobs(home / "blobs")
        self.workers = Workers(settings)
        self.ingest = Ingest(
            database=self.database, blobs=self.blobs, index=Rows(), workers=self.workers, settings=settings
        )
        self.library = Library(database=self.database, blobs=self.blobs, workers=self.workers)

    def add(
        self, *paths: Path, actor: Actor | None = None, base: str = "main", dry_run: bool = False
    ) -> list[FileEvent]:
        totals, *events = self.ingest.add(paths, actor=actor or owner(), base=base, dry_run=dry_run)
        assert isinstance(totals, Totals)
        assert totals.files == len(events)
        return [event for event in events if isinstance(event, FileEvent)]

    def indexed(self) -> dict[int, str]:
        with self.database.read() as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'rows'").fetchone():
                return {}
            return dict(connection.execute("SELECT id, text FROM rows ORDER BY id").fetchall())

    def close(self) -> None:
        self.ingest.close()
        self.database.close()
