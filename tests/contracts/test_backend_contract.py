"""One suite for every kind of backend: what goes in arrives, what comes back is told, leaving hangs up."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

import pytest

from wainao.features.models.engines.anthropic import AnthropicEndpoint
from wainao.features.models.engines.backend import Backend, Closes, Piece
from wainao.features.models.engines.openai_compatible import Endpoint
from wainao.features.models.errors import ModelBusyError, ModelError, RefusedError, TooLongError
from wainao.features.models.reply import Reply
from wainao.kernel import SettingsError, WainaoError
from wainao.store.egress import Egress, Limits, Routes, UnreachableError, origin
from wainao.testing import ModelServer, Said
from wainao.testing.model_server import closed_port, events, fails, stream
from wainao.types import ChatInput, ChatOutput, Message, ToolCall

pytestmark = pytest.mark.anyio

KEY = "sk-canary-0123456789abcdef"
HELLO = ChatInput(messages=(Message(role="system", content="Be brief."), Message(role="user", content="你好")))
WEATHER = {
    "type": "function",
    "function": {"name": "weather", "description": "How it is", "parameters": {"type": "object", "properties": {}}},
}
PNG = "data:image/png;base64,iVBORw0KGgo="


@dataclass(frozen=True)
class Kind:
    name: str
    make: Callable[[str, Egress], Backend]
    text_of: Callable[[dict[str, Any]], list[str]]
    """All texts of the messages of a request, as they stand on the wire."""


def _texts(body: dict[str, Any]) -> list[str]:
    found = [body["system"]] if isinstance(body.get("system"), str) else []
    for message in body["messages"]:
        content = message["content"]
        found += [content] if isinstance(content, str) else [part["text"] for part in content if "text" in part]
    return found


KINDS = [
    Kind("openai", lambda url, egress: Endpoint(url, egress=egress, api_key=KEY), _texts),
    Kind("anthropic", lambda url, egress: AnthropicEndpoint(url, egress=egress, api_key=KEY), _texts),
]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    return request.param


@pytest.fixture
async def connect(kind: Kind) -> AsyncIterator[Callable[..., Backend]]:
    made: list[Backend] = []

    def connect(url: str, **limits: float) -> Backend:
        egress = Egress(Routes(configured=frozenset({origin(url)})), limits=Limits(**limits))
        made.append(kind.make(url, egress))
        return made[-1]

    yield connect
    for backend in made:
        assert isinstance(backend, Closes)
        backend.close()
    await asyncio.sleep(0)


async def pieces(backend: Backend, input: ChatInput = HELLO) -> list[Piece]:
    async with aclosing(backend.chat("m-1", input)) as coming:
        return [piece async for piece in coming]


async def output(backend: Backend, input: ChatInput = HELLO) -> ChatOutput:
    reply = Reply()
    for piece in await pieces(backend, input):
        reply.take(piece)
    return reply.output()


@pytest.mark.parametrize("streams", [True, False])
async def test_a_reply_comes_with_its_text_its_model_and_its_tokens(connect, streams):
    said = Said(text="你好,世界! Hello.", tokens=(12, 5, 4, 0))
    with ModelServer([said]) as server:
        found = await pieces(connect(server.url), replace(HELLO, stream=streams))
    assert "".join(piece.text for piece in found) == said.text
    assert {piece.model for piece in found} <= {"scripted-1", ""}
    assert [piece.finish_reason for piece in found if piece.finish_reason] == ["stop"]
    used = [piece.tokens for piece in found if piece.tokens][-1]
    assert (used.input, used.output, used.cached) == (12, 5, 4)
    assert len([piece for piece in found if piece.text]) == (2 if streams else 1)


async def test_all_words_arrive_and_the_key_with_them(connect, kind):
    with ModelServer() as server:
        await pieces(connect(server.url), replace(HELLO, max_tokens=5, temperature=0.0, stop=("END",)))
    (request,) = server.received
    assert kind.text_of(request.body) == ["Be brief.", "你好"]
    assert KEY in str(request.headers.values())
    assert (request.body["model"], request.body["max_tokens"], request.body["temperature"]) == ("m-1", 5, 0.0)
    assert ["END"] in request.body.values()
    assert request.body["stream"] is True


@pytest.mark.parametrize("streams", [True, False])
async def test_tools_are_called_with_their_arguments(connect, streams):
    said = Said(text="Let me look.", tools=[("weather", {"city": "北京", "days": 3}), ("weather", {})])
    with ModelServer([said]) as server:
        whole = await output(connect(server.url), replace(HELLO, tools=(WEATHER,), stream=streams))
    assert whole.text == "Let me look."
    assert whole.finish_reason == "tool_calls"
    assert [(call.id, call.name) for call in whole.tool_calls] == [("call_0", "weather"), ("call_1", "weather")]
    assert [json.loads(call.arguments) for call in whole.tool_calls] == [{"city": "北京", "days": 3}, {}]


async def test_a_tool_call_begins_with_its_id_and_name_and_goes_on_without(connect):
    with ModelServer([Said(tools=[("weather", {"city": "Beijing", "unit": "c"})])]) as server:
        found = [piece.tool for piece in await pieces(connect(server.url)) if piece.tool is not None]
    assert (found[0].id, found[0].name) == ("call_0", "weather")
    assert all((bit.id, bit.name) == ("", "") for bit in found[1:])
    assert len(found) > 2


async def test_a_whole_round_with_a_tool_goes_out(connect):
    call = ToolCall(id="call_0", name="weather", arguments='{"city": "北京"}')
    turns = (
        *HELLO.messages,
        Message(role="assistant", content="", tool_calls=(call,)),
        Message(role="tool", tool_call_id="call_0", content="sunny"),
        Message(role="user", content="And tomorrow?"),
    )
    with ModelServer() as server:
        await pieces(connect(server.url), ChatInput(messages=turns, tools=(WEATHER,), tool_choice="required"))
    sent = json.dumps(server.received[0].body, ensure_ascii=False)
    for word in ("call_0", "weather", "北京", "sunny", "And tomorrow?", "How it is"):
        assert word in sent


async def test_a_picture_goes_out_and_is_fetched_by_nobody(connect):
    parts = (
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": PNG}},
        {"type": "image_url", "image_url": {"url": "https://pictures.invalid/cat.png"}},
    )
    with ModelServer() as server:
        await pieces(connect(server.url), ChatInput(messages=(Message(role="user", content=parts),)))
    sent = json.dumps(server.received[0].body)
    assert "iVBORw0KGgo=" in sent
    assert "https://pictures.invalid/cat.png" in sent


@pytest.mark.parametrize("streams", [True, False])
async def test_thoughts_come_apart_from_the_answer(connect, streams):
    said = Said(text="42", thought="Six times seven, surely.", signature="signed")
    with ModelServer([said]) as server:
        whole = await output(connect(server.url), replace(HELLO, stream=streams))
    assert (whole.thought, whole.text) == ("Six times seven, surely.", "42")


async def test_a_schema_for_the_reply_goes_out(connect):
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    wanted = {"type": "json_schema", "json_schema": {"name": "number", "schema": schema}}
    with ModelServer([Said(text='{"n": 1}')]) as server:
        await pieces(connect(server.url), replace(HELLO, response_format=wanted))
    assert json.dumps(schema)[1:-1] in json.dumps(server.received[0].body)


async def test_parameters_that_nobody_here_knows_are_handed_on(connect):
    with ModelServer() as server:
        await pieces(connect(server.url), replace(HELLO, more={"top_k": 7, "brand_new": {"a": [1]}}))
    assert server.received[0].body["top_k"] == 7
    assert server.received[0].body["brand_new"] == {"a": [1]}


async def test_the_reason_to_stop_is_told(connect):
    with ModelServer([Said(text="half", finish="length")]) as server:
        assert (await output(connect(server.url))).finish_reason == "length"


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (fails(400, "no such thing"), RefusedError),
        (fails(400, "This model's maximum context length is 10 tokens"), TooLongError),
        (fails(413, "too large"), TooLongError),
        (fails(401, f"bad key {KEY}"), SettingsError),
        (fails(402, "pay"), SettingsError),
        (fails(404, "no model"), SettingsError),
        (fails(429, "slow down", retry_after_s=7), ModelBusyError),
        (fails(529, "overloaded"), ModelBusyError),
        (fails(500, "boom"), ModelError),
        (stream(events({"error": {"type": "overloaded_error", "message": "busy"}}, done=False)), ModelBusyError),
        (stream(events({"error": {"message": "boom"}, "type": "error"}, done=False)), ModelError),
        (stream(), ModelError),
        (stream(b"data: {not json\n\n"), ModelError),
        (stream("reset"), UnreachableError),
    ],
)
async def test_every_failure_has_its_error_and_none_shows_the_key(connect, reply, error):
    with ModelServer([reply]) as server, pytest.raises(WainaoError) as raised:
        await pieces(connect(server.url))
    assert type(raised.value) is error
    assert KEY not in str(raised.value)
    if isinstance(raised.value, ModelBusyError) and reply.status == 429:
        assert raised.value.retry_after_s == 7


async def test_nobody_there(connect):
    with pytest.raises(UnreachableError):
        await pieces(connect(f"http://127.0.0.1:{closed_port()}/v1"))


async def test_leaving_early_hangs_up(connect, kind):
    with ModelServer() as server:
        first = stream(*_slowly(kind))
        server._scripts |= {"completions": lambda _: first, "messages": lambda _: first}
        coming = connect(server.url).chat("m-1", HELLO)
        async for piece in coming:
            if piece.text:
                break
        await coming.aclose()
        assert server.wait_until_left()


def _slowly(kind: Kind) -> list[bytes | float]:
    if kind.name == "anthropic":
        text = {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "word "}}
    else:
        text = {"choices": [{"index": 0, "delta": {"content": "word "}}]}
    return [events(text, done=False), 5.0] * 10


async def test_it_says_which_models_it_has(connect):
    with ModelServer(models=["a", "b"]) as server:
        assert await connect(server.url).models() == ("a", "b")
