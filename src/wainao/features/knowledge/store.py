"""The catalogue: documents, their versions and the chunks of each, in tables of our own.

A version, once written, never changes and never goes: citations point at it. What is searchable is decided by the
documents' `state` and `version` alone, and the index follows them in the same transaction.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import msgspec

from wainao.features.knowledge.types import Chunk, Document, DocumentState, Line, LocatedChunk, PlacedLine, Reading
from wainao.kernel.errors import NotFoundError
from wainao.store.portion import Portion
from wainao.store.sqlite import Migration
from wainao.types import Actor, Box

MIGRATIONS = (
    Migration(
        "documents",
        """
        CREATE TABLE knowledge_documents (
            id TEXT PRIMARY KEY,
            tenant TEXT NOT NULL,
            base TEXT NOT NULL,
            path TEXT NOT NULL,
            state TEXT NOT NULL,
            version TEXT,
            size_bytes INTEGER NOT NULL,
            modified_ns INTEGER NOT NULL,
            problem TEXT,
            updated_at TEXT NOT NULL,
            UNIQUE (tenant, base, path)
        );
        CREATE TABLE knowledge_versions (
            id INTEGER PRIMARY KEY,
            document TEXT NOT NULL REFERENCES knowledge_documents (id),
            version TEXT NOT NULL,
            added_at TEXT NOT NULL,
            media_type TEXT NOT NULL,
            title TEXT NOT NULL,
            size_bytes INTEGER NOT NULL,
            pages INTEGER,
            remark TEXT,
            first_chunk INTEGER NOT NULL,
            chunks INTEGER NOT NULL,
            lines BLOB NOT NULL,
            UNIQUE (document, version)
        );
        CREATE TABLE knowledge_chunks (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL REFERENCES knowledge_versions (id),
            ordinal INTEGER NOT NULL,
            char_start INTEGER NOT NULL,
            char_end INTEGER NOT NULL,
            page INTEGER,
            section TEXT,
            line_start INTEGER,
            line_end INTEGER,
            x0 REAL, y0 REAL, x1 REAL, y1 REAL,
            text TEXT NOT NULL
        );
        """,
    ),
)

_MAX_IDS = 500
_CHUNK_COLUMNS = "ordinal, char_start, char_end, page, section, line_start, line_end, x0, y0, x1, y1, text"


@dataclass(frozen=True, kw_only=True, slots=True)
class FileRecord:
    """What the catalogue last knew of one file. `modified_ns` is 0 when its age says nothing about its content."""

    document: str
    state: DocumentState
    version: str | None
    size_bytes: int
    modified_ns: int
    problem: str | None
    chunks: int


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionRecord:
    """One version of one document; its chunks have the ids from `first_chunk` on, without gaps."""

    document: str
    version: str
    tenant: str
    base: str
    path: str
    added_at: str
    media_type: str
    title: str
    size_bytes: int
    pages: int | None
    remark: str | None
    first_chunk: int
    chunks: int

    @property
    def chunk_ids(self) -> range:
        return range(self.first_chunk, self.first_chunk + self.chunks)


def document_id(tenant: str, base: str, path: str) -> str:
    """The id of the document at `path`: the same whoever adds it and whenever, so that nothing is there twice."""
    return hashlib.sha256("\0".join((tenant, base, path)).encode()).hexdigest()[:20]


def new_file(document: str) -> FileRecord:
    """The record of a file the catalogue does not know yet."""
    return FileRecord(
        document=document, state="failed", version=None, size_bytes=0, modified_ns=0, problem=None, chunks=0
    )


_CURRENT = "knowledge_documents d LEFT JOIN knowledge_versions v ON v.document = d.id AND v.version = d.version"

_FILE_ROWS = f"""
    SELECT d.path, d.id, d.state, d.version, d.size_bytes, d.modified_ns, d.problem, COALESCE(v.chunks, 0)
    FROM {_CURRENT}
