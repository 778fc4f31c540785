"""What Anthropic's Messages API is sent. No input or output here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from wainao.kernel.errors import UsageError
from wainao.types import ChatInput, Json, Message, ToolCall

DEFAULT_MAX_TOKENS = 4_096
"""The API wants a limit; this one every model of theirs can keep."""

CHOICES = {"auto": "auto", "required": "any", "none": "none"}
"""OpenAI's words for `tool_choice`, and Anthropic's."""

EFFORTS = {"minimal": "low"}

_CANNOT = ("frequency_penalty", "logit_bias", "logprobs", "modalities", "prediction", "presence_penalty", "seed")
_DATA_URL = re.compile(r"data:([\w.+-]+/[\w.+-]+)(?:;[\w=-]+)*;base64,", re.ASCII)


def messages_body(model: str, input: ChatInput) -> dict[str, Any]:
    """Raises UsageError for what the API cannot do."""
    _refuse(input)
    body: dict[str, Any] = {
        **_parameters(input.more),
        "model": model,
        "max_tokens": DEFAULT_MAX_TOKENS if input.max_tokens is None else input.max_tokens,
        "messages": _turns(message for message in input.messages if message.role not in ("system", "developer")),
    }
    if system := _system(input.messages):
        body["system"] = system
    if input.temperature is not None:
        body["temperature"] = input.temperature
    if input.stop:
        body["stop_sequences"] = input.stop
    if input.tools:
        body["tools"] = [_tool(tool) for tool in input.tools]
    if choice := _tool_choice(input):
        body["tool_choice"] = choice
    if input.response_format is not None and input.response_format.get("type") == "json_schema":
        schema = input.response_format.get("json_schema", {}).get("schema", {})
        body["output_config"] = {
            **body.get("output_config", {}),
            "format": {"type": "json_schema", "schema": schema},
        }
    if input.stream:
        body["stream"] = True
    return body


def _parameters(more: Json) -> dict[str, Any]:
    told = {name: value for name, value in more.items() if name not in _RENAMED}
    if more.get("user") is not None:
        told["metadata"] = {"user_id": more["user"]}
    effort = more.get("reasoning_effort")
    if effort == "none":
        told["thinking"] = {"type": "disabled"}
    elif effort is not None:
        told["output_config"] = {**told.get("output_config", {}), "effort": EFFORTS.get(effort, effort)}
    return told


_RENAMED = frozenset({"user", "reasoning_effort", "parallel_tool_calls", "anthropic_beta", "n", *_CANNOT})


def _refuse(input: ChatInput) -> None:
    more = input.more
    for name in _CANNOT:
        if more.get(name) and more[name] != ["text"]:
            raise _cannot(f"{name} = {more[name]!r}")
    if (more.get("n") or 1) != 1:
        raise _cannot(f"n = {more['n']!r}")
    if (input.response_format or {}).get("type") == "json_object":
        raise UsageError(
            "response_format json_object was asked for, which Anthropic's models cannot do. Send a json_schema."
        )


def _cannot(what: str) -> UsageError:
    return UsageError(f"{what} was asked for, which Anthropic's models cannot do. Leave it out, or use another model.")


def _system(messages: Iterable[Message]) -> str | list[Json]:
    """All instructions; the API takes them in one place only."""
    found = [message.content for message in messages if message.role in ("system", "developer")]
    if len(found) == 1 and isinstance(found[0], str):
        return found[0]
    return [part for content in found for part in _blocks(content)]


def _turns(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """The turns; results of tools and what the user says next are one turn."""
    turns: list[dict[str, Any]] = []
    answering = False
    for message in messages:
        if message.name is not None and message.role != "tool":
            raise _cannot(f"a message with the name {message.name!r}")
        if message.role == "assistant":
            turns.append({"role": "assistant", "content": _said(message)})
            answering = False
            continue
        content: Any = message.content
        if message.role == "tool":
            content = [_result(message)]
        elif not isinstance(content, str):
            content = _blocks(content)
        if answering:
            turns[-1]["content"] += content if isinstance(content, list) else _blocks(content)
        else:
            turns.append({"role": "user", "content": content})
        answering = message.role == "tool"
    return turns


def _said(message: Message) -> str | list[Json]:
    thoughts = message.more.get("thinking_blocks") or ()
    if isinstance(message.content, str) and not thoughts and not message.tool_calls:
        return message.content
    # A thought without a signature is another provider's: this one would refuse it, and does not need it.
    signed = [one for one in thoughts if one.get("signature") or one.get("type") == "redacted_thinking"]
    return [*signed, *_blocks(message.content), *map(_use, message.tool_calls)]


def _result(message: Message) -> dict[str, Any]:
    block: dict[str, Any] = {"type": "tool_result", "tool_use_id": message.tool_call_id or ""}
    if message.content != "":
        block["content"] = message.content if isinstance(message.content, str) else _blocks(message.content)
    return block | {name: message.more[name] for name in ("is_error", "cache_control") if name in message.more}


def _use(call: ToolCall) -> dict[str, Any]:
    try:
        given = msgspec.json.decode(call.arguments or "{}")
    except msgspec.DecodeError as error:
        raise UsageError(
            f"The arguments of the tool call {call.id!r} are not JSON: {error}. Send them as the model wrote them."
        ) from error
    return {"type": "tool_use", "id": call.id, "name": call.name, "input": given, **call.more}


def _blocks(content: str | tuple[Json, ...]) -> list[Json]:
    if isinstance(content, str):
        return [{"type": "text", "text": content}] if content else []
    return [_block(part) for part in content]


def _block(part: Json) -> Json:
    kind = part.get("type")
    rest = {name: value for name, value in part.items() if name not in ("type", kind)}
    if kind == "image_url":
        return {"type": "image", "source": _source(part["image_url"]["url"]), **rest}
    if kind == "file":
        return _document(part["file"]) | rest
    if kind in ("input_audio", "video_url"):
        raise _cannot(f"a part of the type {kind!r}")
    return part


def _source(url: str) -> dict[str, str]:
    """A picture's address: inside it, or elsewhere; we never fetch it."""
    if not url.startswith("data:"):
        return {"type": "url", "url": url}
    if not (match := _DATA_URL.match(url)):
        raise UsageError(f"{url[:60]!r} is no picture. Expected data:image/png;base64,…, or an https address.")
    return {"type": "base64", "media_type": match[1], "data": url[match.end() :]}


