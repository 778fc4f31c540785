"""What an endpoint of OpenAI's protocol is sent. No input or output here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wainao.features.models.engines.quirks import Quirks, Thinking
from wainao.features.models.types import CompleteInput
from wainao.kernel.errors import UsageError
from wainao.types import ChatInput, Json, Message

EFFORT_TOKENS = {"minimal": 512, "low": 2_048, "medium": 8_192, "high": 24_576, "xhigh": 32_768}
"""What a word for the effort of thinking is worth in tokens, where an endpoint wants a number."""


def chat_body(model: str, input: ChatInput, quirks: Quirks) -> dict[str, Any]:
    """Raises UsageError for what the endpoint cannot do."""
    _refuse(input, quirks)
    body: dict[str, Any] = {
        **(_thinking(input.more, quirks.thinking) if input.more else {}),
        "model": model,
        "messages": [_turn(message, quirks) for message in input.messages],
    }
    if input.max_tokens is not None:
        body[quirks.max_tokens] = input.max_tokens
    if input.temperature is not None:
        body["temperature"] = input.temperature
    if input.tools:
        body["tools"] = input.tools if quirks.cache_marks else [_unmarked(tool) for tool in input.tools]
    if input.tool_choice is not None:
        body["tool_choice"] = input.tool_choice
    if input.response_format is not None:
        body["response_format"] = input.response_format
    if input.stop:
        body["stop"] = input.stop
    if input.stream:
        body["stream"] = True
        if quirks.stream_usage:
            body["stream_options"] = {"include_usage": True}
    return body


def completion_body(model: str, input: CompleteInput, quirks: Quirks) -> dict[str, Any]:
    """A plain completion."""
    body: dict[str, Any] = {**input.more, "model": model, "prompt": input.prompt}
    given = {"suffix": input.suffix, "max_tokens": input.max_tokens, "temperature": input.temperature}
    body |= {name: value for name, value in given.items() if value is not None}
    if input.stop:
        body["stop"] = input.stop
    if input.stream:
        body["stream"] = True
        if quirks.stream_usage:
            body["stream_options"] = {"include_usage": True}
    return body


def _turn(message: Message, quirks: Quirks) -> dict[str, Any]:
    role: str = message.role
    if role == "developer" and not quirks.developer_role:
        role = "system"
    content: Any = message.content
    if not isinstance(content, str) and not quirks.cache_marks:
        content = [_unmarked(part) for part in content]
    turn: dict[str, Any] = {"role": role, "content": content}
    if message.more:
        turn = {**_kept(message.more, quirks), **turn}
    if message.name is not None:
        turn["name"] = message.name
    if message.tool_call_id is not None:
        turn["tool_call_id"] = message.tool_call_id
    if message.tool_calls:
        turn["tool_calls"] = [
            {
                **call.more,
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in message.tool_calls
        ]
        turn["content"] = content or None
    return turn


def _kept(more: Json, quirks: Quirks) -> dict[str, Any]:
    """What goes along of a turn. Signed thoughts are for the provider that signed them, and it is not this one."""
    kept = {name: value for name, value in more.items() if name not in ("thinking_blocks", "is_error")}
    if "reasoning_content" in kept and not quirks.thoughts_back:
        del kept["reasoning_content"]
    return kept


def _unmarked(part: Json) -> Json:
    if "cache_control" not in part:
        return part
    return {name: value for name, value in part.items() if name != "cache_control"}


def _refuse(input: ChatInput, quirks: Quirks) -> None:
    wants = (input.response_format or {}).get("type")
    if wants == "json_schema" and not quirks.json_schema:
        raise _cannot("response_format json_schema", "Ask for json_object and say in words what is to be in it")
    if wants == "json_object" and not quirks.json_object:
        raise _cannot("response_format json_object", "Say in words what you want")
    if input.tool_choice not in (None, "auto", "none") and not quirks.forced_tools:
        raise _cannot(f"tool_choice {input.tool_choice!r}", "Leave it out, or use 'auto'")
    if (input.more.get("n") or 1) != 1 and not quirks.many_replies:
        raise _cannot(f"n = {input.more['n']!r}", "Ask several times")
    if input.more.get("logprobs") and not quirks.logprobs:
        raise _cannot("logprobs", "Leave them out")


def _cannot(what: str, instead: str) -> UsageError:
    return UsageError(f"{what} was asked for, which this provider cannot do. {instead}, or use another model.")


def _thinking(more: Json, style: Thinking) -> dict[str, Any]:
    """The further parameters, with the wish to think as the endpoint wants to hear it.

    Clients of OpenAI say `reasoning_effort`, those of Anthropic `thinking` and `output_config`; whoever says it in the
    endpoint's own words is passed on.
    """
    told = {name: value for name, value in more.items() if name not in ("anthropic_beta", "output_config")}
    effort = told.get("reasoning_effort") or (more.get("output_config") or {}).get("effort")
    thinking = told.get("thinking")
    if effort is None and thinking is None:
        return told
    if style == "as asked":
        return told if effort is None else told | {"reasoning_effort": effort}
    told.pop("reasoning_effort", None)
    told.pop("thinking", None)
    effort = effort or _effort(thinking or {})
    on = effort != "none"
    if style == "effort":
        return told | {"reasoning_effort": effort}
    if style == "thinking":
        return told | {"thinking": thinking or {"type": "enabled" if on else "disabled"}}
    budget = (thinking or {}).get("budget_tokens") or EFFORT_TOKENS.get(effort)
    return told | {"enable_thinking": on, **({"thinking_budget": budget} if on and budget else {})}


def _effort(thinking: Mapping[str, Any]) -> str:
    """Anthropic's `thinking` as a word of OpenAI's."""
    if thinking.get("type") == "disabled":
        return "none"
    budget = thinking.get("budget_tokens")
    if budget is None:
        return "medium"
    fitting: Iterable[str] = (word for word, tokens in EFFORT_TOKENS.items() if tokens >= budget)
    return next(iter(fitting), "high")
