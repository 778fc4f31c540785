"""Say exactly where a quote stands: its own lines and its own box, not those of the passage around it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from wainao.features.knowledge import store
from wainao.features.knowledge.amended import Amended
from wainao.features.knowledge.chunks import union
from wainao.features.knowledge.sentences import Span
from wainao.features.knowledge.types import LocatedChunk
from wainao.types import Citation


def cite(located: LocatedChunk, span: Span | None = None) -> Citation:
    """A passage, or a `span` of its characters, as a citation; page, lines and box are the passage's."""
    chunk, amended = located.chunk, located.amended or Amended(located.chunk.text, located.chunk.char_start, ())
    start, end = (0, len(amended.original)) if span is None else amended.back(span)
    return Citation(
        document=chunk.document,
        path=located.path,
        version=chunk.version,
        page=chunk.page,
        section=chunk.section,
        line_start=chunk.line_start,
        line_end=chunk.line_end,
        char_start=chunk.char_start + start,
        char_end=chunk.char_start + end,
        box=chunk.box,
        quote=amended.original[start:end],
        amendments=amended.within((start, end)),
    )


def pinpoint(connection: sqlite3.Connection, citation: Citation) -> Citation:
    """`citation` with the page, lines and box of the lines that its characters touch."""
    record = store.version_record(connection, citation.document, citation.version)
    if record is None:
        return citation
    touched = [
        placed.line
        for placed in store.placed_lines(connection, record)
        if placed.char_start < citation.char_end and citation.char_start < placed.char_start + len(placed.line.text)
    ]
    numbers = [line.line for line in touched if line.line is not None]
    return replace(
        citation,
        page=touched[0].page if touched else citation.page,
        section=touched[-1].section if touched else citation.section,
        line_start=min(numbers, default=None),
        line_end=max(numbers, default=None),
        box=union(line.box for line in touched if line.box is not None),
    )
