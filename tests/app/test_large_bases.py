"""What finds passages by their words, as the settings choose it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from wainao import Wainao
from wainao.app import upkeep
from wainao.features.knowledge import capabilities, copying
from wainao.kernel import SettingsError

QUESTION = "Can annual leave be carried over?"


@pytest.fixture
def handbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(copying, "PATIENCE_S", 0.01)
    monkeypatch.setattr(copying, "LOOK_EVERY_S", 0.01)
    path = tmp_path / "handbook.md"
    path.write_text("# Leave\n\nAnnual leave can be carried over until 31 March.", encoding="utf-8")
    return path


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not true() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert true()


def test_a_copy_is_made_used_and_left_out_of_backups(tmp_path: Path, handbook: Path) -> None:
    pytest.importorskip("tantivy", reason='large bases need pip install "wainao[tantivy]"')
    home = tmp_path / "home"
    with Wainao.open(home, knowledge={"lexical": "tantivy"}) as brain:
        brain.add(handbook)
        until(lambda: list(home.glob("lexical/*/meta.json")))
        assert "31 March" in brain.ask(QUESTION).output.answer
    kept = upkeep.backup(home, tmp_path / "safe")
    assert not list(kept.rglob("*lexical*"))
    upkeep.restore(kept, tmp_path / "other")
    with Wainao.open(tmp_path / "other", knowledge={"lexical": "fts5"}) as brain:
        assert "31 March" in brain.ask(QUESTION).output.answer
        assert not (tmp_path / "other" / "lexical").exists()


@pytest.mark.parametrize("installed", [True, False])
def test_small_bases_need_no_copy(
    tmp_path: Path, handbook: Path, monkeypatch: pytest.MonkeyPatch, installed: bool
) -> None:
    if not installed:
        monkeypatch.setattr(capabilities, "find_spec", lambda name: None)
    with Wainao.open(tmp_path / "home") as brain:
        brain.add(handbook)
        assert "31 March" in brain.ask(QUESTION).output.answer
    assert not list((tmp_path / "home").glob("lexical/*/*"))


def test_what_is_asked_for_and_not_installed_is_said_at_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capabilities, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"pip install \"wainao\[tantivy\]\""):
        Wainao.open(tmp_path / "home", knowledge={"lexical": "tantivy"})
    with pytest.raises(SettingsError, match="lexical"):
        Wainao.open(tmp_path / "home", knowledge={"lexical": "tantivi"})
