"""Vectors of tools, kept in the home: each text of each tenant once for each model that read it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray

from wainao.store.home import Home
from wainao.store.sqlite import Database, Migration
from wainao.types import Language

MIGRATIONS = (
    Migration(
        "1-vectors",
        """
        CREATE TABLE tools_vectors (
            tenant TEXT NOT NULL, model TEXT NOT NULL, digest BLOB NOT NULL, vector BLOB NOT NULL,
            PRIMARY KEY (tenant, model, digest)
        ) WITHOUT ROWID;
        CREATE TABLE tools_spaces (
            tenant TEXT PRIMARY KEY, model TEXT NOT NULL, dimension INTEGER NOT NULL, reads TEXT NOT NULL,
            round INTEGER NOT NULL
        ) WITHOUT ROWID;
        """,
    ),
)
AT_ONCE = 500
"""Texts that one statement asks for."""
NUMBER = np.dtype("<f2")
"""Three digits of each number: the order of tools is the same, the file half as large."""

Vectors = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Space:
    """Whose vectors a tenant's tools have. `reads` are the languages in which they help; `round` counts the makings."""

    model: str
    dimension: int
    reads: frozenset[Language]
    round: int


class VectorStore:
    """A copy of what a model said: lost, it is made again."""

    def __init__(self, home: Home) -> None:
        self._home = home

    @cached_property
    def _database(self) -> Database:
        """Opened when there is an embedder to keep something of."""
        database = self._home.database("tools")
        database.migrate("tools-vectors", MIGRATIONS)
        return database

    def space(self, tenant: str) -> Space | None:
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT model, dimension, reads, round FROM tools_spaces WHERE tenant = ?", (tenant,)
            ).fetchone()
        if row is None:
            return None
        model, dimension, reads, number = row
        return Space(
            model=model, dimension=dimension, reads=cast("frozenset[Language]", frozenset(reads.split())), round=number
        )

    def of(self, tenant: str, model: str, texts: Iterable[str]) -> dict[str, Vectors]:
        """The vectors of those of `texts` that have one; zeros for what the model had nothing to say of."""
        digests = {_digest(text): text for text in texts}
        wanted, found = list(digests), dict[str, Vectors]()
        with self._database.read() as connection:
            for start in range(0, len(wanted), AT_ONCE):
                some = wanted[start : start + AT_ONCE]
                rows = connection.execute(
                    "SELECT digest, vector FROM tools_vectors WHERE tenant = ? AND model = ? AND digest IN "
                    f"({', '.join('?' * len(some))})",
                    (tenant, model, *some),
                )
                found |= {digests[digest]: np.frombuffer(vector, NUMBER).astype(np.float32) for digest, vector in rows}
        return found

    async def put(self, tenant: str, model: str, vectors: Mapping[str, Vectors]) -> None:
        rows = [(tenant, model, _digest(text), vector.astype(NUMBER).tobytes()) for text, vector in vectors.items()]
        await self._database.async_write(
            lambda connection: connection.executemany("INSERT OR REPLACE INTO tools_vectors VALUES (?, ?, ?, ?)", rows)
        )

    async def settle(self, tenant: str, space: Space, texts: Iterable[str]) -> None:
        """From now on the tenant's tools are in `space`; what is not of `texts`, or another model's, is forgotten."""
        kept = [(_digest(text),) for text in texts]

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("CREATE TEMP TABLE IF NOT EXISTS tools_kept (digest BLOB PRIMARY KEY)")
            connection.execute("DELETE FROM tools_kept")
            connection.executemany("INSERT OR IGNORE INTO tools_kept VALUES (?)", kept)
            connection.execute(
                "DELETE FROM tools_vectors WHERE tenant = ? AND "
                "(model <> ? OR digest NOT IN (SELECT digest FROM tools_kept))",
                (tenant, space.model),
            )
            connection.execute(
                "INSERT OR REPLACE INTO tools_spaces VALUES (?, ?, ?, ?, ?)",
                (tenant, space.model, space.dimension, " ".join(sorted(space.reads)), space.round),
            )

        await self._database.async_write(work)

    def lose(self, tenant: str) -> None:
        """Forget all of a tenant's vectors, wiped from the disk as well; they are made again when tools are next
        looked for. Waits for the disk."""
        if not (self._home.path / "tools.db").exists():
            return

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("DELETE FROM tools_vectors WHERE tenant = ?", (tenant,))
            connection.execute("DELETE FROM tools_spaces WHERE tenant = ?", (tenant,))

        self._database.write(work).result()
        self._database.empty_log()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode(errors="surrogatepass")).digest()
