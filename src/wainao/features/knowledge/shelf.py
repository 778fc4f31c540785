"""The only writer of the catalogue: a document, its versions and its rows in the index change in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

from wainao.features.knowledge import store
from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.looks import Look
from wainao.features.knowledge.prepare import index_terms
from wainao.features.knowledge.store import FileRecord, VersionRecord
from wainao.features.knowledge.types import Chunk, ChunkIndex, FileEvent, FileStatus, IndexRow


class Shelf:
    """The documents of one knowledge base, for as long as one write transaction lasts. `now` is UTC in ISO 8601."""

    def __init__(self, connection: sqlite3.Connection, index: ChunkIndex, *, tenant: str, base: str, now: str) -> None:
        self._connection = connection
        self._index = index
        self._tenant = tenant
        self._base = base
        self._now = now
        self._entering: list[IndexRow] = []

    def put(self, looks: Iterable[Look]) -> list[FileEvent]:
        """Bring catalogue and index in line with what was found out about some files."""
        events = [self._put(look) for look in looks]
        self._flush()
        return events

    def _put(self, look: Look) -> FileEvent:
        document = store.document_id(self._tenant, self._base, look.path)
        record = store.file_record(self._connection, document) or store.new_file(document)
        if look.gone:
            return self._drop(look, record)
        if look.error is not None:
            return self._fail(look, look.error, record)
        if look.version is None:
            return _event(look.path, "unchanged", record)
        return self._keep(look, look.version, record)

    def _drop(self, look: Look, record: FileRecord) -> FileEvent:
        # Its versions stay for the citations that point at them.
        self._leave_index(record)
        self._write(look.path, replace(record, state="deleted", problem=None))
        return _event(look.path, "removed", record)

    def _fail(self, look: Look, error: ReadError, record: FileRecord) -> FileEvent:
        # What could be read once stays searchable until it is gone, marked with the problem; what was never there is
        # not worth a record.
        known = error.fault != "missing"
        if known:
            if record.state != "live":
                record = replace(record, state="failed", size_bytes=look.size_bytes)
            self._write(look.path, replace(record, problem=error.reason))
        return FileEvent(
            path=look.path,
            status="failed",
            document=record.document if known else None,
            code=error.fault,
            reason=error.reason,
        )

    def _keep(self, look: Look, version: str, before: FileRecord) -> FileEvent:
        after = replace(
            before,
            state="live",
            version=version,
            size_bytes=look.size_bytes,
            modified_ns=look.modified_ns,
            problem=None,
        )
        self._write(look.path, after)
        if before.state == "live" and before.version == version:
            return _event(look.path, "unchanged", before)
        self._leave_index(before)
        record = self._enter_index(look, after.document, version)
        return FileEvent(
            path=look.path,
            status="updated" if before.state == "live" else "added",
            document=record.document,
            version=version,
            chunks=record.chunks,
            reason=record.remark,
        )

    def _enter_index(self, look: Look, document: str, version: str) -> VersionRecord:
        """A version, written now or long ago: a file may go back to what it was."""
        record = store.version_record(self._connection, document, version)
        if record is not None:
            chunks = [found.chunk for found in store.chunks_of(self._connection, record)]
            self._entering += _rows(record, chunks, [index_terms(chunk.text) for chunk in chunks])
            return record
        assert look.prepared is not None, look
        new = look.prepared
        record = store.put_version(
            self._connection,
            new.reading,
            new.chunks,
            document=document,
            version=version,
            size_bytes=look.size_bytes,
            now=self._now,
        )
        self._entering += _rows(record, new.chunks, new.terms)
        return record

    def _leave_index(self, record: FileRecord) -> None:
        if record.state == "live" and record.version is not None:
            old = store.version_record(self._connection, record.document, record.version)
            assert old is not None, record
            self._flush()  # one file may come twice in a batch
            self._index.remove(self._connection, old.chunk_ids)

    def _flush(self) -> None:
        # Rows enter together: an index has some work to do per call, however small.
        self._index.add(self._connection, self._entering)
        self._entering = []

    def _write(self, path: str, record: FileRecord) -> None:
        store.put_file(self._connection, record, tenant=self._tenant, base=self._base, path=path, now=self._now)


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
