"""The caller's files, looked at before the child opens them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from wainao.kernel import UsageError
from wainao.store.archive import BROKEN

MOST_FILES = 16
MOST_BYTES = 256 * 1024 * 1024
"""Of one file, and of what a workbook unpacks to."""

_FORMATS: Mapping[str, str] = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".parquet": "parquet", ".pq": "parquet", ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}  # fmt: skip


def readable(files: Iterable[Path]) -> list[dict[str, str]]:
    """Each with the name that its table gets, its path and its format, for the child.

    Raises UsageError for what is no such file, or too large.
    """
    return [_readable(file) for file in files]


def _readable(file: Path) -> dict[str, str]:
    if not file.is_file():
        raise UsageError(f"There is no file {str(file)!r}. Expected one of yours, such as sales.csv. Check the path.")
    if file.stat().st_size > MOST_BYTES:
        raise UsageError(f"{file.name!r} is larger than {MOST_BYTES} bytes. Expected less: split it.")
    format = _FORMATS.get(file.suffix.lower())
    if format is None:
        raise UsageError(
            f"{file.name!r} is no table that is read. Expected .csv, .xlsx or .parquet. Save it as one of them."
        )
    if format == "xlsx":
        _refuse_bomb(file)
    return {"stem": file.stem, "path": str(file.absolute()), "format": format}


def _refuse_bomb(file: Path) -> None:
    try:
        with zipfile.ZipFile(file) as package:
            unpacked = sum(part.file_size for part in package.infolist())
    except BROKEN as error:
        raise UsageError(f"{file.name!r} is no workbook: {error}. Open and save it anew.") from error
    if unpacked > MOST_BYTES:
        raise UsageError(f"{file.name!r} unpacks to {unpacked} bytes. Expected at most {MOST_BYTES}: split it.")
