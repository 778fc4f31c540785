"""Where a passage that somebody named stands, in the version it was named in and in every other."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from wainao.features.knowledge import store
from wainao.features.knowledge.amended import Span
from wainao.features.knowledge.fixes.types import Fix
from wainao.features.knowledge.sentences import sentences
from wainao.features.knowledge.store import VersionRecord
from wainao.features.knowledge.types import PlacedLine
from wainao.kernel import UsageError
from wainao.text.values import same_words
from wainao.types import Told, Words


def places(connection: sqlite3.Connection, fix: Fix, version: str) -> tuple[Span, ...]:
    """The places of a fix's quote in a version of its document: its own, or where another version says the same words,
    in the same section if it says them there."""
    if version == fix.version:
        return ((fix.char_start, fix.char_end),)
    record = store.version_record(connection, fix.document or "", version)
    if record is None:
        return ()
    lines = store.placed_lines(connection, record)
    found = same_words(fix.quote, _text(lines))
    return tuple([span for span in found if section(lines, span[0]) == fix.section] or found)


def place(connection: sqlite3.Connection, record: VersionRecord, quote: str) -> Span:
    """The one place where a version says these words. Raises UsageError."""
    found = same_words(quote, _text(store.placed_lines(connection, record)))
    if len(found) != 1:
        raise UsageError(
            f"{record.path!r} says {quote[:80]!r} at {len(found)} places. Expected words that stand at exactly one "
            "place of it: copy them from the document, with as many before and behind as tell them apart."
        )
    return found[0]


def whole_sentences(connection: sqlite3.Connection, record: VersionRecord, span: Span) -> Span:
    """The sentences that a span touches, as they are quoted: half of one says something else."""
    start, end = span
    for located in store.chunks_of(connection, record):
        chunk = located.chunk
        touched = chunk.char_start < span[1] and span[0] < chunk.char_end
        for first, last in sentences(chunk.text) if touched else ():
            here = chunk.char_start + first, chunk.char_start + last
            if here[0] < span[1] and span[0] < here[1]:
                start, end = min(start, here[0]), max(end, here[1])
    return start, end


def words(connection: sqlite3.Connection, record: VersionRecord, span: Span) -> tuple[str, str | None]:
    """What a version says at a place, and in which section."""
    lines = store.placed_lines(connection, record)
    return _text(lines)[slice(*span)], section(lines, span[0])


def section(lines: Sequence[PlacedLine], char: int) -> str | None:
    """The section of the line that a character is in."""
    return next((one.line.section for one in reversed(lines) if one.char_start <= char), None)


_NO_DOCUMENT = Words("文档已不在库里，这条订正不起作用", "has no effect: the document is not there any more")
_NO_PASSAGE = Words(
    "文档的现行版本里没有这段话，这条订正不起作用", "has no effect: the document's current version does not say this"
)


def remark(connection: sqlite3.Connection, fix: Fix) -> Told:
    """What keeps a fix from having an effect now; "" if nothing does."""
    if fix.document is None:
        return ""
    record = store.file_record(connection, fix.document)
    if record is None or record.state != "live" or record.version is None:
        return _NO_DOCUMENT
    return _NO_PASSAGE if fix.quote and not places(connection, fix, record.version) else ""


def _text(lines: Sequence[PlacedLine]) -> str:
    return "\n".join(placed.line.text for placed in lines)
