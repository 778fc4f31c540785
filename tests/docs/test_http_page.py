"""Every example of the HTTP page runs, in order, against a server of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wainao import Wainao
from wainao.testing import running

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(bash|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PROGRAMS = {"bash": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="the examples call curl")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_http_examples(language, tmp_path):
    page = (ROOT / "docs" / language / "http.md").read_text(encoding="utf-8")
    said = []
    with Wainao.open(tmp_path / "home") as brain, running(brain) as url:
        for kind, code in BLOCK.findall(page):
            command = [*PROGRAMS[kind], code.replace("http://127.0.0.1:8321", url)]
            ran = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=60)
            assert ran.returncode == 0, f"{code}\n{ran.stderr}"
            assert '"error":{' not in ran.stdout, f"{code}\n{ran.stdout}"
            said.append(ran.stdout)
    assert '"origin":"documents"' in said[0]
    assert "event: done" in said[1]
    assert '"status":"standing"' in said[2]
    assert '"intact":true' in said[2]
    assert said[4].count("31") > 1, "the correction answers an OpenAI client, whole and streamed"
