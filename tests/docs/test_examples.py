"""Every example in the documentation runs: ```python blocks, and the commands of ```console blocks.

Blocks of ```sh are for the reader's own machine and are not run; those of http.md and gateway.md are run with a server
of their own.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVED = {*ROOT.glob("docs/*/http.md"), *ROOT.glob("docs/*/gateway.md")}
PAGES = sorted({*ROOT.glob("README*.md"), *ROOT.glob("docs/**/*.md")} - SERVED)
BLOCK = re.compile(r"^```(python|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(kind: str) -> list[tuple[str, str]]:
    """Where a block is, and what it says."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in BLOCK.finditer(text):
            if match[1] == kind:
                line = text.count("\n", 0, match.start()) + 1
                found.append((f"{page.relative_to(ROOT)}:{line}", match[2]))
    return found


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder that looks like a clone to whoever reads files from it, with `wainao` on the path."""
    (tmp_path / "src").symlink_to(ROOT / "src")
    program = tmp_path / "bin" / "wainao"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m wainao "$@"\n')
    program.chmod(0o755)
    return tmp_path


def run(command: list[str], place: Path) -> subprocess.CompletedProcess[str]:
    path = f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "WAINAO_HOME": str(place / "home"), "LANG": "en"}
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("code", [pytest.param(code, id=at) for at, code in blocks("python")])
def test_python(code, place):
    ran = run([sys.executable, "-W", "error", "-c", code], place)
    assert ran.returncode == 0, ran.stderr


PAGES_WITH_COMMANDS = sorted({at.partition(":")[0] for at, _ in blocks("console")})


@pytest.mark.skipif(sys.platform == "win32", reason="the examples are for a POSIX shell")
@pytest.mark.timeout(600)  # dozens of processes, one after the other
@pytest.mark.parametrize("page", PAGES_WITH_COMMANDS)
def test_console(page, place):
    """The commands of one page, in order, on one home."""
    for at, text in blocks("console"):
        if at.partition(":")[0] != page:
            continue
        for command in [line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$ ")]:
            ran = run(["sh", "-c", command], place)
            assert ran.returncode == 0, f"{at}: {command}\n{ran.stdout}\n{ran.stderr}"
            assert "Traceback" not in ran.stderr
