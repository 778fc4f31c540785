"""Replies of a form that was asked for: from a model that nobody trained, and from scripted ones that are unruly."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiny_gguf import write_tiny_gguf
from tiny_ir import WEIGHTS, write_tiny_ir
from wainao.features.models.constrain import form_of
from wainao.features.models.constrain.bounds import bounded
from wainao.features.models.constrain.schema import Schema
from wainao.features.models.engines.backend import Piece, Tokens
from wainao.features.models.engines.local import LocalBackend
from wainao.features.models.engines.quirks import Quirks
from wainao.features.models.errors import FormError, ModelError
from wainao.features.models.local.residents import ENGINE_BYTES, Residents
from wainao.features.models.local.shelf import LocalModel, Shelf
from wainao.features.models.reply import Reply
from wainao.kernel import UsageError
from wainao.store.home import Home
from wainao.types import ChatInput, ChatOutput, Message, ToolCall

ASK = (Message(role="user", content="把 30 美元换成人民币"),)
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
CONVERT = {
    "type": "function",
    "function": {
        "name": "convert",
        "parameters": {
            "type": "object",
            "properties": {
                "amount": {"type": "number", "minimum": 0},
                "to": {"$ref": "#/$defs/currency"},
                "notes": {"type": "array", "items": {"type": "string"}},
            },
            "required": ["amount", "to", "notes"],
            "additionalProperties": False,
            "$defs": {"currency": {"enum": ["CNY", "USD"]}},
        },
    },
}
PERSON = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "age": {"type": "integer", "minimum": 0, "maximum": 150},
        "tags": {"type": "array", "items": {"enum": ["a", "b"]}, "minItems": 1},
    },
    "required": ["name", "age", "tags"],
    "additionalProperties": False,
}


def asking_for(schema: Any, **more: Any) -> ChatInput:
    format = {"type": "json_schema", "json_schema": {"name": "it", "schema": schema, "strict": True}}
    return ChatInput(messages=ASK, response_format=format, stream=False, **more)


class Scripted:
    """Says what it is given, reply by reply, and remembers what it was asked."""

    def __init__(self, *replies: str | ToolCall, quirks: Quirks, finish: str = "stop") -> None:
        self.quirks = quirks
        self._replies = list(replies)
        self._finish = finish
        self.asked: list[ChatInput] = []

    async def chat(self, model: str, input: ChatInput) -> AsyncGenerator[Piece, None]:
        self.asked.append(input)
        reply = self._replies.pop(0)
        yield Piece(tool=reply) if isinstance(reply, ToolCall) else Piece(text=reply)
        yield Piece(finish_reason=self._finish, tokens=Tokens(input=10, output=5))


async def formed(backend: Any, input: ChatInput) -> tuple[ChatOutput, Tokens | None, list[tuple[str, str]]]:
    notes: list[tuple[str, str]] = []
    form, reply = form_of(input), Reply()
    assert form is not None
    async for piece in form.chat(backend, "m", lambda said, why: notes.append((said, why))):
        reply.take(piece)
    return reply.output(), reply.tokens, notes


UNABLE = Quirks(json_schema=False, json_object=False, forced_tools=False)
BY_SCHEMA = Quirks(forced_tools=False)


@pytest.fixture(scope="module", params=["llama", "openvino"])
def local(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalBackend]:
    home = Home(tmp_path_factory.mktemp("home"))
    assert home.process
    shelf = Shelf(home)
    if request.param == "llama":
        pytest.importorskip("xllamacpp", reason="needs wainao[local]")
        shelf.folder("m").mkdir(parents=True)
        write_tiny_gguf(shelf.folder("m") / WEIGHTS)
    else:
        write_tiny_ir(shelf.folder("m"))
    model = LocalModel(name="m", weights=WEIGHTS, context_tokens=2048, parallel=1, threads=1)
    shelf.put(replace(model, engine=request.param))
    residents = Residents(home, memory_bytes=4 * ENGINE_BYTES[request.param], idle_s=60)
    backend = LocalBackend(residents)
    yield backend
    backend.close()
    residents.stop("m")
    home.close()


@pytest.mark.parametrize("choice", ["required", {"type": "function", "function": {"name": "convert"}}])
@pytest.mark.anyio
async def test_a_model_that_nobody_trained_calls_the_tool(local: LocalBackend, choice: Any) -> None:
    for seed in range(10):
        asked = ChatInput(
            messages=ASK, tools=(WEATHER, CONVERT), tool_choice=choice, max_tokens=400, more={"seed": seed}
        )
        output, _, _ = await formed(local, asked)
        (call,) = output.tool_calls
        arguments = json.loads(call.arguments)
        assert output.finish_reason == "tool_calls"
        if call.name == "convert":
            assert arguments["to"] in ("CNY", "USD")
        else:
            assert choice == "required"
            assert isinstance(arguments["city"], str)


@pytest.mark.anyio
async def test_a_model_that_nobody_trained_keeps_to_a_schema(local: LocalBackend) -> None:
    schema = Schema(PERSON, name="it")
    for seed in range(10):
        output, _, _ = await formed(local, asking_for(PERSON, max_tokens=300, more={"seed": seed}))
        assert schema.problem(output.text) is None


@pytest.mark.anyio
async def test_what_does_not_fit_is_asked_for_again_and_all_of_it_counts() -> None:
    backend = Scripted("sorry", '{"name": "Li"}', '```json\n{"name":"Li","age":3,"tags":["a"]}\n```', quirks=UNABLE)
    output, tokens, notes = await formed(backend, asking_for(PERSON))
    assert json.loads(output.text) == {"name": "Li", "age": 3, "tags": ["a"]}
    assert tokens == Tokens(input=30, output=15)
    assert [said for said, _ in notes] == ["form", "misfit", "misfit"]
    assert "age" in notes[2][1]
    assert "'age' is a required property" in backend.asked[2].messages[-1].text


@pytest.mark.anyio
@pytest.mark.parametrize("around", ["{}", "```json\n{}\n```", "Here it is: {} I hope it helps."])
async def test_a_fence_inside_a_string_is_part_of_it(around: str) -> None:
    told = {"answer": "Run this:\n```python\nprint({})\n```\nand look."}
    backend = Scripted(around.replace("{}", json.dumps(told)), quirks=UNABLE)
    schema = {"type": "object", "properties": {"answer": {"type": "string"}}, "required": ["answer"]}
    output, _, notes = await formed(backend, asking_for(schema))
    assert json.loads(output.text) == told
    assert [said for said, _ in notes] == ["form"]


@pytest.mark.anyio
async def test_in_the_end_it_is_an_error() -> None:
    backend = Scripted("no", "no", "no", "never asked", quirks=UNABLE)
    with pytest.raises(ModelError, match="not JSON"):
        await formed(backend, asking_for(PERSON))
    assert len(backend.asked) == 3


@pytest.mark.anyio
async def test_a_reply_that_was_cut_off_is_not_asked_for_again() -> None:
    backend = Scripted('{"name": "L', "never asked", quirks=BY_SCHEMA, finish="length")
    with pytest.raises(ModelError, match="more tokens"):
        await formed(backend, asking_for(PERSON))
    assert len(backend.asked) == 1


@pytest.mark.anyio
async def test_a_backend_that_can_is_left_alone() -> None:
    call = ToolCall(id="1", name="weather", arguments='{"city": "北京"}')
    backend = Scripted(call, quirks=Quirks())
    asked = ChatInput(messages=ASK, tools=(WEATHER,), tool_choice="required", stream=False)
    output, _, notes = await formed(backend, asked)
    assert output.tool_calls == (call,)
    assert backend.asked == [asked]
    assert notes == [("form", "enforced by the backend")]


@pytest.mark.anyio
async def test_a_backend_that_says_it_can_is_checked() -> None:
    wrong = ToolCall(id="1", name="weather", arguments='{"town": "北京"}')
    right = ToolCall(id="2", name="weather", arguments='{"city": "北京"}')
    backend = Scripted("I'd rather talk", wrong, right, quirks=Quirks())
    output, _, notes = await formed(
        backend, ChatInput(messages=ASK, tools=(WEATHER,), tool_choice="required", stream=False)
    )
    assert output.tool_calls == (right,)
    assert [said for said, _ in notes] == ["form", "misfit", "misfit"]


@pytest.mark.anyio
async def test_tools_are_told_as_a_schema_with_references_that_hold() -> None:
    reply = '{"name": "convert", "arguments": {"amount": 30, "to": "CNY", "notes": []}}'
    backend = Scripted(reply, quirks=BY_SCHEMA)
    asked = ChatInput(messages=ASK, tools=(WEATHER, CONVERT), tool_choice="required")
    output, _, _ = await formed(backend, asked)
    assert [(call.name, json.loads(call.arguments)["amount"]) for call in output.tool_calls] == [("convert", 30)]
    (sent,) = backend.asked
    assert (sent.tools, sent.tool_choice) == ((), None)
    assert sent.response_format is not None
    schema = Schema(sent.response_format["json_schema"]["schema"], name="sent")
    assert schema.problem(reply) is None
    assert schema.problem(reply.replace("CNY", "XYZ")) is not None


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "nothing"},
        {"$ref": "https://example.com/schema.json"},
        {"properties": {"a": {"$ref": "file:///etc/passwd"}}},
        {"type": "object", "properties": []},
    ],
)
@pytest.mark.anyio
async def test_a_schema_that_cannot_be_used_is_refused(schema: Any) -> None:
    with pytest.raises(UsageError, match="Schema"):
        form_of(asking_for(schema))


@pytest.mark.anyio
async def test_a_tool_that_is_not_there_cannot_be_forced() -> None:
    with pytest.raises(UsageError, match="one of weather"):
        form_of(ChatInput(messages=ASK, tools=(WEATHER,), tool_choice={"function": {"name": "wether"}}))


@pytest.mark.anyio
@pytest.mark.parametrize("quirks", [Quirks(), UNABLE, Quirks(forced_tools=False, bounded_schema=True)])
async def test_a_model_may_call_a_free_tool_before_it_replies_in_a_form(quirks: Quirks) -> None:
    call = ToolCall(id="1", name="weather", arguments='{"city": "北京"}')
    backend = Scripted(call, quirks=quirks)
    asked = asking_for(PERSON, tools=(WEATHER,), tool_choice="auto")
    output, _, notes = await formed(backend, asked)
    assert output.tool_calls == (call,)
    assert backend.asked[0].tools == (WEATHER,)
    assert [said for said, _ in notes] == ["form"]


@pytest.mark.anyio
async def test_what_is_free_has_no_form() -> None:
    assert form_of(ChatInput(messages=ASK)) is None
    assert form_of(ChatInput(messages=ASK, tools=(WEATHER,), tool_choice="auto")) is None


@pytest.mark.anyio
async def test_a_pattern_cannot_hold_us_up() -> None:
    pytest.importorskip("re2", reason="needs wainao[guards]")
    schema = Schema({"type": "string", "pattern": "^(a+)+$"}, name="it")
    assert schema.problem(json.dumps("a" * 5000 + "!")) is not None


@pytest.mark.anyio
async def test_a_fence_that_is_never_closed_holds_nobody_up() -> None:
    backend = Scripted(*["```" + " " * 200_000 + "no"] * 3, quirks=UNABLE)
    with pytest.raises(FormError, match="is not JSON"):
        await formed(backend, asking_for(PERSON))


def test_a_schema_that_is_a_maze_is_refused() -> None:
    doors = {f"d{at}": {"allOf": [{"$ref": f"#/$defs/d{at + 1}"}] * 2} for at in range(30)}
    schema = Schema({"$ref": "#/$defs/d0", "$defs": {**doors, "d30": {"type": "object"}}}, name="It")
    with pytest.raises(UsageError, match="It is no JSON Schema that can be used: to hold a reply against it, it takes"):
        schema.problem("{}")


SCHEMAS = st.recursive(
    st.sampled_from([{"type": "string"}, {"type": "integer"}, {"enum": ["x", 1]}, {"type": "string", "minLength": 90}]),
    lambda inner: st.one_of(
        inner.map(lambda one: {"type": "array", "items": one}),
        st.dictionaries(st.sampled_from("abc"), inner, max_size=3).map(lambda of: {"type": "object", "properties": of}),
    ),
    max_leaves=6,
)
VALUES = st.recursive(
    st.sampled_from(["", "x", 1, "y" * 40, "z" * 100, "w" * 3000]),
    lambda inner: st.lists(inner, max_size=20) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


@given(schema=SCHEMAS, value=VALUES, max_tokens=st.none() | st.integers(1, 1000), tries=st.integers(0, 2))
def test_what_fits_the_bounds_fits_the_schema(schema: Any, value: Any, max_tokens: int | None, tries: int) -> None:
    narrow = Schema(bounded(schema, max_tokens=max_tokens, tries=tries), name="narrow")
    if narrow.problem_of(value) is None:
        assert Schema(schema, name="wide").problem_of(value) is None
