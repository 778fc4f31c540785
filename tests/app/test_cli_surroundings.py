"""Where a shell, a container or a disk leaves the command line less than usual: an error that says so, never a bug."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wainao import Wainao
from wainao.app.cli.tree import build

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell")


def shell(command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`command` with a home that holds one document; $W is the program."""
    program = f"{sys.executable} -m wainao"
    variables = {**os.environ, "LANG": "en_US.UTF-8", "WAINAO_HOME": str(cwd / "home"), "W": program, **environment}
    return subprocess.run(["sh", "-c", command], cwd=cwd, env=variables, capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("place")
    (folder / "leave.txt").write_text("年假可以顺延到下一年。", encoding="utf-8")
    with Wainao.open(folder / "home") as brain:
        brain.add(folder / "leave.txt")
    return folder


def test_letters_that_the_output_has_not_are_told_by_their_numbers(place: Path) -> None:
    told = shell("$W documents remove 😀 --json; $W search 年假", place, PYTHONIOENCODING="ascii")
    assert r"\u5e74\u5047\u53ef\u4ee5" in told.stdout
    assert "'😀'" in json.loads(told.stderr)["error"]["message"]


def test_streams_that_are_closed_take_no_file_of_ours(place: Path) -> None:
    assert shell("$W documents list >&- 2>&- <&-", place).returncode == 0
    with Wainao.open(place / "home") as brain:
        assert brain.call("receipts:verify").output.intact


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("words", ["documents list", "receipts export", "--help"])
def test_a_full_disk_behind_the_output(place: Path, words: str) -> None:
    ran = shell(f"$W {words} > /dev/full", place)
    assert (ran.returncode, ran.stderr) == (
        2,
        "usage: The output cannot be written: No space left on device. A place that takes it was expected: "
        "send it elsewhere.\n",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_behind_the_errors_leaves_the_exit_code(place: Path) -> None:
    assert shell("$W documents remove no-such 2> /dev/full", place).returncode == 2


def test_a_working_directory_that_is_gone(place: Path) -> None:
    ran = shell("mkdir gone && cd gone && rmdir ../gone; $W add leave.txt || $W documents list", place)
    assert "the working directory is gone" in ran.stderr
    assert (ran.returncode, "leave.txt" in ran.stdout) == (0, True)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("documents list --home {place}/leave.txt", 8, "cannot be a home: File exists"),
        ("documents list --home {place}/leave.txt/inside", 8, "cannot be a home: Not a directory"),
        (f"documents list --home {{place}}/{'a' * 300}", 7, "The home cannot be found"),
        ("documents list --home ~no-such-user-here/x", 7, "The home cannot be found"),
        ("receipts export {place} --home {place}/home", 2, "cannot be written: Is a directory"),
    ],
)
def test_places_that_are_none(place: Path, words: str, code: int, told: str) -> None:
    ran = CliRunner().invoke(build(), [*words.format(place=place).split(), "--json", "--lang", "en"])
    message = json.loads(ran.stderr)["error"]["message"]
    assert (ran.exit_code, told in message) == (code, True), message
