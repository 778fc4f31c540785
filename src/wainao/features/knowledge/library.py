"""What is in the knowledge bases, and the pages that citations point at, in the version they cited."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from wainao.features.knowledge import store
from wainao.features.knowledge.fixes.standing import Fixes
from wainao.features.knowledge.store import VersionRecord
from wainao.features.knowledge.types import Document, PageView, PlacedLine
from wainao.features.knowledge.workers import Workers
from wainao.kernel.errors import NotFoundError, UsageError
from wainao.store.blobs import Blobs
from wainao.store.portion import Portion
from wainao.store.sqlite import Database
from wainao.types import Actor, Amendment

MAX_WIDTH_PIXELS = 4_000


class Library:
    """Reading access for one actor at a time: what the actor may not see does not exist for it."""

    def __init__(self, *, database: Database, blobs: Blobs, workers: Workers) -> None:
        self._database = database
        self._blobs = blobs
        self._workers = workers
        self._fixes = Fixes(database)

    def documents(
        self, *, actor: Actor, base: str | None = None, query: str = "", portion: Portion | None = None
    ) -> list[Document]:
        """The documents of one knowledge base, or of all; also those that could not be read, with the reason."""
        with self._database.read() as connection:
            return store.documents(connection, actor, base, query, portion)

    def bases(self, *, actor: Actor) -> list[tuple[str, int, int]]:
        """The knowledge bases by name, each with how many documents and chunks it has."""
        with self._database.read() as connection:
            return store.bases(connection, actor)

    def page(self, document: str, *, actor: Actor, version: str | None = None, page: int | None = None) -> PageView:
        """The lines of one page (of everything, where there are no pages) of a version; None is the current one."""
        with self._database.read() as connection:
            record = store.visible_version(connection, actor, document, version)
            lines = store.placed_lines(connection, record)
            now = store.file_record(connection, document)
            if record.pages is not None:
                page = 1 if page is None else page
                _check_page(record.path, page, record.pages)
                lines = [placed for placed in lines if placed.line.page == page]
            amendments = self._amendments(connection, record, lines)
        return PageView(
            document=document,
            version=record.version,
            path=record.path,
            title=record.title,
            media_type=record.media_type,
            page=None if record.pages is None else page,
            pages=record.pages,
            current=now is not None and now.state != "deleted" and now.version == record.version,
            lines=tuple(lines),
            amendments=amendments,
        )

    def _amendments(
        self, connection: sqlite3.Connection, record: VersionRecord, lines: Sequence[PlacedLine]
    ) -> tuple[Amendment, ...]:
        if not lines:
            return ()
        amended = self._fixes.standing(connection, record.tenant).amended(
            connection,
            "\n".join(placed.line.text for placed in lines),
            base=record.base,
            document=record.document,
            version=record.version,
            char_start=lines[0].char_start,
        )
        return () if amended is None else amended.amendments

    def original(self, document: str, *, actor: Actor, version: str | None = None) -> bytes:
        """The bytes of a version as they were added."""
        with self._database.read() as connection:
            record = store.visible_version(connection, actor, document, version)
        return self._blobs.get(record.version)

    def render_page_png(
        self, document: str, *, actor: Actor, version: str | None = None, page: int = 1, width: int = 1_000
    ) -> bytes:
        """A page of a PDF, or a picture, as PNG `width` pixels wide; `ReadError` for formats that have no such look."""
        if not 1 <= width <= MAX_WIDTH_PIXELS:
            raise UsageError(f"A page cannot be {width!r} pixels wide. 1 to {MAX_WIDTH_PIXELS} was expected.")
        with self._database.read() as connection:
            record = store.visible_version(connection, actor, document, version)
        _check_page(record.path, page, record.pages or 1)
        return self._workers.render(record.path, self._blobs.get(record.version), page=page, width=width)


def _check_page(path: str, page: int, pages: int) -> None:
    if not 1 <= page <= pages:
        raise NotFoundError(f"{path!r} has no page {page!r}. A page from 1 to {pages} was expected.")
