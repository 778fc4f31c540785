"""The official SDK's client against our real server, in both eras of the protocol."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import anyio
import httpx
import httpx2
import pytest
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import UrlElicitationRequiredError
from mcp.shared.subscriptions import ToolsListChanged
from mcp_types import (
    AudioContent,
    ElicitRequestURLParams,
    ElicitResult,
    ImageContent,
    TextContent,
)
from small_tools import Wait

from wainao import Wainao, capability
from wainao.store.actor_keys import Bounds
from wainao.types import owner

ERAS = ("legacy", "2026-07-28")

Connect = Callable[..., AbstractAsyncContextManager[Client]]

pytestmark = pytest.mark.anyio


@pytest.fixture(params=ERAS)
def era(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def connect(server_url: str, era: str) -> Connect:
    """A client, `connect(key, **headers)`; without a key it is the owner at this machine."""

    @asynccontextmanager
    async def connected(key: str = "", *, headers: dict[str, str] | None = None, **more: Any) -> AsyncIterator[Client]:
        told = ({"authorization": f"Bearer {key}"} if key else {}) | (headers or {})
        async with httpx2.AsyncClient(headers=told, trust_env=False, timeout=30) as http:
            transport = streamable_http_client(f"{server_url}/mcp", http_client=http)
            async with Client(transport, mode=era, **more) as client:
                yield client

    return connected


@pytest.fixture
def key_of(brain: Wainao) -> Callable[..., str]:
    """A new actor's key."""

    def made(name: str, *, capabilities: list[str] | None = None, **actor: object) -> str:
        tenant = brain.call("actors:add", id=name, **actor).output.tenant
        bounds = Bounds(capabilities=None if capabilities is None else frozenset(capabilities))
        with ThreadPoolExecutor() as aside:
            return aside.submit(asyncio.run, brain.actors.keys.add(name, tenant=tenant, bounds=bounds)).result()

    return made


def text(result: Any) -> str:
    (block,) = result.content
    assert isinstance(block, TextContent)
    return block.text


async def test_what_one_may_call_is_listed_as_it_is(connect):
    async with connect(headers={"accept-language": "zh-CN,zh;q=0.9,en;q=0.5"}) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    echo, launch, visit = tools["tools-echo"], tools["tools-launch"], tools["tools-visit"]
    assert (echo.title, echo.description) == ("回声", "Repeat a text.")
    assert echo.input_schema == {
        "type": "object",
        "properties": {"text": {"type": "string"}, "times": {"type": "integer", "default": 1}},
        "required": ["text"],
        "additionalProperties": False,
    }
    assert echo.output_schema == {
        "type": "object",
        "properties": {"result": {"type": "string"}},
        "required": ["result"],
    }
    assert (echo.annotations.read_only_hint, echo.annotations.destructive_hint) == (True, False)
    assert (launch.annotations.read_only_hint, launch.annotations.destructive_hint) == (False, True)
    assert list(visit.input_schema["$defs"]) == ["Place"]
    assert tools["tools-draw"].output_schema is None


async def test_without_a_language_both_are_said(connect):
    async with connect() as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert tools["tools-echo"].title == "Echo · 回声"
    assert tools["tools-count"].description == "Count one by one.\n\n一个一个地数。"


async def test_a_call_is_answered_in_text_and_in_structure_and_leaves_a_receipt(connect, brain):
    async with connect() as client:
        result = await client.call_tool("tools-echo", {"text": "喂", "times": 2})
    assert (text(result), result.structured_content, result.is_error) == (
        '{"result":"喂喂"}',
        {"result": "喂喂"},
        False,
    )
    receipt = brain.receipt(result.meta["wainao/receipt"]).output
    assert receipt.capability == "tools:echo"
    assert [one.said for one in receipt.verdicts if one.by == "caller"] == ["machine"]


async def test_files_come_as_what_they_are(connect):
    async with connect() as client:
        picture = (await client.call_tool("tools-draw", {})).content[0]
        sound = (await client.call_tool("tools-draw", {"media_type": "audio/wav"})).content[0]
        page = (await client.call_tool("tools-draw", {"media_type": "text/html"})).content[0]
        other = (await client.call_tool("tools-draw", {"media_type": "application/pdf"})).content[0]
    assert isinstance(picture, ImageContent)
    assert isinstance(sound, AudioContent)
    assert (picture.data, picture.mime_type, sound.mime_type) == ("iVBORw==", "image/png", "audio/wav")
    assert (page.resource.mime_type, other.resource.blob) == ("text/html", "iVBORw==")


