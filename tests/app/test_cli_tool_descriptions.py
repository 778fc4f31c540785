"""`wainao tools describe` and `suggest-descriptions`: a model writes them into a file, a person edits it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from wainao.app.cli.tree import build
from wainao.testing import ModelServer
from wainao.testing.model_server import Received

Run = Callable[..., Result]

SAID = {
    "title": {"zh": "汇率", "en": "Rates"},
    "description": {"zh": "今天的汇率。", "en": "Rates of today."},
    "samples": {"zh": ["欧元多少"], "en": ["the euro"]},
}
PATHS = {
    f"/{name}": {"get": {"operationId": name, "responses": {"200": {"description": "ok"}}}} for name in ("one", "two")
}
DOCUMENT = {"openapi": "3.1.0", "info": {"title": "Box", "version": "1"}, "paths": PATHS}


class Writer:
    """A model that will not speak of the tool `silent`."""

    silent = "box:two"

    def __call__(self, asked: Received) -> str:
        return "I would rather not." if self.silent and self.silent in asked.said else json.dumps(SAID)


@pytest.fixture
def writer() -> Writer:
    return Writer()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: Writer) -> Iterator[Run]:
    with ModelServer(writer) as model:
        monkeypatch.setenv("WAINAO_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("LANG", "en")
        monkeypatch.setenv("WAINAO_MODELS__BASE_URL", model.url)
        monkeypatch.setenv("WAINAO_MODELS__MODEL", "scripted-1")

        def invoked(*words: str | Path) -> Result:
            return CliRunner().invoke(build(), ["tools", *map(str, words)])

        (tmp_path / "box.json").write_text(json.dumps(DOCUMENT))
        assert invoked("add", tmp_path / "box.json", "--name", "box").exit_code == 0
        yield invoked


def test_a_file_is_written_tool_by_tool_gone_on_with_and_taken_in(run, tmp_path, writer):
    out = tmp_path / "said.jsonl"
    first = run("suggest-descriptions", "box", "--out", out)
    assert first.exit_code == 1
    assert "box:two: The model" in first.stderr
    assert [json.loads(line)["name"] for line in out.read_text().splitlines()] == ["box:one"]
    writer.silent = ""
    assert run("suggest-descriptions", "box", "--out", out).exit_code == 0
    assert [json.loads(line)["name"] for line in out.read_text().splitlines()] == ["box:one", "box:two"]
    out.write_text(out.read_text().replace("今天的汇率", "今日的汇率"))
    assert run("describe", "--file", out).stdout.startswith("2 tools are described.")
    shown = json.loads(run("show", "box:two", "--json").stdout)
    assert shown["tool"]["description"]["zh"] == "今日的汇率。"
    assert shown["tool"]["samples"] == ["欧元多少", "the euro"]


def test_without_a_file_each_is_a_line_of_json(run):
    told = run("suggest-descriptions", "box:one")
    assert json.loads(told.stdout)["title"] == {"zh": "汇率", "en": "Rates"}


def test_one_tool_is_described_and_the_description_taken_back(run):
    assert run("describe", "box:one", "--title-zh", "一", "--sample", "the first").exit_code == 0
    assert json.loads(run("show", "box:one", "--json").stdout)["tool"]["own"]["described"]["title"]["zh"] == "一"
    assert run("describe", "box:one", "--own").exit_code == 0
    assert json.loads(run("show", "box:one", "--json").stdout)["tool"]["own"] is None


@pytest.mark.parametrize("words", [[], ["box:one"], ["box:one", "--own", "--zh", "一"]])
def test_nothing_to_say_or_two_things_at_once_are_refused(run, words):
    told = run("describe", *words)
    assert told.exit_code == 2
    assert "Expected a tool with" in told.stderr


@pytest.mark.parametrize("line", ["[]", "{}", "{", '{"title": {"zh": "", "en": ""}}', '"\\ud800"'])
def test_a_line_that_is_no_description_is_named(run, tmp_path, line):
    file = tmp_path / "said.jsonl"
    file.write_text(f"\n{line}\n")
    told = run("describe", "--file", file)
    assert told.exit_code == 2
    assert "Line 2 of" in told.stderr
