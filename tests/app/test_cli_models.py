"""The store of models as a person and a script see it on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tiny_gguf import write_tiny_gguf
from wainao.app.cli.tree import build
from wainao.testing import ModelServer


class Line:
    """The command line on a home of its own."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def __call__(self, *words: str, lang: str = "en", code: int = 0) -> str:
        ran = CliRunner().invoke(build(), [*words, "--home", str(self._home), "--lang", lang])
        assert ran.exit_code == code, ran.output
        return ran.output


@pytest.fixture
def wainao(tmp_path: Path) -> Line:
    return Line(tmp_path / "home")


def test_the_catalogue_is_a_table_json_and_csv(wainao):
    assert "qwen3-0.6b" in wainao("models", "catalogue", "qwen3", "--kind", "language")
    assert "目录共" in wainao("models", "catalogue", "qwen3", lang="zh")
    told = json.loads(wainao("models", "catalogue", "--kind", "image", "--json"))
    assert {one["kind"] for one in told["models"]} == {"image"}
    rows = list(csv.DictReader(io.StringIO(wainao("models", "catalogue", "--csv"))))
    assert len(rows) == told["total"]
    assert next(row["shape"] for row in rows if row["name"] == "qwen3-8b") == "36 8 128"


def test_a_card_says_the_terms_in_both_languages(wainao):
    assert "Built with Llama" in wainao("models", "card", "llama-3.1-8b-instruct")
    assert "月活超过 7 亿" in wainao("models", "card", "llama-3.1-8b-instruct", lang="zh")
    assert "no model 'llama-9'" in wainao("models", "card", "llama-9", code=2)


def test_what_fits_is_told_with_reasons(wainao):
    told = wainao("models", "fit", "--kind", "video")
    assert "add a server of its own" in " ".join(told.split())
    rows = list(csv.DictReader(io.StringIO(wainao("models", "fit", "qwen3", "--csv"))))
    assert rows[0]["quantisation"]


def test_a_file_is_added_listed_and_removed(wainao, tmp_path):
    file = write_tiny_gguf(tmp_path / "tiny.gguf")
    assert "Clients can ask for 'tiny' at once" in wainao("models", "add", str(file))
    assert "tiny" in wainao("models", "running")
    assert "tiny" in wainao("deployments", "list")
    assert "腾出" in wainao("models", "remove", "tiny", lang="zh")
    assert "none yet" in wainao("models", "running")
    assert "accept_licence" in wainao("models", "add", "gemma-3-1b-it", code=2)


def test_models_are_compared_voted_on_and_rated(wainao):
    with ModelServer(["Near says so.", "Far says so."]) as server:
        for name in ("near", "far"):
            wainao("deployments", "add", name, "--url", server.url, "--model", f"{name}-1", "--serves", "chat")
        told = json.loads(wainao("models", "compare", "How long?", "near", "far", "--json"))
        shown = wainao("models", "compare", "How long?", "near", "far", "--stay")
    assert {said["text"] for said in told["answers"]} == {"Near says so.", "Far says so."}
    assert "Far says so." in shown
    assert "Which is better: wainao models vote" in shown
    best = told["answers"][1]
    assert "Noted: far is better than near." in wainao("models", "vote", told["comparison"], best["receipt"])
    assert "Expected one of its receipts" in wainao("models", "vote", told["comparison"], "x", code=2)
    assert "选中的模型" in wainao("models", "votes", lang="zh")
    (pair,) = json.loads(wainao("models", "votes", "--json"))["votes"]
    assert (pair["chosen"], pair["rejected_model"]) == (best["text"], "scripted-1")
    wainao("correct", best["receipt"], "A week.")
    rated = wainao("models", "ratings", "--by", "deployment")
    assert "100.0%" in next(line for line in rated.splitlines() if line.startswith("far@1"))
    assert "The latest 4 calls were looked at." in rated
    rating = json.loads(wainao("models", "ratings", "--json"))["ratings"]
    assert {one["name"]: one["corrected"] for one in rating} == {"near": 0.0, "far": 0.5}
