"""Reading the whole ledger, to find out whether it is what was written, and where it is not."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from wainao.kernel.errors import IntegrityError
from wainao.store.ledger.book import Head, read_head
from wainao.store.ledger.checkpoint import Checkpoint, PublicKey, parse_note
from wainao.store.ledger.record import (
    ACKNOWLEDGE,
    ACKNOWLEDGED,
    ERASE,
    ERASED,
    INCIDENT,
    SWEEP,
    Contents,
    contents_digest,
)
from wainao.store.ledger.runs import Runs
from wainao.store.ledger.tree import EMPTY_ROOT, TILE_HEIGHT, Frontier, leaf_hash

FaultKind = Literal[
    "edited",  # a header, or a column beside it, is not what was hashed
    "contents",  # contents are not what the header's digest says
    "erased",  # contents are gone and no record says who erased them
    "deleted",  # records are gone
    "inserted",  # a record is there that was never sealed at this place
    "moved",  # records stand at another place than they were sealed at
    "hashes",  # a stored hash, needed for proofs, is missing or wrong
    "rewritten",  # records agree with their own hashes, but not with what was signed
    "cut",  # the end of the log is gone
    "head",  # the head, in the database or beside it, is missing or unreadable
    "signature",  # a checkpoint is not signed by this home's key
    "foreign",  # a checkpoint is of another log
    "unreadable",  # the database file itself is damaged
    "incident",  # the ledger recorded such a fault itself, when it was opened, and nobody acknowledged it
    "more",  # there are more faults than are listed
]

MAX_FAULTS = 1_000
TILE = 1 << TILE_HEIGHT
_ROWS_AT_ONCE = 2_048
_EFFECTS = frozenset({ERASE, SWEEP, ACKNOWLEDGE})


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """What is wrong. `at` is the number of the record where it is or begins, `until` that of the last one."""

    at: int | None
    kind: FaultKind
    detail: str
    until: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What an audit found; `records` is how many it read."""

    records: int
    faults: tuple[Fault, ...]

    @property
    def intact(self) -> bool:
        return not self.faults


Progress = Callable[[int, int], None]
"""Told how many records of how many have been read."""


class _Row(msgspec.Struct):
    """What an audit needs of a header."""

    index: int
    id: str
    tenant: str
    actor: str
    capability: str
    status: str
    parent: str | None
    contents: str


class _Effects(msgspec.Struct):
    id: str
    status: str
    versions: dict[str, str]


_SELECT = """
    SELECT idx, id, tenant, actor, capability, status, parent, header, leaf, salt, contents, erased_by
    FROM receipts ORDER BY idx
"""
_read_row = msgspec.json.Decoder(_Row).decode
_read_effects = msgspec.json.Decoder(_Effects).decode
_read_contents = msgspec.json.Decoder(Contents).decode


