"""What a copy of a home has in it: all that is somebody's, and nothing that is only of the processes at work."""

from __future__ import annotations

import errno
import os
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from wainao import Wainao
from wainao.app import upkeep
from wainao.app.settings import load
from wainao.kernel import ConflictError, IntegrityError, StoreError, UsageError
from wainao.store.process import Process


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """With models on its shelf, one of which is called as a folder of ours is, and one on its way."""
    home = tmp_path / "home"
    with Wainao.open(home, extensions={"deny": ["corrections"]}) as brain:
        brain.call("receipts:list")
    for name in ("models/run/weights.gguf", "models/qwen/weights.gguf.part", "serving/qwen.json", "tools/index.npz"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(b"some bytes")
    return home


def files(home: Path) -> set[str]:
    wanted = ("models", "serving", "tools", "run")
    return {path.relative_to(home).as_posix() for name in wanted for path in (home / name).rglob("*") if path.is_file()}


def test_a_backup_has_what_is_called_like_a_folder_of_ours(home: Path, tmp_path: Path) -> None:
    assert files(upkeep.backup(home, tmp_path / "safe")) == {"models/run/weights.gguf"}


@pytest.mark.parametrize("linking", [True, False], ids=["links", "no links"])
def test_an_upgrade_keeps_models_and_needs_no_room_for_a_second_copy(
    home: Path, monkeypatch: pytest.MonkeyPatch, linking: bool
) -> None:
    def refuse(source: str, copy: str) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    if not linking:
        monkeypatch.setattr(os, "link", refuse)
    done = upkeep.upgrade(load(home, environ={}))
    assert done.kept is not None
    now, before = (place / "models" / "run" / "weights.gguf" for place in (home, done.kept))
    assert now.read_bytes() == b"some bytes"
    assert now.samefile(before) == linking


def test_a_file_that_is_called_like_our_manifest_comes_back(home: Path, tmp_path: Path) -> None:
    own = Path("models", "qwen", "manifest.json")
    (home / own).write_text("of a model")
    copy = upkeep.backup(home, tmp_path / "safe")
    upkeep.restore(copy, tmp_path / "again")
    assert (tmp_path / "again" / own).read_text() == "of a model"
    assert not (tmp_path / "again" / "manifest.json").exists()
    (copy / own).write_text("changed")
    with pytest.raises(IntegrityError, match=r"qwen/manifest\.json"):
        upkeep.restore(copy, tmp_path / "never")


def test_what_is_erased_while_it_is_copied_holds_up_no_backup(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_file = shutil.copy2

    def erase_first(source: str, copy: str) -> None:
        if source.endswith("weights.gguf"):
            Path(source).unlink()
        copy_file(source, copy)

    monkeypatch.setattr(shutil, "copy2", erase_first)
    assert files(upkeep.backup(home, tmp_path / "safe")) == set()


def test_no_upgrade_leaves_behind_what_somebody_writes_who_came_meanwhile(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[Process] = []

    def come(copy: Path) -> int:
        came.append(Process(home / "run"))
        return 0

    monkeypatch.setattr(upkeep, "_check_ledger", come)
    with pytest.raises(ConflictError, match="1 other processes"):
        upkeep.upgrade(load(home, environ={}))
    assert {path.name for path in home.parent.iterdir()} == {home.name}
    came[0].close()


def test_no_backup_is_made_inside_the_home_that_it_is_of(home: Path) -> None:
    with pytest.raises(UsageError, match="elsewhere"):
        upkeep.backup(home, home / "backups")
    assert not (home / "backups").exists()


def test_a_backup_that_cannot_be_written_says_so_and_leaves_nothing(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError, match=r"could not be written: .*Choose another place"):
        upkeep.backup(home, tmp_path / "file")
    assert (tmp_path / "file").read_text() == "no folder"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows keeps the time zone elsewhere")
def test_a_backup_is_named_by_a_clock_that_nobody_sets_back(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest is the last one by name, also in the hour that comes twice a year."""
    with monkeypatch.context() as changed:
        changed.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        name = upkeep.backup(home, tmp_path / "safe").name
    time.tzset()
    told = datetime.strptime(name, "wainao-%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    assert abs(datetime.now(UTC) - told) < timedelta(hours=1)
