"""The main job through every face: add, ask, correct once, ask again, prove it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import httpx
import openai
import pytest
from typer.testing import CliRunner

from wainao import Wainao
from wainao.app.cli.tree import build
from wainao.testing import ModelServer, running

HANDBOOK = Path(__file__).parents[2] / "src" / "wainao" / "samples" / "handbook"
QUESTION = "年假可以顺延到下一年吗?"
POLITE_AND_TRADITIONAL = "請問年假可以順延到下一年嗎?謝謝"
ANSWER = "可以,但须在 3 月 31 日前用完。"

CITATION_FIELDS = {
    "document",
    "path",
    "version",
    "page",
    "line_start",
    "line_end",
    "char_start",
    "char_end",
    "box",
    "quote",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("main") / "home"
    with Wainao.open(home) as brain:
        brain.add(HANDBOOK)
    return home


def wainao(home: Path, *words: str) -> dict:
    ran = CliRunner().invoke(build(), [*words, "--home", str(home), "--json"])
    assert ran.exit_code == 0, ran.stderr
    return json.loads(ran.stdout)


def test_in_python(tmp_path):
    with Wainao.open(tmp_path) as brain:
        assert brain.add(HANDBOOK).output.failed == 0
        answer = brain.ask(QUESTION)
        assert answer.output.origin == "documents"
        assert answer.output.citations[0].path.endswith("leave.zh.md")
        assert brain.search(QUESTION, top=1).output.passages[0].path.endswith("leave.zh.md")
        brain.correct(answer.receipt, ANSWER)
        again = brain.ask(POLITE_AND_TRADITIONAL)
        assert (again.output.answer, again.output.origin, again.labels) == (ANSWER, "human", ("human-written",))
        assert brain.receipt(again.receipt).output.correction == again.correction.id
        assert brain.verify().output.intact


def test_on_the_command_line_what_scripts_rely_on(home):
    told = wainao(home, "ask", QUESTION)
    assert {"answer", "origin", "receipt", "sentences", "citations"} <= set(told)
    assert set(told["sentences"][0]) == {"text", "supported", "citations"}
    assert set(told["citations"][0]) >= CITATION_FIELDS
    assert told["origin"] == "documents"
    assert wainao(home, "receipt", told["receipt"])["question"] == QUESTION


def test_many_questions_in_one_process(home, tmp_path):
    questions = tmp_path / "questions.jsonl"
    questions.write_text(f'{{"id": "a", "question": "{QUESTION}"}}\n{{"id": 2, "question": "谁写了红楼梦?"}}\n')
    ran = CliRunner().invoke(build(), ["ask", "--file", str(questions), "--home", str(home)])
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [(line["id"], line["origin"]) for line in told] == [("a", "documents"), (2, "none")]


def test_a_person_reads_where_it_says_so(home):
    ran = CliRunner().invoke(build(), ["ask", QUESTION, "--home", str(home), "--lang", "zh"])
    assert "[1]" in ran.stdout
    assert "leave.zh.md，第 10 行" in ran.stdout
    assert "回执 " in ran.stdout


def test_a_correction_of_another_process_answers_at_once_everywhere(tmp_path):
    with Wainao.open(tmp_path) as brain, running(brain) as url:
        brain.add(HANDBOOK)
        ask = {"url": f"{url}/api/knowledge/ask", "json": {"question": POLITE_AND_TRADITIONAL}}
        before = httpx.post(**ask).json()
        assert before["origin"] == "documents"
        command = [
            sys.executable,
            "-m",
            "wainao",
            "correct",
            before["receipt"],
            ANSWER,
            "--json",
            "--home",
            str(tmp_path),
        ]
        made = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        after = httpx.post(**ask).json()
        assert (after["answer"], after["origin"], after["correction"]["id"]) == (ANSWER, "human", made["correction"])
        client = openai.OpenAI(base_url=f"{url}/v1", api_key="unused", max_retries=0)
        chat = client.chat.completions.create(model="wainao", messages=[{"role": "user", "content": QUESTION}])
        assert (chat.choices[0].message.content, chat.wainao["origin"]) == (ANSWER, "human")
        brain.call("corrections:revoke", correction=made["correction"])
        assert httpx.post(**ask).json()["origin"] == "documents"
    assert wainao(tmp_path, "receipts", "verify")["intact"] is True


def test_a_model_writes_and_every_face_streams_it(home):
    def write(_) -> str:
        return "年假最多可以顺延 5 天,须在次年 3 月 31 日前用完。[1]"

    with ModelServer(write) as server:
        models = {"base_url": server.url, "model": "scripted-1"}
        with Wainao.open(home, models=models) as brain, running(brain) as url:
            body, events = {"question": QUESTION}, {"accept": "text/event-stream"}
            streamed = httpx.post(f"{url}/api/knowledge/ask", json=body, headers=events, timeout=20).text
            assert streamed.count("event: delta") > 1
            done = json.loads(streamed.rpartition("event: done\ndata: ")[2])
            assert (done["origin"], done["labels"], done["model"]) == ("model", ["ai-generated"], "scripted-1")
            client = openai.OpenAI(base_url=f"{url}/v1", api_key="unused", max_retries=0)
            messages = [{"role": "user", "content": QUESTION}]
            chunks = list(client.chat.completions.create(model="wainao", messages=messages, stream=True))
            written = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
            assert written == done["answer"]
        (children,) = {len(wainao(home, "receipt", done["receipt"])["children"])}
        assert children == 1
