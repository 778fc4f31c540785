"""A judge behind a real route, over real HTTP: permitted, and not permitted any more once its deployment is another."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

from wainao import Wainao
from wainao.testing import ModelServer
from wainao.testing.model_server import Received
from wainao.types import told_in

QUESTION, PARAPHRASE = "年假可以顺延到下一年吗？", "年假能带到下一年用吗？"


def judging(received: Received) -> str:
    """Takes everything for the same; writes nothing else."""
    numbers = range(1, 1 + len(re.findall(r"(?m)^<<[0-9a-f]{16} 旧问题", received.said)))
    return json.dumps({"opinions": [{"number": at, "piece": "年假", "verdict": "same"} for at in numbers]})


def permit(home: Path, judge: str) -> None:
    """As if it had passed; the whole exam takes a thousand requests."""
    with sqlite3.connect(home / "state.db") as connection:
        connection.execute("INSERT INTO corrections_permits VALUES (?, 'same-1', 'zh', 1, 1, 'r')", (judge,))
    connection.close()


def test_a_judge_loses_its_permission_with_its_deployment(tmp_path: Path):
    with ModelServer(judging) as server, Wainao.open(tmp_path, corrections={"judge": "near"}) as brain:
        near = {"name": "near", "model": "near-1", "base_url": server.url, "serves": ("chat",)}
        brain.call("deployments:add", **near)
        brain.call("corrections:propose", question=QUESTION, answer="可以。")
        assert brain.ask(PARAPHRASE).output.origin != "human"
        assert server.received == []  # nobody has passed yet
        permit(tmp_path, "near@1 scripted-1")
        answered = brain.ask(PARAPHRASE)
        assert answered.output.answer == "可以。"
        assert "near@1 scripted-1" in told_in("en", answered.correction.why)
        shown = brain.receipt(answered.receipt).output
        assert [brain.receipt(child).output.capability for child in shown.children] == ["models:chat"]
        brain.call("deployments:add", **near, concurrency=3)
        later = brain.ask(PARAPHRASE)
        assert later.output.origin != "human"
        assert [near.question for near in later.related] == [QUESTION]
        verdicts = [verdict for verdict in brain.receipt(later.receipt).output.verdicts if verdict.by == "judge"]
        assert [verdict.said for verdict in verdicts] == ["same", "not permitted"]
