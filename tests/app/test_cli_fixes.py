"""Documents are set right on the command line, and what was set right is read there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from wainao.app.cli.tree import build

ANNUAL = "How many days of annual leave per year?"
Command = Callable[..., Any]


@pytest.fixture
def wainao(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("WAINAO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "en")
    (tmp_path / "leave.md").write_text("# Leave\n\nAnnual leave is 30 days per year.\n\nNotice is 130 days.\n")

    def run(*words: str, code: int = 0) -> str:
        ran = CliRunner().invoke(build(), list(words))
        assert ran.exit_code == code, ran.output
        return ran.stdout

    run("add", str(tmp_path / "leave.md"))
    return run


def read(wainao: Command, *words: str) -> dict[str, Any]:
    return json.loads(wainao(*words, "--json"))


def test_a_fact_is_replaced_after_a_look_and_taken_back(wainao: Command) -> None:
    looked = wainao("fixes", "replace", "30 days", "45 days", "--dry-run")
    assert ("Annual leave is 45 days per year." in looked, "nothing is written" in looked) == (True, True)
    fix = read(wainao, "fixes", "replace", "30 days", "45 days", "--why", "New law.")["fix"]
    told = wainao("ask", ANNUAL)
    assert 'Annual leave is 45 days (the document says "30 days"' in told
    assert "30 days → 45 days" in told
    assert "New law." in told
    assert "30 days → 45 days" in wainao("fixes", "list")
    assert "approved" in wainao("fixes", "show", fix)
    assert "已撤回" in wainao("fixes", "revoke", fix, "--lang", "zh")
    assert "45 days" not in wainao("ask", ANNUAL)


def test_a_passage_is_marked_by_receipt_and_a_question_pointed_elsewhere(wainao: Command, tmp_path: Path) -> None:
    receipt = read(wainao, "ask", ANNUAL)["receipt"]
    assert "Set right" in wainao("fixes", "mark", receipt, "1", "--as", "wrong")
    assert "30 days per year" not in wainao("ask", ANNUAL)
    (tmp_path / "rest.md").write_text("Everybody rests for forty-five of them.")
    wainao("add", str(tmp_path / "rest.md"))
    documents = read(wainao, "documents", "list")["documents"]
    document = next(one["id"] for one in documents if one["path"].endswith("rest.md"))
    wainao("fixes", "point", document, ANNUAL)
    assert "forty-five of them" in wainao("ask", ANNUAL)
    assert "mark" in wainao("fixes", "list", "--kind", "mark")
    wainao("fixes", "mark", "--quote", "30 days", code=2)