class Audit:
    """One reading of the ledger in one snapshot.

    `kept` are checkpoints from outside the database (`ledger.head`, or one that somebody wrote down) by name, None for
    one that is missing.
    """

    def __init__(self, connection: sqlite3.Connection, *, key: PublicKey, kept: Mapping[str, str | None]) -> None:
        self._connection = connection
        self._key = key
        self._kept = kept
        self._faults: list[Fault] = []
        self._unlisted = 0
        self._claims: defaultdict[int, list[tuple[str, bytes]]] = defaultdict(list)
        self._frontier: Frontier | None = Frontier()
        self._agreed = 0
        self._contradicted: tuple[str, int] | None = None
        self._runs = Runs()
        self._gone: dict[str, tuple[int, str | None]] = {}
        self._erased: dict[str, str] = {}
        self._incidents: dict[str, tuple[int, str]] = {}

    def report(self, progress: Progress | None = None) -> Report:
        head = self._head()
        size = max(self._claims, default=0) if head is None else head.size
        records = self._read(size, progress)
        self._add_contradiction()
        self._add_places(size)
        for index, what in self._incidents.values():
            self._add("incident", index, what)
        for id, (index, by) in self._gone.items():
            if by is None or self._erased.get(id) != by:
                self._add("erased", index, "Its contents are gone, and no record says who erased them.")
        faults = sorted(self._faults, key=lambda fault: -1 if fault.at is None else fault.at)
        if self._unlisted:
            faults.append(Fault(at=None, kind="more", detail=f"There are {self._unlisted} more faults."))
        return Report(records=records, faults=tuple(faults))

    # What was signed.

    def _head(self) -> Head | None:
        """Gather every signed statement about the log's roots, and compare how long they say it is."""
        try:
            head = read_head(self._connection)
        except IntegrityError as error:
            self._add("head", None, str(error))
            return None
        own = self._claim("the head in the database", head.note, head.origin)
        if own is not None and (own.size, own.root) != (head.size, head.frontier.root()):
            self._add("head", head.size, f"The head says {head.size} records, its signed checkpoint {own.size}.")
        self._claim_stored(head.origin)
        for name, kept in self._kept.items():
            self._claim_kept(name, kept, head)
        return head

    def _claim_stored(self, origin: str) -> None:
        doubtful = []
        for size, note in self._connection.execute("SELECT size, note FROM receipts_checkpoints ORDER BY size"):
            checkpoint = _signed(note, self._key)
            if checkpoint is None or (checkpoint.size, checkpoint.origin) != (size, origin):
                doubtful.append(size)
            else:
                self._claims[size].append((f"the checkpoint at {size}", checkpoint.root))
        if doubtful:
            detail = (
                f"{len(doubtful)} stored checkpoints are not signed by this home's key, for this log and their size."
            )
            self._add("signature", doubtful[0], detail, until=doubtful[-1])

    def _claim_kept(self, name: str, note: str | None, head: Head) -> None:
        if note is None:
            if head.size:
                self._add("head", head.size, f"{name} is missing beside a log of {head.size} records.")
            return
        kept = self._claim(name, note, head.origin)
        if kept is not None and kept.size > head.size:
            detail = f"{name} was signed for {kept.size} records, the database has {head.size}."
            self._add("cut", head.size, detail, until=kept.size - 1)

    def _claim(self, name: str, note: str, origin: str) -> Checkpoint | None:
        """Take a signed statement for true; None if it is not signed, and about this log."""
        checkpoint = _signed(note, self._key)
        if checkpoint is None:
            self._add("signature", None, f"{name} is not a checkpoint signed by this home's key.")
            return None
        if checkpoint.origin != origin:
            self._add("foreign", None, f"{name} is of the log {checkpoint.origin!r}, the database of {origin!r}.")
            return None
        self._claims[checkpoint.size].append((name, checkpoint.root))
        return checkpoint

    # Each record by itself.

    def _read(self, size: int, progress: Progress | None) -> int:
        self._compare(0, EMPTY_ROOT)
        records, tile, leaves, in_place = 0, 0, list[bytes](), True
        for row in self._rows():
            index, leaf = row[0], row[8]
            while index >> TILE_HEIGHT > tile:
                self._close_tile(tile, leaves, whole=in_place and len(leaves) == TILE)
                tile, leaves, in_place = tile + 1, [], True
            place = self._check(row)
            self._runs.add(index, place)
            in_place = in_place and place == index == tile * TILE + len(leaves)
            leaves.append(leaf)
            records += 1
            if progress is not None and records % _ROWS_AT_ONCE == 0:
                progress(records, size)
        self._close_tile(tile, leaves, whole=in_place)
        return records

    def _rows(self) -> Iterator[Any]:
        try:
            cursor = self._connection.execute(_SELECT)
            while rows := cursor.fetchmany(_ROWS_AT_ONCE):
                yield from rows
        except sqlite3.DatabaseError as error:
            self._add("unreadable", self._runs.end, f"The database cannot be read any further: {error}")

    def _check(self, row: Any) -> int:
        """Compare a record with its own hashes; return the place that it was sealed at."""
        index, id, tenant, actor, capability, status, parent, header, leaf, salt, contents, erased_by = row
        try:
            if leaf_hash(header) != leaf:
                self._add("edited", index, f"The header of {id!r} is not what was hashed.")
                return int(index)
            known = _read_row(header)
        except (TypeError, msgspec.DecodeError) as error:
            self._add("edited", index, f"The header of {id!r} cannot be read: {error}")
            return int(index)
        columns = (id, tenant, actor, capability, status, parent)
        if columns != (known.id, known.tenant, known.actor, known.capability, known.status, known.parent):
            self._add("edited", index, f"The columns beside the header of {known.id!r} say something else than it.")
        if contents is None:
            self._gone[known.id] = (index, erased_by)
        elif not _digest_is(known.contents, salt, contents):
            self._add("contents", index, f"The contents of {known.id!r} are not what was recorded.")
        if known.capability == INCIDENT:
            self._incidents[known.id] = (index, _incident(contents))
        if known.capability in _EFFECTS:
            self._note_effects(header)
        return known.index

    def _note_effects(self, header: bytes) -> None:
        call = _read_effects(header)
        for name in call.versions if call.status == "ok" else ():
            kind, _, id = name.partition(":")
            if kind == ERASED:
                self._erased.setdefault(id, call.id)  # two at the same time: the first one did it
            elif kind == ACKNOWLEDGED:
                self._incidents.pop(id, None)

    # All together.

    def _close_tile(self, tile: int, leaves: list[bytes], *, whole: bool) -> None:
        """Grow the tree by a tile's records, or by its stored hash where they are not all as they were."""
        if self._frontier is None:
            return
        stored = self._stored(TILE_HEIGHT, tile)
        if whole and self._grow(leaves, stored):
            return
        if stored is None:
            self._frontier = None
        else:
            self._frontier.push(stored, TILE_HEIGHT)
            self._compare(self._frontier.size, self._frontier.root())

    def _grow(self, leaves: list[bytes], stored: bytes | None) -> bool:
        assert self._frontier is not None
        start, grown = self._frontier.size, self._frontier.copy()
        roots, tiles = [], list[tuple[int, int, bytes]]()
        for leaf in leaves:
            tiles = grown.push(leaf)
            if grown.size in self._claims:
                roots.append((grown.size, grown.root()))
        if tiles and stored not in (None, tiles[0][2]):
            detail = "These records agree with their own hashes, but not with the hash over all of them."
            self._add("rewritten", start, detail, until=grown.size - 1)
            return False
        for height, index, hash in tiles:
            if self._stored(height, index) != hash:
                detail = f"The stored hash of height {height} is not that of the records below it."
                self._add("hashes", index << height, detail, until=grown.size - 1)
        self._frontier = grown
        for size, root in roots:
            self._compare(size, root)
        return True

    def _stored(self, height: int, index: int) -> bytes | None:
        sql = "SELECT hash FROM receipts_tiles WHERE height = ? AND idx = ?"
        row = self._connection.execute(sql, (height, index)).fetchone()
        return None if row is None else row[0]

    def _compare(self, size: int, root: bytes) -> None:
        for name, signed in self._claims.get(size, ()):
            if signed != root:
                self._contradicted = self._contradicted or (name, size)
                continue
            if self._contradicted is None:
                self._agreed = size
            else:
                self._add_contradiction(signed_anew=True)

    def _add_contradiction(self, *, signed_anew: bool = False) -> None:
        """A signed statement that the records contradict, though they agree with their own hashes.

        Where later ones agree again, all but this one were signed anew with the home's own key. Then nothing is left to
        tell where the change is.
        """
        if self._contradicted is None:
            return
        (name, size), self._contradicted = self._contradicted, None
        start = 0 if signed_anew or self._agreed >= size else self._agreed
        detail = f"These records agree with their own hashes, but not with what was signed: {name}."
        self._add("rewritten", start, detail, until=size - 1)

    def _add_places(self, size: int) -> None:
        for first, last in self._runs.missing(size):
            self._add("deleted", first, _count(first, last, "is gone", "are gone"), until=last)
        for double in self._runs.doubled():
            detail = f"The rows {double.one} and {double.other} claim to be the same record: one was inserted."
            self._add("inserted", min(double.one, double.other), detail)
        for first, last in self._runs.beyond(size):
            self._add("inserted", first, _count(first, last, "was never signed", "were never signed"), until=last)
        for run in self._runs.moved():
            detail = f"Sealed as {run.places[0]} to {run.places[1]}, {abs(run.shift)} places from here."
            self._add("moved", run.first, detail, until=run.last)

    def _add(self, kind: FaultKind, at: int | None, detail: str, *, until: int | None = None) -> None:
        if len(self._faults) < MAX_FAULTS:
            self._faults.append(Fault(at=at, kind=kind, detail=detail, until=until))
        else:
            self._unlisted += 1


def _digest_is(digest: str, salt: Any, contents: Any) -> bool:
    return isinstance(salt, bytes) and isinstance(contents, bytes) and contents_digest(salt, contents) == digest


def _signed(note: str, key: PublicKey) -> Checkpoint | None:
    try:
        checkpoint = parse_note(note)
    except (IntegrityError, AttributeError):  # the database may hold anything, even something that is not a text
        return None
    return checkpoint if key.signed(checkpoint) else None


def _incident(contents: bytes | None) -> str:
    try:
        return str(_read_contents(contents or b"").error)
    except (TypeError, msgspec.DecodeError):
        return "The ledger found a fault when it was opened."


def _count(first: int, last: int, one: str, many: str) -> str:
    return f"Record {first} {one}." if first == last else f"The records {first} to {last} {many}."
