"""What beside tools a client finds: prompts, resources at addresses, values to complete, questions in a call."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import httpx2
import pytest
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp_types import (
    CreateMessageResult,
    ElicitResult,
    ImageContent,
    PromptReference,
    ResourceTemplateReference,
    TextContent,
)

from wainao import Call, Spec, Wainao, Words, capability
from wainao.features.tools.types import ToolFile, ToolOutput
from wainao.store.actor_keys import Bounds
from wainao.store.extension import Resource
from wainao.testing.server import running
from wainao.types import Asking, Attached, ChatInput, Form, Message, Prompt

pytestmark = pytest.mark.anyio

PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    title: str
    chart: File


@dataclass(frozen=True, kw_only=True, slots=True)
class TripInput:
    to: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Trip:
    text: str


@capability("house:letter", en="Letter")
def letter(tone: Literal["plain", "polite"], about: str, short: bool = False) -> Prompt:
    told = Message(role="user", content=f"Write a {tone} letter about {about}{' in short' * short}.")
    return Prompt(messages=(told,), files=(Attached(name="头.png", media_type="image/png", content=PNG),))


@capability("house:page", en="Page")
def page(chapter: str, number: int) -> File:
    return File(media_type="text/plain", content=f"{chapter}, page {number}".encode())


@capability("house:report", en="Report")
def report() -> Report:
    return Report(title="June", chart=File(media_type="image/png", content=PNG))


@capability("house:fetch", en="Fetch")
def fetch(digest: str) -> ToolOutput:
    return ToolOutput(text="Here.", files=(ToolFile(digest=digest, media_type="text/plain", size=3),))


@capability("house:erase", en="Erase", risk="act")
def erase(what: str) -> str:
    raise AssertionError("nobody has approved")


class Travel:
    """Asks a person for the seat, and the caller's model for a sentence."""

    spec = Spec(
        name="house:travel",
        title=Words("出行", "Travel"),
        description=Words("订一次行程。", "Books a trip."),
        input=TripInput,
        output=Trip,
    )
    asks = True

    async def invoke(self, call: Call) -> AsyncIterator[Any]:
        schema = {"type": "object", "properties": {"seat": {"type": "string"}}, "required": ["seat"]}
        first = Asking(wants={"seat": Form(message="Which seat?", schema=schema)})
        yield first
        asked = (Message(role="system", content="Be kind."), Message(role="user", content=f"Wish for {call.input.to}"))
        second = Asking(wants={"wish": ChatInput(messages=asked, max_tokens=20)})
        yield second
        seat, wish = first.answers.get("seat"), second.answers.get("wish")
        yield Trip(text=f"{seat and seat['seat']}: {wish and wish.text}")


RESOURCES = (
    Resource(address="house://{chapter}/{number}", capability="house:page"),
    Resource(address="house://report", capability="house:report"),
    Resource(address="house://erase/{what}", capability="house:erase"),
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Wainao]:
    capabilities = (letter, page, report, fetch, erase, Travel())
    with Wainao.open(tmp_path / "home", capabilities=capabilities, resources=RESOURCES) as opened:
        yield opened


@pytest.fixture
def url(house: Wainao) -> Iterator[str]:
    with running(house) as address:
        yield f"{address}/mcp"


