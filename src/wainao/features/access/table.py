"""A table as CSV that a spreadsheet opens and does not run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MEDIA_TYPE = "text/csv; charset=utf-8"

_RUNS = tuple("=+-@\t\r\n＝＋－＠")
"""How a text begins that a spreadsheet takes for a formula, or for the next cell (OWASP, CSV injection)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Export:
    """A file; `media_type` says what kind."""

    name: str
    media_type: str
    content: bytes


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """UTF-8 with a line of names; what is None is left empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # else it would leave a lone \r in a cell unquoted
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in columns])
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_RUNS) else value
    return "" if value is None else value
