"""The caller's files as tables: each with a name to ask for, in a form that DuckDB reads."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from wainao.kernel import UsageError

Format = Literal["csv", "parquet"]
MOST_FILES = 16
MOST_BYTES = 256 * 1024 * 1024
"""Of one file, and of what a workbook unpacks to."""
MOST_CELLS = 5_000_000
"""Of one workbook."""

_FORMATS: Mapping[str, Format] = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".parquet": "parquet", ".pq": "parquet"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    name: str
    path: str
    format: Format


def tables(files: Iterable[Path], folder: Path) -> list[dict[str, Any]]:
    """One for each file, and for each sheet of a workbook; what has to be written anew goes into `folder`.

    Raises UsageError for what is no such file, or too large.
    """
    found: list[Table] = []
    for file in files:
        if not file.is_file():
            raise UsageError(
                f"There is no file {str(file)!r}. Expected one of yours, such as sales.csv. Check the path."
            )
        if file.stat().st_size > MOST_BYTES:
            raise UsageError(f"{file.name!r} is larger than {MOST_BYTES} bytes. Expected less: split it.")
        suffix = file.suffix.lower()
        if suffix in (".xlsx", ".xlsm"):
            found += _sheets(file, folder, {table.name for table in found})
        elif suffix in _FORMATS:
            name = _free(file.stem, {table.name for table in found})
            found.append(Table(name=name, path=str(file.absolute()), format=_FORMATS[suffix]))
        else:
            raise UsageError(
                f"{file.name!r} is no table that is read. Expected .csv, .xlsx or .parquet. Save it as one."
            )
    if not 0 < len(found) <= MOST_FILES * MOST_FILES:
        raise UsageError("No table was given. Expected at least one file: name it.")
    return [asdict(table) for table in found]


def _sheets(file: Path, folder: Path, taken: set[str]) -> Iterator[Table]:
    import openpyxl

    _refuse_bomb(file)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise UsageError(f"{file.name!r} is no workbook that can be read: {error}. Open and save it anew.") from error
    try:
        left = MOST_CELLS
        for number, sheet in enumerate(book.worksheets):
            name = _free(file.stem if len(book.worksheets) == 1 else f"{file.stem}_{sheet.title}", taken)
            taken.add(name)
            path = folder / f"{len(taken)}-{number}.csv"
            left -= _written(sheet.iter_rows(values_only=True), path, left)
            if left < 0:
                raise UsageError(f"{file.name!r} has more than {MOST_CELLS} cells. Expected fewer: save it as CSV.")
            if path.stat().st_size:
                yield Table(name=name, path=str(path), format="csv")
    finally:
        book.close()


def _refuse_bomb(file: Path) -> None:
    try:
        with zipfile.ZipFile(file) as package:
            unpacked = sum(part.file_size for part in package.infolist())
    except zipfile.BadZipFile as error:
        raise UsageError(f"{file.name!r} is no workbook: {error}. Open and save it anew.") from error
    if unpacked > MOST_BYTES:
        raise UsageError(f"{file.name!r} unpacks to {unpacked} bytes. Expected at most {MOST_BYTES}: split it.")


def _written(rows: Iterable[tuple[Any, ...]], path: Path, most: int) -> int:
    cells = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row in rows:
            cells += len(row)
            if cells > most:
                return cells
            if any(value is not None for value in row):
                writer.writerow([_plain(value) for value in row])
    return cells


def _plain(value: Any) -> Any:
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return (
        value.isoformat(" ") if isinstance(value, datetime) else value.isoformat() if isinstance(value, date) else value
    )


def _free(stem: str, taken: Iterable[str]) -> str:
    """A name to be asked for without quotes: letters of any language, digits, underscores."""
    plain = re.sub(r"\W+", "_", stem).strip("_").lower() or "table"
    plain = f"t_{plain}" if plain[0].isdigit() else plain
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain}_{number}", number + 1
    return name
