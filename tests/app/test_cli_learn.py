"""Evaluations and the gate on the command line: tables, JSON, reports, exit codes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from wainao.app.cli.tree import build
from wainao.testing import ModelServer

CASES = '{"id": "leave", "question": "How long is leave kept?", "contains": "31 March"}\n'
CHAT = ["--capability", "models:chat"]


class Shell:
    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url
        self.home = folder / "home"
        self.home.mkdir()
        (self.home / "wainao.toml").write_text(f'[models]\nbase_url = "{url}"\nmodel = "scripted-1"\n')
        (folder / "cases.jsonl").write_text(CASES)

    def __call__(self, *words: str, code: int = 0) -> str:
        result = CliRunner().invoke(build(), [*words, "--home", str(self.home), "--lang", "en"])
        assert result.exit_code == code, result.output
        return result.stdout

    def json(self, *words: str, code: int = 0) -> Any:
        return json.loads(self(*words, "--json", code=code))


@pytest.fixture
def says() -> dict[str, str]:
    return {"leave": "Until 31 March."}


@pytest.fixture
def shell(tmp_path: Path, says: dict[str, str]) -> Iterator[Shell]:
    def answer(request: Any) -> str:
        route = says.get(request.body["model"], says["leave"])
        return route if "leave" in request.said else "I do not know."

    with ModelServer(answer) as server:
        made = Shell(tmp_path, server.url)
        for name in ("good", "bad"):
            made("deployments", "add", name, "--model", name, "--url", server.url)
        yield made


def test_sets_and_runs(shell, says):
    file = str(shell.folder / "cases.jsonl")
    assert shell.json("evaluations", "add", "leave", file)["version"] == 1
    assert "leave" in shell("evaluations", "sets")
    assert "contains 31 March" in shell("evaluations", "show", "leave")
    first = shell.json("evaluations", "run", "leave", *CHAT)
    says["bad"] = "It is lost."
    second = shell("evaluations", "run", "leave", *CHAT, "--route", "bad")
    assert "leave/leave" in second
    assert "cases: 1, passed: 0" in second
    run = shell.json("evaluations", "runs")["runs"][0]["run"]
    assert "It is lost." in shell("evaluations", "results", run, "--failed")
    told = shell.json("evaluations", "compare", first["run"], run)
    assert [pair["case"] for pair in told["worse"]] == ["leave/leave"]
    assert "leave/leave" in shell("evaluations", "compare", first["run"], run)
    shell("evaluations", "from-receipts", "june", *CHAT)
    shell("evaluations", "remove", "june")


def test_the_gate_of_a_build_server(shell, says):
    says["bad"] = "It is lost."
    shell("evaluations", "add", "leave", str(shell.folder / "cases.jsonl"))
    shell("correct", "--question", "Who is the boss?", "--answer", "Ann.", "--scope", "everyone")
    shell("evaluations", "from-corrections", *CHAT)
    create = ["releases", "create", "bot", "--set", "leave", *CHAT, "--door", "bot"]
    assert "bot@1: made" in shell(*create, "--route", "good")
    assert "bot@1: planned. Cases: 6" in shell("gate", "bot", "--dry-run")
    assert "bot@1: passed. Cases: 6" in shell("gate", "bot")
    assert "bot@1: running" in shell("releases", "promote", "bot")
    trial = shell.folder / "trial.md"
    assert "bot@1 on trial: passed" in shell("gate", "bot", "--trial", "--markdown", str(trial))
    assert trial.read_text().startswith("# bot@1 with corrections on trial: passed")
    shell(*create, "--route", "bad")
    junit, markdown = shell.folder / "gate.xml", shell.folder / "gate.md"
    told = shell("gate", "bot", "--junit", str(junit), "--markdown", str(markdown), code=1)
    assert "leave/leave" in told
    assert "worse than in the running release: 1" in told
    assert ElementTree.parse(junit).getroot().get("failures") == "1"
    assert markdown.read_text().startswith("# bot@2: blocked")
    assert shell.json("gate", "bot", code=1)["verdict"] == "blocked"
    assert "overridden" in shell("releases", "override", "bot", "--why", "known")
    shell("releases", "promote", "bot", "--why", "known")
    assert "bot@1: running" in shell("releases", "rollback", "bot")
    says["new"] = "Until 31 March."
    shell("deployments", "add", "new", "--model", "new", "--url", shell.url)
    shell(*create, "--route", "new")
    shell("gate", "bot")
    shell("releases", "promote", "bot", "--share", "0.2")
    assert "bot@3: too few requests yet" in shell("releases", "watch", "bot")
    assert shell.json("releases", "watch", "bot", "--dry-run")["verdict"] == "waiting"
    shell("releases", "rollback", "bot", "--why", "a drill")
    assert shell.json("releases", "list")["releases"][0]["why"] == "a drill"
    assert [one["state"] for one in shell.json("releases", "list")["releases"]] == ["withdrawn", "withdrawn", "running"]
    assert "known" in shell("releases", "show", "bot@2")
    assert shell.json("releases", "retirements", "bot")["corrections"] == []


def test_a_text_in_another_encoding_is_no_bug_of_ours(shell):
    told = shell.folder / "role.txt"
    told.write_bytes("你是人事助理。".encode("gb18030"))
    for words in (["run", "leave", "--system", str(told)], ["agreement", str(told)], ["add", "x", str(told)]):
        result = CliRunner().invoke(build(), ["evaluations", *words, "--home", str(shell.home), "--lang", "en"])
        assert (result.exit_code, "is not UTF-8" in result.stderr) == (2, True)