@pytest.fixture(params=("legacy", "2026-07-28"))
def era(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@asynccontextmanager
async def connected(url: str, era: str, key: str = "", **more: Any) -> AsyncIterator[Client]:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    async with (
        httpx2.AsyncClient(headers=headers, trust_env=False, timeout=30) as http,
        Client(streamable_http_client(url, http_client=http), mode=era, **more) as client,
    ):
        yield client


def key_of(house: Wainao, name: str, *capabilities: str) -> str:
    house.call("actors:add", id=name, rights=["read"])
    return house._loop.run(
        house.actors.keys.add(name, tenant="local", bounds=Bounds(capabilities=frozenset(capabilities)))
    )


async def test_a_capability_that_gives_a_prompt_is_one(url, era, house):
    async with connected(url, era) as client:
        listed, brief = (await client.list_prompts()).prompts
        assert (listed.name, listed.title, brief.name) == ("house-letter", "Letter", "knowledge-brief")
        required = {argument.name: argument.required for argument in listed.arguments}
        assert required == {"tone": True, "about": True, "short": False}
        got = await client.get_prompt("house-letter", {"tone": "polite", "about": "茶", "short": "true"})
        with pytest.raises(MCPError, match="'rude' was given"):
            await client.get_prompt("house-letter", {"tone": "rude", "about": "x"})
        for name in ("house-erase", "house-nothing", "../x"):
            with pytest.raises(MCPError):
                await client.get_prompt(name, {"what": "all"})
    words, picture = (message.content for message in got.messages)
    assert isinstance(words, TextContent)
    assert words.text == "Write a polite letter about 茶 in short."
    assert isinstance(picture, ImageContent)
    assert picture.mime_type == "image/png"
    (receipt,) = [one for one in house.call("receipts:list").output.receipts if one.status == "ok"][:1]
    assert receipt.capability == "house:letter"


async def test_a_model_elsewhere_answers_from_the_documents_here(url, era, house, tmp_path):
    (tmp_path / "leave.txt").write_text("Leave may be carried over until 31 March.")
    await asyncio.to_thread(house.add, tmp_path / "leave.txt")
    async with connected(url, era) as client:
        rules, asked = (await client.get_prompt("knowledge-brief", {"question": "Can leave be carried over?"})).messages
        right = {"question": "Can leave be carried over?", "answer": "No, not any more."}
        await asyncio.to_thread(lambda: house.call("corrections:propose", **right))
        _, ruled = (await client.get_prompt("knowledge-brief", {"question": "Can leave be carried over?"})).messages
    assert "Use only what the passages state" in rules.content.text
    assert "[1] leave.txt>>\nLeave may be carried over until 31 March." in asked.content.text
    assert "No, not any more." in ruled.content.text
    assert "31 March" not in ruled.content.text


async def test_a_file_that_a_tool_gave_is_read_at_its_address(url, era, house):
    kept = await asyncio.to_thread(lambda: house.call("tools:upload", content=b"abc", media_type="text/plain"))
    async with connected(url, era) as client:
        words, link = (await client.call_tool("house-fetch", {"digest": kept.output.digest})).content
        assert (words.text, link.mime_type, link.size) == ("Here.", "text/plain", 3)
        (file,) = (await client.read_resource(link.uri)).contents
    assert (file.text, file.mime_type) == ("abc", "text/plain")


async def test_an_address_is_read_and_no_step_leads_out_of_its_place(url, era):
    async with connected(url, era) as client:
        (read,) = (await client.read_resource("house://%E7%AC%AC%2F%E4%B8%80/3")).contents
        assert (read.text, read.mime_type) == ("第/一, page 3", "text/plain")
        (report,) = (await client.read_resource("house://report")).contents
        assert (report.mime_type, '"title":"June"' in report.text) == ("application/json", True)
        for address in ("house://a/b/3", "house://a", "house://a/3?x", "house:///3", "house://a/x", "HOUSE://a/3"):
            with pytest.raises(MCPError, match="There is no resource"):
                await client.read_resource(address)
        with pytest.raises(MCPError, match="waits for a person"):
            await client.read_resource("house://erase/all")


async def test_nobody_finds_what_its_key_does_not_cover(url, era, house):
    key = key_of(house, "ann", "house:page")
    async with connected(url, era, key) as client:
        assert (await client.list_prompts()).prompts == []
        assert (await client.list_resources()).resources == []
        templates = [one.uri_template for one in (await client.list_resource_templates()).resource_templates]
        assert templates == ["house://{chapter}/{number}"]
        for refused in ("house://report", "wainao://bases", "wainao://receipts/x"):
            with pytest.raises(MCPError):
                await client.read_resource(refused)
        with pytest.raises(MCPError, match="is for house:page only"):
            await client.get_prompt("house-letter", {"tone": "plain", "about": "x"})
        reference = PromptReference(type="ref/prompt", name="house-letter")
        assert (await client.complete(reference, {"name": "tone", "value": ""})).completion.values == []


async def test_values_that_may_stand_there_are_told(url, era):
    async with connected(url, era) as client:
        letters = PromptReference(type="ref/prompt", name="house-letter")
        pages = ResourceTemplateReference(type="ref/resource", uri="house://{chapter}/{number}")
        told = {
            (name, value): (await client.complete(letters, {"name": name, "value": value})).completion.values
            for name, value in (("tone", ""), ("tone", "POL"), ("short", "t"), ("about", "x"), ("nothing", ""))
        }
        assert told == {
            ("tone", ""): ["plain", "polite"],
            ("tone", "POL"): ["polite"],
            ("short", "t"): ["true"],
            ("about", "x"): [],
            ("nothing", ""): [],
        }
        assert (await client.complete(pages, {"name": "number", "value": "1"})).completion.values == []


async def test_a_file_among_the_fields_is_told_beside_them(url, era):
    async with connected(url, era) as client:
        (listed,) = [tool for tool in (await client.list_tools()).tools if tool.name == "house-report"]
        assert (list(listed.output_schema["properties"]), listed.output_schema["required"]) == (["title"], ["title"])
        told = await client.call_tool("house-report", {})
    words, chart = told.content
    assert (words.text, told.structured_content) == ('{"title":"June"}', {"title": "June"})
    assert isinstance(chart, ImageContent)


async def seat(context: Any, params: Any) -> ElicitResult:
    return ElicitResult(action="accept", content={"seat": "7A"})


async def no(context: Any, params: Any) -> ElicitResult:
    return ElicitResult(action="decline")


async def wish(context: Any, params: Any) -> CreateMessageResult:
    assert (params.system_prompt, params.max_tokens) == ("Be kind.", 20)
    text = TextContent(text=f"{params.messages[0].content.text}!")
    return CreateMessageResult(role="assistant", content=text, model="m")


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ({"elicitation_callback": seat, "sampling_callback": wish}, "7A: Wish for 北京!"),
        ({"elicitation_callback": no, "sampling_callback": wish}, "None: Wish for 北京!"),
        ({"sampling_callback": wish}, "None: Wish for 北京!"),
        ({}, "None: None"),
    ],
)
async def test_a_call_asks_its_client_and_goes_on_without_an_answer(url, era, answers, text):
    async with connected(url, era, **answers) as client:
        assert (await client.call_tool("house-travel", {"to": "北京"})).structured_content == {"text": text}


