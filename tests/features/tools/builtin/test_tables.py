"""tables:query: answers over the caller's own files, and nothing else of the machine."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from builtin_bench import Bench

from wainao.kernel import DeniedError, TimedOutError, UsageError
from wainao.types import Actor

pytest.importorskip("duckdb")

SALES = "city,amount,day\n上海,3.5,2026-01-01\n北京,4,2026-02-01\n上海,5,2026-03-01\n".encode()
SECRET = "hush-7f3a"


def query(tools: Bench, sql: str, *, name: str = "sales.csv", content: bytes = SALES, **more):
    files = [{"name": name, "content": content}]
    return tools.call("tables:query", sql=sql, files=files, **more)


def workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "一月"
    for row in (["货品", "数量"], ["茶", 2], [None, None], ["米", 40]):
        book.active.append(row)
    book.create_sheet("empty")
    book.create_sheet("feb").append(["x"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_it_sums_and_sorts(tools):
    told = query(tools, "SELECT city, sum(amount) AS total FROM sales GROUP BY city ORDER BY total DESC;")
    assert told.rows == (("上海", 8.5), ("北京", 4.0))
    assert [(column.name, column.type) for column in told.columns] == [("city", "VARCHAR"), ("total", "DOUBLE")]
    assert not told.more


def test_without_a_question_it_shows_what_can_be_asked(tools):
    told = query(tools, "")
    assert told.rows == (("sales", "city", "VARCHAR"), ("sales", "amount", "DOUBLE"), ("sales", "day", "DATE"))


@pytest.mark.parametrize("name", ["order.csv", "table.csv", "GROUP.csv"])
def test_a_file_may_be_called_as_sql_calls_something(tools, name):
    table = "t_" + name.removesuffix(".csv").lower()
    assert query(tools, f"SELECT count(*) FROM {table}", name=name).rows == ((3,),)


def test_more_rows_than_asked_for_are_told(tools):
    told = query(tools, "SELECT range FROM range(100000)", rows=7)
    assert (len(told.rows), told.more) == (7, True)


def test_a_workbook_has_a_table_for_each_sheet(tools):
    told = query(tools, "SELECT sum(数量) FROM t_2026_一月", name="2026.xlsx", content=workbook())
    assert told.rows == ((42,),)
    shown = query(tools, "", name="2026.xlsx", content=workbook())
    assert {row[0] for row in shown.rows} == {"t_2026_一月", "t_2026_feb"}


def test_parquet_and_paths(tools, tmp_path):
    import duckdb

    file = tmp_path / "numbers.parquet"
    duckdb.sql(f"COPY (SELECT 9007199254740993 AS big, 1.50::DECIMAL(9,2) AS price) TO '{file}'")
    told = tools.call("tables:query", sql="SELECT * FROM numbers", paths=[str(file)])
    assert told.rows == (("9007199254740993", "1.50"),)


def test_values_come_as_json_has_them(tools):
    told = query(
        tools, "SELECT DATE '2026-01-02', 'nan'::DOUBLE, [1, NULL], {'a': 1}, 9007199254740993, '\\xAB'::BLOB, true"
    )
    assert told.rows == (("2026-01-02", "nan", [1, None], {"a": 1}, "9007199254740993", "ab", True),)


ATTACKS = [
    "COPY sales TO '{place}/out.csv'",
    "COPY (SELECT 1) TO '{place}/out.csv'",
    "EXPORT DATABASE '{place}/out'",
    "ATTACH '{place}/other.db'",
    "SELECT * FROM read_csv('{secret}')",
    "SELECT * FROM read_text('{secret}')",
    "SELECT * FROM read_blob('/etc/passwd')",
    "SELECT * FROM '{secret}'",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM sniff_csv('{secret}')",
    "SELECT * FROM parquet_metadata('{secret}')",
    "SELECT * FROM query('SELECT * FROM read_text(''{secret}'')')",
    "SELECT * FROM duckdb_secrets()",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "RESET lock_configuration",
    "PRAGMA database_list",
    "CALL pragma_version()",
    "SELECT getenv('HOME')",
    "SELECT * FROM read_csv('https://example.com/x.csv')",
    "CREATE TABLE more AS SELECT 1",
    "CREATE SECRET s (TYPE s3)",
    "DROP TABLE sales",
    "UPDATE sales SET amount = 0",
    "SELECT 1; SELECT * FROM read_text('{secret}')",
    "PREPARE p AS SELECT 1",
    "EXPLAIN ANALYZE SELECT 1",
    "VACUUM",
    "CHECKPOINT",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_else_of_the_machine_is_reached(tools, tmp_path, attack):
    secret = tmp_path / "secret.csv"
    secret.write_text(SECRET)
    with pytest.raises(UsageError) as refused:
        query(tools, attack.format(secret=secret, place=tmp_path))
    assert SECRET not in str(refused.value)
    assert list(tmp_path.iterdir()) == [secret]


@pytest.mark.parametrize(
    "question",
    [
        "SELECT repeat('x', 2000000000)",
        "SELECT list(range) FROM range(200000000)",
        "SELECT string_agg(range::VARCHAR, '') FROM range(200000000)",
    ],
)
def test_memory_has_an_end(tools, question):
    with pytest.raises((UsageError, TimedOutError)):
        query(tools, question)


def exploding_workbook() -> bytes:
    """Ten entities, each ten times the one before, and a sheet that is nothing else."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "{"ha" * 50}">{laughs}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as package, zipfile.ZipFile(out, "w") as made:
        for name in package.namelist():
            made.writestr(name, sheet if name.endswith("sheet1.xml") else package.read(name))
    return out.getvalue()


def test_a_workbook_that_explodes_does_so_in_the_child(tools):
    try:
        told = query(tools, "", name="bomb.xlsx", content=exploding_workbook())
    except (UsageError, TimedOutError):
        return
    assert len(str(told.rows)) < 10_000


def test_time_has_an_end(tools, monkeypatch):
    from wainao.features.tools.builtin.tables import asking

    monkeypatch.setattr(asking, "WITHIN_S", 1.5)
    with pytest.raises(TimedOutError, match="Expected a smaller"):
        query(tools, "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3")


def test_only_the_owner_names_paths(tools):
    with pytest.raises(DeniedError, match="'files'"):
        tools.call("tables:query", actor=Actor(id="ann"), sql="SELECT 1", paths=["/etc/passwd"])


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.exe", b"x", "no table that is read"),
        ("a.xlsx", b"x", "no workbook"),
        ("a.parquet", b"x", "has no answer"),
        ("../../a.csv", b"a\n1\n", None),
        ("..", b"a\n1\n", "no table|no file|Expected"),
        ("a'; DROP TABLE x; --.csv", b"a\n1\n", None),
    ],
)
def test_files_are_what_they_say(tools, name, content, why):
    if why is None:
        assert query(tools, "", name=name, content=content).rows[0][1:] == ("a", "BIGINT")
        return
    with pytest.raises(UsageError, match=why):
        query(tools, "", name=name, content=content)


def test_there_is_something_to_ask(tools):
    with pytest.raises(UsageError, match="1 to 16 files"):
        tools.call("tables:query", sql="SELECT 1")
    with pytest.raises(UsageError, match="no file"):
        tools.call("tables:query", paths=[str(Path("/nowhere.csv"))])
