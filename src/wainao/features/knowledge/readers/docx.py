"""Word documents: paragraphs, headings and tables in the order of the body, text boxes, then notes.

The XML is walked here rather than through python-docx, whose paragraphs leave out inserted text of tracked changes,
content controls (forms, cover pages) and text boxes: a document would lose sentences without anybody noticing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wainao.features.knowledge.readers.draft import Draft
from wainao.features.knowledge.readers.package import Package, open_package
from wainao.features.knowledge.readers.rows import say_rows
from wainao.features.knowledge.readers.source import Source
from wainao.features.knowledge.types import Reading

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING_NAME = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)

# What a reader of the finished document does not see, or would see twice.
_UNSEEN = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}txbxContent", _MC_FALLBACK}
_BREAKS = {f"{_W}br", f"{_W}cr"}
_NOTES = ("footnotes", "endnotes")
_NOTE_SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}


def read(source: Source) -> Reading:
    with open_package(source, "a Word document") as package:
        return _Word(source, package).read()


class _Word:
    def __init__(self, source: Source, package: Package) -> None:
        self._draft = Draft(source)
        self._package = package
        self._main = package.main("word/document.xml")
        self._levels = self._heading_levels()

    def read(self) -> Reading:
        root = self._package.parse(self._main)
        body = root.find(f"{_W}body")
        self._blocks(root if body is None else body)
        for kind in _NOTES:
            for part in self._package.related(self._main, kind):
                self._notes(self._package.parse(part))
        return self._draft.finish(title=self._package.title(), media_type=MEDIA_TYPE)

    def _blocks(self, parent: _Element) -> None:
        for block in parent:
            if block.tag == f"{_W}p":
                self._paragraph(block)
            elif block.tag == f"{_W}tbl":
                self._table(block)
            elif block.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml"}:
                self._blocks(block)

    def _paragraph(self, paragraph: _Element) -> None:
        text = _text(paragraph)
        level = self._level(paragraph)
        if level is not None:
            self._draft.heading(text, level=level)
        else:
            self._draft.end_paragraph()
            for line in text.split("\n"):
                self._draft.line(line)
            self._draft.end_paragraph()
        for box in paragraph.iter(f"{_W}txbxContent"):
            if not any(parent.tag == _MC_FALLBACK for parent in box.iterancestors()):
                self._blocks(box)

    def _table(self, table: _Element) -> None:
        rows = enumerate(([_text(cell) for cell in _within(row, "tc")] for row in _within(table, "tr")), 1)
        for _, said in say_rows(rows):
            self._draft.paragraph(said)

    def _notes(self, root: _Element) -> None:
        for note in root:
            if note.get(f"{_W}type") not in _NOTE_SEPARATORS:
                self._blocks(note)

    def _level(self, paragraph: _Element) -> int | None:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        if outline is not None:
            return _outline_level(outline)
        return self._levels.get(style.get(f"{_W}val", "")) if style is not None else None

    def _heading_levels(self) -> dict[str, int]:
        """Heading level by style id: from the style's name or outline level, or those of the style it is based on."""
        levels: dict[str, int] = {}
        parents: dict[str, str] = {}
        for part in self._package.related(self._main, "styles"):
            for style in self._package.parse(part).iter(f"{_W}style"):
                name = style.get(f"{_W}styleId", "")
                level = _style_level(style)
                if level is not None:
                    levels[name] = level
                based = style.find(f"{_W}basedOn")
                if based is not None:
                    parents[name] = based.get(f"{_W}val", "")
        for name in parents:
            if (level := _inherited(name, parents, levels)) is not None:
                levels[name] = level
        return levels


def _text(element: _Element) -> str:
    """The words of a paragraph or a cell; line breaks and the ends of inner paragraphs as newlines."""
    return "".join(_pieces(element)).strip()


def _pieces(element: _Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield "\t"
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag not in _UNSEEN and len(child):
            yield from _pieces(child)
            if child.tag == f"{_W}p":
                yield "\n"


def _within(parent: _Element, name: str) -> Iterator[_Element]:
    """Rows of a table or cells of a row, also those wrapped in content controls, not those of inner tables."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"}:
            yield from _within(child, name)


def _style_level(style: _Element) -> int | None:
    name = style.find(f"{_W}name")
    said = (name.get(f"{_W}val") or "") if name is not None else ""
    if match := _HEADING_NAME.fullmatch(said):
        return int(match.group(1))
    if said.lower() == "title":
        return 1
    outline = style.find(f"{_W}pPr/{_W}outlineLvl")
    return _outline_level(outline) if outline is not None else None


def _outline_level(outline: _Element) -> int | None:
    said = outline.get(f"{_W}val", "")
    return int(said) + 1 if said.isdigit() and int(said) < 9 else None


def _inherited(name: str, parents: dict[str, str], levels: dict[str, int]) -> int | None:
    seen: set[str] = set()
    while name not in levels and name in parents and name not in seen:
        seen.add(name)
        name = parents[name]
    return levels.get(name)
