"""Presentations: the title, texts, tables and notes of each slide, with the place of each shape on it.

The XML is walked here rather than through python-pptx, which takes no slide shows and no templates, passes over shapes
that have a second form for older programs, and says of a damaged file what its own objects lack.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wainao.features.knowledge.readers.draft import Draft
from wainao.features.knowledge.readers.package import Package, open_package
from wainao.features.knowledge.readers.rows import say_rows
from wainao.features.knowledge.readers.slide_places import A, P, Places, placeholder
from wainao.features.knowledge.readers.source import Source
from wainao.features.knowledge.types import Reading
from wainao.types import Box

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TITLES = {"title", "ctrTitle"}
_NUMBERS = {"sldNum"}
_EDGES = {*_NUMBERS, "hdr", "ftr", "dt"}
"""What every page of notes has around it."""


def read(source: Source) -> Reading:
    with open_package(source, "a presentation") as package:
        return _Slides(source, package).read()


class _Slides:
    def __init__(self, source: Source, package: Package) -> None:
        self._draft = Draft(source)
        self._package = package
        self._main = package.main("ppt/presentation.xml")
        self._presentation = package.parse(self._main)
        self._places = Places(package, self._presentation.find(f"{P}sldSz"))

    def read(self) -> Reading:
        slides = [
            self._package.relation(self._main, slide.get(_ID, "")).member
            for slide in self._presentation.iterfind(f"{P}sldIdLst/{P}sldId")
        ]
        for number, part in enumerate(slides, 1):
            self._slide(number, part)
        return self._draft.finish(title=self._package.title(), media_type=MEDIA_TYPE, pages=len(slides))

    def _slide(self, number: int, part: str) -> None:
        self._draft.turn_page(number)
        self._next_line = 0
        shapes = list(_shapes(self._package.parse(part)))
        title = next((shape for shape in shapes if _kind(shape) in _TITLES), None)
        if title is not None:
            self._draft.heading(_text(title), level=1, line=self._count(), box=self._places.box(part, title))
        for shape in shapes:
            if shape is not title and _kind(shape) not in _NUMBERS:
                self._shape(shape, self._places.box(part, shape))
        for notes in self._package.related(part, "notesSlide"):
            for shape in _shapes(self._package.parse(notes)):
                if _kind(shape) not in _EDGES:
                    self._shape(shape, None)

    def _shape(self, shape: _Element, box: Box | None) -> None:
        self._draft.end_paragraph()
        for paragraph in _paragraphs(shape):
            for line in paragraph.split("\n"):
                if line.strip():
                    self._draft.line(line, line=self._count(), box=box)
            # Points seldom end with a stop: on lines of one paragraph, two of them would be quoted as one sentence.
            self._draft.end_paragraph()
        rows = ([_text(cell) for cell in row.iterfind(f"{A}tc")] for row in shape.iter(f"{A}tr"))
        for _, said in say_rows(enumerate(rows, 1)):
            self._draft.paragraph(said, line=self._count(), box=box)

    def _count(self) -> int:
        self._next_line += 1
        return self._next_line


def _shapes(slide: _Element) -> Iterator[_Element]:
    """What stands on a slide, in its order, out of all groups."""
    for tree in slide.iterfind(f"{P}cSld/{P}spTree"):
        yield from _flat(tree)


def _flat(group: _Element) -> Iterator[_Element]:
    for shape in group:
        if shape.tag == f"{P}grpSp":
            yield from _flat(shape)
        elif shape.tag == f"{_MC}AlternateContent":
            # The first form is the one of today; programs that do not know it show the last.
            yield from _flat(shape[0]) if len(shape) else ()
        elif shape.tag in {f"{P}sp", f"{P}graphicFrame"}:
            yield shape


def _kind(shape: _Element) -> str:
    """Of a placeholder, such as "title"; "" of another shape."""
    mark = placeholder(shape)
    return "" if mark is None else mark.get("type", "obj")


def _text(shape: _Element) -> str:
    """The words of a shape or a cell: its paragraphs and their lines as lines."""
    return "\n".join(_paragraphs(shape))


def _paragraphs(shape: _Element) -> list[str]:
    body = shape.find(f"{A}txBody" if shape.tag == f"{A}tc" else f"{P}txBody")
    return [] if body is None else ["".join(_pieces(paragraph)) for paragraph in body.iterfind(f"{A}p")]


def _pieces(paragraph: _Element) -> Iterator[str]:
    for piece in paragraph:
        if piece.tag == f"{A}br":
            yield "\n"
        elif piece.tag in {f"{A}r", f"{A}fld"}:
            yield piece.findtext(f"{A}t") or ""
