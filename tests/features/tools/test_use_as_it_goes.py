"""What is told of a request that tools do, while they do it: in Python, over HTTP, in a terminal, to an MCP client."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from obedient import obeys, order
from wainao import Wainao
from wainao.testing import ModelServer, running
from wainao.types import Delta, Progress
from works_server import KEY, Works, open_works

LINES = order("works:lines")


@pytest.fixture
def works() -> Iterator[Works]:
    with open_works() as served:
        yield served


@pytest.fixture
def shop(tmp_path: Path, works: Works) -> Iterator[Wainao]:
    """A home with a print shop, and a model that does what it reads."""
    home = tmp_path / "home"
    home.mkdir()
    with ModelServer(obeys) as model:
        (home / "wainao.toml").write_text(
            f'[tools]\nprivate = ["{works.url}"]\n[models]\nbase_url = "{model.url}"\nmodel = "scripted-1"\n'
        )
        with Wainao.open(home) as brain:
            brain.call("tools:add", source="works.json", document=works.description, name="works")
            brain.call("tools:credential", box="works", scheme="key", value=KEY)
            yield brain


def followed(brain: Wainao, request: str, **more):
    async def read():
        async with brain.stream("tools:use", request=request, **more) as stream:
            items = [item async for item in stream]
        return items, stream.outcome.output

    return brain._loop.run(read())


def test_each_call_is_told_from_its_beginning_to_its_receipt(shop):
    items, told = followed(shop, f"Stream. {LINES}", tools=["works:lines"])
    doings = [item for item in items if not isinstance(item, Delta)]
    assert [(one.step, one.tool, one.state) for one in doings] == [
        *[(1, "works:lines", "runs")] * 4,
        (1, "works:lines", "done"),
    ]
    assert (doings[0].arguments, [one.piece for one in doings[1:4]]) == (
        {},
        ['{"line": 1}\n', '{"line": 2}\n', '{"line": 3}\n'],
    )
    assert doings[-1].receipt == told.steps[0].receipt
    assert "".join(item.text for item in items if isinstance(item, Delta)) == told.text


def test_progress_of_work_that_takes_longer_is_told(shop, works):
    tool = next(
        one.name for one in shop.call("tools:show", name="works").output.tools if one.name.startswith("works:print")
    )
    shop.call("grants:give", actor="owner", capability=tool, until_at="2999-01-01")
    items, told = followed(shop, f"Print. {order(tool)}", tools=[tool])
    far = [item.far for item in items if not isinstance(item, Delta) and item.far is not None]
    assert [type(one) for one in far] == [Progress] * len(far) != []
    assert [step.failed for step in told.steps] == [False]


def test_what_waits_and_what_fails_say_so(shop):
    tool = next(
        one.name for one in shop.call("tools:show", name="works").output.tools if one.name.startswith("works:print")
    )
    (begun, waits), told = followed(shop, f"Print. {order(tool)}", tools=[tool])
    assert (begun.state, waits.state, waits.approval) == ("runs", "waits", told.waiting[0].approval)
    items, told = followed(shop, order("works:lines", sheets=3), tools=["works:lines"])
    failed = next(item for item in items if not isinstance(item, Delta) and item.state == "failed")
    assert failed.piece == told.steps[0].text


def test_without_a_reader_nothing_is_streamed(shop):
    told = shop.call("tools:use", request=f"Stream. {LINES}", tools=["works:lines"]).output
    asked = [one for one in shop.call("receipts:list", limit=20).output.receipts if one.capability == "models:chat"]
    assert told.text
    assert {shop.receipt(one.id).output.input["stream"] for one in asked} == {False}


def test_over_http_each_is_an_event(shop):
    with running(shop) as url, httpx.Client(base_url=url) as http:
        body = {"request": f"Stream. {LINES}", "tools": ["works:lines"]}
        events = http.post("/api/tools/use", json=body, headers={"accept": "text/event-stream"}).text.split("\n\n")
    told = [json.loads(event.partition("data: ")[2]) for event in events if event.startswith("event: item")]
    assert [one["state"] for one in told] == ["runs"] * 4 + ["done"]


def test_a_terminal_shows_tools_and_words_in_their_order(shop, works, tmp_path):
    words = ("-m", "wainao", "ask", f"Stream. {LINES}", "--tools", "works:lines")
    environment = {**os.environ, "WAINAO_HOME": str(tmp_path / "home")}
    run = subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    lines = run.stdout.splitlines()
    assert lines[:3] == ['{"line": 1}', '{"line": 2}', '{"line": 3}']
    assert lines[3].startswith("✓ works:lines {}  ")
    assert lines[4].startswith("Done. ")
    assert run.stdout.count("Done. ") == 1, "what was written as it came is not said again"


def test_whoever_leaves_ends_the_tool_that_runs_and_both_are_on_record(shop, works):
    works.looks = 10_000
    shop.call("grants:give", actor="owner", capability="works:print", until_at="2999-01-01")

    async def read() -> str:
        given = {"request": f"Print. {order('works:print')}", "tools": ["works:print"]}
        async with shop.stream("tools:use", **given) as stream:
            async for item in stream:
                if not isinstance(item, Delta) and item.far is not None:
                    break
        return stream.receipt

    outer = shop.receipt(shop._loop.run(read())).output
    inner = [shop.receipt(one).output for one in outer.children]
    assert [(one.capability, one.status) for one in (outer, *inner) if one.capability != "models:chat"] == [
        ("tools:use", "cancelled"),
        ("works:print", "cancelled"),
    ]
