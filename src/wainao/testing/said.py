"""What a scripted model says, once; and how each protocol puts it on the wire, whole or streamed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Tokens = tuple[int, int, int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A reply. `tools` are (name, arguments) pairs; `logprobs` tells one for each piece of the text.

    It is streamed `characters` at a time; `tokens` is what it claims to have used (input, output, cached, thought), by
    default 10 in and 1 out for each piece; None: it does not say.
    """

    text: str = ""
    thought: str = ""
    signature: str = ""
    tools: Sequence[tuple[str, Mapping[str, Any]]] = ()
    finish: str = ""
    logprobs: bool = False
    others: Sequence[str] = ()
    model: str = "scripted-1"
    characters: int = 7
    tokens: Tokens | Literal["by piece"] | None = "by piece"
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def finish_reason(self) -> str:
        return self.finish or ("tool_calls" if self.tools else "stop")

    @property
    def used(self) -> Tokens | None:
        return (10, len(self.bits(self.text)), 0, 0) if self.tokens == "by piece" else self.tokens

    def bits(self, text: str) -> list[str]:
        return [text[at : at + self.characters] for at in range(0, len(text), self.characters)]


def openai_whole(said: Said) -> dict[str, Any]:
    """A chat completion."""
    message: dict[str, Any] = {"role": "assistant", "content": said.text or None}
    if said.thought:
        message["reasoning_content"] = said.thought
    if said.tools:
        message["tool_calls"] = [_call(at, name, given) for at, (name, given) in enumerate(said.tools)]
    logprobs = {"content": [_logprob(bit) for bit in said.bits(said.text)]} if said.logprobs else None
    choices = [{"index": 0, "message": message, "finish_reason": said.finish_reason, "logprobs": logprobs}]
    for at, text in enumerate(said.others, 1):
        choices.append({"index": at, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"})
    whole = {"id": "c1", "object": "chat.completion", "model": said.model, "choices": choices, **said.extra}
    return whole if said.used is None else {**whole, "usage": _openai_usage(said.used)}


def openai_chunks(said: Said) -> Iterator[dict[str, Any]]:
    """A chat completion's chunks, the one that tells the usage last."""

    def chunk(delta: dict[str, Any], index: int = 0, **more: Any) -> dict[str, Any]:
        choice = {"index": index, "delta": delta, "finish_reason": None, **more}
        return {"id": "c1", "object": "chat.completion.chunk", "model": said.model, "choices": [choice], **said.extra}

    yield chunk({"role": "assistant", "content": ""})
    for bit in said.bits(said.thought):
        yield chunk({"reasoning_content": bit})
    for bit in said.bits(said.text):
        yield chunk({"content": bit}, logprobs={"content": [_logprob(bit)]} if said.logprobs else None)
    for at, text in enumerate(said.others, 1):
        yield chunk({"content": text}, at)
    for at, (name, given) in enumerate(said.tools):
        begin = {"index": at, "id": f"call_{at}", "type": "function", "function": {"name": name, "arguments": ""}}
        yield chunk({"tool_calls": [begin]})
        for bit in said.bits(json.dumps(given)):
            yield chunk({"tool_calls": [{"index": at, "function": {"arguments": bit}}]})
    yield chunk({}, finish_reason=said.finish_reason)
    for at, _ in enumerate(said.others, 1):
        yield chunk({}, at, finish_reason="stop")
    if said.used is not None:
        yield {**chunk({}), "choices": [], "usage": _openai_usage(said.used)}


def anthropic_whole(said: Said) -> dict[str, Any]:
    """A message of Anthropic's."""
    content: list[dict[str, Any]] = []
    if said.thought:
        content.append({"type": "thinking", "thinking": said.thought, "signature": said.signature})
    if said.text:
        content.append({"type": "text", "text": said.text})
    for at, (name, given) in enumerate(said.tools):
        content.append({"type": "tool_use", "id": f"call_{at}", "name": name, "input": given})
    usage = _anthropic_usage(said.used or (0, 0, 0, 0))
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": said.model,
        "content": content,
        "stop_reason": ANTHROPIC_FINISHES.get(said.finish_reason, said.finish_reason),
        "stop_sequence": None,
        "usage": usage,
        **said.extra,
    }


def anthropic_events(said: Said) -> Iterator[dict[str, Any]]:
    """The events of such a message."""
    whole = anthropic_whole(said)
    begun = {**whole, "content": [], "stop_reason": None, "usage": {**whole["usage"], "output_tokens": 1}}
    yield {"type": "message_start", "message": begun}
    yield {"type": "ping"}
    for at, block in enumerate(whole["content"]):
        yield {"type": "content_block_start", "index": at, "content_block": {**block, **_EMPTY[block["type"]]}}
        for delta in _anthropic_deltas(said, block):
            yield {"type": "content_block_delta", "index": at, "delta": delta}
        yield {"type": "content_block_stop", "index": at}
    ending = {"stop_reason": whole["stop_reason"], "stop_sequence": whole["stop_sequence"]}
    yield {"type": "message_delta", "delta": ending, "usage": {"output_tokens": whole["usage"]["output_tokens"]}}
    yield {"type": "message_stop"}


ANTHROPIC_FINISHES = {"stop": "end_turn", "length": "max_tokens", "tool_calls": "tool_use", "content_filter": "refusal"}

_EMPTY: dict[str, dict[str, Any]] = {
    "thinking": {"thinking": "", "signature": ""},
    "text": {"text": ""},
    "tool_use": {"input": {}},
}


def _anthropic_deltas(said: Said, block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if block["type"] == "text":
        yield from ({"type": "text_delta", "text": bit} for bit in said.bits(block["text"]))
    elif block["type"] == "tool_use":
        written = json.dumps(block["input"]) if block["input"] else ""
        yield from ({"type": "input_json_delta", "partial_json": bit} for bit in said.bits(written))
    else:
        yield from ({"type": "thinking_delta", "thinking": bit} for bit in said.bits(block["thinking"]))
        yield {"type": "signature_delta", "signature": block["signature"]}


def _call(at: int, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": f"call_{at}", "type": "function", "function": {"name": name, "arguments": json.dumps(given)}}


def _logprob(token: str) -> dict[str, Any]:
    return {"token": token, "logprob": -0.25, "bytes": list(token.encode()), "top_logprobs": []}


def _openai_usage(tokens: Tokens) -> dict[str, Any]:
    into, out, cached, thought = tokens
    return {
        "prompt_tokens": into,
        "completion_tokens": out,
        "total_tokens": into + out,
        "prompt_tokens_details": {"cached_tokens": cached},
        "completion_tokens_details": {"reasoning_tokens": thought},
    }


def _anthropic_usage(tokens: Tokens) -> dict[str, int]:
    into, out, cached, _ = tokens
    return {"input_tokens": into - cached, "cache_read_input_tokens": cached, "output_tokens": out}
