"""Presentations: the title, texts, tables and notes of each slide, with the place of each shape on it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from wainao.features.knowledge.readers.draft import Draft
from wainao.features.knowledge.readers.package import open_package
from wainao.features.knowledge.readers.rows import say_rows
from wainao.features.knowledge.readers.source import Source
from wainao.features.knowledge.types import Reading
from wainao.types import Box

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def read(source: Source) -> Reading:
    from lxml import etree
    from pptx import Presentation
    from pptx.exc import PythonPptxError

    with open_package(source, "a presentation"):
        try:
            return _Slides(source, Presentation(io.BytesIO(source.data))).read()
        # python-pptx raises these on parts that are missing or not what their name says.
        except (PythonPptxError, etree.XMLSyntaxError, ValueError, AttributeError, TypeError) as error:
            raise source.broken("a presentation", error) from error


class _Slides:
    def __init__(self, source: Source, presentation: Any) -> None:  # python-pptx is untyped
        self._draft = Draft(source)
        self._presentation = presentation
        self._size = (presentation.slide_width or 1, presentation.slide_height or 1)

    def read(self) -> Reading:
        for number, slide in enumerate(self._presentation.slides, 1):
            self._slide(number, slide)
        return self._draft.finish(
            title=self._presentation.core_properties.title,
            media_type=MEDIA_TYPE,
            pages=len(self._presentation.slides),
        )

    def _slide(self, number: int, slide: Any) -> None:
        self._draft.turn_page(number)
        self._next_line = 0
        title = slide.shapes.title
        if title is not None and title.has_text_frame:
            self._draft.heading(title.text_frame.text, level=1, line=self._count(), box=self._box(title))
        for shape in _flat(slide.shapes):
            if title is None or shape.shape_id != title.shape_id:
                self._shape(shape)
        if slide.has_notes_slide and (notes := slide.notes_slide.notes_text_frame) is not None:
            self._texts(notes.text, box=None)

    def _shape(self, shape: Any) -> None:
        box = self._box(shape)
        if shape.has_text_frame:
            self._texts(shape.text_frame.text, box=box)
        elif getattr(shape, "has_table", False):
            rows = ([cell.text for cell in row.cells] for row in shape.table.rows)
            for _, said in say_rows(enumerate(rows, 1)):
                self._draft.paragraph(said, line=self._count(), box=box)

    def _texts(self, text: str, *, box: Box | None) -> None:
        self._draft.end_paragraph()
        for line in text.replace("\v", "\n").split("\n"):
            if line.strip():
                self._draft.line(line, line=self._count(), box=box)
        self._draft.end_paragraph()

    def _count(self) -> int:
        self._next_line += 1
        return self._next_line

    def _box(self, shape: Any) -> Box | None:
        place = (shape.left, shape.top, shape.width, shape.height)
        if None in place:
            return None
        left, top, width, height = place
        wide, high = self._size
        return (
            _fraction(left / wide),
            _fraction(top / high),
            _fraction((left + width) / wide),
            _fraction((top + height) / high),
        )


def _flat(shapes: Iterable[Any]) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _flat(shape.shapes)
        else:
            yield shape


def _fraction(share: float) -> float:
    return round(min(1.0, max(0.0, share)), 4)
