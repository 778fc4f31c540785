"""Every example of the gateway's page runs, in order, against a server with models behind it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wainao import Wainao
from wainao.testing import ModelServer, Said, running
from wainao.testing.model_server import Received

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(bash|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PROGRAMS = {"bash": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}
MODELS = {"bge-m3": "embed", "bge-reranker": "rerank", "cosyvoice": "speech"}


def answer(request: Received) -> Said:
    if "tools" in request.body:
        return Said(tools=[("weather", {"city": "Beijing"})])
    return Said(text='{"city": "Beijing", "sunny": true}')


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="the examples call curl")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_gateway_examples(language, tmp_path):
    page = (ROOT / "docs" / language / "gateway.md").read_text(encoding="utf-8")
    said = []
    with ModelServer(answer) as upstream:
        settings = {"base_url": upstream.url, "model": "qwen3-8b"}
        with Wainao.open(tmp_path / "home", models=settings) as brain, running(brain) as url:
            for name, kind in MODELS.items():
                brain.call("deployments:add", name=name, model=name, base_url=upstream.url, serves=[kind])
            for kind, code in BLOCK.findall(page):
                command = [*PROGRAMS[kind], code.replace("http://127.0.0.1:8321", url)]
                ran = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=60)
                assert ran.returncode == 0, f"{code}\n{ran.stderr}"
                assert '"error":{' not in ran.stdout, f"{code}\n{ran.stdout}"
                said.append(ran.stdout)
    assert '"id":"wainao"' in said[0]
    assert "sunny=True" in said[1]
    assert "sunny" in said[2]
    assert "sunny" in said[3]
    assert '"results":[{"index":1' in said[4]


def test_both_languages_show_the_same_examples():
    def shape(language: str) -> list[tuple[str, int]]:
        page = (ROOT / "docs" / language / "gateway.md").read_text(encoding="utf-8")
        return [(kind, code.count("\n")) for kind, code in BLOCK.findall(page)]

    assert shape("en") == shape("zh")
