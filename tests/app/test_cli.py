"""The command line as a person and a script use it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wainao import Wainao
from wainao.app.cli.tree import build
from wainao.testing import ModelServer, running
from wainao.testing.model_server import stream

HANDBOOK = Path(__file__).parents[2] / "src" / "wainao" / "samples" / "handbook"
QUESTION = "Can annual leave be carried over to the next year?"


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict:
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


Command = Callable[..., Said]


@pytest.fixture
def wainao(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs one command on a home of its own."""
    monkeypatch.setenv("WAINAO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "en")

    def run(*words: str | Path, input: str | None = None) -> Said:
        ran = CliRunner().invoke(build(), [str(word) for word in words], input=input)
        return Said(code=ran.exit_code, out=ran.stdout, err=ran.stderr)

    return run


@pytest.fixture(scope="session")
def read_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that has read the handbook; to be copied, not written to."""
    home = tmp_path_factory.mktemp("read") / "home"
    with Wainao.open(home) as brain:
        brain.add(HANDBOOK)
    return home


def test_help_loads_nothing_heavy():
    script = (
        "import sys; sys.argv = ['wainao', '--help']\n"
        "from wainao.app.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    heavy = {"msgspec", "starlette", "uvicorn", "httpx", "numpy", "rich", "cryptography", "sqlite3"}
    assert heavy & set(ran.stderr.split()) == set()
    assert "ask" in ran.stdout


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["ask"], 2, "There is no question"),
        (["ask", "--bogus"], 2, "bogus"),
        (["aks"], 2, "Did you mean 'ask'"),
        (["receipt"], 2, "'wainao receipt --help'"),
        (["documents", "remove"], 2, "--base"),
        (["call", "tools:ecko"], 2, "no capability"),
        (["call", "receipts:show", "recipt=1"], 2, "Did you mean 'receipt'"),
        (["call", "receipts:show", "receipt"], 2, "FIELD=VALUE"),
        (["call", "receipts:list", "limit=many"], 2, "'limit'"),
        (["receipt", "nothing"], 2, "no receipt"),
        (["correct", "r"], 2, "right answer"),
        (["correct", "--answer", "x"], 2, "RECEIPT"),
        (["correct", "r", "x", "--answer", "y"], 2, "once"),
        (["search", "--file", "/nowhere"], 2, "cannot be read"),
        (["receipts", "list", "--config", "/nowhere"], 7, "cannot be read"),
        (["receipts", "list", "--lang", "fr"], 7, "language = 'fr'"),
        (["restore", "/nowhere"], 2, "no backup"),
        (["backup", "/nowhere"], 2, "no home"),
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_a_failure_is_one_message_on_standard_error_and_an_exit_code(wainao, words, code, told, as_json):
    said = wainao(*words, *(["--json"] if as_json else []))
    assert (said.code, said.out) == (code, "")
    assert told in said.err
    assert "Traceback" not in said.err
    if as_json:
        assert set(json.loads(said.err)["error"]) == {"code", "message", "receipt"}


def test_a_bug_is_told_without_a_traceback(wainao, monkeypatch):
    monkeypatch.setattr(Wainao, "run", lambda *_, **__: 1 / 0)
    said = wainao("receipts", "list")
    assert (said.code, said.out) == (9, "")
    assert "bug in Wainao: ZeroDivisionError" in said.err


def test_what_needs_a_person_waits_and_goes_on_with_an_approval(wainao, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "wainao.toml").write_text('[policy]\nask = ["corrections:list"]\n')
    waiting = wainao("call", "corrections:list", "--json")
    assert waiting.code == 4
    approval = json.loads(waiting.err)["error"]["approval"]
    assert wainao("approvals", "list", "--json").json["approvals"][0]["id"] == approval
    assert wainao("approvals", "give", approval).code == 0
    assert wainao("call", "corrections:list", "--approval", approval).code == 0
    assert wainao("call", "corrections:list", "--approval", approval).code == 3


def test_adding_prints_a_line_for_each_file(wainao, tmp_path, monkeypatch):
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.md").write_text("# Leave\n\nFive days may be carried over.\n")
    (folder / "empty.pdf").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    said = wainao("add", "papers", "--json")
    by_name = {Path(line["path"]).name: line for line in said.lines}
    assert (by_name["a.md"]["status"], by_name["a.md"]["chunks"] > 0) == ("added", True)
    assert by_name["empty.pdf"]["status"] == "failed"
    assert by_name["empty.pdf"]["reason"]
    assert "1 unchanged" in wainao("add", "papers").out
    listed = wainao("documents", "list", "--json").json["documents"]
    kept = next(one for one in listed if one["path"].endswith("a.md"))
    assert wainao("documents", "remove", kept["id"]).code == 0
    assert "papers/a.md" not in wainao("search", "carried", "--json").out


def test_adding_what_is_not_there_takes_the_rest_and_says_so(wainao, tmp_path):
    (tmp_path / "a.md").write_text("Leave can be carried over.")
    said = wainao("add", tmp_path / "gone.md", tmp_path / "a.md", "--json")
    assert said.code == 2
    assert {line["path"].rpartition("/")[2]: line["status"] for line in said.lines} == {
        "gone.md": "failed",
        "a.md": "added",
    }
    assert "gone.md" in said.err


def test_searching_finds_passages_one_by_one_or_from_a_file(wainao, read_home, tmp_path):
    questions = tmp_path / "questions.jsonl"
    questions.write_text(f'{{"id": 1, "question": "{QUESTION}"}}\n\n{{"id": "b", "question": "年假可以顺延吗?"}}\n')
    one = wainao("search", QUESTION, "--top", "2", "--json", "--home", read_home).json
    assert len(one["passages"]) == 2
    assert {"document", "path", "version", "page", "line_start", "char_start", "quote", "score", "text"} <= set(
        one["passages"][0]
    )
    many = wainao("search", "--file", questions, "--top", "1", "--home", read_home).lines
    assert [line["id"] for line in many] == [1, "b"]
    assert many[0]["passages"][0] == one["passages"][0]
    assert "leave" in wainao("search", QUESTION, "--home", read_home).out


def test_a_question_that_cannot_be_asked_stops_no_other(wainao, read_home, tmp_path):
    questions = tmp_path / "questions.jsonl"
    questions.write_text(f'{{"id": 1, "question": ""}}\n{{"id": 2, "question": "{QUESTION}"}}\n')
    empty, asked = wainao("ask", "--file", questions, "--home", read_home).lines
    assert (empty["id"], empty["origin"], empty["citations"], empty["error"]["code"]) == (1, "none", [], "usage")
    assert (asked["id"], asked["origin"]) == (2, "documents")


def test_a_line_that_is_no_question_is_told_by_number(wainao, tmp_path):
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"id": 1, "question": "a"}\n{"id": 2}\n')
    said = wainao("search", "--file", questions)
    assert said.code == 2
    assert "Line 2" in said.err


def test_a_document_cannot_command_the_terminal(wainao, tmp_path):
    (tmp_path / "evil.md").write_text("leave \x1b[31m\u202e red carried over", encoding="utf-8")
    assert wainao("add", tmp_path / "evil.md").code == 0
    out = wainao("search", "leave carried over").out
    assert "carried" in out
    assert not {"\x1b", "\x07", "\u202e"} & set(out)


def test_a_correction_stands_is_listed_and_is_taken_back(wainao):
    made = wainao("correct", "--question", QUESTION, "--answer", "Yes.", "--json").json
    assert made["status"] == "standing"
    (listed,) = wainao("corrections", "list", "--json").json["corrections"]
    assert (listed["id"], listed["question"], listed["answer"]) == (made["correction"], QUESTION, "Yes.")
    assert QUESTION in wainao("corrections", "list").out
    assert wainao("corrections", "alias", made["correction"], "May leave be moved to next year?").code == 0
    assert wainao("corrections", "revoke", made["correction"], "--why", "wrong").code == 0
    kinds = [event["kind"] for event in wainao("corrections", "history", made["correction"], "--json").json["events"]]
    assert kinds[-1] == "revoked"


def test_an_answer_names_its_places_from_here_and_says_nothing_twice(wainao, read_home, monkeypatch):
    monkeypatch.chdir(HANDBOOK.parent)
    out = wainao("ask", QUESTION, "--home", read_home).out
    assert "[1] handbook/leave.en.md, line 10" in out
    assert out.count("Unused annual leave") == 1


def test_who_asks_an_empty_home_is_told_how_to_begin(wainao, read_home):
    assert "wainao add FOLDER" in wainao("ask", "Anybody there?").out
    assert "wainao search" in wainao("ask", "Who wrote Hamlet?", "--home", read_home).out
    assert "Nothing was found" in wainao("search", "zzz").out


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["knowledge:ask · ok", QUESTION, "(quoted from documents)", "took ", "1 call, 0 tokens", "record "]),
        ("zh", ["knowledge:ask · 完成", QUESTION, "（引自文档）", "用时 ", "1 次调用", "账本 "]),
    ],
)
def test_a_receipt_is_a_page_to_read(wainao, read_home, tmp_path, language, told):
    home = tmp_path / "home"
    shutil.copytree(read_home, home)
    receipt = wainao("ask", QUESTION, "--json").json["receipt"]
    page = wainao("receipt", receipt, "--lang", language).out
    assert [words for words in told if words not in page] == []
    assert re.search(r"leave\.en\.md · \S+ [0-9a-f]{12}\n", page)
    assert not re.search(r"[0-9a-f]{20}", page.replace(receipt, "")), "whole hashes are in --json"
    wainao("receipts", "erase", receipt, "--why", "private")
    erased = wainao("receipt", receipt, "--lang", language).out
    assert QUESTION not in erased
    assert "Unused annual leave" not in erased


def test_what_a_command_did_is_said_in_a_sentence(wainao, tmp_path):
    made = wainao("correct", "--question", QUESTION, "--answer", "Yes.").out
    assert made.startswith("Corrected (")
    id = made.partition("(")[2].partition(")")[0]
    assert f"wainao corrections revoke {id}" in made
    assert "is taken back" in wainao("corrections", "revoke", id).out
    assert "ana may come in" in wainao("actors", "add", "ana").out
    assert (
        "used / limit: calls 0 / 5, cost $0.00 / $1.50"
        in wainao("budgets", "set", "ana", "--calls", "5", "--usd", "1.5").out
    )
    kept = tmp_path / "kept.txt"
    kept.write_text(wainao("receipts", "checkpoint").out)
    assert re.fullmatch(
        r"The ledger is intact: \d+ records\.\n", wainao("receipts", "verify", "--checkpoint", kept).out
    )


def test_a_whole_knowledge_base_can_be_taken_out(wainao, tmp_path):
    for base in ("samples", "main"):
        assert wainao("add", HANDBOOK / "leave.en.md", HANDBOOK / "leave.zh.md", "--base", base).code == 0
    assert wainao("documents", "remove", "--base", "samples").out.count("Out of the index") == 2
    assert [one["name"] for one in wainao("documents", "bases", "--json").json["bases"]] == ["main"]


def test_receipts_are_shown_listed_proved_and_exported(wainao, tmp_path):
    asked = wainao("documents", "bases", "--json").json["receipt"]
    assert wainao("receipt", asked, "--json").json["capability"] == "knowledge:bases"
    assert "knowledge:bases" in wainao("receipt", asked).out
    assert (
        wainao("receipts", "list", "--limit", "1", "--capability", "knowledge:bases", "--json").json["receipts"][0][
            "id"
        ]
        == asked
    )
    assert asked in wainao("receipts", "prove", asked).out
    assert wainao("receipts", "export", tmp_path / "all.jsonl").code == 0
    assert asked in (tmp_path / "all.jsonl").read_text()
    assert wainao("receipts", "erase", asked, "--why", "private").code == 0
    assert wainao("receipts", "verify").code == 0


def test_a_ledger_that_was_changed_exits_with_one(wainao, tmp_path):
    wainao("documents", "bases")
    kept = tmp_path / "kept.json"
    kept.write_text(wainao("receipts", "checkpoint", "--json").out)
    intact = wainao("receipts", "verify", "--checkpoint", kept, "--json")
    assert (intact.code, intact.json["intact"], intact.json["faults"]) == (0, True, [])
    with closing(sqlite3.connect(tmp_path / "home" / "state.db")) as database:
        database.execute("UPDATE receipts SET actor = 'somebody' WHERE idx = 0")
        database.commit()
    said = wainao("receipts", "verify", "--json")
    assert (said.code, said.json["intact"]) == (1, False)
    assert {"at", "kind", "detail"} <= set(said.json["faults"][0])
    assert wainao("receipts", "verify").code == 1


def test_people_keys_and_budgets(wainao):
    assert wainao("actors", "add", "ana", "--rights", "read,write", "--name", "Ana").code == 0
    key = wainao("keys", "add", "ana", "--json").json
    assert key["key"].startswith(key["prefix"])
    assert "ana" in wainao("actors", "list").out
    assert key["key"] not in wainao("actors", "list", "--json").out
    assert key["key"] not in wainao("receipts", "export").out
    assert wainao("budgets", "set", "ana", "--calls", "5", "--usd", "1.5", "--json").json["cost_microusd"] == 1_500_000
    assert "ana" in wainao("budgets", "list").out
    assert wainao("keys", "revoke", key["prefix"]).code == 0


def test_every_capability_is_a_command(wainao, read_home, tmp_path):
    listed = wainao("call", "--list", "--json").json["capabilities"]
    assert {"knowledge:add", "receipts:show"} <= {one["name"] for one in listed}
    file = tmp_path / "note.md"
    file.write_text("# Note\n\nTea is at four.\n")
    assert wainao("call", "knowledge:upload", "name=note.md", f"content=@{file}", "--json").json["status"] == "added"
    assert wainao("call", "knowledge:search", "question=tea", "top:=1", "bases=main", "--json").json["passages"]
    given = tmp_path / "input.json"
    given.write_text('{"question": "tea", "top": 1}')
    assert wainao("call", "knowledge:search", "--input", given, "--json").json["passages"]
    assert wainao("call", "knowledge:search", "--input", "-", "--json", input='{"question": "tea"}').json["passages"]


def test_bytes_go_to_a_file(wainao, read_home, tmp_path):
    listed = wainao("documents", "list", "--json", "--home", read_home).json["documents"]
    page = next(one for one in listed if one["path"].endswith("security.en.pdf"))
    fields = [f"document={page['id']}", f"version={page['version']}", "page=1", "width=100"]
    said = wainao("call", "knowledge:image", *fields, "--out", tmp_path / "page.png", "--home", read_home)
    assert (said.code, (tmp_path / "page.png").read_bytes()[:4]) == (0, b"\x89PNG")


def test_it_speaks_chinese(wainao):
    said = wainao("documents", "list", "--lang", "zh")
    assert said.code == 0
    wainao("actors", "add", "ana")
    assert "使用者" in wainao("actors", "list", "--lang", "zh").out


def test_a_home_is_backed_up_and_restored_while_a_server_uses_it(wainao, tmp_path):
    with Wainao.open(tmp_path / "home") as brain, running(brain):
        brain.call("corrections:propose", question=QUESTION, answer="Yes.")
        kept = wainao("backup", tmp_path / "safe", "--json").json["backup"]
    other = tmp_path / "other"
    assert wainao("restore", tmp_path / "safe", "--home", other).code == 0
    assert QUESTION in wainao("corrections", "list", "--home", other).out
    assert wainao("receipts", "verify", "--home", other).code == 0
    assert wainao("restore", kept, "--home", other).code == 2
    with (Path(kept) / "state.db").open("r+b") as database:
        database.seek(5000)
        database.write(b"x")
    assert wainao("restore", kept, "--home", tmp_path / "third").code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "other", "safe"]


def test_an_older_home_is_upgraded_on_a_copy(wainao, tmp_path):
    with Wainao.open(tmp_path / "home", extensions={"deny": ["corrections"]}) as brain:
        brain.call("receipts:list")
        busy = wainao("upgrade")
        assert (busy.code, "have" in busy.err) == (2, True)
    done = wainao("upgrade", "--json").json
    assert any(name.startswith("corrections/") for name in done["applied"])
    assert Path(done["kept"]).is_dir()
    assert wainao("receipts", "verify").code == 0
    assert wainao("upgrade", "--json").json["applied"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_ends_the_call_on_record(wainao, tmp_path):
    def wait(_):
        return stream(60.0)

    with ModelServer(wait) as server:
        environment = {**os.environ, "WAINAO_MODELS__BASE_URL": server.url, "WAINAO_MODELS__MODEL": "scripted-1"}
        command = [
            sys.executable,
            "-m",
            "wainao",
            "call",
            "models:chat",
            'messages:=[{"role": "user", "content": "a"}]',
        ]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as caller:
            while not server.received and caller.poll() is None:
                time.sleep(0.01)
            caller.send_signal(signal.SIGINT)
            _, err = caller.communicate(timeout=10)
    assert (caller.returncode, err) == (130, "")
    assert (
        wainao("receipts", "list", "--capability", "models:chat", "--json").json["receipts"][0]["status"] == "cancelled"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell")
def test_whoever_reads_the_output_may_stop_reading(wainao):
    for _ in range(3):
        wainao("documents", "bases")
    command = f"{sys.executable} -m wainao receipts export | head -n 1"
    ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=20)
    assert (ran.stderr, ran.stdout.count("\n")) == ("", 1)
