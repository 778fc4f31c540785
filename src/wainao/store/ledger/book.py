"""The log inside a database transaction: appending to it, and looking up what it holds."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from pathlib import Path

from wainao.kernel.errors import IntegrityError
from wainao.store.ledger import series, tally
from wainao.store.ledger.checkpoint import Checkpoint, PrivateKey, parse_note
from wainao.store.ledger.head import HeadFile
from wainao.store.ledger.key import ledger_key
from wainao.store.ledger.record import Record
from wainao.store.ledger.tree import TILE_HEIGHT, Frontier, Node, leaf_hash, tree_root

CHECKPOINT_EVERY = 256
"""A signed checkpoint is kept whenever the log's size passes a multiple of this, so that a forgery is located to it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """Where the log stands."""

    origin: str
    size: int
    frontier: Frontier
    note: str

    @property
    def checkpoint(self) -> Checkpoint:
        return parse_note(self.note)


class Book:
    """Appends records and signs what the log has become."""

    def __init__(self, keys: Path) -> None:
        self._keys = keys

    @cached_property
    def key(self) -> PrivateKey:
        return ledger_key(self._keys)

    def begin(self, connection: sqlite3.Connection) -> Head:
        """Where the log stands; a log that does not exist yet is begun, under a name nobody else has."""
        if connection.execute("SELECT 1 FROM receipts_head").fetchone() is None:
            if connection.execute("SELECT 1 FROM receipts LIMIT 1").fetchone() is not None:
                raise _no_head()
            origin = f"wainao/{secrets.token_hex(8)}"
            checkpoint = self.key.sign(origin=origin, size=0, root=Frontier().root())
            connection.execute(
                "INSERT INTO receipts_head (one, origin, size, frontier, note) VALUES (1, ?, 0, ?, ?)",
                (origin, b"", checkpoint.note(self.key.public.raw)),
            )
        tally.catch_up(connection)
        series.catch_up(connection)
        return read_head(connection)

    def append(self, connection: sqlite3.Connection, records: Sequence[Record]) -> Checkpoint:
        """Give each record its place, in order; return the signed checkpoint that covers them all."""
        head = read_head(connection)
        frontier, tiles = head.frontier, []
        for record in records:
            record.place(frontier.size)
            record.leaf = leaf_hash(record.header)
            tiles += frontier.push(record.leaf)
        _insert(connection, [_row(record) for record in records])
        if tiles:
            connection.executemany("INSERT INTO receipts_tiles (height, idx, hash) VALUES (?, ?, ?)", tiles)
        tally.add(connection, [record.entry for record in records])
        series.add(connection, [record.point for record in records])
        checkpoint = self.key.sign(origin=head.origin, size=frontier.size, root=frontier.root())
        note = checkpoint.note(self.key.public.raw)
        connection.execute(
            "UPDATE receipts_head SET size = ?, frontier = ?, note = ?", (frontier.size, frontier.pack(), note)
        )
        if head.size // CHECKPOINT_EVERY < frontier.size // CHECKPOINT_EVERY:
            connection.execute("INSERT INTO receipts_checkpoints (size, note) VALUES (?, ?)", (frontier.size, note))
        return checkpoint


_COLUMNS = ("idx", "id", "tenant", "actor", "capability", "status", "parent", "header", "leaf", "salt", "contents")
_ROWS_AT_ONCE = 32


def _insert(connection: sqlite3.Connection, rows: Sequence[tuple[object, ...]]) -> None:
    # Each statement hands the interpreter to the other threads and back; one for many rows does so once.
    singly = len(rows) % _ROWS_AT_ONCE
    if singly:
        connection.executemany(_insertion(1), rows[:singly])
    for at in range(singly, len(rows), _ROWS_AT_ONCE):
        connection.execute(_insertion(_ROWS_AT_ONCE), [*chain.from_iterable(rows[at : at + _ROWS_AT_ONCE])])


@cache
def _insertion(rows: int) -> str:
    row = f"({', '.join('?' * len(_COLUMNS))})"
    return f"INSERT INTO receipts ({', '.join(_COLUMNS)}) VALUES {', '.join([row] * rows)}"


def _row(record: Record) -> tuple[object, ...]:
    return (
        record.index,
        record.id,
        record.tenant,
        record.actor,
        record.capability,
        record.status,
        record.parent,
        record.header,
        record.leaf,
        record.salt,
        record.contents,
    )


def read_head(connection: sqlite3.Connection) -> Head:
    row = connection.execute("SELECT origin, size, frontier, note FROM receipts_head").fetchone()
    if row is None:
        raise _no_head()
    origin, size, frontier, note = row
    return Head(origin=origin, size=size, frontier=Frontier.unpack(size, frontier), note=note)


def stored_node(connection: sqlite3.Connection) -> Node:
    """Looks up perfect subtrees: kept tiles, or hashed together from the tiles or leaves below."""

    def node(height: int, index: int) -> bytes:
        level = height // TILE_HEIGHT * TILE_HEIGHT
        width = 1 << height - level
        hashes = _stored(connection, level, index * width, width)
        frontier = Frontier(0)
        for hash in hashes:
            frontier.push(hash)
        return frontier.root()

    return node


def root_at(connection: sqlite3.Connection, size: int) -> bytes:
    """The root that the log had when it was that long, as far as stored hashes tell."""
    return tree_root(size, stored_node(connection))


def head_problem(file: HeadFile, connection: sqlite3.Connection, head: Head) -> str | None:
    """How `ledger.head` contradicts the database, in words; None: not at all."""
    try:
        kept = file.read()
        if kept is None:
            return f"{file.path.name} is missing beside a log of {head.size} records." if head.size else None
        if kept.origin != head.origin:
            return f"{file.path.name} is of the log {kept.origin!r}, the database of {head.origin!r}: one was swapped."
        if kept.size > head.size:
            return f"The log was cut: the records {head.size} to {kept.size - 1}, which were signed, are gone."
        if kept.root != root_at(connection, kept.size):
            return f"The log was rewritten: its first {kept.size} records are not those that were signed."
    except IntegrityError as error:
        return f"{file.path.name} cannot be compared with the database: {error}"
    return None


def _stored(connection: sqlite3.Connection, level: int, start: int, width: int) -> list[bytes]:
    if level:
        sql = "SELECT hash FROM receipts_tiles WHERE height = ? AND idx BETWEEN ? AND ? ORDER BY idx"
        rows = connection.execute(sql, (level, start, start + width - 1))
    else:
        sql = "SELECT leaf FROM receipts WHERE idx BETWEEN ? AND ? ORDER BY idx"
        rows = connection.execute(sql, (start, start + width - 1))
    hashes = [hash for (hash,) in rows]
    if len(hashes) != width:
        raise IntegrityError(
            f"The ledger lacks {width - len(hashes)} of the {width} hashes of height {level} from number {start} on. "
            "Records are missing: run `wainao receipts verify` to see which."
        )
    return hashes


def _no_head() -> IntegrityError:
    return IntegrityError(
        "The ledger has records but no head: the table receipts_head is empty. Somebody changed the database. Restore "
        "it from a backup."
    )