async def test_failures_are_told_to_the_model_in_our_words(connect):
    async with connect() as client:
        wrong = await client.call_tool("tools-echo", {"texts": "a"})
        broken = await client.call_tool("tools-broken", {})
        with pytest.raises(MCPError, match="There is no tool 'tools-nothing' here"):
            await client.call_tool("tools-nothing", {})
    assert (wrong.is_error, wrong.meta["wainao/error"]["code"]) == (True, "usage")
    assert text(wrong) == "'tools:echo' has no field 'texts'. Did you mean 'text'?"
    assert (broken.is_error, broken.meta["wainao/error"]["code"]) == (True, "engine")


async def test_words_are_told_as_they_come(connect):
    heard: list[tuple[float, str | None]] = []

    async def hear(progress: float, _: float | None, message: str | None) -> None:
        heard.append((progress, message))

    async with connect() as client:
        await client.call_tool("tools-count", {"to": 3}, progress_callback=hear)
    assert heard == [(2, "0 "), (4, "1 "), (6, "2 ")]


async def test_how_far_work_is_is_told_and_only_grows(connect):
    heard: list[tuple[float, float | None, str | None]] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        heard.append((progress, total, message))

    async with connect() as client:
        await client.call_tool("tools-dig", {}, progress_callback=hear)
    assert heard == [(1, 3, "clay"), (3, 3, None)]


async def test_a_request_that_tools_do_is_told_tool_by_tool(connect):
    heard: list[str | None] = []

    async def hear(_: float, __: float | None, message: str | None) -> None:
        heard.append(message)

    async with connect() as client:
        told = await client.call_tool("tools-use", {"request": "把 5 磅换算成公斤"}, progress_callback=hear)
    assert heard == ["units:convert: runs", "units:convert: done"]
    assert told.structured_content["text"].startswith("5 磅")


async def test_tools_say_which_page_shows_what_they_give(connect, key_of):
    async with connect(key_of("ann", rights=["read"], capabilities=["units:convert", "tools:list"])) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        uri = tools["units-convert"].meta["ui"]["resourceUri"]
        (page,) = (await client.read_resource(uri)).contents
        listed = [one.uri for one in (await client.list_resources()).resources]
    assert tools["tools-list"].meta is None, "no request in words chooses it, and nobody looks at it"
    assert (page.mime_type, page.text[:15]) == ("text/html;profile=mcp-app", "<!doctype html>")
    assert "http://" not in page.text.replace("http://www.w3.org/", ""), "it loads nothing"
    assert uri not in listed, "it is for showing, not for reading"


async def test_a_key_sees_and_may_what_is_its_own(connect, key_of):
    bound = key_of("ann", rights=["read"], capabilities=["tools:*"])
    reader = key_of("bo", rights=["read"])
    async with connect(bound) as client:
        names = {tool.name for tool in (await client.list_tools()).tools}
        assert "tools-whoami" in names
        assert {name for name in names if not name.startswith("tools-")} == set()
        assert "tools-measure" not in names
        assert (await client.call_tool("tools-whoami", {})).structured_content == {"result": "ann"}
        beyond = await client.call_tool("receipts-verify", {})
        assert (beyond.is_error, beyond.meta["wainao/error"]["code"]) == (True, "denied")
    async with connect(reader) as client:
        names = {tool.name for tool in (await client.list_tools()).tools}
        assert "tools-launch" not in names
        assert "actors-add" not in names
        denied = await client.call_tool("tools-launch", {})
        assert denied.meta["wainao/error"]["code"] == "denied"


