"""What Ollama's clients use of its API: chat, generate, embed; answers stream as lines of JSON unless told not to."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import msgspec

from wainao.app.gateway.codec import CHAT, MODEL, Asked, Headers
from wainao.app.gateway.openai_embeddings import EMBED
from wainao.app.gateway.reading import (
    asked_of_us,
    converted,
    last_question,
    model_of,
    read_object,
    refuse_for_us,
    section,
    stays,
    texts,
    wishes,
)
from wainao.app.gateway.sent import Sent, as_chat, place, told
from wainao.app.wire import to_json
from wainao.kernel import Outcome, UsageError, WainaoError
from wainao.types import ChatInput, ChatOutput, Delta, EmbedInput, ToolCall

_OPTIONS = {"num_predict": "max_tokens", "temperature": "temperature", "stop": "stop"}
"""Ollama's options that have a place of their own; others are handed on by their names."""


def decode_chat(raw: bytes, headers: Headers) -> Asked:
    """`/api/chat`. Raises UsageError."""
    fields = read_object(raw)
    model, stream = model_of(fields), fields.pop("stream", None) is not False
    given = _chat(model, fields, headers, stream=stream)
    messages = fields.pop("messages", None)
    given["messages"] = list(_turns(messages)) if isinstance(messages, list) else messages
    if tools := fields.pop("tools", None):
        given["tools"] = tools
    return _asked(model, given, fields, Lines(model, chats=True), headers)


def decode_generate(raw: bytes, headers: Headers) -> Asked:
    """`/api/generate`, which is a chat of one turn. Raises UsageError."""
    fields = read_object(raw)
    model, stream = model_of(fields), fields.pop("stream", None) is not False
    given = _chat(model, fields, headers, stream=stream)
    for name in ("raw", "suffix", "context"):
        if fields.pop(name, None):
            raise UsageError(f"{name!r} was given, which is not done here. Send a prompt, or use /v1/completions.")
    system, prompt = fields.pop("system", None), fields.pop("prompt", None) or ""
    user = {"role": "user", "content": prompt, "images": fields.pop("images", None)}
    given["messages"] = list(_turns([*([{"role": "system", "content": system}] if system else []), user]))
    return _asked(model, given, fields, Lines(model, chats=False), headers)


def decode_embed(raw: bytes, headers: Headers) -> Asked:
    """`/api/embed` and, with "prompt" for one text, the older `/api/embeddings`."""
    fields = read_object(raw)
    model = model_of(fields)
    is_old = "prompt" in fields
    given = {
        "model": model,
        "texts": texts(fields.pop("prompt" if is_old else "input", None), "input"),
        "dimensions": fields.pop("dimensions", None),
        "stay": stays(headers),
    }
    return Asked(
        capability=EMBED, input=converted(given, EmbedInput, "embedding"), writer=Vectors(model, is_old=is_old)
    )


class Lines:
    """Writes an answer as one line of JSON, or as many."""

    media_type = b"application/x-ndjson"

    def __init__(self, model: str, *, chats: bool) -> None:
        self._model = model
        self._chats = chats
        self._sent = Sent()
        self._begun_ns = time.monotonic_ns()

    def whole(self, outcome: Outcome) -> bytes:
        output = as_chat(outcome)
        said = self._said(output.text, output.thought, output.tool_calls)
        return to_json(self._line(said) | self._ending(outcome, output))

    def begin(self, receipt: str) -> bytes:
        return b""

    def delta(self, delta: Delta) -> bytes:
        kind, _, choice = place(delta.of)
        if choice or kind not in ("", "thought"):  # a call of a tool is told whole, at the end
            return b""
        self._sent.note(delta)
        said = self._said("", delta.text) if kind else self._said(delta.text)
        return to_json(self._line(said) | {"done": False}) + b"\n"

    def end(self, outcome: Outcome) -> bytes:
        output = as_chat(outcome)
        lines = [self.delta(delta) for delta in self._sent.rest(output)]
        if output.tool_calls:
            lines.append(to_json(self._line(self._said("", "", output.tool_calls)) | {"done": False}) + b"\n")
        return b"".join(lines) + to_json(self._line(self._said("")) | self._ending(outcome, output)) + b"\n"

    def fail(self, error: WainaoError) -> bytes:
        return to_json({"error": str(error)}) + b"\n"

    def _line(self, said: dict[str, Any]) -> dict[str, Any]:
        now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        return {"model": self._model, "created_at": now, **({"message": said} if self._chats else said)}

    def _said(self, text: str, thought: str = "", calls: tuple[ToolCall, ...] = ()) -> dict[str, Any]:
        said: dict[str, Any] = {"role": "assistant", "content": text} if self._chats else {"response": text}
        if thought:
            said["thinking"] = thought
        if calls:
            said["tool_calls"] = [{"function": {"name": one.name, "arguments": _given(one)}} for one in calls]
        return said

    def _ending(self, outcome: Outcome, output: ChatOutput) -> dict[str, Any]:
        took_ns = time.monotonic_ns() - self._begun_ns
        return {
            "done": True,
            "done_reason": "length" if output.finish_reason == "length" else "stop",
            "total_duration": took_ns,
            "load_duration": 0,
            "prompt_eval_count": outcome.usage.input_tokens,
            "prompt_eval_duration": 0,
            "eval_count": outcome.usage.output_tokens,
            "eval_duration": took_ns,
            "wainao": told(outcome),
        }


