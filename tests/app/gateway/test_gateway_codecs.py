"""The codecs alone: what goes in comes out again, whatever it is; what is streamed says what is whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.app.gateway import (
    anthropic_messages,
    ollama,
    openai_audio,
    openai_chat,
    openai_completions,
    openai_embeddings,
    openai_images,
    openai_moderations,
    openai_responses,
    rerank,
)
from wainao.app.gateway.codec import Asked
from wainao.features.models.constrain import form_of
from wainao.features.models.engines import anthropic_wire, wire
from wainao.features.models.engines.anthropic_request import messages_body
from wainao.features.models.engines.backend import Piece
from wainao.features.models.engines.events import EventReader
from wainao.features.models.engines.openai_request import chat_body
from wainao.features.models.engines.quirks import Quirks
from wainao.features.models.reply import Reply
from wainao.features.models.shape import check_shape
from wainao.kernel import EngineError, Outcome, Proof, UsageError
from wainao.testing.said import Said, anthropic_events, openai_chunks
from wainao.types import ChatInput, ChatOutput, ToolCall, Usage

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
SOME = WORDS.filter(bool)
NAMES = st.from_regex(r"[a-z]{1,6}", fullmatch=True)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2),
    max_leaves=4,
)
OBJECTS = st.dictionaries(NAMES, JSON, max_size=3)
MORE = st.dictionaries(
    st.from_regex(r"x_[a-z]{1,4}", fullmatch=True), JSON.filter(lambda value: value is not None), max_size=2
)
EVERYTHING = Quirks(developer_role=True, cache_marks=True)


def asked(decode: Any, fields: dict[str, Any]) -> Asked:
    return decode(json.dumps(fields).encode(), {})


# What goes in.

OPENAI_PARTS = st.one_of(
    st.builds(lambda text, more: {**more, "type": "text", "text": text}, WORDS, MORE),
    st.builds(lambda url: {"type": "image_url", "image_url": {"url": f"https://{url}", "detail": "low"}}, NAMES),
    st.builds(lambda data: {"type": "input_audio", "input_audio": {"data": data, "format": "wav"}}, NAMES),
    st.builds(lambda data: {"type": "file", "file": {"file_data": data, "filename": "a.pdf"}}, NAMES),
)
OPENAI_CONTENT = WORDS | st.lists(OPENAI_PARTS, min_size=1, max_size=3)
OPENAI_CALLS = st.builds(
    lambda id, name, given, more: {
        **more, "id": id, "type": "function", "function": {"name": name, "arguments": json.dumps(given)}
    },
    SOME, NAMES, OBJECTS, MORE,
)  # fmt: skip
OPENAI_TURNS = st.one_of(
    st.builds(
        lambda role, content, more: {**more, "role": role, "content": content},
        st.sampled_from(["system", "developer", "user", "assistant"]), OPENAI_CONTENT, MORE,
    ),
    st.builds(
        lambda calls, more: {**more, "role": "assistant", "content": None, "tool_calls": calls},
        st.lists(OPENAI_CALLS, min_size=1, max_size=2), MORE,
    ),
    st.builds(lambda id, content: {"role": "tool", "tool_call_id": id, "content": content}, SOME, OPENAI_CONTENT),
    st.builds(lambda name, content: {"role": "user", "name": name, "content": content}, NAMES, WORDS),
)  # fmt: skip
TOOLS = st.builds(
    lambda name, schema: {"type": "function", "function": {"name": name, "parameters": schema}}, NAMES, OBJECTS
)


@given(
    turns=st.lists(OPENAI_TURNS, min_size=1, max_size=4),
    more=MORE,
    tools=st.lists(TOOLS, max_size=2),
    limits=st.fixed_dictionaries({}, optional={"max_tokens": st.integers(1, 9), "temperature": st.just(0.5)}),
    stop=st.lists(SOME, max_size=2),
)
def test_a_chat_completion_goes_out_as_it_came_in(turns, more, tools, limits, stop):
    fields = {"model": "m", "messages": turns, **more, **limits}
    fields |= {"tools": tools, "tool_choice": "auto"} if tools else {}
    fields |= {"stop": stop} if stop else {}
    input = asked(openai_chat.decode, fields).input
    body = chat_body("m", input, EVERYTHING)
    assert json.loads(json.dumps(body)) == fields


PNG = {"type": "base64", "media_type": "image/png"}
ANTHROPIC_PARTS = st.one_of(
    st.builds(lambda text, more: {**more, "type": "text", "text": text}, SOME, MORE),
    st.builds(lambda data, more: {**more, "type": "image", "source": {**PNG, "data": data}}, NAMES, MORE),
    st.builds(lambda url: {"type": "image", "source": {"type": "url", "url": f"https://{url}"}}, NAMES),
    st.builds(
        lambda data, title: {
            "type": "document", **title, "source": {"type": "base64", "media_type": "application/pdf", "data": data}
        },
        NAMES, st.sampled_from([{}, {"title": "a"}]),
    ),
    st.builds(lambda data: {"type": "document", "context": data, "source": {"type": "text", "data": data}}, NAMES),
    st.builds(lambda more: {"type": "search_result", **more}, MORE),
)  # fmt: skip
ANTHROPIC_CONTENT = WORDS | st.lists(ANTHROPIC_PARTS, min_size=1, max_size=3)
THOUGHTS = st.builds(lambda text, sign: {"type": "thinking", "thinking": text, "signature": sign}, WORDS, SOME)
USES = st.builds(
    lambda id, name, given, more: {**more, "type": "tool_use", "id": id, "name": name, "input": given},
    SOME, NAMES, OBJECTS, MORE,
)  # fmt: skip
RESULTS = st.builds(
    lambda id, content, more: {**more, "type": "tool_result", "tool_use_id": id, "content": content},
    SOME, SOME | st.lists(ANTHROPIC_PARTS, min_size=1, max_size=2),
    st.sampled_from([{}, {"is_error": True}, {"cache_control": {"type": "ephemeral"}}]),
)  # fmt: skip
WRITTEN = st.builds(lambda text: {"type": "text", "text": text}, SOME)


@st.composite
def anthropic_turns(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Turns that alternate, as the API has them: results of tools come first in what the user says."""
    turns: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(0, 2))):
        results = draw(st.lists(RESULTS, max_size=2))
        said = draw(st.lists(ANTHROPIC_PARTS, min_size=0 if results else 1, max_size=2))
        turns.append({"role": "user", "content": [*results, *said]})
        thoughts, uses = draw(st.lists(THOUGHTS, max_size=1)), draw(st.lists(USES, max_size=2))
        written = draw(st.lists(WRITTEN, min_size=0 if thoughts or uses else 1, max_size=2))
        turns.append({"role": "assistant", "content": [*thoughts, *written, *uses]})
    return [*turns, {"role": "user", "content": draw(ANTHROPIC_CONTENT)}]