async def test_nothing_of_another_tenant_is_seen(connect, key_of):
    here, there = key_of("ann", rights=["read"]), key_of("eve@elsewhere", rights=["read"], tenant="elsewhere")
    async with connect(here) as client:
        receipt = (await client.call_tool("tools-echo", {"text": "secret"})).meta["wainao/receipt"]
        shown = await client.read_resource(f"wainao://receipts/{receipt}")
        assert '"tools:echo"' in shown.contents[0].text
    async with connect(there) as client:
        assert (await client.call_tool("receipts-show", {"receipt": receipt})).is_error
        with pytest.raises(MCPError, match="There is no resource"):
            await client.read_resource(f"wainao://receipts/{receipt}")
        with pytest.raises(MCPError, match="Expected one of: wainao://"):
            await client.read_resource("file:///etc/passwd")
        templates = {one.uri_template for one in (await client.list_resource_templates()).resource_templates}
        assert {"wainao://receipts/{receipt}", "wainao://files/{digest}", "wainao://documents/{document}"} <= templates
        listed = [one.uri for one in (await client.list_resources()).resources]
        assert listed == ["wainao://bases", "wainao://documents"]


async def test_what_a_machine_chose_waits_for_a_person_whoever_it_is_for(connect, brain):
    async with connect() as client:  # the owner, who may do all
        waits = await client.call_tool("tools-launch", {})
        assert (waits.is_error, waits.meta["wainao/error"]["code"]) == (True, "needs_person")
        approval = waits.meta["wainao/error"]["approval"]
        assert f"wainao approvals give {approval}" in text(waits)
        assert "/#/approvals" in text(waits)
        again = await client.call_tool("tools-launch", {})
        assert again.meta["wainao/error"]["approval"] == approval
        await asyncio.to_thread(brain.call, "approvals:decide", approval=approval, approve=True)
        assert (await client.call_tool("tools-launch", {})).structured_content == {"result": "gone"}
        once = await client.call_tool("tools-launch", {})
        assert once.meta["wainao/error"]["code"] == "needs_person"


async def test_a_machine_cannot_approve_what_it_wants(connect):
    async with connect() as client:
        waits = await client.call_tool("tools-launch", {})
        approval = waits.meta["wainao/error"]["approval"]
        itself = await client.call_tool("approvals-decide", {"approval": approval, "approve": True})
        assert itself.meta["wainao/error"]["code"] == "needs_person"
        still = await client.call_tool("tools-launch", {})
        assert still.meta["wainao/error"]["code"] == "needs_person"


async def test_a_client_that_can_opens_the_page_where_a_person_says_yes(connect, brain, era, server_url):
    pages: list[ElicitRequestURLParams] = []

    async def open(_: Any, params: Any) -> ElicitResult:
        pages.append(params)
        waiting = (await asyncio.to_thread(brain.call, "approvals:list")).output.approvals
        assert waiting[0].id in params.message
        await asyncio.to_thread(brain.call, "approvals:decide", approval=waiting[0].id, approve=True)
        return ElicitResult(action="accept")

    async with connect(elicitation_callback=open) as client:
        if era == "legacy":
            with pytest.raises(MCPError) as raised:
                await client.call_tool("tools-launch", {})
            asked = UrlElicitationRequiredError.from_error(raised.value.error).elicitations
            await open(None, asked[0])
        done = await client.call_tool("tools-launch", {})
    assert done.structured_content == {"result": "gone"}
    assert [page.url for page in pages] == [f"{server_url}/#/approvals"]


async def test_a_yes_from_the_client_alone_is_none(connect, era):
    asked = 0

    async def lie(_: Any, params: Any) -> ElicitResult:
        nonlocal asked
        asked += 1
        return ElicitResult(action="accept")

    async with connect(elicitation_callback=lie) as client:
        if era == "legacy":
            with pytest.raises(MCPError):
                await client.call_tool("tools-launch", {})
        else:
            waits = await client.call_tool("tools-launch", {})
            assert (waits.is_error, asked) == (True, 1)
            assert "needs_person" in waits.meta["wainao/error"]["code"]


async def test_a_list_that_changed_is_told(server_url, brain):
    @capability("tools:late", en="Late")
    def late() -> str:
        return "here"

    async with Client(f"{server_url}/mcp") as client, client.listen(tools_list_changed=True) as changes:
        brain.kernel.register(late)
        with anyio.fail_after(10):
            assert isinstance(await anext(aiter(changes)), ToolsListChanged)