async def test_elsewhere_nobody_is_asked(house):
    assert (await asyncio.to_thread(house.call, "house:travel", to="北京")).output == Trip(text="None: None")


META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {"elicitation": {}, "sampling": {}},
}


async def test_what_a_client_brings_along_is_its_own_and_for_that_call(url, house):
    ann, bob = key_of(house, "ann", "house:*"), key_of(house, "bob", "house:*")

    async def called(key: str, to: str, **more: Any) -> Any:
        headers = {
            "authorization": f"Bearer {key}",
            "accept": "application/json, text/event-stream",
            "mcp-protocol-version": "2026-07-28",
            "mcp-method": "tools/call",
            "mcp-name": "house-travel",
        }
        params = {"name": "house-travel", "arguments": {"to": to}, "_meta": META, **more}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        async with httpx2.AsyncClient(trust_env=False) as http:
            return (await http.post(url, headers=headers, json=body)).json()

    filled = {"seat": {"action": "accept", "content": {"seat": "by the window"}}}
    first = (await called(ann, "北京"))["result"]
    second = (await called(ann, "北京", inputResponses=filled, requestState=first["requestState"]))["result"]
    assert (list(first["inputRequests"]), list(second["inputRequests"])) == (["seat"], ["wish"])
    told = second["requestState"].partition(".")[2]
    assert b"window" not in b64decode(f"{told}==", b"-_")
    wished = {"wish": {"role": "assistant", "content": {"type": "text", "text": "Hm"}, "model": "m"}}
    last = {"inputResponses": wished, "requestState": second["requestState"]}
    assert (await called(ann, "北京", **last))["result"]["structuredContent"] == {"text": "by the window: Hm"}
    for key, to in ((bob, "北京"), (ann, "上海")):
        assert "requestState" in (await called(key, to, **last))["error"]["message"]


async def test_an_answer_that_nobody_asked_for_is_not_kept(url, house):
    async with httpx2.AsyncClient(trust_env=False) as http:
        told = {"jsonrpc": "2.0", "id": "made-up", "result": {"action": "accept"}}
        headers = {"mcp-session-id": "made.up", "mcp-protocol-version": "2025-11-25"}
        assert (await http.post(url, headers=headers, json=told)).status_code == 202
    async with connected(url, "legacy", elicitation_callback=seat, sampling_callback=wish) as client:
        await client.call_tool("house-travel", {"to": "北京"})
    with house.home.database("state").read() as connection:
        assert connection.execute("SELECT * FROM mcp_answers").fetchall() == []
