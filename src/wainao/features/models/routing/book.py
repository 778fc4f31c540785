"""The book of deployments and routes: tables `models_*` of `state.db`. Every change is a new version; none is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

import msgspec

from wainao.kernel import Call, NotFoundError, now_us
from wainao.store.home import Home
from wainao.store.moments import iso
from wainao.store.sqlite import Migration

MIGRATIONS = (
    Migration(
        "1-book",
        """
        CREATE TABLE models_heads (
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            state TEXT NOT NULL,
            since_us INTEGER NOT NULL,
            PRIMARY KEY (kind, name)
        );
        CREATE TABLE models_versions (
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            body BLOB NOT NULL,
            sealed BLOB,
            author TEXT NOT NULL,
            at_us INTEGER NOT NULL,
            receipt TEXT NOT NULL,
            did TEXT NOT NULL,
            PRIMARY KEY (kind, name, version)
        );
        CREATE TABLE models_revision (id INTEGER PRIMARY KEY, revision INTEGER NOT NULL);
        INSERT INTO models_revision (id, revision) VALUES (1, 0);
        """,
    ),
)

State = Literal["on", "draining"]
_GONE = "gone"

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry(Generic[T]):
    """What stands in the book under one name now. `sealed` is its secret, which only the vault opens."""

    thing: T
    version: int
    state: State
    sealed: bytes | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One change: who made it when, and the receipt of the call that did. `at` is ISO 8601, UTC."""

    version: int
    author: str
    at: str
    did: str
    receipt: str


class Book(Generic[T]):
    """The things of one kind ("deployment", "route"). What one process writes, all processes read at once."""

    def __init__(self, home: Home, kind: str, of: type[T]) -> None:
        self._kind = kind
        self._of = of
        self._database = home.database("state")
        self._changes = home.changes
        self._database.migrate("models", MIGRATIONS)

    def entries(self, connection: sqlite3.Connection) -> dict[str, Entry[T]]:
        """All that stand, by name, the oldest first."""
        rows = connection.execute(
            "SELECT name, version, state, body, sealed"
            " FROM models_heads JOIN models_versions USING (kind, name, version)"
            " WHERE kind = ? AND state <> ? ORDER BY since_us, name",
            (self._kind, _GONE),
        )
        return {
            name: Entry(thing=self._read(body), version=version, state=state, sealed=sealed)
            for name, version, state, body, sealed in rows
        }

    def versions(self, name: str) -> list[Version]:
        """All changes, the newest first. Raises NotFoundError."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT version, author, at_us, did, receipt FROM models_versions WHERE kind = ? AND name = ?"
                " ORDER BY version DESC",
                (self._kind, name),
            ).fetchall()
        if not rows:
            raise self._unknown(name)
        return [
            Version(version=version, author=author, at=iso(at_us), did=did, receipt=receipt)
            for version, author, at_us, did, receipt in rows
        ]

    async def put(self, call: Call, name: str, make: Callable[[Entry[T] | None], tuple[T, bytes | None]]) -> int:
        """Write a new version, made of what stands now, if anything does; return its number."""

        def work(connection: sqlite3.Connection) -> int:
            entry = self.entries(connection).get(name)
            thing, sealed = make(entry)
            did = "added" if entry is None else "changed"
            return self._write(connection, call, name, msgspec.json.encode(thing), sealed, did)

        return await self._changes.write(work)

    async def roll_back(
        self, call: Call, name: str, to: int | None, *, check: Callable[[T], None] = lambda thing: None
    ) -> int:
        """Make an earlier version (None: the one before) stand again, as a new one. Raises NotFoundError.

        `check` raises for what must not stand today.
        """

        def work(connection: sqlite3.Connection) -> int:
            standing = self._standing(connection, name)
            wanted = standing - 1 if to is None else to
            row = connection.execute(
                "SELECT body, sealed FROM models_versions WHERE kind = ? AND name = ? AND version = ?",
                (self._kind, name, wanted),
            ).fetchone()
            if row is None or wanted == standing:
                raise NotFoundError(
                    f"The {self._kind} {name!r} has no version {wanted} to go back to; {standing} stands. "
                    f"{self._kind}s:show lists them."
                )
            check(self._read(row[0]))
            return self._write(connection, call, name, row[0], row[1], f"back to {wanted}")

        return await self._changes.write(work)

    async def set_state(self, name: str, state: State) -> None:
        """Raises NotFoundError."""

        def work(connection: sqlite3.Connection) -> None:
            self._standing(connection, name)
            connection.execute(
                "UPDATE models_heads SET state = ? WHERE kind = ? AND name = ?", (state, self._kind, name)
            )
            _touch(connection)

        await self._changes.write(work)

    async def remove(self, name: str) -> None:
        """Its versions stay, for the receipts that name them; its secrets go. Raises NotFoundError."""

        def work(connection: sqlite3.Connection) -> None:
            self._standing(connection, name)
            of_it = (self._kind, name)
            connection.execute("UPDATE models_heads SET state = ? WHERE kind = ? AND name = ?", (_GONE, *of_it))
            connection.execute("UPDATE models_versions SET sealed = NULL WHERE kind = ? AND name = ?", of_it)
            _touch(connection)

        await self._changes.write(work)

    def _write(
        self, connection: sqlite3.Connection, call: Call, name: str, body: bytes, sealed: bytes | None, did: str
    ) -> int:
        (last,) = connection.execute(
            "SELECT COALESCE(MAX(version), 0) FROM models_versions WHERE kind = ? AND name = ?", (self._kind, name)
        ).fetchone()
        version: int = last + 1
        connection.execute(
            "INSERT INTO models_versions (kind, name, version, body, sealed, author, at_us, receipt, did)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self._kind, name, version, body, sealed, call.actor.id, now_us(), call.id, did),
        )
        connection.execute(
            "INSERT INTO models_heads (kind, name, version, state, since_us) VALUES (?, ?, ?, 'on', ?)"
            " ON CONFLICT (kind, name) DO UPDATE SET version = excluded.version,"
            " state = CASE models_heads.state WHEN ? THEN 'on' ELSE models_heads.state END",
            (self._kind, name, version, now_us(), _GONE),
        )
        _touch(connection)
        return version

    def _standing(self, connection: sqlite3.Connection, name: str) -> int:
        row = connection.execute(
            "SELECT version FROM models_heads WHERE kind = ? AND name = ? AND state <> ?", (self._kind, name, _GONE)
        ).fetchone()
        if row is None:
            raise self._unknown(name)
        version: int = row[0]
        return version

    def _unknown(self, name: str) -> NotFoundError:
        return NotFoundError(f"There is no {self._kind} {name!r}. {self._kind}s:list shows them.")

    def _read(self, body: bytes) -> T:
        return msgspec.json.decode(body, type=self._of)


def revision(connection: sqlite3.Connection) -> int:
    """A number that every change of any book raises."""
    (number,) = connection.execute("SELECT revision FROM models_revision WHERE id = 1").fetchone()
    return int(number)


def _touch(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE models_revision SET revision = revision + 1 WHERE id = 1")
