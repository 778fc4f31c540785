"""Teams, keys, limits, prices, plans and usage as a person and a script see them on the command line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wainao.app.cli.tree import build


class Line:
    """The command line on a home of its own."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def __call__(self, *words: str, lang: str = "en", code: int = 0, input: str | None = None) -> str:
        ran = CliRunner().invoke(build(), [*words, "--home", str(self._home), "--lang", lang], input=input)
        assert ran.exit_code == code, ran.output
        return ran.output


@pytest.fixture
def wainao(tmp_path: Path) -> Line:
    return Line(tmp_path / "home")


@pytest.fixture
def ana(wainao: Line) -> str:
    """How the key of Ana of the sales team begins."""
    wainao("actors", "add", "ana", "--rights", "read,write")
    wainao("teams", "add", "sales", "--name", "Sales")
    wainao("teams", "join", "sales", "ana")
    made = wainao(
        "keys", "add", "ana", "--name", "CI", "--capabilities", "models:chat,knowledge:*", "--routes", "qwen*"
    )
    return next(word for word in made.split() if word.startswith("wk_")).rpartition("_")[0]


def test_a_key_is_bound_listed_replaced_and_taken_back(wainao, ana):
    listed = wainao("keys", "list", "ana")
    assert [word for word in (ana, "CI", "knowledge:*, models:chat", "qwen*") if word not in listed] == []
    rotated = wainao("keys", "rotate", ana, "--overlap", "2")
    assert f"The old key {ana} opens until" in rotated
    assert "was replaced by" in wainao("keys", "rotate", ana, code=2)
    assert "已作废" in wainao("keys", "revoke", ana, lang="zh")
    assert "作废于" in wainao("keys", "list", lang="zh")


def test_a_team_is_made_joined_left_and_removed(wainao, ana):
    assert wainao("teams", "list").splitlines()[-1].split() == ["sales", "Sales", "local", "ana", "ana"]
    assert "nobody yet" in wainao("teams", "leave", "sales", "ana")
    assert "已解散" in wainao("teams", "remove", "sales", lang="zh")
    assert "no team 'sales'" in wainao("teams", "join", "sales", "ana", code=2)


def test_limits_and_budgets_of_teams_and_keys(wainao, ana):
    assert "calls per minute 0 / 60, calls at once 0 / 5" in wainao(
        "limits", "set", "--team", "sales", "--calls", "60", "--at-once", "5"
    )
    assert f"key:{ana}" in wainao("limits", "set", "--key", ana, "--tokens", "1000")
    assert len(wainao("limits", "list").splitlines()) == 3
    assert "不再限速" in wainao("limits", "set", "--key", ana, lang="zh")
    assert "$0.00 / $50.00" in wainao("budgets", "set", "--team", "sales", "--usd", "50", "--if-unpriced", "count")
    assert "同时" in wainao("budgets", "list", lang="zh")
    assert "Both 'actor' and 'team'" in wainao("budgets", "set", "ana", "--team", "sales", "--calls", "1", code=2)


def test_prices_are_set_taken_in_from_a_file_and_removed(wainao, tmp_path):
    wainao("prices", "set", "lab/m-1", "--input", "0.28", "--output", "0.42", "--since", "2026-01-01")
    listed = tmp_path / "prices.csv"
    listed.write_text("model,since,usd_per_million_in\nlab/m-2,2026-01-01,3\nlab/m-2,2999-01-01,4\n")
    assert "2 prices of 1 models" in wainao("prices", "import", str(listed), "--dry-run")
    assert "lab/m-2" not in wainao("prices", "list")
    wainao("prices", "import", str(listed))
    rows = [line.split() for line in wainao("prices", "list").splitlines()[1:]]
    assert rows == [
        ["lab/m-1", "2026-01-01", "0.28", "0.42", "yes"],
        ["lab/m-2", "2026-01-01", "3.0", "yes"],
        ["lab/m-2", "2999-01-01", "4.0", "no"],
    ]
    assert "2999" not in wainao("prices", "remove", "lab/m-2", "2999-01-01")
    assert "line 1 has 'price'" in wainao("prices", "import", "-", input="model,price\nm,1\n", code=2)


def test_plans_and_statements(wainao, ana):
    wainao("plans", "set", "pro", "--fee", "20", "--usd", "15", "--markup", "20")
    wainao("plans", "assign", "pro", "--team", "sales")
    assert "team:sales" in wainao("plans", "list")
    assert "按量付费" in wainao("plans", "list", lang="zh")
    told = wainao("plans", "statement")
    assert [line.split()[:5] for line in told.splitlines() if "sales" in line] == [
        ["team:sales", "pro", "0", "0", "$0.00"]
    ]
    (row,) = [row for row in csv.DictReader(io.StringIO(wainao("plans", "statement", "--csv"))) if row["plan"]]
    assert (row["payer"], row["charge_microusd"]) == ("team:sales", "20000000")
    wainao("plans", "assign", "--team", "sales")
    assert "team:sales" not in wainao("plans", "statement")


def test_usage_as_a_table_and_as_csv(wainao, ana):
    told = wainao("usage", "--by", "actor,capability")
    assert "owner  keys:add" in told
    assert told.splitlines()[-1].startswith("all ")
    assert "合计" in wainao("usage", "--by", "capability", lang="zh")
    rows = list(csv.DictReader(io.StringIO(wainao("usage", "--by", "capability", "--csv"))))
    assert [row["requests"] for row in rows if row["capability"] == "keys:add"] == ["1"]
    assert "is no day" in wainao("usage", "--since", "monday", code=2)
    assert "There are none yet" in wainao("usage", "--actor", "nobody")
