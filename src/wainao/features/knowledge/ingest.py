"""Take files into a knowledge base: only what changed is read, and every file is in completely or not at all."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path, PurePosixPath

from wainao.features.knowledge import store
from wainao.features.knowledge.ahead import ahead
from wainao.features.knowledge.looks import Look, Looker
from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.features.knowledge.shelf import Shelf
from wainao.features.knowledge.types import ChunkIndex, FileEvent, Totals
from wainao.features.knowledge.unpacking import unpacked, with_archives
from wainao.features.knowledge.walk import Candidate, Survey, survey
from wainao.features.knowledge.workers import Workers
from wainao.kernel.errors import DeniedError, UsageError
from wainao.store.blobs import Blobs
from wainao.store.sqlite import Database
from wainao.types import Actor

_AHEAD_FILES = 32
_AHEAD_BYTES = 256 << 20
_BATCH_FILES = 200
_BATCH_CHUNKS = 2_000
_BATCH_SECONDS = 0.3
_BASE_CHARACTERS = 64
_NAME_CHARACTERS = 1_024


class Ingest:
    """Adds files to knowledge bases. Safe to use from several threads and processes at once."""

    def __init__(
        self, *, database: Database, blobs: Blobs, index: ChunkIndex, workers: Workers, settings: KnowledgeSettings
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._index = index
        self._workers = workers
        self._settings = settings
        self._threads = ThreadPoolExecutor(settings.workers, thread_name_prefix="ingest")
        database.migrate("knowledge", store.MIGRATIONS)

    def add(
        self, paths: Iterable[Path], *, actor: Actor, base: str = "main", dry_run: bool = False
    ) -> Iterator[Totals | FileEvent]:
        """Add files and folders, and ZIP archives as if they were folders; files that vanished from under `paths` leave
        the index.

        Yields the totals, then one event per file, each once it is safely stored. A file that cannot be read is an
        event like any other. Stopped at any moment, even by kill -9, it is taken up again by the next `add`. `dry_run`
        does everything except keeping it.
        """
        _admit(actor, base)  # before thousands of files are looked at
        found = with_archives(survey(paths, home=self._database.path.parent), self._settings)
        yield from self._take(found, actor, base, dry_run=dry_run)

    def add_bytes(
        self, files: Iterable[tuple[str, bytes]], *, actor: Actor, base: str = "main"
    ) -> Iterator[Totals | FileEvent]:
        """Add files that came over the wire, by name; a name that is known gets a new version."""
        _admit(actor, base)
        candidates = [Candidate(path=_upload_path(name), size_bytes=len(data), data=data) for name, data in files]
        return self._take(Survey(candidates=candidates), actor, base, dry_run=False)

    def unpack(self, name: str, data: bytes, *, actor: Actor, base: str = "main") -> Iterator[Totals | FileEvent]:
        """Add the files of a ZIP archive that came over the wire, each by itself; those of an earlier one by that name
        that are not in it leave the index.

        Raises UsageError for what is no such archive.
        """
        _admit(actor, base)
        return self._take(unpacked(_upload_path(name), data, self._settings), actor, base, dry_run=False)

    def remove(self, document: str, *, actor: Actor) -> FileEvent:
        """Take a document out of the index; what was cited from it stays readable."""
        with self._database.read() as connection:
            base, path = store.visible_path(connection, actor, document)
        (event,) = self._write([Look(path=path, gone=True)], actor.tenant, base).result()
        return event

    def close(self) -> None:
        """End what is under way; what is stored stays stored."""
        self._workers.close()
        self._threads.shutdown(cancel_futures=True)

    def _take(self, found: Survey, actor: Actor, base: str, *, dry_run: bool) -> Iterator[Totals | FileEvent]:
        with self._database.read() as connection:
            known = store.file_records(connection, actor.tenant, base)
        looker = Looker(
            database=self._database,
            blobs=None if dry_run else self._blobs,
            workers=self._workers,
            settings=self._settings,
            tenant=actor.tenant,
            base=base,
            known=known,
        )
        present = [path for path, record in known.items() if record.state != "deleted"]
        lost = found.lost(present)
        problems = sorted(chain(found.problems.items(), found.missing(present)))
        errors = [Look(path=path, error=error) for path, error in problems]
        yield Totals(
            files=len(errors) + len(found.candidates) + len(lost),
            size_bytes=sum(candidate.size_bytes for candidate in found.candidates),
        )
        looks = chain(errors, self._looks(looker, found.candidates), (Look(path=path, gone=True) for path in lost))
        yield from self._store(looks, actor.tenant, base, dry_run=dry_run)

    def _looks(self, looker: Looker, candidates: Iterable[Candidate]) -> Iterator[Look | None]:
        return ahead(
            self._threads,
            looker.look,
            candidates,
            weigh=lambda candidate: candidate.size_bytes,
            max_items=_AHEAD_FILES,
            max_weight=_AHEAD_BYTES,
            patience_s=_BATCH_SECONDS,
        )

    def _store(self, looks: Iterable[Look | None], tenant: str, base: str, *, dry_run: bool) -> Iterator[FileEvent]:
        """Write batches, each while the next one is being read."""
        pending: Future[list[FileEvent]] | None = None
        for batch in _batches(looks):
            written, pending = pending, self._write(batch, tenant, base, dry_run=dry_run) if batch else None
            if written is not None:
                yield from written.result()
        if pending is not None:
            yield from pending.result()

    def _write(
        self, batch: Sequence[Look], tenant: str, base: str, *, dry_run: bool = False
    ) -> Future[list[FileEvent]]:
        now = datetime.now(UTC).isoformat(timespec="seconds")

        def work(connection: sqlite3.Connection) -> list[FileEvent]:
            if dry_run:
                connection.execute("SAVEPOINT dry_run")
            events = Shelf(connection, self._index, tenant=tenant, base=base, now=now).put(batch)
            if dry_run:
                connection.execute("ROLLBACK TO dry_run")
            return events

        self._blobs.sync()
        return self._database.write(work)


def _batches(looks: Iterable[Look | None]) -> Iterator[list[Look]]:
    """Enough at once to be worth a transaction; an empty batch when there is nothing to do but wait."""
    batch: list[Look] = []
    chunks, began = 0, time.monotonic()
    for look in looks:
        if look is not None:
            batch.append(look)
            chunks += look.chunks
        full = len(batch) >= _BATCH_FILES or chunks >= _BATCH_CHUNKS or time.monotonic() - began > _BATCH_SECONDS
        if look is None or full:
            yield batch
            batch, chunks, began = [], 0, time.monotonic()
    yield batch


def _admit(actor: Actor, base: str) -> None:
    """Raises UsageError for what is no name of a base, DeniedError for whoever may not add to it."""
    if not base.strip() or len(base) > _BASE_CHARACTERS or not base.isprintable():
        raise UsageError(
            f"A knowledge base cannot be called {base[:_BASE_CHARACTERS]!r}. "
            f"Expected a name of 1 to {_BASE_CHARACTERS} characters that can be seen, such as 'main' or '人事'."
        )
    if not actor.sees(base):
        raise DeniedError(
            f"{actor.id!r} may not add to the knowledge base {base!r}. "
            f"One of {sorted(actor.bases or ())} was expected: ask whoever runs this for access."
        )


def _upload_path(name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    if not path.name or path.is_absolute() or ".." in path.parts or len(name) > _NAME_CHARACTERS:
        raise UsageError(
            f"A file cannot be added under the name {name[:_NAME_CHARACTERS]!r}. A plain name such as 'handbook.pdf', "
            f"perhaps with folders before it and at most {_NAME_CHARACTERS} characters, was expected: rename it."
        )
    return str(path)
