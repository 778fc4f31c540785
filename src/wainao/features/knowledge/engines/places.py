"""Where the vectors are: which passage has which row of which file, and which passages have none yet.

A space is what vectors that may be compared have in common: who made them, with which model, how long they are. Those
of another model are another space, made beside the old one, which goes once the new one is whole.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wainao.kernel import now_us
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
    Migration(
        "vectors-in-files",
        """
        DROP TABLE knowledge_vectors;
        CREATE TABLE knowledge_spaces (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            source TEXT NOT NULL,
            model TEXT NOT NULL,
            dimension INTEGER NOT NULL,
            rows INTEGER NOT NULL,
            chosen_us INTEGER NOT NULL,
            UNIQUE (source, model, dimension)
        );
        CREATE TABLE knowledge_places (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            space INTEGER NOT NULL,
            chunk INTEGER NOT NULL,
            digest BLOB NOT NULL,
            place INTEGER NOT NULL,
            UNIQUE (space, chunk)
        );
        CREATE INDEX knowledge_places_by_digest ON knowledge_places (space, digest);
        CREATE TABLE knowledge_setbacks (
            tenant TEXT PRIMARY KEY,
            reason TEXT NOT NULL,
            times INTEGER NOT NULL,
            since_us INTEGER NOT NULL,
            again_us INTEGER NOT NULL
        );
        """,
    ),
)

SILENT = -1
"""The place of a passage that its embedder cannot read: near to nothing."""
FIRST_PAUSE_S = 30.0
LONGEST_PAUSE_S = 3_600.0
_DIGEST_BYTES = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Space:
    """Vectors that may be compared. `rows` is how many its file holds for certain."""

    id: int
    source: str
    model: str
    dimension: int
    rows: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Unplaced:
    """A passage without a vector. `text` is what is embedded; equal texts of a tenant have equal digests."""

    chunk: int
    text: str
    digest: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """How many passages a knowledge base has, and how many of them have no vector."""

    base: str
    chunks: int
    waiting: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Setback:
    """Why vectors were not made, the last `times` times, and when it is tried again (microseconds since 1970)."""

    reason: str
    times: int
    since_us: int
    again_us: int


class Places:
    """The catalogue of vectors. Methods that take a connection read inside its snapshot, the others write."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.migrate("knowledge_dense", MIGRATIONS)

    def choose(self, source: str, model: str, dimension: int) -> Space:
        """The space of vectors from `source`, made if it is new; from now on the one that its passages belong in."""

        def work(connection: sqlite3.Connection) -> Space:
            connection.execute(
                """INSERT INTO knowledge_spaces (source, model, dimension, rows, chosen_us) VALUES (?, ?, ?, 0, ?)
                ON CONFLICT (source, model, dimension) DO UPDATE SET chosen_us = excluded.chosen_us""",
                (source, model, dimension, now_us()),
            )
            space = self.chosen(connection, source)
            assert space is not None
            return space

        return self._database.write(work).result()

    def chosen(self, connection: sqlite3.Connection, source: str) -> Space | None:
        """The space that passages belong in while `source` makes the vectors; None before it made any."""
        row = connection.execute(
            """SELECT id, source, model, dimension, rows FROM knowledge_spaces WHERE source = ?
            ORDER BY chosen_us DESC, id DESC LIMIT 1""",
            (source,),
        ).fetchone()
        return None if row is None else Space(**dict(zip(Space.__slots__, row, strict=True)))

    def unplaced(
        self, connection: sqlite3.Connection, space: Space, tenant: str, bases: Sequence[str], *, after: int, most: int
    ) -> list[tuple[int, str, str]]:
        """Searchable passages of `bases` (all of the tenant, if none is named) without a place: id, title and text,
        by id, from behind `after`."""
        named = f"AND d.base IN ({', '.join('?' * len(bases))})" if bases else ""
        return connection.execute(
            f"""SELECT c.id, v.title, c.text {_LIVE} WHERE c.id > ? AND d.tenant = ? {named} AND NOT EXISTS (
                SELECT 1 FROM knowledge_places p WHERE p.space = ? AND p.chunk = c.id) ORDER BY c.id LIMIT ?""",
            (after, tenant, *bases, space.id, most),
        ).fetchall()

    def known(self, connection: sqlite3.Connection, space: Space, digests: Sequence[bytes]) -> dict[bytes, int]:
        """The places of texts that have been embedded before."""
        rows = connection.execute(
            f"""SELECT digest, place FROM knowledge_places WHERE space = ? AND digest IN
            ({", ".join("?" * len(digests))})""",
            (space.id, *digests),
        )
        return dict(rows.fetchall())

    def put(self, space: Space, placed: Mapping[int, tuple[bytes, int]], *, rows: int) -> None:
        """Give chunks their digest and place; the file of `space` now holds `rows` for certain."""

        def work(connection: sqlite3.Connection) -> None:
            connection.executemany(
                """INSERT INTO knowledge_places (space, chunk, digest, place) VALUES (?, ?, ?, ?)
                ON CONFLICT (space, chunk) DO NOTHING""",
                [(space.id, chunk, digest, place) for chunk, (digest, place) in placed.items()],
            )
            connection.execute("UPDATE knowledge_spaces SET rows = ? WHERE id = ?", (rows, space.id))

        self._database.write(work).result()

    def placed(self, connection: sqlite3.Connection, space: Space, *, after: int) -> list[tuple[int, int, int]]:
        """What was placed behind the entry `after`: entry, chunk, place."""
        return connection.execute(
            "SELECT id, chunk, place FROM knowledge_places WHERE space = ? AND id > ? ORDER BY id", (space.id, after)
        ).fetchall()

    def coverage(self, connection: sqlite3.Connection, space: Space | None, tenant: str) -> list[Coverage]:
        """Every knowledge base of a tenant with something to search in it."""
        rows = connection.execute(
            f"""SELECT d.base, COUNT(*), COUNT(*) - COUNT(p.chunk) {_LIVE}
            LEFT JOIN knowledge_places p ON p.space = ? AND p.chunk = c.id
            WHERE d.tenant = ? GROUP BY d.base ORDER BY d.base""",
            (-1 if space is None else space.id, tenant),
        )
        return [Coverage(base=base, chunks=chunks, waiting=waiting) for base, chunks, waiting in rows]

    def tenants(self, connection: sqlite3.Connection, space: Space | None) -> list[str]:
        """Those with a passage that waits for its vector."""
        rows = connection.execute(
            f"""SELECT DISTINCT d.tenant {_LIVE} WHERE NOT EXISTS (
                SELECT 1 FROM knowledge_places p WHERE p.space = ? AND p.chunk = c.id)""",
            (-1 if space is None else space.id,),
        )
        return [tenant for (tenant,) in rows]

    def forget_others(self, space: Space) -> list[int]:
        """Drop every space but `space`; returns their ids, whose files nobody needs."""

        def work(connection: sqlite3.Connection) -> list[int]:
            old = [id for (id,) in connection.execute("SELECT id FROM knowledge_spaces WHERE id <> ?", (space.id,))]
            for id in old:
                connection.execute("DELETE FROM knowledge_places WHERE space = ?", (id,))
                connection.execute("DELETE FROM knowledge_spaces WHERE id = ?", (id,))
            return old

        return self._database.write(work).result()

    def forget_rows(self, space: Space, *, beyond: int) -> None:
        """Those passages have no vector any more: the file was lost, or cut."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM knowledge_places WHERE space = ? AND place >= ?", (space.id, beyond))
            connection.execute("UPDATE knowledge_spaces SET rows = ? WHERE id = ?", (beyond, space.id))

        self._database.write(work).result()

    def setback(self, connection: sqlite3.Connection, tenant: str) -> Setback | None:
        row = connection.execute(
            "SELECT reason, times, since_us, again_us FROM knowledge_setbacks WHERE tenant = ?", (tenant,)
        ).fetchone()
        return None if row is None else Setback(**dict(zip(Setback.__slots__, row, strict=True)))

    def set_back(self, tenant: str, reason: str) -> None:
        """It failed again: the next time is twice as far away as the last one was."""

        def work(connection: sqlite3.Connection) -> None:
            before, now = self.setback(connection, tenant), now_us()
            times = before.times if before else 0
            pause_s = min(FIRST_PAUSE_S * 2.0 ** min(times, 20), LONGEST_PAUSE_S)
            connection.execute(
                """INSERT INTO knowledge_setbacks (tenant, reason, times, since_us, again_us) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (tenant) DO UPDATE SET
                    reason = excluded.reason, times = excluded.times, again_us = excluded.again_us""",
                (tenant, reason, times + 1, now, now + int(pause_s * 1_000_000)),
            )

        self._database.write(work).result()

    def go_on(self, tenant: str) -> None:
        """It works again."""
        self._database.write(
            lambda connection: connection.execute("DELETE FROM knowledge_setbacks WHERE tenant = ?", (tenant,))
        ).result()


def digest(tenant: str, text: str) -> bytes:
    """What equal texts share, inside a tenant: nobody learns, by what it costs, what another tenant has."""
    return hashlib.blake2b(f"{tenant}\0{text}".encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest()


_LIVE = """
    FROM knowledge_chunks c JOIN knowledge_versions v ON v.id = c.version
    JOIN knowledge_documents d ON d.id = v.document AND d.version = v.version AND d.state = 'live'
"""
