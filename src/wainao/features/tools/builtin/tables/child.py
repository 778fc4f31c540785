"""What runs in the child: read the files into tables, shut the doors, answer one question.

Started by its path: `python -I child.py`, a request as JSON on standard input, an answer as JSON on standard output. A
process of its own, because DuckDB's own limit does not count all memory, and one long function cannot be interrupted.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

MEMORY_BYTES = 1536 * 1024 * 1024
MOST_CELLS = 5_000_000
"""Of one sheet."""
LONGEST_CELL = 10_000
SAFE_INTEGER = 2**53


def main() -> None:
    asked = json.loads(sys.stdin.buffer.read())
    try:
        answer = _answered(asked)
    except (Exception, MemoryError) as error:  # noqa: BLE001  # the edge: whatever went wrong is told, and the child ends
        answer = {"error": str(error).strip() or type(error).__name__}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))
    sys.stdout.flush()


def _answered(asked: dict[str, Any]) -> dict[str, Any]:
    import resource

    import duckdb

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (asked["cpu_s"], asked["cpu_s"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "threads": "2",
            "memory_limit": "512MB",
            "temp_directory": "",
            "max_temp_directory_size": "0B",
        },
    )
    words = "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'"
    names = Names({word for (word,) in connection.execute(words).fetchall()})
    for file in asked["files"]:
        for name, path, format in _tables(file, Path(asked["folder"]), names):
            _load(connection, name, path, format)
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    return _selected(connection, asked["sql"], asked["rows"], asked["bytes"])


def _tables(file: dict[str, str], folder: Path, names: Names) -> Iterator[tuple[str, str, str]]:
    """Name, path and format of each; a workbook has one for each sheet, written anew into `folder`."""
    if file["format"] != "xlsx":
        yield names.free(file["stem"]), file["path"], file["format"]
        return
    import openpyxl

    book = openpyxl.load_workbook(file["path"], read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            path = folder / f"sheet-{len(names.taken)}.csv"
            _write(sheet.iter_rows(values_only=True), path)
            if path.stat().st_size:
                stem = file["stem"] if len(book.worksheets) == 1 else f"{file['stem']}_{sheet.title}"
                yield names.free(stem), str(path), "csv"
    finally:
        book.close()


def _write(rows: Iterable[tuple[Any, ...]], path: Path) -> None:
    cells = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row in rows:
            cells += len(row)
            if cells > MOST_CELLS:
                raise ValueError(f"a sheet has more than {MOST_CELLS} cells; save it as CSV")
            if any(value is not None for value in row):
                writer.writerow([_plain(value) for value in row])


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value


class Names:
    """Of tables, to be asked for without quotes: letters of any language, digits, underscores; no word of SQL."""

    def __init__(self, reserved: set[str]) -> None:
        self.taken: set[str] = set()
        self._reserved = reserved

    def free(self, stem: str) -> str:
        plain = re.sub(r"\W+", "_", stem).strip("_").lower() or "table"
        plain = f"t_{plain}" if plain[0].isdigit() or plain in self._reserved else plain
        name, number = plain, 2
        while name in self.taken:
            name, number = f"{plain}_{number}", number + 1
        self.taken.add(name)
        return name


def _load(connection: Any, name: str, path: str, format: str) -> None:
    # A function's name cannot be a parameter; these two are ours.
    reader = {"csv": "read_csv(?, sample_size = 100000)", "parquet": "read_parquet(?)"}[format]
    quoted = '"' + name.replace('"', '""') + '"'
    connection.execute(f"CREATE TABLE {quoted} AS SELECT * FROM {reader}", [path])


def _selected(connection: Any, sql: str, rows: int, most_bytes: int) -> dict[str, Any]:
    statements = connection.extract_statements(sql)
    if len(statements) != 1 or statements[0].type.name != "SELECT":
        kinds = [statement.type.name for statement in statements]
        raise ValueError(f"{len(statements)} statements ({', '.join(kinds) or 'none'}) are not one SELECT")
    result = connection.execute(statements[0])
    columns = [{"name": one[0], "type": str(one[1])} for one in result.description]
    found: list[Any] = []
    size, more = 0, False
    while (row := result.fetchone()) is not None:
        if len(found) == rows or size > most_bytes:
            more = True
            break
        found.append([_cell(value) for value in row])
        size += len(json.dumps(found[-1], ensure_ascii=False))
    return {"columns": columns, "rows": found, "more": more}


def _cell(value: Any) -> Any:
    """As JSON holds it, without a loss: long numbers and decimals as text, times in ISO 8601."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) <= SAFE_INTEGER else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_cell(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _cell(one) for key, one in value.items()}
    text = value.hex() if isinstance(value, bytes) else f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + "…"


if __name__ == "__main__":
    main()
