"""Lists of corrections on the command line: taken in, aliased and matched by scripts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from wainao.app.cli.tree import build

ROWS = [
    {"id": "leave", "question": "年假可以顺延到下一年吗？", "answer": "可以，但须在 3 月 31 日前用完。"},
    {"id": "vpn-2", "question": "How do I connect to the VPN?", "answer": "With the client from the portal."},
]


class Cli:
    """Runs commands on one home: the exit code, the lines of JSON, and what was said on standard error."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def __call__(self, *words: str) -> tuple[int, list[dict[str, Any]], str]:
        ran = CliRunner().invoke(build(), [*words, "--home", str(self._home), "--json"])
        return ran.exit_code, [json.loads(line) for line in ran.stdout.split("\n") if line], ran.stderr


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path / "home")


def lines(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_a_list_keeps_its_ids_and_answers_at_once(cli: Cli, tmp_path: Path) -> None:
    code, told, _ = cli("corrections", "import", lines(tmp_path / "c.jsonl", ROWS), "--approve")
    assert code == 0
    assert told == [{"id": row["id"], "correction": row["id"], "status": "standing"} for row in ROWS]
    asked = [{"id": 1, "question": "請問年假可以順延到下一年嗎?謝謝"}, {"id": "x", "question": "What is for lunch?"}]
    code, told, _ = cli("corrections", "match", "--file", lines(tmp_path / "q.jsonl", asked))
    assert [(row["id"], row["outcome"], row["correction"]) for row in told] == [
        (1, "fire", "leave"),
        ("x", "silent", None),
    ]
    assert all(row["why"] and isinstance(row["score"], float) for row in told)


def test_a_line_ends_where_a_line_feed_is(cli: Cli, tmp_path: Path) -> None:
    """What people copy from pages and messengers holds U+2028 between paragraphs, and Windows marks the beginning."""
    answer = "可以。\u2028须在 3 月 31 日前用完。\x85"
    file = tmp_path / "c.jsonl"
    file.write_bytes(f"\ufeff{json.dumps({**ROWS[0], 'answer': answer}, ensure_ascii=False)}\r\n".encode())
    assert cli("corrections", "import", str(file), "--approve")[0] == 0
    asked = tmp_path / "q.jsonl"
    asked.write_bytes(
        f"\ufeff{json.dumps({'id': 1, 'question': ROWS[0]['question']}, ensure_ascii=False)}\r\n".encode()
    )
    _, told, _ = cli("ask", "--file", str(asked))
    assert (told[0]["id"], told[0]["answer"], told[0]["origin"]) == (1, answer.strip(), "human")


def test_without_approval_they_wait(cli: Cli, tmp_path: Path) -> None:
    _, told, _ = cli("corrections", "import", lines(tmp_path / "c.jsonl", ROWS))
    assert {row["status"] for row in told} == {"proposed"}
    _, told, _ = cli("corrections", "match", ROWS[0]["question"])
    assert told[0]["outcome"] == "silent"


def test_the_same_list_again_changes_nothing(cli: Cli, tmp_path: Path) -> None:
    path = lines(tmp_path / "c.jsonl", ROWS)
    cli("corrections", "import", path, "--approve")
    assert cli("corrections", "import", path, "--approve")[0] == 0
    _, told, _ = cli("corrections", "list")
    assert len(told[0]["corrections"]) == 2


def test_a_dry_run_says_what_would_happen_and_does_nothing(cli: Cli, tmp_path: Path) -> None:
    cli("corrections", "import", lines(tmp_path / "c.jsonl", ROWS[:1]), "--approve")
    changed = [ROWS[0], {**ROWS[0], "answer": "不可以。"}, ROWS[1]]
    _, told, _ = cli("corrections", "import", lines(tmp_path / "d.jsonl", changed), "--dry-run")
    assert [row["status"] for row in told] == ["unchanged", "replaces", "new"]
    _, told, _ = cli("corrections", "list")
    assert len(told[0]["corrections"]) == 1


def test_aliases_in_a_file_fire_from_then_on(cli: Cli, tmp_path: Path) -> None:
    cli("corrections", "import", lines(tmp_path / "c.jsonl", ROWS), "--approve")
    wording = {"id": "leave", "question": "没休完的年假能带到明年吗"}
    code, told, _ = cli("corrections", "alias", "--file", lines(tmp_path / "a.jsonl", [wording]))
    assert (code, told[0]["id"], told[0]["status"]) == (0, "leave", "standing")
    _, told, _ = cli("corrections", "match", wording["question"])
    assert (told[0]["outcome"], told[0]["correction"]) == ("fire", "leave")


def test_one_wrong_row_stops_no_other(cli: Cli, tmp_path: Path) -> None:
    rows = [ROWS[0], {"id": "../etc", "question": "Where?", "answer": "There."}, ROWS[1]]
    code, told, _ = cli("corrections", "import", lines(tmp_path / "c.jsonl", rows), "--approve")
    assert code == 2
    assert [row.get("status") for row in told] == ["standing", None, "standing"]
    assert "'../etc'" in told[1]["error"]["message"]


def test_an_id_that_is_taken_is_not_taken_over(cli: Cli, tmp_path: Path) -> None:
    cli("corrections", "import", lines(tmp_path / "c.jsonl", ROWS), "--approve")
    other = [{**ROWS[1], "id": "leave"}]
    code, told, _ = cli("corrections", "import", lines(tmp_path / "d.jsonl", other), "--approve")
    assert code == 2
    assert told[0]["error"]["code"] == "conflict"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("head", [("编号", "问题", "备注", "答案"), ("ID", "Question", "note", "Answer")])
def test_a_table_is_read_by_its_head(cli: Cli, tmp_path: Path, kind: str, head: tuple[str, ...]) -> None:
    table = [head, *((row["id"], row["question"], "…", row["answer"]) for row in ROWS), ("", "", "", "")]
    path = tmp_path / f"list.{kind}"
    if kind == "csv":
        text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in table)
        path.write_text(text, encoding="utf-8-sig")
    else:
        book = openpyxl.Workbook()
        for row in table:
            book.active.append(row)
        book.save(path)
        book.close()
    code, told, _ = cli("corrections", "import", str(path), "--approve")
    assert code == 0
    assert [row["correction"] for row in told] == ["leave", "vpn-2"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.jsonl", b"not json\n", "Row 1"),
        ("a.jsonl", b"[1]\n", "Expected an object"),
        ("a.jsonl", b'{"question": "Why?"}\n', "no 'answer'"),
        ("a.jsonl", b"\xff\xfe", "not UTF-8"),
        ("a.csv", b"a,b\n1,2\n", "no column 'question'"),
        ("a.csv", b"", "no column 'question'"),
        ("a.xlsx", b"PK\x03\x04 cut off", "no workbook"),
    ],
)
def test_a_list_that_is_none_is_refused_whole(cli: Cli, tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    code, told, error = cli("corrections", "import", str(tmp_path / name), "--approve")
    assert (code, told) == (2, [])
    assert says in json.loads(error)["error"]["message"]
