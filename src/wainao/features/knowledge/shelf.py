"""The only writer of the catalogue: a document, its versions and its rows in the index change in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from wainao.features.knowledge import store
from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.looks import Look
from wainao.features.knowledge.prepare import index_terms
from wainao.features.knowledge.store import FileRecord, VersionRecord
from wainao.features.knowledge.types import Chunk, ChunkIndex, FileEvent, FileStatus, IndexRow


class Shelf:
    """The documents of one knowledge base. `now` is UTC in ISO 8601."""

    def __init__(self, *, index: ChunkIndex, tenant: str, base: str, now: str) -> None:
        self._index = index
        self._tenant = tenant
        self._base = base
        self._now = now

    def put(self, connection: sqlite3.Connection, look: Look) -> FileEvent:
        """Bring catalogue and index in line with what was found out about one file, inside a write transaction."""
        document = store.document_id(self._tenant, self._base, look.path)
        record = store.file_record(connection, document) or store.new_file(document)
        if look.gone:
            return self._drop(connection, look, record)
        if look.error is not None:
            return self._fail(connection, look, look.error, record)
        if look.version is None:
            return _event(look.path, "unchanged", record)
        return self._keep_version(connection, look, look.version, record)

    def _drop(self, connection: sqlite3.Connection, look: Look, record: FileRecord) -> FileEvent:
        # Its versions stay for the citations that point at them.
        self._leave_index(connection, record)
        self._put(connection, look.path, replace(record, state="deleted", problem=None))
        return _event(look.path, "removed", record)

    def _fail(self, connection: sqlite3.Connection, look: Look, error: ReadError, record: FileRecord) -> FileEvent:
        # What could be read once stays searchable until it is gone, marked with the problem; what was never there is
        # not worth a record.
        known = error.fault != "missing"
        if known:
            if record.state != "live":
                record = replace(record, state="failed", size_bytes=look.size_bytes)
            self._put(connection, look.path, replace(record, problem=error.reason))
        return FileEvent(
            path=look.path,
            status="failed",
            document=record.document if known else None,
            code=error.fault,
            reason=error.reason,
        )

    def _keep_version(self, connection: sqlite3.Connection, look: Look, version: str, before: FileRecord) -> FileEvent:
        after = replace(
            before,
            state="live",
            version=version,
            size_bytes=look.size_bytes,
            modified_ns=look.modified_ns,
            problem=None,
        )
        self._put(connection, look.path, after)
        if before.state == "live" and before.version == version:
            return _event(look.path, "unchanged", before)
        self._leave_index(connection, before)
        record = self._enter_index(connection, look, after.document, version)
        return FileEvent(
            path=look.path,
            status="updated" if before.state == "live" else "added",
            document=record.document,
            version=version,
            chunks=record.chunks,
            reason=record.remark,
        )

    def _enter_index(self, connection: sqlite3.Connection, look: Look, document: str, version: str) -> VersionRecord:
        """Index a version, written now or long ago: a file may go back to what it was."""
        record = store.version_record(connection, document, version)
        if record is not None:
            chunks = [found.chunk for found in store.chunks_of(connection, record)]
            self._index.add(connection, _rows(record, chunks, [index_terms(chunk.text) for chunk in chunks]))
            return record
        assert look.prepared is not None, look
        new = look.prepared
        record = store.put_version(
            connection,
            new.reading,
            new.chunks,
            document=document,
            version=version,
            size_bytes=look.size_bytes,
            now=self._now,
        )
        self._index.add(connection, _rows(record, new.chunks, new.terms))
        return record

    def _leave_index(self, connection: sqlite3.Connection, record: FileRecord) -> None:
        if record.state == "live" and record.version is not None:
            old = store.version_record(connection, record.document, record.version)
            assert old is not None, record
            self._index.remove(connection, old.chunk_ids)

    def _put(self, connection: sqlite3.Connection, path: str, record: FileRecord) -> None:
        store.put_file(connection, record, tenant=self._tenant, base=self._base, path=path, now=self._now)


def _rows(record: VersionRecord, chunks: Sequence[Chunk], terms: Sequence[str]) -> list[IndexRow]:
    return [
        IndexRow(
            chunk_id=chunk_id,
            tenant=record.tenant,
            base=record.base,
            document=record.document,
            media_type=record.media_type,
            added_at=record.added_at,
            title=record.title,
            section=chunk.section,
            text=chunk.text,
            terms=chunk_terms,
        )
        for chunk_id, chunk, chunk_terms in zip(record.chunk_ids, chunks, terms, strict=True)
    ]


def _event(path: str, status: FileStatus, record: FileRecord) -> FileEvent:
    return FileEvent(path=path, status=status, document=record.document, version=record.version, chunks=record.chunks)