async def test_a_long_list_comes_in_pages(connect, brain, monkeypatch):
    monkeypatch.setattr("wainao.app.mcp.server.PAGE", 7)
    names: list[str] = []
    async with connect() as client:
        cursor, pages = None, 0
        while pages == 0 or cursor is not None:
            page = await client.list_tools(cursor=cursor)
            names += [tool.name for tool in page.tools]
            cursor, pages = page.next_cursor, pages + 1
    assert pages > 3
    assert [name.replace("-", ":", 1) for name in names] == sorted(spec.name for spec in brain.kernel.specs(owner()))


@pytest.fixture
def wait(brain: Wainao) -> Wait:
    tool = Wait()
    brain.kernel.register(tool)
    return tool


async def test_a_client_ends_its_call_and_that_is_on_record(connect, brain, wait):
    async with connect() as client:
        with anyio.move_on_after(30) as scope:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.call_tool, "tools-wait", {})
                await asyncio.to_thread(wait.entered.wait, 10)
                scope.cancel()
        assert await asyncio.to_thread(wait.left.wait, 10)
    with anyio.fail_after(10):
        while (ended := await statuses(brain, "tools:wait")) != ["cancelled"]:
            await asyncio.sleep(0.05)
            assert len(ended) <= 1


async def statuses(brain: Wainao, capability: str) -> list[str]:
    listed = (await brain.run("receipts:list")).output.receipts
    return [one.status for one in listed if one.capability == capability]


async def test_a_client_that_hangs_up_ends_its_call(server_url, wait, era):
    told = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "tools-wait", "arguments": {}}}
    headers = {"accept": "application/json, text/event-stream"}
    if era != "legacy":
        meta = {"protocolVersion": era, "clientCapabilities": {}}
        told["params"]["_meta"] = {f"io.modelcontextprotocol/{name}": value for name, value in meta.items()}
        headers |= {"mcp-protocol-version": era, "mcp-method": "tools/call", "mcp-name": "tools-wait"}
    async with httpx.AsyncClient() as http:
        task = asyncio.create_task(http.post(f"{server_url}/mcp", json=told, headers=headers))
        assert await asyncio.to_thread(wait.entered.wait, 10)
        task.cancel()
    assert await asyncio.to_thread(wait.left.wait, 10)


def test_who_may_not_is_refused_at_the_door(server_url, key_of):
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    for headers, status in (
        ({"authorization": "Bearer wk_nobody"}, 401),
        ({"x-forwarded-for": "1.2.3.4"}, 401),  # somebody stands between: nobody is known to be at this machine
        ({"host": "evil.example"}, 401),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "https://evil.example", "authorization": f"Bearer {key_of('ann', rights=['read'])}"}, 403),
        ({"origin": server_url}, 200),
    ):
        answer = httpx.post(f"{server_url}/mcp", json=body, headers=headers)
        assert (answer.status_code, headers) == (status, headers)
        assert ("www-authenticate" in answer.headers) == (status == 401)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[" * 100_000, 400),
        (b"[]", 400),
        (b'{"jsonrpc": "2.0"}', 400),
        (rb'{"jsonrpc": "2.0", "id": "\ud800", "method": "ping"}', 400),
        (b'{"jsonrpc": "2.0", "method": "notifications/cancelled"}', 202),
        (b'{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": {}}}', 202),
        (b'{"jsonrpc": "2.0", "id": 7, "result": {}}', 202),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "no/such"}', 200),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": 3}}', 200),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "initialize", "params": {"capabilities": 3}}', 200),
    ],
)
def test_nonsense_is_answered_and_does_no_harm(server_url, body, status):
    headers = {"content-type": "application/json", "mcp-session-id": "x"}
    assert httpx.post(f"{server_url}/mcp", content=body, headers=headers).status_code == status
    assert httpx.post(f"{server_url}/mcp", content=body, headers={"content-type": "text/plain"}).status_code == 415
    assert httpx.get(f"{server_url}/mcp").status_code == 405
    assert httpx.delete(f"{server_url}/mcp", headers=headers).status_code == 405
    assert httpx.get(f"{server_url}/healthz").status_code == 200


def test_without_the_sdk_it_says_how_to_get_it(server_url, monkeypatch):
    monkeypatch.setattr("wainao.app.http.mcp.find_spec", lambda _: None)
    answer = httpx.post(f"{server_url}/mcp", json={})
    assert answer.status_code == 404
    assert "pip install 'wainao[mcp]'" in answer.json()["error"]["message"]
