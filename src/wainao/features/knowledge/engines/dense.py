"""The dense index: a vector per passage, compared one by one, so that filters and results are exact.

Up to some 100,000 passages this beats every approximate index in simplicity and, under a filter, in recall. Vectors are
made after the passages are in, since they take a thousand times longer; until a base has them all, it is searched by
its words alone.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from wainao.features.knowledge.engines.fts5 import Base, Ranges
from wainao.store.sqlite import Database, Migration

MIGRATIONS = (
    Migration(
        "vectors",
        """
        CREATE TABLE knowledge_vectors (
            embedder TEXT NOT NULL,
            chunk INTEGER NOT NULL,
            vector BLOB NOT NULL,
            PRIMARY KEY (embedder, chunk)
        );
        """,
    ),
)

MOST_FOREIGN = 0.2
"""Share of a question's words that the embedder cannot read from which on its vector says nothing."""
BATCH = 64

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns text into vectors. Vectors of embedders with different names are never compared."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, one row per text."""
        ...

    def foreign_share(self, text: str) -> float:
        """Share of the words of `text` that the embedder cannot read."""
        ...


@dataclass(frozen=True, slots=True)
class Nearness:
    """The cosines of passages to a question; `ids` ascend."""

    ids: NDArray[np.int64]
    cosines: Vectors

    def top(self, number: int) -> list[int]:
        """The `number` nearest passages."""
        return [int(chunk) for chunk in self.ids[np.lexsort((self.ids, -self.cosines))[:number]]]

    def of(self, chunk_ids: Sequence[int]) -> dict[int, float]:
        """The cosines of those of `chunk_ids` that are here."""
        here = np.isin(self.ids, np.array(chunk_ids, np.int64))
        return dict(zip(self.ids[here].tolist(), self.cosines[here].tolist(), strict=True))


class DenseIndex:
    """Vectors of one embedder, kept in the database as 16-bit numbers, searched in memory as 32-bit ones."""

    def __init__(self, database: Database, embedder: Embedder) -> None:
        self._database = database
        self._embedder = embedder
        self._lock = threading.Lock()
        self._loaded: dict[int, tuple[int, NDArray[np.int64], Vectors]] = {}
        database.migrate("knowledge_dense", MIGRATIONS)

    def catch_up(self, *, most: int = BATCH) -> int:
        """Make the vectors of at most `most` searchable passages that have none; returns how many were made."""
        with self._database.read() as connection:
            rows = connection.execute(f"{_MISSING} LIMIT ?", (self._embedder.name, most)).fetchall()
        vectors = self._vectors([f"{title}\n{text}" for _, title, text in rows])
        made = [(self._embedder.name, chunk, row.tobytes()) for (chunk, *_), row in zip(rows, vectors, strict=True)]
        insert = "INSERT INTO knowledge_vectors (embedder, chunk, vector) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        self._database.write(lambda connection: connection.executemany(insert, made)).result()
        return len(made)

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float16]:
        """A row per text; what the embedder cannot read is as near to everything as to nothing."""
        readable = [at for at, text in enumerate(texts) if self._embedder.foreign_share(text) <= MOST_FOREIGN]
        known = self._embedder.embed([texts[at] for at in readable] or [""])
        vectors = np.zeros((len(texts), known.shape[1]), np.float16)
        vectors[readable] = known[: len(readable)]
        return vectors

    def vector(self, question: str) -> Vectors | None:
        """The question's vector; None if the embedder cannot read the question."""
        if self._embedder.foreign_share(question) > MOST_FOREIGN:
            return None
        vector: Vectors = self._embedder.embed([question])[0]
        return vector

    def nearness(self, connection: sqlite3.Connection, base: Base, within: Ranges, vector: Vectors) -> Nearness | None:
        """How near every passage `within`, searchable ones of `base`, is to `vector`; None unless all have a vector."""
        ids, vectors = self._of(connection, base)
        inside = within.contains(ids)
        if int(inside.sum()) < len(within):
            return None
        rows = vectors if inside.all() else vectors[inside]
        return Nearness(ids[inside], rows.reshape(-1, len(vector)) @ vector)

    def _of(self, connection: sqlite3.Connection, base: Base) -> tuple[NDArray[np.int64], Vectors]:
        """Ids, ascending, and vectors of the passages of `base`, kept until the base or their number changes."""
        (count,) = connection.execute(
            "SELECT COUNT(*) FROM knowledge_vectors WHERE embedder = ?", (self._embedder.name,)
        ).fetchone()
        with self._lock:
            stamp = hash((base.generation, count))
            known = self._loaded.get(base.id)
            if known is None or known[0] != stamp:
                known = self._loaded[base.id] = (stamp, *self._load(connection, base))
        return known[1], known[2]

    def _load(self, connection: sqlite3.Connection, base: Base) -> tuple[NDArray[np.int64], Vectors]:
        rows = connection.execute(_VECTORS, (self._embedder.name, base.tenant, base.base)).fetchall()
        raw = b"".join(vector for _, vector in rows)
        vectors = np.frombuffer(raw, np.float16).reshape(len(rows), -1 if rows else 0).astype(np.float32)
        return np.array([chunk for chunk, _ in rows], np.int64), vectors


_LIVE = """
    JOIN knowledge_versions v ON v.id = c.version
    JOIN knowledge_documents d ON d.id = v.document AND d.version = v.version AND d.state = 'live'
"""
_MISSING = f"""
    SELECT c.id, v.title, c.text FROM knowledge_chunks c {_LIVE}
    LEFT JOIN knowledge_vectors k ON k.chunk = c.id AND k.embedder = ? WHERE k.chunk IS NULL
"""
_VECTORS = f"""
    SELECT c.id, k.vector FROM knowledge_vectors k JOIN knowledge_chunks c ON c.id = k.chunk {_LIVE}
    WHERE k.embedder = ? AND d.tenant = ? AND d.base = ? ORDER BY c.id
"""
