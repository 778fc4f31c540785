"""The whole loop over HTTP, with models trained on what it exports: correct once, right for ever, proved by a gate."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tiny_model import TinyModel

from wainao import Wainao
from wainao.testing import ModelServer, running
from wainao.testing.model_server import Received

LEAVE = "Until when can annual leave be carried over?"
WRONG = "Annual leave is lost at the end of the year."
RIGHT = "Annual leave can be carried over until 31 March."
TAUGHT = {
    LEAVE: WRONG,
    "How many days of annual leave are there?": "There are 12 days of annual leave.",
    "Who approves business trips?": "The head of the department approves them.",
    "When is salary paid?": "Salary is paid on the 25th.",
    "Where do I report a lost badge?": "At the reception desk.",
    "How do I reach the VPN?": "With the client from the portal.",
}
PARAPHRASE = "How long may I keep the leave days of last year?"


class Office:
    """A served installation; models come and go at the upstream by name."""

    def __init__(self, url: str, upstream: str, models: dict[str, TinyModel]) -> None:
        self._client = httpx.Client(base_url=url, timeout=60)
        self._upstream = upstream
        self._models = models

    def call(self, name: str, /, **fields: Any) -> dict[str, Any]:
        answer = self._client.post(f"/api/{name.replace(':', '/')}", json=fields)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ask(self, question: str, model: str = "assistant") -> tuple[str, str]:
        """As any client of OpenAI's would; the answer and its receipt."""
        body = {"model": model, "messages": [{"role": "user", "content": question}]}
        answer = self._client.post("/v1/chat/completions", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["choices"][0]["message"]["content"], answer.headers["wainao-receipt"]

    def serve(self, name: str, demonstrations: dict[str, str]) -> None:
        self._models[name] = TinyModel(demonstrations.items())
        self.call("deployments:add", name=name, model=name, base_url=self._upstream)

    def release(self, model: str) -> dict[str, Any]:
        """Make a release of a model, and gate it."""
        target = {"capability": "models:chat", "route": model}
        self.call("releases:create", name="hr", target=target, sets=["hr"], door="assistant")
        return self.call("releases:gate", release="hr")

    def exported(self, what: str) -> list[dict[str, Any]]:
        content = base64.b64decode(self.call("evaluations:export", what=what)["content"])
        return [json.loads(line) for line in content.splitlines()]

    def close(self) -> None:
        self._client.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    models: dict[str, TinyModel] = {}

    def answer(request: Received) -> str:
        return models[request.body["model"]](request.body["messages"][-1]["content"])

    with ModelServer(answer) as server, Wainao.open(tmp_path / "home") as brain, running(brain) as url:
        opened = Office(url, server.url, models)
        yield opened
        opened.close()


def test_correct_once_right_for_ever_proved_by_a_gate(office):
    # What runs today says something wrong.
    office.serve("first", TAUGHT)
    kept = {question: answer for question, answer in TAUGHT.items() if question != LEAVE}
    cases = [
        {"name": str(n), "question": q, "expect": [{"kind": "says", "text": a}]}
        for n, (q, a) in enumerate(kept.items())
    ]
    office.call("evaluations:add", name="hr", cases=cases)
    assert office.release("first")["verdict"] == "passed"
    office.call("releases:promote", release="hr")
    said, receipt = office.ask(LEAVE)
    assert said == WRONG

    # A person corrects it once; the next asker has it, and whoever asks in words that a person confirmed.
    id = office.call("corrections:propose", receipt=receipt, answer=RIGHT)["correction"]
    assert office.ask(f"Hello! {LEAVE} Thank you")[0] == RIGHT
    office.call("corrections:alias", correction=id, question=PARAPHRASE)
    assert office.ask(PARAPHRASE)[0] == RIGHT

    # It has become data, with where it comes from.
    (pair,) = office.exported("preferences")
    assert (pair["chosen"][0]["content"], pair["rejected"][0]["content"]) == (RIGHT, WRONG)
    assert pair["provenance"]["receipt"] == receipt
    lessons = {
        row["messages"][0]["content"]: row["messages"][1]["content"] for row in office.exported("demonstrations")
    }
    assert lessons == {LEAVE: RIGHT, PARAPHRASE: RIGHT}

    # A model that learnt the lesson and forgot the rest does not go live; the gate says what it would break.
    office.serve("forgetful", lessons)
    told = office.release("forgetful")
    assert (told["verdict"], told["retire"]) == ("blocked", [id])
    assert {pair["case"] for pair in told["worse"]} == {f"hr/{n}" for n in range(len(kept))}
    assert office.ask("When is salary paid?")[0] == kept["When is salary paid?"]

    # One that learnt it beside the rest does, and the correction is not needed any more.
    office.serve("second", kept | lessons)
    told = office.release("second")
    assert (told["verdict"], told["worse"], told["retire"]) == ("passed", [], [id])
    assert [pair["case"] for pair in told["comparison"]["better"]] == [f"corrections-of-hr/{id}/unaided"]
    office.call("releases:promote", release="hr")
    (offer,) = office.call("releases:retirements", name="hr")["corrections"]
    assert offer["correction"] == id
    office.call("corrections:retire", correction=id, why="The model says it by itself now.")
    assert office.ask(LEAVE)[0] == RIGHT

    # Its test stays: whatever comes next has to know it.
    told = office.release("first")
    assert (told["verdict"], [pair["case"] for pair in told["broken"]]) == (
        "blocked",
        [f"corrections-of-hr/{id}/unaided"],
    )

    # And back, in one call: what ran before runs again, wrong as it was.
    assert office.call("releases:rollback", name="hr", why="a drill")["version"] == 1
    assert office.ask(LEAVE)[0] == WRONG
    assert office.call("receipts:verify")["intact"] is True
