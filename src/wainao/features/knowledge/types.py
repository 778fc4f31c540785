"""The words of the knowledge feature: what a document becomes on its way from a file to a citation."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from wainao.features.knowledge.amended import Amended
from wainao.types import Amendment, Box

FileStatus = Literal["added", "unchanged", "updated", "failed", "removed"]
DocumentState = Literal["live", "deleted", "failed"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of extracted text.

    Lines with the same `paragraph` number belong together. Between two paragraphs stands one line with an empty text,
    so that in extracted text a single newline is a line break inside a paragraph and an empty line ends it.

    `page` counts from 1: page, slide, sheet or chapter. `line` counts from 1: within the page where there are pages
    (the row of a sheet), within the file for text formats (the real line of the file); it is None where nothing can be
    counted. `section` is the path of headings, the slide's title or the sheet's name. `box`: see `Citation.box`.
    """

    text: str
    page: int | None = None
    line: int | None = None
    section: str | None = None
    box: Box | None = None
    heading: bool = False
    paragraph: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a reader got out of one file.

    `pages` is None for formats that have none; `remark` says what could not be read of it, if anything.
    """

    title: str
    media_type: str
    lines: tuple[Line, ...]
    pages: int | None = None
    remark: str | None = None

    @property
    def text(self) -> str:
        """The document's extracted text, which every character offset refers to."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, kw_only=True, slots=True)
class Chunk:
    """A passage that is indexed as one: `reading.text[char_start:char_end] == text`, always inside one page."""

    document: str
    version: str
    ordinal: int
    char_start: int
    char_end: int
    page: int | None = None
    section: str | None = None
    line_start: int | None = None
    line_end: int | None = None
    box: Box | None = None
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexRow:
    """One chunk as an index takes it in.

    `terms` are `wainao.text.terms(text)` joined by spaces, computed before the write transaction is opened, with line
    breaks inside a Chinese word undone. `added_at` is UTC in ISO 8601.
    """

    chunk_id: int
    tenant: str
    base: str
    document: str
    media_type: str
    added_at: str
    title: str
    section: str | None
    text: str
    terms: str


class ChunkIndex(Protocol):
    """What ingest needs of an index: called inside the transaction that writes the chunks, in the writer's thread."""

    def add(self, connection: sqlite3.Connection, rows: Sequence[IndexRow]) -> None: ...

    def remove(self, connection: sqlite3.Connection, chunk_ids: Sequence[int]) -> None: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class LocatedChunk:
    """A chunk with what a citation says about its document. Where people set something right in it, `amended` says
    what, and the chunk's text is as they did."""

    chunk_id: int
    chunk: Chunk
    amended: Amended | None = None
    base: str
    path: str
    title: str
    media_type: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One file of a knowledge base, in its current version. `problem` says why the last attempt to read it failed."""

    id: str
    base: str
    path: str
    state: DocumentState
    version: str | None
    title: str
    media_type: str
    size_bytes: int
    pages: int | None
    chunks: int
    updated_at: str
    problem: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Totals:
    """What lies ahead of one `add`; comes before its first `FileEvent`."""

    files: int
    size_bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FileEvent:
    """What became of one file. `code` is the stable word for a failure (`errors.Fault`), `reason` says it in full."""

    path: str
    status: FileStatus
    document: str | None = None
    version: str | None = None
    chunks: int = 0
    code: str | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedLine:
    """A line and where it starts in the document's extracted text."""

    line: Line
    char_start: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PageView:
    """One page of one version (the whole text where there are no pages), as the citation view shows it.

    `current` is False when the document has a newer version, or has left the index. `amendments` are what people set
    right on it.
    """

    document: str
    version: str
    path: str
    title: str
    media_type: str
    page: int | None
    pages: int | None
    current: bool
    lines: tuple[PlacedLine, ...]
    amendments: tuple[Amendment, ...] = ()
