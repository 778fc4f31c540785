"""Measuring a judge on the command line, over real HTTP."""

from __future__ import annotations

import json
import re
from pathlib import Path

from typer.testing import CliRunner

from wainao.app.cli.tree import build
from wainao.testing import ModelServer
from wainao.testing.model_server import Received

GROUPS = [
    {
        "id": "1",
        "question": "Where is the ladder kept?",
        "answer": "In the cellar.",
        "paraphrases": ["Where do we keep the ladder?"],
        "near_misses": [{"kind": "scope", "text": "Where is the ladder kept at night?"}],
    },
    {"question": "年假可以顺延到下一年吗？", "paraphrases": ["年假能带到下一年用吗？"], "near_misses": []},
]


def judging(received: Received) -> str:
    """Takes everything for the same."""
    numbers = range(1, 1 + len(re.findall(r"(?m)^<<[0-9a-f]{16} (?:old question|旧问题)", received.said)))
    return json.dumps({"opinions": [{"number": at, "piece": "p", "verdict": "same"} for at in numbers]})


def test_a_judge_is_measured_with_a_file_and_named(tmp_path: Path):
    file = tmp_path / "set.jsonl"
    file.write_text("".join(json.dumps(group) + "\n" for group in GROUPS), encoding="utf-8")

    def wainao(*words: str, code: int) -> str:
        ran = CliRunner().invoke(build(), [*words, "--home", str(tmp_path / "home")])
        assert ran.exit_code == code, ran.output
        return ran.stdout

    with ModelServer(judging) as server:
        wainao("deployments", "add", "near", "--url", server.url, "--model", "near-1", "--serves", "chat", code=0)
        measure = ("corrections", "judge-eval", "--route", "near", "--file", str(file))
        told = json.loads(wainao(*measure, "--json", code=1))
        shown = wainao(*measure, "--lang", "en", code=1)
        zh = wainao(*measure, "--lang", "zh", code=1)
    assert told["judge"] == "near@1 scripted-1"
    assert [(one["language"], one["recall"], one["wrong"]) for one in told["languages"]] == [
        ("zh", 1.0, 0),
        ("en", 1.0, 1),
    ]
    assert told["asked"] == 3
    assert "May let a correction fire in: no language." in shown
    assert "可以触发更正的语言：无。" in zh
    file.write_text("[]", encoding="utf-8")
    assert CliRunner().invoke(build(), [*measure, "--home", str(tmp_path / "home")]).exit_code == 2