class Vectors:
    """Writes embeddings, all of them or, as the older API has it, one."""

    def __init__(self, model: str, *, is_old: bool) -> None:
        self._model = model
        self._is_old = is_old

    def whole(self, outcome: Outcome) -> bytes:
        vectors = outcome.output.vectors
        if self._is_old:
            return to_json({"embedding": vectors[0]})
        used = outcome.usage.input_tokens
        return to_json({"model": self._model, "embeddings": vectors, "prompt_eval_count": used})


def _chat(model: str, fields: dict[str, Any], headers: Headers, *, stream: bool) -> dict[str, Any]:
    given: dict[str, Any] = {"model": model, "stream": stream, **wishes(headers)}
    options = section(fields, "options")
    for name, ours in _OPTIONS.items():
        if (value := options.pop(name, None)) is not None:
            given[ours] = texts(value, name) if name == "stop" else value
    if given.get("max_tokens") in (-1, -2):  # Ollama's words for no limit
        del given["max_tokens"]
    more = {name: value for name, value in options.items() if name not in _ENGINE and value is not None}
    think = fields.pop("think", None)
    if think is not None:
        more["reasoning_effort"] = think if isinstance(think, str) else "medium" if think else "none"
    if more:
        given["more"] = more
    if form := fields.pop("format", None):
        schema = {"name": "reply", "schema": form}
        given["response_format"] = (
            {"type": "json_object"} if form == "json" else {"type": "json_schema", "json_schema": schema}
        )
    return given


_ENGINE = frozenset({"num_ctx", "num_batch", "num_gpu", "num_thread", "num_keep", "main_gpu", "use_mmap", "numa"})
"""Options that say how Ollama runs a model: here whoever deploys it says so."""


def _asked(model: str, given: dict[str, Any], fields: dict[str, Any], writer: Lines, headers: Headers) -> Asked:
    fields.pop("keep_alive", None)
    stream = given["stream"]
    if more := {name: value for name, value in fields.items() if value is not None}:
        given["more"] = {**given.get("more", {}), **more}
    if model == MODEL:
        refuse_for_us(given, "tools", "response_format")
    input = converted(given, ChatInput, "chat of Ollama's")
    if model == MODEL:
        return asked_of_us(last_question(input.messages), writer, headers, stream=stream)
    return Asked(capability=CHAT, input=input, writer=writer, stream=stream)


def _turns(messages: list[Any]) -> Any:
    """Ollama names no ids of tool calls: the results answer the calls in their order."""
    waiting: list[str] = []
    for at, message in enumerate(messages):
        if not isinstance(message, dict):
            raise UsageError(f"A message is {message!r:.80}. Expected an object with role and content.")
        turn: dict[str, Any] = {"role": message.get("role"), "content": message.get("content") or ""}
        if images := _list(message, "images"):
            turn["content"] = [{"type": "text", "text": turn["content"]}, *map(_picture, images)]
        if calls := _list(message, "tool_calls"):
            turn["tool_calls"] = [_call(call, f"call_{at}_{number}") for number, call in enumerate(calls)]
            waiting = [call["id"] for call in turn["tool_calls"]]
        if turn["role"] == "tool":
            turn["tool_call_id"] = message.get("tool_call_id") or (waiting.pop(0) if waiting else "")
        if thought := message.get("thinking"):
            turn["more"] = {"reasoning_content": thought}
        yield turn


def _list(message: dict[str, Any], name: str) -> list[Any]:
    found = message.get(name)
    if found is None or isinstance(found, list):
        return found or []
    raise UsageError(f"The {name!r} of a message are {found!r:.80}. Expected a list.")


def _call(call: Any, id: str) -> dict[str, Any]:
    function = call.get("function") if isinstance(call, dict) else None
    if not isinstance(function, dict):
        raise UsageError(f"A tool call is {call!r:.120}. Expected one with a 'function'.")
    arguments = to_json(function.get("arguments") or {}).decode()
    return {"id": call.get("id") or id, "name": function.get("name"), "arguments": arguments}


_KINDS = {"/9j/": "image/jpeg", "iVBOR": "image/png", "R0lGO": "image/gif", "UklGR": "image/webp"}
"""How the base64 of a picture begins: Ollama does not say of what type it is."""


def _picture(image: Any) -> dict[str, Any]:
    if not isinstance(image, str):
        raise UsageError(f"A picture is {image!r:.80}. Expected base64.")
    kind = next((kind for start, kind in _KINDS.items() if image.startswith(start)), "image/png")
    return {"type": "image_url", "image_url": {"url": f"data:{kind};base64,{image}"}}


def _given(call: ToolCall) -> Any:
    try:
        return msgspec.json.decode(call.arguments or "{}")
    except msgspec.DecodeError:
        return {"": call.arguments}
