"""One tool through every door: an OpenAI client whose model has tools, a form over HTTP, the command line, `ask`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bank_server import KEY, Bank
from obedient import obeys, order
from wainao import Wainao
from wainao.testing import ModelServer, running

RATE = order("bank:latest_rates", base="USD", symbols=["CNY"])


@pytest.fixture
def office(tmp_path: Path, bank: Bank) -> Iterator[Wainao]:
    with ModelServer(obeys) as model:
        models = {"base_url": model.url, "model": "scripted-1"}
        with Wainao.open(tmp_path / "home", tools={"private": [bank.url]}, models=models) as opened:
            opened.call("tools:add", source=f"{bank.url}/openapi.json", name="bank")
            opened.call("tools:credential", box="bank", scheme="key", value=KEY)
            yield opened


def test_an_openai_client_whose_model_picks_and_fills(office, bank):
    import openai

    with running(office) as url, httpx.Client(base_url=url) as http:
        given = http.post("/api/tools/functions", json={"request": "USD to CNY exchange rate"}).json()
        client = openai.OpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0)
        said = client.chat.completions.create(
            model="scripted-1", messages=[{"role": "user", "content": RATE}], tools=given["tools"], temperature=0
        )
        (asked,) = said.choices[0].message.tool_calls
        path = given["names"][asked.function.name].replace(":", "/")
        machine = {"wainao-chosen-by": "machine"}
        answer = http.post(f"/api/{path}", json=json.loads(asked.function.arguments), headers=machine)
        assert answer.json()["data"]["rates"] == {"CNY": 7.12}
        assert answer.headers["wainao-receipt"]
        held = http.post("/api/bank/make_transfer", json={"to": "eve", "amount": 9}, headers=machine)
        assert (held.status_code, held.json()["error"]["code"]) == (202, "needs_person")
        assert bank.transfers == []


def test_a_form_with_no_model(brain, bank):
    """What a request says is filled in; a person adds the rest and sends it."""
    brain.call("tools:add", source=f"{bank.url}/openapi.json", name="bank")
    with running(brain) as url, httpx.Client(base_url=url) as http:
        found = http.post("/api/tools/find", json={"request": "exchange rate with base EUR"}).json()
        (best, *_) = found["proposals"]
        assert best["tool"] == "bank:latest_rates"
        fields = {item["field"]: item["value"] for item in best["filled"]}
        answer = http.post("/api/bank/latest_rates", json={**fields, "symbols": ["USD"]}).json()
        assert answer["status"] == 200
        wrong = http.post("/api/bank/latest_rates", json={"base": "GBP"})
        assert (wrong.status_code, "'base'" in wrong.json()["error"]["message"]) == (400, True)


def test_other_people_see_and_call_what_their_keys_are_for(office):
    office.call("actors:add", id="ann")
    office.call("actors:add", id="eve@elsewhere", tenant="elsewhere", rights=["read", "write", "act", "admin"])
    bound = office.call("keys:add", actor="ann", capabilities=["bank:latest_rates"]).output.key
    foreign = office.call("keys:add", actor="eve@elsewhere").output.key
    with running(office) as url, httpx.Client(base_url=url) as http:

        def status(key: str, path: str, **body) -> int:
            return http.post(f"/api/{path}", json=body, headers={"authorization": f"Bearer {key}"}).status_code

        assert status(bound, "bank/latest_rates") == 200
        assert status(bound, "bank/read_notes") == 403
        assert status(bound, "tools/find", request="notes") == 403
        assert status(foreign, "bank/latest_rates") == 404
        assert status(foreign, "tools/show", name="bank") == 404
        assert status(foreign, "tools/credential", box="bank", scheme="key", value="x") == 404


def run(home: Path, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "wainao", *words]
    environment = {**os.environ, "WAINAO_HOME": str(home)}
    return subprocess.run(command, input=given, env=environment, capture_output=True, text=True, check=False)


def test_the_command_line_takes_in_finds_and_calls(tmp_path, bank):
    home = tmp_path / "home"
    home.mkdir()
    (home / "wainao.toml").write_text(f'[tools]\nprivate = ["{bank.url}"]\n')
    (tmp_path / "bank.json").write_bytes(bank.description)
    assert "rehearsal" in run(home, "tools", "add", str(tmp_path / "bank.json"), "--dry-run").stdout
    assert "version 1" in run(home, "tools", "add", str(tmp_path / "bank.json"), "--name", "bank").stdout
    assert run(home, "tools", "credential", "bank", "key", given=KEY).returncode == 0
    called = run(home, "tools", "call", "bank:latest_rates", "base=USD", "symbols=CNY", "--json")
    assert json.loads(called.stdout)["data"]["rates"] == {"CNY": 7.12}
    sent = json.loads(run(home, "tools", "call", "bank:make_transfer", "to=ann", "amount=5", "--json").stdout)
    assert (sent["status"], bank.transfers[0]["amount"]) == (201, 5)
    proposed = run(home, "ask", "what is the exchange rate of USD to CNY", "--tools", "auto")
    assert "bank:latest_rates" in proposed.stdout
    wrong = run(home, "tools", "call", "bank:latest_rates", "base=GBP")
    assert (wrong.returncode, "Expected one of" in wrong.stderr) == (2, True)


def test_requests_in_a_file_get_a_line_each(tmp_path):
    home = tmp_path / "home"
    tools = [
        {"name": "getWeather", "description": "Weather of a city", "parameters": {}},
        {"name": "bookTable", "description": "Reserve a table in a restaurant", "parameters": {}},
    ]
    (tmp_path / "tools.jsonl").write_text("\n".join(map(json.dumps, tools)))
    asked = [{"id": 7, "request": "will it rain in Rome"}, {"id": "b", "query": "订一张餐厅的桌子"}]
    (tmp_path / "asked.jsonl").write_text("\n".join(map(json.dumps, asked)))
    assert run(home, "tools", "import-catalogue", str(tmp_path / "tools.jsonl")).returncode == 0
    found = run(home, "tools", "find", "--file", str(tmp_path / "asked.jsonl"), "--top", "10", "--json").stdout
    lines = [json.loads(line) for line in found.splitlines()]
    assert [line["id"] for line in lines] == [7, "b"]
    assert [line["tools"][0]["name"] for line in lines] == ["getWeather", "bookTable"]
    assert {type(line["none_fits"]) for line in lines} == {bool}
    (tmp_path / "asked.jsonl").write_text('{"id": 1}')
    assert "Line 1" in run(home, "tools", "find", "--file", str(tmp_path / "asked.jsonl")).stderr
