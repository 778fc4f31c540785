"""OpenAI's responses: `/v1/responses`."""

from __future__ import annotations

from typing import Any

from wainao.app.gateway.codec import CHAT, MODEL, Asked, Headers
from wainao.app.gateway.openai_items import turns
from wainao.app.gateway.reading import (
    asked_of_us,
    converted,
    last_question,
    model_of,
    read_object,
    refuse_for_us,
    section,
    truth,
    wishes,
)
from wainao.app.gateway.responses_events import ResponseWriter
from wainao.kernel import UsageError
from wainao.types import ChatInput

_KEPT_ELSEWHERE = ("previous_response_id", "conversation", "prompt", "background")
"""What needs a conversation that is kept here; receipts are kept, but they are nobody's memory."""

_OURS = ("store", "include", "metadata", "stream_options", "truncation", "max_tool_calls")
"""What is no wish to the model: nothing is stored, so there is nothing to include or to cut."""


def decode(raw: bytes, headers: Headers) -> Asked:
    """Raises UsageError."""
    fields = read_object(raw)
    model, stream = model_of(fields), truth(fields, "stream")
    _refuse(fields)
    asked = dict(fields)
    instructions = fields.pop("instructions", None)
    messages = list(turns(fields.pop("input", None)))
    if instructions:
        messages.insert(0, {"role": "system", "content": instructions})
    if model == MODEL:
        refuse_for_us(fields, "tools")
    input = converted(_chat(model, messages, fields, headers, stream=stream), ChatInput, "response")
    writer = ResponseWriter(model, asked)
    if model == MODEL:
        return asked_of_us(last_question(input.messages), writer, headers, stream=stream)
    return Asked(capability=CHAT, input=input, writer=writer, stream=stream)


def _refuse(fields: dict[str, Any]) -> None:
    for name in _KEPT_ELSEWHERE:
        if fields.pop(name, None):
            raise UsageError(f"{name!r} was given, but no conversations are kept here. Send all of it in 'input'.")
    if fields.get("truncation") == "auto":
        raise UsageError("truncation is 'auto', but nothing is left out here silently. Send what is to be read.")


def _chat(model: str, messages: list[Any], fields: dict[str, Any], headers: Headers, *, stream: bool) -> dict[str, Any]:
    given: dict[str, Any] = {
        "model": model,
        "messages": messages,
        "stream": stream,
        "max_tokens": fields.pop("max_output_tokens", None),
        "temperature": fields.pop("temperature", None),
    }
    if tools := fields.pop("tools", None):
        given["tools"] = [_tool(tool) for tool in tools] if isinstance(tools, list) else tools
    if (choice := fields.pop("tool_choice", None)) is not None:
        given["tool_choice"] = _choice(choice)
    text, reasoning = section(fields, "text"), section(fields, "reasoning")
    if form := _format(text.get("format")):
        given["response_format"] = form
    wants_logprobs = "message.output_text.logprobs" in str(fields.get("include"))
    more = {name: value for name, value in fields.items() if value is not None and name not in _OURS}
    more |= {"verbosity": text["verbosity"]} if text.get("verbosity") else {}
    more |= {"reasoning_effort": reasoning["effort"]} if reasoning.get("effort") else {}
    more |= {"logprobs": True} if wants_logprobs or more.get("top_logprobs") else {}
    if more:
        given["more"] = more
    return given | wishes(headers)


def _tool(tool: Any) -> Any:
    kind = tool.get("type") if isinstance(tool, dict) else None
    if kind != "function":
        raise UsageError(f"A tool is of the type {kind!r}. Only functions are known here: run others yourself.")
    return {"type": "function", "function": {name: value for name, value in tool.items() if name != "type"}}


def _choice(choice: Any) -> Any:
    if isinstance(choice, str):
        return choice
    if isinstance(choice, dict) and choice.get("type") == "function":
        return {"type": "function", "function": {"name": choice.get("name")}}
    raise UsageError(f"tool_choice is {choice!r:.80}. Expected auto, none, required, or a function by its name.")


def _format(form: Any) -> Any:
    kind = form.get("type") if isinstance(form, dict) else None
    if kind in (None, "text"):
        return None
    if kind == "json_schema":
        return {"type": kind, "json_schema": {name: value for name, value in form.items() if name != "type"}}
    return form