@given(
    turns=anthropic_turns(),
    system=st.none()
    | SOME
    | st.lists(ANTHROPIC_PARTS.filter(lambda part: part["type"] == "text"), min_size=1, max_size=2),
    choice=st.none()
    | st.sampled_from(
        [{"type": "auto"}, {"type": "any", "disable_parallel_tool_use": True}, {"type": "tool", "name": "t"}]
    ),
    tools=st.lists(
        st.builds(lambda name, schema: {"name": name, "input_schema": schema | {"type": "object"}}, NAMES, OBJECTS),
        max_size=2,
    ),
    more=MORE,
)
def test_a_message_goes_out_as_it_came_in(turns, system, choice, tools, more):
    fields = {"model": "m", "max_tokens": 9, "messages": turns, **more}
    fields |= {"system": system} if system else {}
    fields |= {"tools": tools} if tools else {}
    fields |= {"tool_choice": choice} if choice else {}
    body = messages_body("m", asked(anthropic_messages.decode, fields).input)
    assert json.loads(json.dumps(body)) == fields


@given(raw=st.binary(max_size=40) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_understood_or_refused(raw):
    """`decode` raises nothing but our own errors, whatever comes."""
    for decode in (openai_chat.decode, openai_responses.decode, anthropic_messages.decode, ollama.decode_chat):
        _understood_or_refused(decode, raw)


IMAGE = {"type": "image", "source": {**PNG, "data": "x"}}
GOOD: list[tuple[Any, dict[str, Any]]] = [
    (openai_chat.decode, {
        "model": "m", "stream": True, "stream_options": {"include_usage": True}, "stop": ["a"], "n": 1, "max_tokens": 9,
        "response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": {}}}, "tool_choice": "auto",
        "tools": [{"type": "function", "function": {"name": "t", "parameters": {}}}], "modalities": ["text"],
        "messages": [
            {"role": "user", "content": [
                {"type": "text", "text": "x"}, {"type": "image_url", "image_url": {"url": "https://x"}},
            ]},
            {"role": "assistant", "content": None, "tool_calls": [
                {"id": "c", "type": "function", "function": {"name": "t", "arguments": "{}"}},
            ]},
            {"role": "tool", "tool_call_id": "c", "content": "x"},
        ],
    }),
    (openai_responses.decode, {
        "model": "m", "instructions": "x", "text": {"format": {"type": "json_schema", "name": "n", "schema": {}}},
        "reasoning": {"effort": "low"}, "include": ["x"], "tool_choice": {"type": "function", "name": "t"},
        "tools": [{"type": "function", "name": "t", "parameters": {}}], "metadata": {"a": "b"}, "top_logprobs": 1,
        "input": [
            {"role": "user", "content": [
                {"type": "input_text", "text": "x"}, {"type": "input_image", "image_url": "https://x"},
                {"type": "input_file", "file_data": "x"},
            ]},
            {"type": "reasoning", "summary": [{"type": "summary_text", "text": "x"}]},
            {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "x"}]},
            {"type": "function_call", "call_id": "c", "name": "t", "arguments": "{}"},
            {"type": "function_call_output", "call_id": "c", "output": "x"},
        ],
    }),
    (anthropic_messages.decode, {
        "model": "m", "max_tokens": 9, "system": [{"type": "text", "text": "x"}], "stop_sequences": ["a"],
        "tools": [{"name": "t", "input_schema": {}}], "tool_choice": {"type": "tool", "name": "t"},
        "metadata": {"user_id": "u"}, "output_config": {"effort": "low", "format": {"type": "x", "schema": {}}},
        "thinking": {"type": "enabled", "budget_tokens": 9},
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "x"}, IMAGE, {"type": "document", "source": PNG}]},
            {"role": "assistant", "content": [
                {"type": "thinking", "thinking": "x", "signature": "s"},
                {"type": "tool_use", "id": "c", "name": "t", "input": {}},
            ]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c", "content": [IMAGE]}]},
        ],
    }),
    (ollama.decode_chat, {
        "model": "m", "options": {"num_predict": 3, "stop": ["a"], "temperature": 0}, "think": True, "format": {},
        "tools": [{"type": "function", "function": {"name": "t"}}], "keep_alive": 3,
        "messages": [
            {"role": "user", "content": "x", "images": ["x"]},
            {"role": "assistant", "thinking": "x", "tool_calls": [{"function": {"name": "t", "arguments": {}}}]},
            {"role": "tool", "content": "x"},
        ],
    }),
    (ollama.decode_generate, {"model": "m", "prompt": "x", "system": "y", "images": ["x"], "options": {}}),
    (ollama.decode_embed, {"model": "m", "input": ["x"], "dimensions": 3}),
    (openai_completions.decode, {"model": "m", "prompt": ["x"], "stop": "a", "stream_options": {}, "n": 1}),
    (openai_embeddings.decode, {"model": "m", "input": ["x"], "encoding_format": "base64", "dimensions": 3}),
    (openai_moderations.decode, {"model": "m", "input": [{"type": "text", "text": "x"}]}),
    (openai_audio.decode_speech, {"model": "m", "input": "x", "voice": "v", "response_format": "wav", "speed": 1}),
    (openai_images.decode, {"model": "m", "prompt": "x", "n": 1, "size": "1x1"}),
    (rerank.decode, {"model": "m", "query": "x", "documents": ["x", {"text": "y"}], "top_n": 1}),
]  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to everything in a value."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from places(item, (*path, key))


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(copy[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize(("decode", "fields"), GOOD)
@given(data=st.data(), strange=JSON)
def test_a_request_with_something_strange_in_it_is_understood_or_refused(decode, fields, data, strange):
    assert decode(json.dumps(fields).encode(), {}).input
    path = data.draw(st.sampled_from(list(places(fields))))
    _understood_or_refused(decode, json.dumps(put(fields, path, strange)).encode())


def _understood_or_refused(decode: Any, raw: bytes) -> None:
    with suppress(UsageError):
        input = decode(raw, {}).input
        if isinstance(input, ChatInput):
            check_shape(input)
            form_of(input)
            chat_body("m", input, EVERYTHING)
            chat_body("m", input, Quirks(thinking="enable_thinking", cache_marks=False, many_replies=False))
            messages_body("m", input)


# What comes out.

SAID = st.builds(
    Said,
    text=WORDS,
    thought=WORDS,
    signature=st.just("signed"),
    tools=st.lists(st.tuples(NAMES, OBJECTS), max_size=3),
    characters=st.integers(1, 5),
)


def pieces_of(said: Said, *, protocol: str, cuts: list[int]) -> list[Piece]:
    """What a backend of that protocol makes of the bytes, however they are cut."""
    told = list(openai_chunks(said) if protocol == "openai" else anthropic_events(said))
    raw = b"".join(f"data: {json.dumps(one, ensure_ascii=False)}\n\n".encode() for one in told)
    edges = [0, *sorted(min(cut, len(raw)) for cut in cuts), len(raw)]
    reader = EventReader()
    events = [event for a, b in pairwise(edges) for event in reader.feed(raw[a:b])]
    if protocol == "openai":
        chunks = wire.Pieces()
        return [piece for event in events for piece in chunks.of(_decoded(event, wire.Chunk))]
    blocks = anthropic_wire.Pieces()
    return [piece for event in events for piece in blocks.of(_decoded(event, anthropic_wire.Event))]


def _decoded(event: bytes, kind: Any) -> Any:
    return msgspec.json.decode(event, type=kind)


@given(said=SAID, cuts=st.lists(st.integers(0, 2000), max_size=8), protocol=st.sampled_from(["openai", "anthropic"]))
def test_a_stream_that_is_cut_anywhere_says_the_same(said, cuts, protocol):
    reply = Reply()
    for piece in pieces_of(said, protocol=protocol, cuts=cuts):
        reply.take(piece)
    output = reply.output()
    assert (output.text, output.thought) == (said.text, said.thought)
    assert [(call.name, json.loads(call.arguments)) for call in output.tool_calls] == [
        (n, dict(g)) for n, g in said.tools
    ]
    assert output.finish_reason == said.finish_reason


def outcome_of(output: ChatOutput) -> Outcome:
    proof = Proof(index=0, leaf="", size=1, root="", origin="", signature="")
    return Outcome(output=output, receipt="r", proof=proof, usage=Usage(input_tokens=3, output_tokens=4))


def told_events(raw: bytes) -> Iterator[dict[str, Any]]:
    for event in EventReader().feed(raw):
        if event != b"[DONE]":
            yield json.loads(event)


CHANNELS = st.lists(st.tuples(st.sampled_from(["thought", "", "tool:0", "tool:1", "signature"]), WORDS), max_size=10)


def shuffled(bits: list[tuple[str, str]]) -> tuple[list[Any], ChatOutput]:
    """Deltas in any order, as guards and odd upstreams may send them, and what they are together."""
    reply, deltas = Reply(), []
    begun: set[str] = set()
    for of, text in bits:
        index = int(of[-1]) if of.startswith("tool") else 0
        if of.startswith("tool"):
            first = of not in begun
            begun.add(of)
            call = ToolCall(id=of if first else "", name="t" if first else "", arguments=text)
            piece = Piece(tool=call, index=index)
        else:
            piece = Piece(**{{"": "text"}.get(of, of): text})
        deltas += reply.take(piece)
    return deltas, reply.output()


@given(bits=CHANNELS, told=st.integers(0, 10))
def test_openais_chunks_say_what_is_whole(bits, told):
    deltas, output = shuffled(bits)
    writer = asked(openai_chat.decode, {"model": "m", "messages": [], "stream": True}).writer
    raw = writer.begin("r") + b"".join(map(writer.delta, deltas[:told])) + writer.end(outcome_of(output))
    said = {"content": "", "reasoning_content": ""}
    calls: dict[int, str] = {}
    finish = None
    for chunk in told_events(raw):
        for choice in chunk["choices"]:
            finish = choice["finish_reason"] or finish
            for name in said:
                said[name] += choice["delta"].get(name) or ""
            for call in choice["delta"].get("tool_calls", ()):
                calls[call["index"]] = calls.get(call["index"], "") + call["function"]["arguments"]
    assert (said["content"], said["reasoning_content"], finish) == (output.text, output.thought, output.finish_reason)
    assert [calls[at] for at in sorted(calls)] == [call.arguments for call in output.tool_calls]
    whole = json.loads(writer.whole(outcome_of(output)))["choices"][0]["message"]
    assert (whole["content"] or "") == output.text


@given(bits=CHANNELS, told=st.integers(0, 10))
def test_anthropics_events_are_in_order_and_say_what_is_whole(bits, told):
    deltas, output = shuffled(bits)
    writer = asked(
        anthropic_messages.decode, {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "x"}]}
    ).writer
    raw = writer.begin("r") + b"".join(map(writer.delta, deltas[:told])) + writer.end(outcome_of(output))
    events = list(told_events(raw))
    assert [event["type"] for event in (events[0], *events[-2:])] == ["message_start", "message_delta", "message_stop"]
    open_at, last, text, inputs = None, -1, "", {}
    for event in events[1:-2]:
        if event["type"] == "content_block_start":
            assert open_at is None
            assert event["index"] == last + 1
            open_at = last = event["index"]
            if event["content_block"]["type"] == "tool_use":
                inputs[event["content_block"]["id"]] = ""
                block = event["content_block"]["id"]
        elif event["type"] == "content_block_stop":
            assert event["index"] == open_at
            open_at = None
        else:
            assert event["index"] == open_at
            text += event["delta"].get("text", "")
            if "partial_json" in event["delta"]:
                inputs[block] += event["delta"]["partial_json"]
    assert open_at is None
    assert text == output.text
    assert inputs == {call.id: call.arguments for call in output.tool_calls}


