"""tables:query: SQL over CSV, XLSX and Parquet files of the caller's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from wainao.features.tools.builtin.kept import kept as kept_file
from wainao.features.tools.builtin.tables.asking import answered, is_there
from wainao.features.tools.builtin.tables.files import MOST_FILES
from wainao.kernel import Call, DeniedError, UsageError
from wainao.store.function import capability, means
from wainao.types import AS_IT_IS, BY_DIGEST, Words, owner

MOST_ROWS = 10_000

Cell = Annotated[Any, AS_IT_IS]
"""A value as JSON has it; long numbers, decimals, days and times are text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TableFile:
    name: Annotated[str, means("文件名，如 sales.csv", "Its name, such as sales.csv")]
    content: Annotated[bytes, means("文件内容", "What is in it")]


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """`type` is DuckDB's: VARCHAR, BIGINT, DOUBLE, DATE, …"""

    name: str
    type: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """`more` says that there were more rows than were asked for, or than fit."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(metadata=BY_DIGEST)
    more: bool


@capability(
    "tables:query",
    zh="查询表格",
    en="Query tables",
    about=Words(
        "用 SQL 查询自己的 CSV、XLSX、Parquet 文件；不写 SQL 则列出表、列与类型。表名取自文件名。只读，限时限量。",
        "Ask your own CSV, XLSX and Parquet files in SQL; without a question, their tables, columns and types are "
        "shown. A table is called as its file. Nothing is written; time, memory and rows are limited.",
    ),
    timeout_s=90.0,
    example={
        "sql": "SELECT city, sum(amount) AS total FROM sales GROUP BY city ORDER BY total DESC",
        "files": (TableFile(name="sales.csv", content="city,amount\n上海,3\n北京,4\n上海,5\n".encode()),),
    },
    samples=(
        "统计 sales.csv 里每个城市的销售总额",
        "这个表格里金额最大的十行",
        "sum the amount column by month in orders.xlsx",
        "How many rows in this parquet file?",
    ),
    when=is_there,
)
async def query(
    call: Call,
    sql: Annotated[str, means("一条 SELECT；空：列出表和列", "One SELECT; empty: show tables and columns")] = "",
    files: Annotated[tuple[TableFile, ...], means("文件", "The files")] = (),
    paths: Annotated[
        tuple[str, ...], means("这台机器上的文件（仅所有者）", "Files of this machine, for its owner")
    ] = (),
    kept: Annotated[
        tuple[str, ...],
        means("工具给出的或上传的文件，用摘要指明", "Files that a tool gave or that were uploaded, by digest"),
    ] = (),
    rows: Annotated[int, means("最多几行", "How many rows at most", ge=1, le=MOST_ROWS)] = 200,
) -> Rows:
    _refuse_strangers(call, paths)
    number = len(files) + len(paths) + len(kept)
    if not 0 < number <= MOST_FILES or not 1 <= rows <= MOST_ROWS:
        raise UsageError(
            f"{number} files and {rows} rows were asked for. Expected 1 to {MOST_FILES} files, and "
            f"1 to {MOST_ROWS} rows. Correct them."
        )
    contents = [(file.name, file.content) for file in files]
    contents += [await kept_file(call, digest, other="table") for digest in kept]
    told = await answered([Path(path) for path in paths], contents, sql, rows)
    return Rows(
        columns=tuple(Column(**column) for column in told["columns"]),
        rows=tuple(map(tuple, told["rows"])),
        more=told["more"],
    )


def _refuse_strangers(call: Call, paths: tuple[str, ...]) -> None:
    if paths and (call.actor.id != owner().id or call.tainted):
        who = "a machine" if call.tainted else repr(call.actor.id)
        raise DeniedError(
            f"{who} may not name files by their path on the server, which may read far more than that. Expected the "
            "files themselves, in 'files'; or the owner, who names them in person."
        )


CAPABILITIES = (query,)
