"""Anthropic's messages: `/v1/messages`, and the counting of their tokens."""

from __future__ import annotations

from typing import Any

from wainao.app.gateway.anthropic_events import MessageWriter
from wainao.app.gateway.anthropic_turns import system, turns
from wainao.app.gateway.codec import CHAT, MODEL, Asked, Headers
from wainao.app.gateway.reading import (
    asked_of_us,
    converted,
    last_question,
    model_of,
    read_object,
    refuse_for_us,
    section,
    texts,
    truth,
    wishes,
)
from wainao.app.wire import to_json
from wainao.features.models.types import CountInput
from wainao.kernel import Outcome, UsageError
from wainao.types import ChatInput

COUNT = "models:count"

CHOICES = {"auto": "auto", "any": "required", "none": "none"}
"""Anthropic's words for `tool_choice`, and OpenAI's."""


def decode(raw: bytes, headers: Headers) -> Asked:
    """`/v1/messages`. Raises UsageError."""
    fields = read_object(raw)
    model, stream = model_of(fields), truth(fields, "stream")
    writer = MessageWriter(model)
    if fields.get("max_tokens") is None:
        raise UsageError("max_tokens is missing, which Anthropic's format demands. Say how long the reply may be.")
    if model == MODEL:
        refuse_for_us(fields, "tools")
    input = _chat(model, fields, headers, stream=stream)
    if model == MODEL:
        return asked_of_us(last_question(input.messages), writer, headers, stream=stream)
    return Asked(capability=CHAT, input=input, writer=writer, stream=stream)


def decode_count(raw: bytes, headers: Headers) -> Asked:
    """`/v1/messages/count_tokens`. Raises UsageError."""
    fields = read_object(raw)
    chat = _chat(model_of(fields), fields, headers, stream=False)
    return Asked(capability=COUNT, input=CountInput(chat=chat, model=chat.model), writer=Count())


class Count:
    """Writes how many tokens there are."""

    def whole(self, outcome: Outcome) -> bytes:
        return to_json({"input_tokens": outcome.output.tokens})


def _chat(model: str, fields: dict[str, Any], headers: Headers, *, stream: bool) -> ChatInput:
    given: dict[str, Any] = {
        "model": model,
        "messages": [*system(fields.pop("system", None)), *turns(fields.pop("messages", None))],
        "max_tokens": fields.pop("max_tokens", None),
        "temperature": fields.pop("temperature", None),
        "stream": stream,
    }
    if stop := fields.pop("stop_sequences", None):
        given["stop"] = texts(stop, "stop_sequences")
    if tools := fields.pop("tools", None):
        given["tools"] = [_tool(tool) for tool in tools] if isinstance(tools, list) else tools
    more = _more(fields, given)
    if beta := headers.get("anthropic-beta"):
        more["anthropic_beta"] = [name.strip() for name in beta.split(",") if name.strip()]
    if more:
        given["more"] = more
    return converted(given | wishes(headers), ChatInput, "message of Anthropic's")


def _more(fields: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """What is left of the fields; what OpenAI has a word for is put into it."""
    choice = fields.pop("tool_choice", None)
    metadata, config = section(fields, "metadata"), section(fields, "output_config")
    more = {name: value for name, value in fields.items() if value is not None}
    if choice is not None:
        given["tool_choice"] = _choice(choice)
        if choice.get("disable_parallel_tool_use"):
            more["parallel_tool_calls"] = False
    if user := metadata.get("user_id"):
        more["user"] = user
    if form := section(config, "format"):
        schema = {"name": "reply", "schema": form.get("schema"), "strict": True}
        given["response_format"] = {"type": "json_schema", "json_schema": schema}
    if config:
        more["output_config"] = config
    return more


def _tool(tool: Any) -> Any:
    """A function, in OpenAI's shape; a tool of the provider's own passes as it is."""
    if not isinstance(tool, dict) or tool.get("type", "custom") != "custom":
        return tool
    function: dict[str, Any] = {"name": tool.get("name")}
    function |= {name: tool[name] for name in ("description", "strict") if tool.get(name) is not None}
    function["parameters"] = tool.get("input_schema")
    rest = {name: value for name, value in tool.items() if name not in _TOOL}
    return {"type": "function", "function": function, **rest}


_TOOL = frozenset({"type", "name", "description", "strict", "input_schema"})


def _choice(choice: Any) -> Any:
    kind = choice.get("type") if isinstance(choice, dict) else None
    if kind == "tool":
        return {"type": "function", "function": {"name": choice.get("name")}}
    if not isinstance(kind, str) or kind not in CHOICES:
        raise UsageError(f"tool_choice is {choice!r:.80}. Expected an object of the type auto, any, tool or none.")
    return CHOICES[kind]
