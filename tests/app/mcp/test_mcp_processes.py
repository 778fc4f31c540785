"""`wainao mcp` for a program that starts us, and `wainao up` with several processes, none of which knows a session."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import httpx
import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp_types import ElicitResult, ToolListChangedNotification

from wainao import Wainao
from wainao.store.actor_keys import Bounds

pytestmark = pytest.mark.anyio

WAITS = """
import asyncio
from wainao import Feature, Parts, Spec, Words, capability
from wainao.features.tools.types import ToolInput, ToolOutput
from wainao.types import Asking, Form

@capability("slow:wait", en="Wait")
async def wait(seconds: float = 60.0) -> str:
    await asyncio.sleep(seconds)
    return "waited"

ANY = {"type": "object"}
SEAT = {"type": "object", "properties": {"seat": {"type": "string"}}, "required": ["seat"]}

class Book:
    asks = True
    words = Words("订", "Book")
    spec = Spec(name="slow:book", title=words, description=words, input=ToolInput, output=ToolOutput, schema=ANY)

    async def invoke(self, call):
        asking = Asking(wants={"seat": Form(message="Which seat?", schema=SEAT)})
        yield asking
        yield ToolOutput(text=f"booked {asking.answers.get('seat', {}).get('seat', 'nothing')}")

feature = Feature(name="slow", open=lambda home, settings: Parts(capabilities=(wait, Book())))
"""
"""A package of somebody's, found as any is: by its entry point."""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """For a process that finds that package."""
    package = tmp_path / "package"
    told = package / "slow-1.0.dist-info"
    told.mkdir(parents=True)
    (package / "slow.py").write_text(WAITS)
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: slow\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text("[wainao.features]\nslow = slow:feature\n")
    paths = [str(package), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "LANG": "C.UTF-8"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def started(home: Path, environment: dict[str, str], *options: str) -> StdioServerParameters:
    arguments = ["-m", "wainao", "mcp", "--home", str(home), "--lang", "en", *options]
    return StdioServerParameters(command=sys.executable, args=arguments, env=environment)


@pytest.mark.parametrize("era", ["legacy", "2026-07-28"])
async def test_a_program_that_starts_us_is_served_until_it_hangs_up(home, environment, era):
    async with Client(started(home, environment), mode=era) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert tools["receipts-verify"].title == "Verify the ledger"
        waited = await client.call_tool("slow-wait", {"seconds": 0})
        assert waited.structured_content == {"result": "waited"}
        with anyio.move_on_after(0.5):
            await client.call_tool("slow-wait", {})
        verified = await client.call_tool("receipts-verify", {})
        assert verified.structured_content["intact"] is True
    with Wainao.open(home) as brain:
        listed = brain.call("receipts:list").output.receipts
        assert sorted(one.status for one in listed if one.capability == "slow:wait") == ["cancelled", "ok"]


async def test_a_key_in_a_file_says_for_whom(home, environment, tmp_path):
    with Wainao.open(home) as brain:
        brain.call("actors:add", id="ann", rights=["read"])
        bounds = Bounds(capabilities=frozenset({"slow:wait"}))
        key = await brain.actors.keys.add("ann", tenant="local", bounds=bounds)
    (tmp_path / "key").write_text(key + "\n")
    async with Client(started(home, environment, "--key", str(tmp_path / "key"))) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == ["slow-wait"]
    (tmp_path / "key").write_text("wk_wrong")
    command = [sys.executable, "-m", "wainao", "mcp", "--home", str(home), "--key", str(tmp_path / "key")]
    refused = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL
    )
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "not known here" in refused.stderr


async def test_a_list_that_another_process_changed_is_told(home, environment):
    told = anyio.Event()

    async def hear(message: object) -> None:
        if isinstance(message, ToolListChangedNotification):
            told.set()

    description = {
        "openapi": "3.1.0",
        "info": {"title": "Weather", "version": "1"},
        "servers": [{"url": "https://weather.example"}],
        "paths": {"/today": {"get": {"operationId": "today", "responses": {"200": {"description": "ok"}}}}},
    }
    async with Client(started(home, environment), mode="legacy", message_handler=hear) as client:
        await client.list_tools()
        with Wainao.open(home) as brain:
            fields = {"source": "weather.json", "document": json.dumps(description).encode()}
            await brain.run("tools:add", **fields)
        with anyio.fail_after(20):
            await told.wait()
        assert "weather-today" in {tool.name for tool in (await client.list_tools()).tools}


