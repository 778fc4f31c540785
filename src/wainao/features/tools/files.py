"""Files that tools give and take: kept once by their content, and reached by those whom they were given to.

The content stays as long as one call has it that was not erased. Its row is written before the content itself: then no
file is ever there of which nobody knows whose it is.
"""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from wainao.features.tools.types import ToolFile
from wainao.kernel import Call, NotFoundError, now_us
from wainao.store.blobs import Blobs
from wainao.store.copies import AMONG, Traces, given
from wainao.store.home import Home
from wainao.store.rows import Rows
from wainao.store.sqlite import Migration

MIGRATIONS = (
    Migration(
        "1-files",
        """
        CREATE TABLE tools_files (
            tenant TEXT NOT NULL, actor TEXT NOT NULL, digest TEXT NOT NULL, media_type TEXT NOT NULL,
            name TEXT NOT NULL, size INTEGER NOT NULL, receipt TEXT NOT NULL, at_us INTEGER NOT NULL,
            PRIMARY KEY (tenant, actor, digest)
        ) WITHOUT ROWID;
        """,
    ),
    Migration(
        "2-every-receipt",
        """
        ALTER TABLE tools_files RENAME TO tools_files_before;
        CREATE TABLE tools_files (
            tenant TEXT NOT NULL, actor TEXT NOT NULL, digest TEXT NOT NULL, media_type TEXT NOT NULL,
            name TEXT NOT NULL, size INTEGER NOT NULL, receipt TEXT NOT NULL, at_us INTEGER NOT NULL,
            PRIMARY KEY (tenant, actor, digest, receipt)
        ) WITHOUT ROWID;
        INSERT INTO tools_files SELECT * FROM tools_files_before;
        DROP TABLE tools_files_before;
        CREATE INDEX tools_files_by_receipt ON tools_files (receipt);
        CREATE INDEX tools_files_by_digest ON tools_files (digest);
        """,
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptFile:
    file: ToolFile
    data: bytes


class Files:
    """Knowing a digest gives nobody a file: it has to be one of the actor's own."""

    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        # Not with the documents: those stay whatever is erased, and who shares a content with one could not let it go.
        self._blobs = Blobs(home.path / "files")
        if "2-every-receipt" in self._database.migrate("tools-files", MIGRATIONS):
            self._move_in(home.blobs)

    @property
    def keeper(self) -> FileKeeper:
        return FileKeeper(name="files", table="tools_files", blobs=self._blobs)

    async def keep(
        self, data: bytes, *, tenant: str, actor: str, media_type: str, receipt: str, name: str = ""
    ) -> ToolFile:
        digest = await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest())
        file = ToolFile(digest=digest, media_type=media_type, size=len(data), name=name)
        values = (tenant, actor, digest, media_type, name, file.size, receipt, now_us())
        await self._database.async_write(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO tools_files VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values
            )
        )
        await asyncio.to_thread(self._put, data, digest)
        return file

    def _put(self, data: bytes, digest: str) -> None:
        """Waits for the disk."""
        self._blobs.put(data, digest)
        self._blobs.sync()

    def _move_in(self, before: Path) -> None:
        """From where an earlier version kept them, which was with the documents."""
        with self._database.read() as connection:
            digests = [digest for (digest,) in connection.execute("SELECT DISTINCT digest FROM tools_files")]
        for digest in digests:
            source, place = before / digest, self._blobs.path(digest)
            if source.exists() and not place.exists():
                shutil.copy2(source, place)
        self._blobs.sync()

    async def keep_all(self, call: Call, files: Iterable[ToolFile], data: bytes) -> None:
        """What a tool gave to `call`: `data`, under each of those names."""
        for file in files:
            await self.keep(
                data,
                tenant=call.actor.tenant,
                actor=call.actor.id,
                media_type=file.media_type,
                receipt=call.id,
                name=file.name,
            )

    def read(self, digest: str, *, tenant: str, actor: str) -> KeptFile:
        """Raises NotFoundError for one that is not there, or not this actor's."""
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT media_type, name, size FROM tools_files WHERE tenant = ? AND actor = ? AND digest = ? "
                "ORDER BY at_us DESC",
                (tenant, actor, digest),
            ).fetchone()
        if row is None:
            raise NotFoundError(f"There is no file {digest!r} of yours. Give the digest that a tool or an upload told.")
        file = ToolFile(digest=digest, media_type=row[0], name=row[1], size=row[2])
        return KeptFile(file=file, data=self._blobs.get(digest))


_UNPACKED = f"""
    SELECT unpacked.id FROM tools_files AS files CROSS JOIN receipts AS unpacked
        ON files.tenant = unpacked.tenant AND files.actor = unpacked.actor
        AND files.digest = json_extract(CAST(unpacked.contents AS TEXT), '$.input.digest')
    WHERE +files.tenant = :tenant AND unpacked.capability = 'tools:unpack' AND files.receipt {AMONG} AND NOT EXISTS (
        SELECT 1 FROM tools_files AS others WHERE others.tenant = files.tenant AND others.actor = files.actor
            AND others.digest = files.digest AND NOT others.receipt {AMONG})
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class FileKeeper(Rows):
    """A content goes with the last row that has it, once that is committed; with an archive goes what it was taken
    apart into."""

    blobs: Blobs

    def trace(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Traces:
        told = super(FileKeeper, self).trace(connection, tenant, receipts)
        if not told.copies[self.name]:
            return told
        unpacked = {id for (id,) in connection.execute(_UNPACKED, given(receipts, tenant=tenant))}
        return replace(told, receipts={*told.receipts, *unpacked})

    def forget(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Collection[str]:
        rows = connection.execute(
            f"DELETE FROM tools_files WHERE +tenant = :tenant AND receipt {AMONG} RETURNING digest",
            given(receipts, tenant=tenant),
        )
        return {digest for (digest,) in rows}

    def finish(self, connection: sqlite3.Connection, item: str) -> None:
        # Nobody can write a row before this transaction ends, and whoever does puts the content there after it.
        if connection.execute("SELECT 1 FROM tools_files WHERE digest = ?", (item,)).fetchone() is None:
            self.blobs.discard(item)
