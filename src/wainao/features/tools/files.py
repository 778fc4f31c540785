"""Files that tools give and take: kept once by their content, and reached by those whom they were given to."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from wainao.features.tools.types import ToolFile
from wainao.kernel import Call, NotFoundError, now_us
from wainao.store.blobs import Blobs
from wainao.store.home import Home
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
)


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptFile:
    file: ToolFile
    data: bytes


class Files:
    """Knowing a digest gives nobody a file: it has to be one of the actor's own."""

    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        self._blobs = Blobs(home.blobs)
        self._database.migrate("tools-files", MIGRATIONS)

    async def keep(
        self, data: bytes, *, tenant: str, actor: str, media_type: str, receipt: str, name: str = ""
    ) -> ToolFile:
        digest = await asyncio.to_thread(self._put, data)
        file = ToolFile(digest=digest, media_type=media_type, size=len(data), name=name)
        values = (tenant, actor, file.digest, media_type, name, file.size, receipt, now_us())
        await self._database.async_write(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO tools_files VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values
            )
        )
        return file

    def _put(self, data: bytes) -> str:
        """Waits for the disk."""
        digest = hashlib.sha256(data).hexdigest()
        self._blobs.put(data, digest)
        self._blobs.sync()
        return digest

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
                "SELECT media_type, name, size FROM tools_files WHERE tenant = ? AND actor = ? AND digest = ?",
                (tenant, actor, digest),
            ).fetchone()
        if row is None:
            raise NotFoundError(f"There is no file {digest!r} of yours. Give the digest that a tool or an upload told.")
        file = ToolFile(digest=digest, media_type=row[0], name=row[1], size=row[2])
        return KeptFile(file=file, data=self._blobs.get(digest))
