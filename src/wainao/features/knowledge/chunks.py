"""Cut a reading into passages: whole paragraphs where they fit, never across a page, never across a heading."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from wainao.features.knowledge.sentences import sentences
from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.features.knowledge.types import Chunk, Line, Reading
from wainao.types import Box


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text that is not to be cut: a paragraph, or a few sentences of one that is too long.

    `first` and `last` index the reading's lines, `start` and `end` its characters.
    """

    first: int
    last: int
    start: int
    end: int
    columns: int


def split(reading: Reading, *, document: str, version: str, settings: KnowledgeSettings) -> list[Chunk]:
    """The chunks of `reading` in order. Every word of it is in exactly one of them."""
    cutter = _Cutter(reading, settings)
    return [
        cutter.chunk(run[0], run[-1], ordinal=ordinal, document=document, version=version)
        for ordinal, run in enumerate(cutter.runs())
    ]


class _Cutter:
    def __init__(self, reading: Reading, settings: KnowledgeSettings) -> None:
        self._lines = reading.lines
        self._text = reading.text
        self._settings = settings
        self._starts = list(accumulate((len(line.text) + 1 for line in self._lines), initial=0))

    def runs(self) -> Iterator[list[_Piece]]:
        """Pieces that make one chunk together."""
        run: list[_Piece] = []
        columns = 0
        for piece in self._pieces():
            # The space between pieces counts: it is in the chunk, and may be a million blanks.
            gap = piece.start - run[-1].end if run else 0
            if run and not self._continues(run[-1], piece, columns + gap):
                yield run
                run, columns, gap = [], 0, 0
            run.append(piece)
            columns += gap + piece.columns
        if run:
            yield run

    def chunk(self, first: _Piece, last: _Piece, *, ordinal: int, document: str, version: str) -> Chunk:
        lines = self._lines[first.first : last.last + 1]
        numbers = [line.line for line in lines if line.line is not None]
        return Chunk(
            document=document,
            version=version,
            ordinal=ordinal,
            char_start=first.start,
            char_end=last.end,
            page=lines[0].page,
            section=lines[-1].section,
            line_start=min(numbers, default=None),
            line_end=max(numbers, default=None),
            box=union(line.box for line in lines if line.box is not None),
            text=self._text[first.start : last.end],
        )

    def _continues(self, before: _Piece, piece: _Piece, columns: int) -> bool:
        """Whether `piece` may stand in one chunk with what ends in `before` and is `columns` wide."""
        last, line = self._lines[before.last], self._lines[piece.first]
        if last.page != line.page:
            return False
        if last.heading:
            # A heading is of no use without what stands under it, however long that is.
            return columns <= self._settings.chunk_columns // 2
        return not line.heading and columns + piece.columns <= self._settings.chunk_columns

    def _pieces(self) -> Iterator[_Piece]:
        for first, last in _paragraphs(self._lines):
            whole = self._piece(self._starts[first], self._starts[last + 1] - 1)
            if whole.columns <= self._settings.max_chunk_columns:
                yield whole
            else:
                yield from self._cut(whole)

    def _cut(self, whole: _Piece) -> Iterator[_Piece]:
        """Pieces of a long paragraph, each of as many sentences as fit."""
        start = end = whole.start
        for a, b in sentences(self._text[whole.start : whole.end]):
            if end > start and _columns(self._text[start : whole.start + b]) > self._settings.chunk_columns:
                yield self._piece(start, end)
                start = whole.start + a
            end = whole.start + b
        yield self._piece(start, end)

    def _piece(self, start: int, end: int) -> _Piece:
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1) - 1
        return _Piece(first, last, start, end, _columns(self._text[start:end]))


def _paragraphs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """First and last index of the lines of each paragraph."""
    first: int | None = None
    for index, line in enumerate(lines):
        if not line.text:
            continue
        if first is None:
            first = index
        if index + 1 == len(lines) or not lines[index + 1].text:
            yield first, index
            first = None


def _columns(text: str) -> int:
    # A Latin letter is 1 byte of UTF-8 and 1 column, a Chinese character 3 bytes and 2 columns.
    return (len(text) + len(text.encode())) // 2


def union(boxes: Iterable[Box]) -> Box | None:
    found = list(boxes)
    if not found:
        return None
    left, top, right, bottom = zip(*found, strict=True)
    return min(left), min(top), max(right), max(bottom)
