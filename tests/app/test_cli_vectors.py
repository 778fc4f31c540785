"""What the command line tells of vectors."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wainao.app.cli.tree import build
from wainao.testing.model_server import closed_port


def wainao(*words: str | Path) -> str:
    ran = CliRunner().invoke(build(), [str(word) for word in words])
    assert ran.exit_code == 0, ran.stderr
    return ran.stdout


def test_status_says_how_many_wait_and_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAINAO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "en")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.txt").write_text("Room 1 has a chair.")
    settings = tmp_path / "wainao.toml"
    at = f"http://127.0.0.1:{closed_port()}/v1"
    settings.write_text(f'[models]\nbase_url = "{at}"\nembedding_model = "bge-m3"\n')
    assert "1 added" in wainao("add", tmp_path / "files", "--config", settings)
    english = wainao("status", "--config", settings)
    assert "1 chunks have no vector" in english
    assert "127.0.0.1" in english
    assert "1 个片段还没有向量" in wainao("status", "--config", settings, "--lang", "zh")
    told = json.loads(wainao("status", "--config", settings, "--json"))["vectors"]
    assert [base["waiting"] for base in told["bases"]] == [1]
    assert "127.0.0.1" in told["problem"]
    assert "vector" not in wainao("status"), "where there is no embedder, nothing is missing"
