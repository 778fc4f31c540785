"""Workbooks: each row says its own column names; formulas give the value that was stored with them."""

from __future__ import annotations

import datetime
import io
import warnings
from collections.abc import Iterator
from typing import Any

from wainao.features.knowledge.readers.draft import Draft
from wainao.features.knowledge.readers.package import open_package
from wainao.features.knowledge.readers.rows import say_rows
from wainao.features.knowledge.readers.source import Source
from wainao.features.knowledge.types import Reading

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read(source: Source) -> Reading:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    with open_package(source, "a workbook"):
        try:
            with warnings.catch_warnings():
                # openpyxl tells on the console of every style and extension it passes over; none of them is text.
                warnings.simplefilter("ignore")
                return _read(source, load_workbook(io.BytesIO(source.data), read_only=True, data_only=True))
        # openpyxl raises these on parts that are missing or not what their name says.
        except (InvalidFileException, SyntaxError, ValueError, TypeError, AttributeError, IndexError) as error:
            raise source.broken("a workbook", error) from error


def _read(source: Source, workbook: Any) -> Reading:  # openpyxl is untyped
    draft = Draft(source)
    for page, sheet in enumerate(workbook.worksheets, 1):
        draft.turn_page(page, section=sheet.title)
        for number, said in say_rows(_rows(sheet)):
            draft.paragraph(said, line=number)
    reading = draft.finish(title=workbook.properties.title, media_type=MEDIA_TYPE, pages=len(workbook.worksheets))
    workbook.close()
    return reading


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    # The size that a sheet claims for itself is often wrong; without it openpyxl goes by the cells.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, [_said(cell) for cell in row]


def _said(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return _number(value, cell.number_format or "")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def _number(value: float, shown_as: str) -> str:
    """Without the noise of binary fractions, and as a percentage where the sheet shows one."""
    if "%" in shown_as:
        return f"{value * 100:.10g}%"
    return f"{value:.15g}" if isinstance(value, float) else str(value)
