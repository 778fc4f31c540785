"""A piece of a document as people set it right, and where each part of it stands in the document's own words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from wainao.text import language_of
from wainao.types import Amendment, Citation, Passage, Words

Span = tuple[int, int]
"""Half-open character range."""

_REMARK = Words(
    zh="（原文为“{was}”，{author} 于 {day} 订正）", en=' (the document says "{was}"; {author} set it right on {day})'
)


class _Piece(NamedTuple):
    """What stands at one place now, and what stood there; `by` is None where that is the same."""

    now: str
    was: str
    by: Amendment | None = None

    @property
    def remarked(self) -> str:
        if self.by is None or not self.now:
            return self.now
        remark = _REMARK.in_(language_of(self.was + self.now))
        return self.now + remark.format(was=self.was, author=self.by.author, day=self.by.at[:10])


@dataclass(frozen=True)
class Amended:
    """`original` begins at `char_start` of the document's extracted text. `amendments` have their places in that, in
    order and apart from each other. Of what is marked as wrong or outdated nothing is left."""

    original: str
    char_start: int
    amendments: tuple[Amendment, ...]

    @classmethod
    def of(cls, cited: Citation) -> Amended:
        """A citation's quote, set right."""
        return cls(cited.quote, cited.char_start, cited.amendments)

    @cached_property
    def text(self) -> str:
        return "".join(piece.now for piece in self._pieces)

    @property
    def remarked(self) -> str:
        """The text, with a remark behind each value that the document does not say itself."""
        return "".join(piece.remarked for piece in self._pieces)

    def back(self, span: Span) -> Span:
        """Where a span of `text` stands in `original`; what touches a new value has all of the old one."""
        return self._back(span[0], to_end=False), self._back(span[1], to_end=True)

    def within(self, span: Span) -> tuple[Amendment, ...]:
        """The amendments in a span of `original`."""
        start, end = span[0] + self.char_start, span[1] + self.char_start
        return tuple(one for one in self.amendments if one.char_start < end and start < one.char_end)

    def _back(self, place: int, *, to_end: bool) -> int:
        at = was = 0
        for piece in self._pieces:
            after = at + len(piece.now)
            if place < after or (to_end and piece.now and place == after):
                if piece.by is None:
                    return was + place - at
                return was + len(piece.was) if to_end else was
            at, was = after, was + len(piece.was)
        return was

    @cached_property
    def _pieces(self) -> tuple[_Piece, ...]:
        pieces, at = list[_Piece](), 0
        for one in self.amendments:
            start, end = one.char_start - self.char_start, one.char_end - self.char_start
            same = self.original[at:start]
            pieces += [_Piece(same, same), _Piece(one.text, self.original[start:end], one)]
            at = end
        rest = self.original[at:]
        return (*pieces, _Piece(rest, rest))


def cited_from(passage: Passage, span: Span) -> Citation:
    """A span of a passage's text as a citation; page, lines and box are the passage's."""
    amended = Amended.of(passage)
    start, end = amended.back(span)
    return Citation(
        document=passage.document,
        path=passage.path,
        version=passage.version,
        page=passage.page,
        section=passage.section,
        line_start=passage.line_start,
        line_end=passage.line_end,
        char_start=passage.char_start + start,
        char_end=passage.char_start + end,
        box=passage.box,
        quote=passage.quote[start:end],
        amendments=amended.within((start, end)),
    )
