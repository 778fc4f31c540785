"""One question to one child."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wainao.features.tools.builtin.sandbox.child import Child, ended
from wainao.features.tools.builtin.tables import child
from wainao.features.tools.builtin.tables.files import readable
from wainao.kernel import EngineError, SettingsError, TimedOutError, UsageError

WITHIN_S = 30.0
CPU_S = 60
MOST_BYTES = 2 * 1024 * 1024
"""Of an answer."""
DESCRIBE = (
    'SELECT table_name AS "table", column_name AS "column", data_type AS type FROM information_schema.columns '
    "ORDER BY table_name, ordinal_position"
)
"""What is asked where nothing is: the tables, their columns and types."""


def is_there() -> bool:
    return find_spec("duckdb") is not None and sys.platform != "win32"


async def answered(files: Sequence[Path], contents: Sequence[tuple[str, bytes]], sql: str, rows: int) -> dict[str, Any]:
    """`files` are read where they are, `contents` are names with bytes.

    Raises UsageError for a question that has no answer, TimedOutError for one that takes too long.
    """
    if not is_there():
        raise SettingsError(
            "Questions over tables need the package duckdb, and no Windows. Expected it beside Wainao: install it with "
            "pip install 'wainao[tables]'."
        )
    with TemporaryDirectory(prefix="wainao-tables-") as folder:
        request = await asyncio.to_thread(_request, files, contents, Path(folder), sql, rows)
        program = [sys.executable, "-I", child.__file__]
        told = await ended(Child(program), request, within_s=WITHIN_S, most_bytes=4 * MOST_BYTES)
    if told.stopped == "time" or told.status < 0:
        raise TimedOutError(
            f"The question took more than {WITHIN_S:g} seconds, or more memory than there is for one. Expected a "
            "smaller one: ask for fewer rows, or join by a column."
        )
    if told.status or told.stopped:
        raise EngineError(
            f"DuckDB ended with status {told.status}: {told.err[-500:].decode(errors='replace')!r}. Try another."
        )
    return _read(told.out, sql)


def _request(files: Sequence[Path], contents: Sequence[tuple[str, bytes]], folder: Path, sql: str, rows: int) -> bytes:
    written = list(files)
    for number, (name, content) in enumerate(contents):
        inner = folder / str(number)
        inner.mkdir()
        plain = Path(name.replace("\\", "/")).name[-100:]
        written.append(inner / ("unnamed" if plain in ("", "..") else plain))
        written[-1].write_bytes(content)
    asked = {
        "files": readable(written),
        "folder": str(folder),
        "sql": sql.strip().rstrip(";") or DESCRIBE,
        "rows": rows,
        "bytes": MOST_BYTES,
        "cpu_s": CPU_S,
    }
    return json.dumps(asked).encode()


def _read(out: bytes, sql: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(out)
    if "error" in answer:
        raise UsageError(
            f"The question {sql[:80]!r} has no answer: {answer['error'][:600]}. Expected one SELECT over the tables; "
            "ask without a question to see their columns."
        )
    return answer