def _document(file: Mapping[str, Any]) -> dict[str, Any]:
    if "file_id" in file:
        source: Any = {"type": "file", "file_id": file["file_id"]}
    else:
        source = _source(file.get("file_data", ""))
    title = {"title": file["filename"]} if file.get("filename") else {}
    return {"type": "document", "source": source, **title}


def _tool(tool: Json) -> Json:
    if tool.get("type") != "function":
        return tool  # one of Anthropic's own
    function = tool.get("function", {})
    rest = {name: value for name, value in tool.items() if name not in ("type", "function")}
    kept = {name: function[name] for name in ("name", "description", "strict") if function.get(name) is not None}
    return {**kept, "input_schema": function.get("parameters") or {"type": "object", "properties": {}}, **rest}


def _tool_choice(input: ChatInput) -> dict[str, Any] | None:
    choice = input.tool_choice
    single = input.more.get("parallel_tool_calls") is False
    if choice is None and not (single and input.tools):
        return None
    told: dict[str, Any]
    if choice is None or isinstance(choice, str):
        told = {"type": CHOICES.get(choice or "auto", choice)}
    elif choice.get("type") == "function":
        told = {"type": "tool", "name": choice.get("function", {}).get("name")}
    else:
        raise _cannot(f"tool_choice {choice!r}")
    return told | {"disable_parallel_tool_use": True} if single and told["type"] != "none" else told
