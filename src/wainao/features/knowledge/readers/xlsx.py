"""Workbooks: each row says its own column names; formulas give the value that was stored with them.

The XML is walked here rather than through openpyxl, which gives up a whole workbook for a colour or a style that it
does not know. Other programs than Excel write such, and none of them is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wainao.features.knowledge.readers.draft import Draft
from wainao.features.knowledge.readers.number_formats import NumberFormats
from wainao.features.knowledge.readers.package import Package, open_package
from wainao.features.knowledge.readers.rows import say_rows
from wainao.features.knowledge.readers.source import Source
from wainao.features.knowledge.types import Reading

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW = re.compile(r"[0-9]{1,7}")
_COLUMN = re.compile(r"([A-Z]{1,3})[0-9]")
_MAX_ROWS, _MAX_COLUMNS = 1 << 20, 1 << 14
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read(source: Source) -> Reading:
    with open_package(source, "a workbook") as package:
        return _Workbook(source, package).read()


class _Workbook:
    def __init__(self, source: Source, package: Package) -> None:
        self._draft = Draft(source)
        self._package = package
        self._main = package.main("xl/workbook.xml")
        self._book = package.parse(self._main)
        self._texts = [
            _words(text) for part in self._parts("sharedStrings") for text in package.stream(part, f"{_S}si")
        ]
        properties = self._book.find(f"{_S}workbookPr")
        styles = next(self._parts("styles"), None)
        self._formats = NumberFormats(
            package.parse(styles) if styles else None,
            from_1904=properties is not None and properties.get("date1904") in {"1", "true"},
        )

    def read(self) -> Reading:
        sheets = list(self._sheets())
        for page, (name, part) in enumerate(sheets, 1):
            self._draft.turn_page(page, section=name)
            for number, said in say_rows(self._rows(part)):
                self._draft.paragraph(said, line=number)
        return self._draft.finish(title=self._package.title(), media_type=MEDIA_TYPE, pages=len(sheets))

    def _parts(self, kind: str) -> Iterator[str]:
        return self._package.related(self._main, kind)

    def _sheets(self) -> Iterator[tuple[str, str]]:
        """The name and the part of each sheet that has cells; charts may be sheets, too."""
        for sheet in self._book.iterfind(f"{_S}sheets/{_S}sheet"):
            relation = self._package.relation(self._main, sheet.get(_ID, ""))
            if relation.kind != "chartsheet":
                yield sheet.get("name", ""), relation.member

    def _rows(self, part: str) -> Iterator[tuple[int, list[str]]]:
        number = 0
        for row in self._package.stream(part, f"{_S}row"):
            number = _row_number(row, above=number)
            yield number, self._cells(row)

    def _cells(self, row: _Element) -> list[str]:
        cells: list[str] = []
        for cell in row.iterfind(f"{_S}c"):
            cells += [""] * (_column(cell, before=len(cells)) - len(cells))
            cells.append(self._said(cell))
        return cells

    def _said(self, cell: _Element) -> str:
        kind, value = cell.get("t", "n"), (cell.findtext(f"{_S}v") or "").strip()
        if kind == "inlineStr":
            return "".join(_words(text) for text in cell.iterfind(f"{_S}is"))
        if kind == "n":
            return self._formats.shown(value, cell.get("s", "0"))
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        return self._shared(value) if kind == "s" and value else _unescaped(value)

    def _shared(self, index: str) -> str:
        if not index.isdecimal() or int(index) >= len(self._texts):
            raise ValueError(f"a cell shows text {index[:20]!r} of {len(self._texts)}")
        return self._texts[int(index)]


def _row_number(row: _Element, *, above: int) -> int:
    """What the row says, where that can be; the next one below otherwise."""
    said = row.get("r", "")
    number = int(said) if _ROW.fullmatch(said) else 0
    return number if above < number <= _MAX_ROWS else above + 1


def _column(cell: _Element, *, before: int) -> int:
    """From 0, as the cell says, where that can be; the next free one otherwise."""
    said = _COLUMN.match(cell.get("r", ""))
    column = 0
    for letter in said.group(1) if said else "":
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1 if before < column <= _MAX_COLUMNS else before


def _words(text: _Element) -> str:
    """The words of a text, without how to pronounce them."""
    return _unescaped("".join(run.text or "" for run in text.iter(f"{_S}t") if run.getparent().tag != f"{_S}rPh"))


def _unescaped(text: str) -> str:
    """XML has no way to write some control characters, Excel has one."""
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text
