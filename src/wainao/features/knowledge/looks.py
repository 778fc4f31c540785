"""Look at one file: is it new, and what is in it? Reads disk and catalogue, writes nothing but the original's bytes."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass

from wainao.features.knowledge import store
from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.prepare import Prepared, prepare
from wainao.features.knowledge.readers import Source, is_light
from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.features.knowledge.store import FileRecord
from wainao.features.knowledge.walk import Candidate
from wainao.features.knowledge.workers import Workers
from wainao.store.blobs import Blobs
from wainao.store.sqlite import Database

# A file written twice within one tick of the file system's clock keeps its time and perhaps its size: the time of one
# that is younger than this proves nothing.
_SETTLED_NS = 2_000_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What was found out about one file.

    `version` is None when it could not be read (`error`) or need not be, as it is unchanged. `prepared` is None also
    when the catalogue has that version already. `modified_ns` is 0 when the file's time proves nothing. `gone` says
    that the file was there once and is not any more.
    """

    path: str
    size_bytes: int = 0
    modified_ns: int = 0
    version: str | None = None
    prepared: Prepared | None = None
    error: ReadError | None = None
    gone: bool = False

    @property
    def chunks(self) -> int:
        return len(self.prepared.chunks) if self.prepared else 0


class Looker:
    """Looks at files of one knowledge base, of which `known` is in the catalogue. Safe to use from several threads."""

    def __init__(
        self,
        *,
        database: Database,
        blobs: Blobs | None,
        workers: Workers,
        settings: KnowledgeSettings,
        tenant: str,
        base: str,
        known: Mapping[str, FileRecord],
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._workers = workers
        self._settings = settings
        self._tenant = tenant
        self._base = base
        self._known = known

    def look(self, candidate: Candidate) -> Look:
        if _is_unchanged(candidate, self._known.get(candidate.path)):
            return Look(path=candidate.path)
        try:
            return self._read(candidate)
        except ReadError as error:
            return Look(path=candidate.path, size_bytes=candidate.size_bytes, error=error)

    def _read(self, candidate: Candidate) -> Look:
        now_ns = time.time_ns()
        data = candidate.load(self._settings.max_file_bytes)
        version = hashlib.sha256(data).hexdigest()
        document = store.document_id(self._tenant, self._base, candidate.path)
        prepared = None
        if candidate.path not in self._known or not self._has(document, version):
            prepared = self._prepare(candidate.path, data, document, version)
            if self._blobs is not None:
                self._blobs.put(data, version)
        return Look(
            path=candidate.path,
            size_bytes=len(data),
            modified_ns=candidate.modified_ns if now_ns - candidate.modified_ns > _SETTLED_NS else 0,
            version=version,
            prepared=prepared,
        )

    def _prepare(self, name: str, data: bytes, document: str, version: str) -> Prepared:
        source = Source(name=name, data=data, settings=self._settings)
        if is_light(source):
            return prepare(source, document=document, version=version)
        return self._workers.prepare(name, data, document=document, version=version)

    def _has(self, document: str, version: str) -> bool:
        with self._database.read() as connection:
            return store.version_record(connection, document, version) is not None


def _is_unchanged(candidate: Candidate, record: FileRecord | None) -> bool:
    return (
        record is not None
        and record.state == "live"
        and record.problem is None
        and record.modified_ns != 0
        and (record.size_bytes, record.modified_ns) == (candidate.size_bytes, candidate.modified_ns)
    )