@given(bits=CHANNELS, told=st.integers(0, 10))
def test_the_events_of_a_response_are_in_order_and_say_what_is_whole(bits, told):
    deltas, output = shuffled(bits)
    writer = asked(openai_responses.decode, {"model": "m", "input": "x"}).writer
    raw = writer.begin("r") + b"".join(map(writer.delta, deltas[:told])) + writer.end(outcome_of(output))
    events = list(told_events(raw))
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    added = [event["output_index"] for event in events if event["type"] == "response.output_item.added"]
    done = [event["item"] for event in events if event["type"] == "response.output_item.done"]
    assert added == list(range(len(added)))
    assert events[-1]["type"] == "response.completed"
    assert events[-1]["response"]["output"] == done
    texts = [part["text"] for item in done if item["type"] == "message" for part in item["content"]]
    assert "".join(texts) == output.text
    calls = {item["call_id"]: item["arguments"] for item in done if item["type"] == "function_call"}
    assert calls == {call.id: call.arguments for call in output.tool_calls}


@given(text=WORDS)
def test_what_breaks_off_is_one_event(text):
    error = EngineError(f"half {text}\n\ndata: [DONE]\n\n")
    for decode, fields in (
        (openai_chat.decode, {"messages": []}),
        (openai_responses.decode, {"input": "x"}),
        (anthropic_messages.decode, {"max_tokens": 9, "messages": [{"role": "user", "content": "x"}]}),
    ):
        writer = asked(decode, {"model": "m", "stream": True, **fields}).writer
        (event,) = told_events(writer.fail(error))
        assert event["error"]["message"] == str(error)
    assert asked(ollama.decode_chat, {"model": "m", "messages": []}).writer.fail(error).count(b"\n") == 1