"""


def file_records(connection: sqlite3.Connection, tenant: str, base: str) -> dict[str, FileRecord]:
    """Every file of a knowledge base by its path, also those deleted."""
    rows = connection.execute(f"{_FILE_ROWS} WHERE d.tenant = ? AND d.base = ?", (tenant, base))
    return {path: FileRecord(**dict(zip(FileRecord.__slots__, row, strict=True))) for path, *row in rows}


def file_record(connection: sqlite3.Connection, document: str) -> FileRecord | None:
    row = connection.execute(f"{_FILE_ROWS} WHERE d.id = ?", (document,)).fetchone()
    return None if row is None else FileRecord(**dict(zip(FileRecord.__slots__, row[1:], strict=True)))


def put_file(
    connection: sqlite3.Connection, record: FileRecord, *, tenant: str, base: str, path: str, now: str
) -> None:
    connection.execute(
        """
        INSERT INTO knowledge_documents
            (id, tenant, base, path, state, version, size_bytes, modified_ns, problem, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET
            state = excluded.state, version = excluded.version, size_bytes = excluded.size_bytes,
            modified_ns = excluded.modified_ns, problem = excluded.problem, updated_at = excluded.updated_at
        """,
        (
            *(record.document, tenant, base, path, record.state, record.version),
            *(record.size_bytes, record.modified_ns, record.problem, now),
        ),
    )


def put_version(
    connection: sqlite3.Connection,
    reading: Reading,
    chunks: Sequence[Chunk],
    *,
    document: str,
    version: str,
    size_bytes: int,
    now: str,
) -> VersionRecord:
    """Write a version and its chunks; the document must be there."""
    (first,) = connection.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM knowledge_chunks").fetchone()
    (row_id,) = connection.execute(
        """
        INSERT INTO knowledge_versions
            (document, version, added_at, media_type, title, size_bytes, pages, remark, first_chunk, chunks, lines)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
        """,
        (
            *(document, version, now, reading.media_type, reading.title, size_bytes),
            *(reading.pages, reading.remark, first, len(chunks), _pack(reading.lines)),
        ),
    ).fetchone()
    connection.executemany(
        f"INSERT INTO knowledge_chunks (id, version, {_CHUNK_COLUMNS}) VALUES (?, ?, {', '.join('?' * 12)})",
        (
            (
                *(first + c.ordinal, row_id, c.ordinal, c.char_start, c.char_end, c.page, c.section),
                *(c.line_start, c.line_end, *(c.box or (None,) * 4), c.text),
            )
            for c in chunks
        ),
    )
    record = version_record(connection, document, version)
    assert record is not None
    return record


_VERSION_COLUMNS = """v.document, v.version, d.tenant, d.base, d.path, v.added_at, v.media_type, v.title, v.size_bytes,
    v.pages, v.remark, v.first_chunk, v.chunks"""


def version_record(connection: sqlite3.Connection, document: str, version: str) -> VersionRecord | None:
    row = connection.execute(
        f"""SELECT {_VERSION_COLUMNS} FROM knowledge_versions v JOIN knowledge_documents d ON d.id = v.document
        WHERE v.document = ? AND v.version = ?""",
        (document, version),
    ).fetchone()
    return None if row is None else VersionRecord(**dict(zip(VersionRecord.__slots__, row, strict=True)))


def live_versions(connection: sqlite3.Connection, tenant: str | None = None, base: str | None = None) -> dict[int, int]:
    """How many passages each version has that can be found now, by the id of its first; of one base, or of all."""
    rows = connection.execute(
        """SELECT v.first_chunk, v.chunks FROM knowledge_versions v JOIN knowledge_documents d
        ON d.id = v.document AND d.version = v.version
        WHERE d.state = 'live' AND v.chunks > 0 AND d.tenant = COALESCE(?, d.tenant) AND d.base = COALESCE(?, d.base)
        ORDER BY v.first_chunk""",
        (tenant, base),
    )
    return dict(rows.fetchall())


def visible_path(connection: sqlite3.Connection, actor: Actor, document: str) -> tuple[str, str]:
    """Knowledge base and path of a document; to an actor who may not see it, it does not exist."""
    row = connection.execute("SELECT tenant, base, path FROM knowledge_documents WHERE id = ?", (document,)).fetchone()
    if row is None or row[0] != actor.tenant or not actor.sees(row[1]):
        raise NotFoundError(
            f"There is no document {document!r}. "
            "The id of a document of a knowledge base you may see was expected: list the documents."
        )
    return row[1], row[2]


def visible_version(connection: sqlite3.Connection, actor: Actor, document: str, version: str | None) -> VersionRecord:
    """A version (None: the current one) that `actor` may see."""
    _, path = visible_path(connection, actor, document)
    record = file_record(connection, document)
    wanted = version or (record.version if record is not None else None)
    found = version_record(connection, document, wanted) if wanted is not None else None
    if found is None:
        raise NotFoundError(
            f"There is no version {wanted!r} of {path!r}. A version that was added was expected: list the documents."
        )
    return found


def placed_lines(connection: sqlite3.Connection, record: VersionRecord) -> list[PlacedLine]:
    """Every line of a version and where it starts in the extracted text."""
    (packed,) = connection.execute(
        "SELECT lines FROM knowledge_versions WHERE document = ? AND version = ?", (record.document, record.version)
    ).fetchone()
    lines = _unpack(packed)
    starts = accumulate((len(line.text) + 1 for line in lines), initial=0)
    return [PlacedLine(line=line, char_start=start) for line, start in zip(lines, starts, strict=False)]


def chunks_of(connection: sqlite3.Connection, record: VersionRecord) -> list[LocatedChunk]:
    """The chunks of a version, in order."""
    ids = record.chunk_ids
    return list(_located(connection, "c.id >= ? AND c.id < ?", (ids.start, ids.stop)))


def located(connection: sqlite3.Connection, chunk_ids: Sequence[int]) -> dict[int, LocatedChunk]:
    """Chunks by id, with what a citation says about their documents."""
    found: dict[int, LocatedChunk] = {}
    for start in range(0, len(chunk_ids), _MAX_IDS):
        ids = chunk_ids[start : start + _MAX_IDS]
        marks = ", ".join("?" * len(ids))
        found.update((chunk.chunk_id, chunk) for chunk in _located(connection, f"c.id IN ({marks})", ids))
    return found


def live_chunks(
    connection: sqlite3.Connection, tenant: str, *, base: str | None, document: str | None
) -> Iterator[LocatedChunk]:
    """Every passage that can be found now: of one document, of one knowledge base, or of all."""
    where = """d.state = 'live' AND d.version = v.version AND d.tenant = ?
        AND d.base = COALESCE(?, d.base) AND d.id = COALESCE(?, d.id)"""
    return _located(connection, where, (tenant, base, document))


def _located(connection: sqlite3.Connection, where: str, values: Sequence[int | str | None]) -> Iterator[LocatedChunk]:
    columns = ", ".join(f"c.{column}" for column in _CHUNK_COLUMNS.split(", "))
    rows = connection.execute(
        f"""SELECT c.id, d.base, d.path, v.title, v.media_type, v.document, v.version, {columns}
        FROM knowledge_chunks c JOIN knowledge_versions v ON v.id = c.version
        JOIN knowledge_documents d ON d.id = v.document WHERE {where} ORDER BY c.id""",
        values,
    )
    for chunk_id, base, path, title, media_type, *chunk in rows:
        yield LocatedChunk(
            chunk_id=chunk_id, base=base, path=path, title=title, media_type=media_type, chunk=_chunk(*chunk)
        )


def _chunk(document: str, version: str, *row: Any) -> Chunk:  # a row of _CHUNK_COLUMNS
    ordinal, char_start, char_end, page, section, line_start, line_end, *corners, text = row
    return Chunk(
        document=document,
        version=version,
        ordinal=ordinal,
        char_start=char_start,
        char_end=char_end,
        page=page,
        section=section,
        line_start=line_start,
        line_end=line_end,
        box=None if corners[0] is None else (corners[0], corners[1], corners[2], corners[3]),
        text=text,
    )


def documents(
    connection: sqlite3.Connection,
    actor: Actor,
    base: str | None = None,
    query: str = "",
    portion: Portion | None = None,
) -> list[Document]:
    """What `actor` may see of one knowledge base, or of all, by path; deleted documents are left out."""
    condition, values = _seen(actor)
    if base is not None:
        condition, values = f"{condition} AND d.base = ?", [*values, base]
    if query:
        condition += " AND (instr(lower(d.path), lower(?)) OR instr(lower(v.title), lower(?)))"
        values = [*values, query, query]
    rows = connection.execute(
        f"""SELECT d.id, d.base, d.path, d.state, d.version, COALESCE(v.title, ''), COALESCE(v.media_type, ''),
            d.size_bytes, v.pages, COALESCE(v.chunks, 0), d.updated_at, COALESCE(d.problem, v.remark)
        FROM {_CURRENT} WHERE {condition} ORDER BY d.base, d.path{portion.sql if portion else ""}""",
        values,
    )
    return [Document(**dict(zip(Document.__slots__, row, strict=True))) for row in rows]


def bases(connection: sqlite3.Connection, actor: Actor) -> list[tuple[str, int, int]]:
    """What `actor` may see: the knowledge bases by name, each with how many documents and chunks it has."""
    condition, values = _seen(actor)
    return connection.execute(
        f"SELECT d.base, COUNT(*), COALESCE(SUM(v.chunks), 0) FROM {_CURRENT} WHERE {condition} "
        "GROUP BY d.base ORDER BY d.base",
        values,
    ).fetchall()


def _seen(actor: Actor) -> tuple[str, list[str]]:
    """Which documents there are for an actor, as SQL."""
    condition, values = "d.tenant = ? AND d.state <> 'deleted'", [actor.tenant]
    if actor.bases is not None:
        condition += f" AND d.base IN ({', '.join('?' * len(actor.bases))})"
        values += sorted(actor.bases)
    return condition, values


_LineRow = tuple[str, int | None, int | None, str | None, Box | None, bool, int]


def _pack(lines: Sequence[Line]) -> bytes:
    rows: list[_LineRow] = [
        (line.text, line.page, line.line, line.section, line.box, line.heading, line.paragraph) for line in lines
    ]
    return zlib.compress(msgspec.msgpack.encode(rows), 3)


def _unpack(packed: bytes) -> list[Line]:
    rows = msgspec.msgpack.decode(zlib.decompress(packed), type=list[_LineRow])
    return [
        Line(text=text, page=page, line=line, section=section, box=box, heading=heading, paragraph=paragraph)
        for text, page, line, section, box, heading, paragraph in rows
    ]
