"""Drafts, the queue, conflicts and roll-back on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from wainao.app.cli.tree import build

QUESTION = "Can annual leave be carried over to the next year?"
Command = Callable[..., Any]


@pytest.fixture
def wainao(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("WAINAO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "en")

    def run(*words: str, code: int = 0) -> str:
        ran = CliRunner().invoke(build(), list(words))
        assert ran.exit_code == code, ran.output
        return ran.stdout

    return run


def read(wainao: Command, *words: str) -> dict[str, Any]:
    return json.loads(wainao(*words, "--json"))


def test_an_unsatisfying_answer_is_queued_answered_and_dismissed(wainao: Command) -> None:
    receipts = [read(wainao, "ask", question)["receipt"] for question in (QUESTION, "Where is the printer?")]
    item = read(wainao, "corrections", "queue", "add", receipts[0], "--why", "too short")["item"]
    other = read(wainao, "corrections", "queue", "add", receipts[1])["item"]
    assert QUESTION in wainao("corrections", "queue", "list")
    assert "too short" in wainao("corrections", "queue", "show", item)
    assert "holds from now on" in wainao("corrections", "queue", "answer", item, "Yes, until March.")
    assert "closed without a correction" in wainao("corrections", "queue", "dismiss", other, "--why", "it is right")
    assert read(wainao, "corrections", "queue", "list")["items"] == []
    assert "Yes, until March." in wainao("ask", QUESTION)


def test_from_a_draft_to_retirement_and_back(wainao: Command, tmp_path: Path) -> None:
    old = read(wainao, "correct", "--question", QUESTION, "--answer", "Yes.")["correction"]
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"id": "new-1", "question": QUESTION, "answer": "No."}))
    wainao("corrections", "import", str(rows))
    assert "is on trial" in wainao("corrections", "try", "new-1")
    previewed = [read(wainao, "corrections", "match", QUESTION, *more)["correction"] for more in ((), ("--trial",))]
    assert previewed == [old, "new-1"]
    shown = wainao("corrections", "conflicts")
    assert (old in shown, "the same" in shown) == (True, True)
    wainao("corrections", "approve", "new-1", code=2)
    wainao("corrections", "approve", "new-1", "--supersedes", old)
    assert "There are no conflicts" in wainao("corrections", "conflicts")
    assert "is retired" in wainao("corrections", "retire", "new-1")
    assert "holds again" in wainao("corrections", "restore", "new-1")
    assert "No." in wainao("ask", QUESTION)


def test_a_roll_back_is_told_first_done_with_yes_and_undone(wainao: Command) -> None:
    wainao("correct", "--question", QUESTION, "--answer", "Yes.")
    assert "would take back 1 corrections" in wainao("corrections", "rollback", "--author", "owner")
    assert "Yes." in wainao("ask", QUESTION)
    done = wainao("corrections", "rollback", "--author", "owner", "--why", "a stolen key", "--yes")
    id = done.split("wainao corrections undo ")[1].split()[0]
    assert "Yes." not in wainao("ask", QUESTION)
    assert "Undid 1; left 0" in wainao("corrections", "undo", id)
    assert "Yes." in wainao("ask", QUESTION)
    wainao("corrections", "rollback", code=2)