@pytest.mark.parametrize("workers", [1, 2])
async def test_who_listens_does_not_hold_up_the_end(home, environment, workers):
    meta = {"protocolVersion": "2026-07-28", "clientCapabilities": {}}
    body = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "subscriptions/listen",
        "params": {
            "notifications": {"toolsListChanged": True},
            "_meta": {f"io.modelcontextprotocol/{name}": value for name, value in meta.items()},
        },
    }
    headers = {
        "accept": "application/json, text/event-stream",
        "mcp-protocol-version": "2026-07-28",
        "mcp-method": "subscriptions/listen",
    }
    async with httpx.AsyncClient(timeout=60) as http:
        with up(home, environment, workers) as url:
            stream = http.stream("POST", f"{url}/mcp", json=body, headers=headers)
            answer = await stream.__aenter__()
            lines = answer.aiter_lines()
            while "acknowledged" not in await anext(lines):
                pass
        await stream.__aexit__(None, None, None)


@contextmanager
def up(home: Path, environment: dict[str, str], workers: int) -> Iterator[str]:
    command = [sys.executable, "-m", "wainao", "up", "--home", str(home), "--port", "0", "--json"]
    server = subprocess.Popen([*command, "--workers", str(workers)], stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert server.stdout is not None
        url = json.loads(server.stdout.readline())["address"]
        for _ in range(20):
            assert httpx.get(f"{url}/readyz", timeout=60).status_code == 200
        yield url
    finally:
        server.terminate()
        assert server.wait(20) == 0  # its patience with calls under way is 30 s
        server.stdout.close()


@pytest.mark.skipif(sys.platform == "win32", reason="workers share a socket, which Windows cannot")
async def test_any_process_serves_any_request_of_a_session(home, environment):
    with up(home, environment, 3) as url:
        headers = {"accept": "application/json, text/event-stream"}
        begin = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
        begun = send(url, headers, 0, "initialize", begin)
        headers |= {"mcp-session-id": begun.headers["mcp-session-id"], "mcp-protocol-version": "2025-11-25"}
        for number in range(1, 25):  # each on a connection of its own, so each may come to another process
            arguments = {"name": "slow-wait", "arguments": {"seconds": 0}}
            assert '"waited"' in send(url, headers, number, "tools/call", arguments).text
        async with httpx.AsyncClient(timeout=60) as http:
            waits = asyncio.create_task(http.post(f"{url}/mcp", headers=headers, json=call_of(99)))
            await asyncio.sleep(0.5)
            async with httpx.AsyncClient(timeout=60) as other:  # it need not come to the process that has the call
                assert (await other.post(f"{url}/mcp", headers=headers, json=cancel_of(99))).status_code == 202
            with anyio.fail_after(20):
                ended = await waits
    assert '"code":-32800' in ended.text
    with Wainao.open(home) as brain:
        listed = brain.call("receipts:list", limit=100).output.receipts
        assert [one.status for one in listed if one.capability == "slow:wait"].count("cancelled") == 1


async def seat(context: object, params: object) -> ElicitResult:
    return ElicitResult(action="accept", content={"seat": "7A"})


@pytest.mark.parametrize("era", ["legacy", "2026-07-28"])
@pytest.mark.skipif(sys.platform == "win32", reason="workers share a socket, which Windows cannot")
async def test_an_answer_reaches_the_call_that_asked_whichever_process_has_it(home, environment, era):
    with up(home, environment, 3) as url:
        limits = httpx2.Limits(max_keepalive_connections=0)  # each request on a connection of its own
        async with (
            httpx2.AsyncClient(trust_env=False, timeout=30, limits=limits) as http,
            Client(
                streamable_http_client(f"{url}/mcp", http_client=http), mode=era, elicitation_callback=seat
            ) as client,
        ):
            for _ in range(5):
                booked = await client.call_tool("slow-book", {})
                assert booked.structured_content["text"] == "booked 7A"


@pytest.mark.parametrize("era", ["legacy", "2026-07-28"])
async def test_a_program_that_starts_us_is_asked_too(home, environment, era):
    async with Client(started(home, environment), mode=era, elicitation_callback=seat) as client:
        assert (await client.call_tool("slow-book", {})).structured_content["text"] == "booked 7A"
    async with Client(started(home, environment), mode=era) as unable:
        assert (await unable.call_tool("slow-book", {})).structured_content["text"] == "booked nothing"


def send(url: str, headers: dict[str, str], id: int, method: str, params: dict[str, object]) -> httpx.Response:
    body = {"jsonrpc": "2.0", "id": id, "method": method, "params": params}
    return httpx.post(f"{url}/mcp", headers=headers, json=body, timeout=60)


def call_of(id: int) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": {"name": "slow-wait", "arguments": {}}}


def cancel_of(id: int) -> dict[str, object]:
    return {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": id}}
