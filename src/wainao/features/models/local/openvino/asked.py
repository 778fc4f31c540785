"""What a request asks for, in OpenAI's words, and in those of OpenVINO GenAI."""

from __future__ import annotations

import secrets
from typing import Any

import msgspec

from wainao.features.models.local.openvino.engine import RefusedError, short
from wainao.features.models.local.openvino.grammar import Grammar

_AS_ASKED = (
    "top_p", "top_k", "min_p", "presence_penalty", "frequency_penalty", "repetition_penalty", "ignore_eos"
)  # fmt: skip


class Sampling(msgspec.Struct, kw_only=True):
    """What both kinds of request may say."""

    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    min_p: float | None = None
    seed: int | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    repetition_penalty: float | None = None
    ignore_eos: bool | None = None
    stop: str | list[str] | None = None
    stream: bool = False
    logprobs: bool | None = None

    @property
    def stops(self) -> list[str]:
        return [self.stop] if isinstance(self.stop, str) else self.stop or []


class Chat(Sampling, kw_only=True):
    messages: list[dict[str, Any]]
    tools: list[dict[str, Any]] = []
    tool_choice: str | None = None
    response_format: dict[str, Any] | None = None
    chat_template_kwargs: dict[str, Any] = {}

    @property
    def offered(self) -> list[dict[str, Any]]:
        return [] if self.tool_choice == "none" else self.tools

    @property
    def schema(self) -> Any:
        """What the reply must fit; None when it may be anything."""
        format = self.response_format or {}
        if format.get("type") == "json_schema":
            return (format.get("json_schema") or {}).get("schema") or {"type": "object"}
        return {"type": "object"} if format.get("type") == "json_object" else None

    @property
    def turns(self) -> list[dict[str, Any]]:
        """The messages as chat templates expect them: texts whole, arguments as objects."""
        return [_turn(message) for message in self.messages]


class Completion(Sampling, kw_only=True):
    prompt: str


class Embedding(msgspec.Struct, kw_only=True):
    input: list[str]


def configure(genai: Any, config: Any, asked: Sampling, *, room: int, schema: Any = None) -> Any:
    """`config`, the model's own, with what was asked for. `room` is how many tokens the context still holds."""
    told: dict[str, Any] = {
        "do_sample": asked.temperature != 0,  # without a word about it at the model's own temperature, or 1
        "max_new_tokens": min(asked.max_tokens or room, room),
        "rng_seed": secrets.randbits(32) if asked.seed is None else asked.seed % 2**32,
        "logprobs": 1,  # costs nothing that could be measured, and tells how sure the model was
    }
    for name in _AS_ASKED:
        if (value := getattr(asked, name)) is not None:
            told[name] = value
    if asked.temperature:
        told["temperature"] = asked.temperature
    if schema is not None:
        blocks = genai.StructuredOutputConfig
        told["structured_output_config"] = blocks(compound_grammar=Grammar(blocks, schema).whole())
    try:
        config.update_generation_config(**told)
        config.validate()
    except (RuntimeError, TypeError) as error:
        raise RefusedError(short(error)) from error
    return config


def _turn(message: dict[str, Any]) -> dict[str, Any]:
    content = message.get("content")
    turn = {**message, "content": _text(content) if isinstance(content, list) else content or ""}
    if calls := message.get("tool_calls"):
        turn["tool_calls"] = [{**call, "function": _function(call["function"])} for call in calls]
    return turn


def _text(parts: list[dict[str, Any]]) -> str:
    """The parts are texts: pictures were refused before they came here."""
    return "\n".join(str(part.get("text", "")) for part in parts)


def _function(function: dict[str, Any]) -> dict[str, Any]:
    try:
        return {**function, "arguments": msgspec.json.decode(function.get("arguments") or "{}")}
    except msgspec.DecodeError:
        return function
