"""What `wainao tools call` shows of what an imported tool gave."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from spoken import Spoken, said, speaking
from wainao.app.cli.tree import build

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(300)

GIVEN: dict[str, Any] = {
    "words": said("It rains.\nTake a coat."),
    "told": {**said('{"city": "Lyon", "degrees": 7}'), "structuredContent": {"city": "Lyon", "degrees": 7}},
    "rows": said(json.dumps([{"name": "王", "age": 3}, {"name": "李", "age": 4}])),
    "wrong": said("No such city.", isError=True),
    "picture": {
        **said("Here it is."),
        "content": [{"type": "image", "data": base64.b64encode(PICTURE).decode(), "mimeType": "image/png"}],
    },
}

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    tools = [{"name": name, "annotations": {"readOnlyHint": True}} for name in GIVEN]
    with speaking(Spoken(tools, tools_call=lambda params: GIVEN[params["name"]])) as url:
        monkeypatch.setenv("WAINAO_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("LANG", "en")
        settings = tmp_path / "wainao.toml"
        settings.write_text(f'[tools]\nprivate = ["{url.removesuffix("/mcp")}"]\n')

        def invoked(*words: str | Path) -> Result:
            return CliRunner().invoke(build(), ["tools", *map(str, words), "--config", str(settings)])

        assert invoked("add", url, "--name", "sky").exit_code == 0
        yield invoked


def test_words_are_shown_as_they_are_and_what_is_meant_for_programs_as_fields(run):
    assert run("call", "sky:words").stdout.startswith("It rains.\nTake a coat.\n\nReceipt ")
    assert run("call", "sky:told").stdout.startswith("city: Lyon\ndegrees: 7\n\nReceipt ")
    assert [line.split() for line in run("call", "sky:rows").stdout.splitlines()[:3]] == [
        ["name", "age"],
        ["王", "3"],
        ["李", "4"],
    ]


def test_a_tool_that_says_it_failed_fails_the_command(run):
    failed = run("call", "sky:wrong")
    assert (failed.exit_code, failed.stdout.splitlines()[:2]) == (
        1,
        ["✗ The tool says that it failed:", "No such city."],
    )
    assert "✗ 工具说它没有做成：" in run("call", "sky:wrong", "--lang", "zh").stdout
    told = run("call", "sky:wrong", "--json")
    assert (told.exit_code, json.loads(told.stdout)["failed"]) == (1, True)


def test_a_file_is_listed_with_its_whole_digest_and_can_be_saved(run, tmp_path):
    shown = run("call", "sky:picture").stdout
    digest = next(word for word in shown.split() if len(word) == 64)
    saved = tmp_path / "sky.png"
    assert run("call", "sky:picture", "--out", saved).exit_code == 0
    assert saved.read_bytes() == PICTURE
    assert digest in run("call", "sky:picture", "--json").stdout
    assert "0 files came back" in run("call", "sky:words", "--out", saved).stderr
    nowhere = run("call", "sky:picture", "--out", tmp_path / "none" / "sky.png")
    assert "cannot be written: No such file or directory" in nowhere.stderr
