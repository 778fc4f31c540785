"""OpenAI's chat completions: `/v1/chat/completions`."""

from __future__ import annotations

import time
from typing import Any

from wainao.app.gateway.codec import CHAT, MODEL, Asked, Headers
from wainao.app.gateway.failures import openai_error
from wainao.app.gateway.openai_messages import told_call, turn
from wainao.app.gateway.reading import (
    asked_of_us,
    check_replies,
    converted,
    last_question,
    model_of,
    read_object,
    refuse_for_us,
    section,
    truth,
    wishes,
)
from wainao.app.gateway.sent import Sent, as_chat, logprobs, place, replies, told
from wainao.app.wire import to_json
from wainao.kernel import Outcome, UsageError, WainaoError
from wainao.types import ChatInput, ChatOutput, Choice, Delta

_OURS = frozenset({"temperature", "tools", "tool_choice", "response_format", "max_tokens"})
"""Fields that are called alike here; the others that are known have to be read."""

_READ = frozenset({"model", "messages", "stream", "stream_options", "stop", "max_completion_tokens"})


def decode(raw: bytes, headers: Headers) -> Asked:
    """Raises UsageError."""
    fields = read_object(raw)
    model, stream = model_of(fields), truth(fields, "stream")
    options = section(fields, "stream_options")
    writer = Completion(model, tells_usage=options.get("include_usage") is True)
    turns = fields.get("messages")
    if isinstance(turns, list):
        turns = [turn(one) for one in turns]
    if model == MODEL:
        return _asked_of_us(turns, fields, writer, headers, stream=stream)
    given: dict[str, Any] = {"model": model, "messages": turns, "stream": stream}
    more: dict[str, Any] = {}
    for name, value in fields.items():
        if value is None or name in _READ:
            continue
        (given if name in _OURS else more)[name] = value
    if (limit := fields.get("max_completion_tokens")) is not None:
        given["max_tokens"] = limit
    if (stop := fields.get("stop")) is not None:
        given["stop"] = (stop,) if isinstance(stop, str) else stop
    if more:
        _check(more)
        given["more"] = more
    if headers:
        given |= wishes(headers)
    input = converted(given, ChatInput, "chat completion")
    return Asked(capability=CHAT, input=input, writer=writer, stream=stream)


def _check(more: dict[str, Any]) -> None:
    check_replies(more)
    if "functions" in more or "function_call" in more:
        raise UsageError("The request has functions, the old form of tools. Send 'tools' and 'tool_choice'.")
    if "audio" in str(more.get("modalities")):
        raise UsageError(
            "modalities asks for audio, which does not pass through here. Ask for text, then /v1/audio/speech."
        )


def _asked_of_us(turns: Any, fields: dict[str, Any], writer: Completion, headers: Headers, *, stream: bool) -> Asked:
    refuse_for_us(fields, "tools", "functions")
    if section(fields, "response_format").get("type", "text") != "text":
        refuse_for_us({"response_format": True}, "response_format")
    messages = converted({"messages": turns}, ChatInput, "chat completion").messages
    return asked_of_us(last_question(messages), writer, headers, stream=stream)


class Completion:
    """Writes one completion, whole or as chunks."""

    media_type = b"text/event-stream; charset=utf-8"

    def __init__(self, model: str, *, tells_usage: bool = False) -> None:
        self._model = model
        self._tells_usage = tells_usage
        self._sent = Sent()
        self._begun = {0}
        self._created = int(time.time())
        self._head = self._tail = b""

    def whole(self, outcome: Outcome) -> bytes:
        output = as_chat(outcome)
        return to_json(
            {
                "id": f"chatcmpl-{outcome.receipt}",
                "object": "chat.completion",
                "created": self._created,
                "model": self._model,
                "choices": [_choice(one, at) for at, one in enumerate(replies(output))],
                "usage": usage(outcome, output),
                "wainao": told(outcome),
            }
        )

    def begin(self, receipt: str) -> bytes:
        base = {
            "id": f"chatcmpl-{receipt}",
            "object": "chat.completion.chunk",
            "created": self._created,
            "model": self._model,
        }
        self._head = b"data: " + to_json(base)[:-1] + b',"choices":['
        self._tail = b'],"usage":null}\n\n' if self._tells_usage else b"]}\n\n"
        return self._chunk(0, {"role": "assistant", "content": ""})

    def delta(self, delta: Delta) -> bytes:
        self._sent.note(delta)
        if delta.of == "":  # most are of this kind, and there are many
            text = to_json(delta.text)
            return b"".join(
                (self._head, b'{"index":0,"delta":{"content":', text, b'},"finish_reason":null}', self._tail)
            )
        kind, number, choice = place(delta.of)
        if kind == "tool":
            bit: dict[str, Any] = {"index": number, "function": {"arguments": delta.text}}
            if delta.tool is not None:
                id, name = delta.tool
                bit |= {"id": id, "type": "function", "function": {"name": name, "arguments": delta.text}}
            return self._bit(choice, {"tool_calls": [bit]})
        field = {"": "content", "thought": "reasoning_content", "refusal": "refusal"}.get(kind)
        return b"" if field is None else self._bit(choice, {field: delta.text})

    def end(self, outcome: Outcome) -> bytes:
        output = as_chat(outcome)
        chunks = [self.delta(delta) for delta in self._sent.rest(output)]
        for at, reply in enumerate(replies(output)):
            for number, call in enumerate(reply.tool_calls):
                if call.more:
                    chunks.append(self._bit(at, {"tool_calls": [{"index": number, **call.more}]}))
            if (probabilities := logprobs(reply)) is not None:
                chunks.append(self._chunk(at, {}, logprobs=probabilities))
        for at, reply in reversed(list(enumerate(replies(output)))):
            more = {"wainao": told(outcome)} if at == 0 else {}
            chunks.append(self._chunk(at, {}, finish=reply.finish_reason, **more))
        if self._tells_usage:
            chunks.append(self._head + b'],"usage":' + to_json(usage(outcome, output)) + b"}\n\n")
        return b"".join(chunks) + b"data: [DONE]\n\n"

    def fail(self, error: WainaoError) -> bytes:
        return b"data: " + to_json(openai_error(error)) + b"\n\n"

    def _bit(self, choice: int, delta: dict[str, Any]) -> bytes:
        if choice in self._begun:
            return self._chunk(choice, delta)
        self._begun.add(choice)
        return self._chunk(choice, {"role": "assistant", **delta})

    def _chunk(self, index: int, delta: dict[str, Any], *, finish: str | None = None, **more: Any) -> bytes:
        choice: dict[str, Any] = {"index": index, "delta": delta, "finish_reason": finish}
        if "logprobs" in more:
            choice["logprobs"] = more.pop("logprobs")
        tail = self._tail
        if more:  # what belongs to the whole chunk stands beside its choices
            tail = b"]," + to_json(more)[1:-1] + tail[1:]
        return self._head + to_json(choice) + tail


def usage(outcome: Outcome, output: ChatOutput) -> dict[str, Any]:
    """What the call used, in OpenAI's words."""
    used = outcome.usage
    found: dict[str, Any] = {
        "prompt_tokens": used.input_tokens,
        "completion_tokens": used.output_tokens,
        "total_tokens": used.input_tokens + used.output_tokens,
    }
    if output.cached_tokens:
        found["prompt_tokens_details"] = {"cached_tokens": output.cached_tokens}
    if output.thought_tokens:
        found["completion_tokens_details"] = {"reasoning_tokens": output.thought_tokens}
    return found


def _choice(reply: ChatOutput | Choice, index: int) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": reply.text, "refusal": reply.refusal}
    if reply.thought:
        message["reasoning_content"] = reply.thought
    if isinstance(reply, ChatOutput) and "thinking_blocks" in reply.more:
        message["thinking_blocks"] = reply.more["thinking_blocks"]
    if reply.tool_calls:
        message["content"] = reply.text or None
        message["tool_calls"] = [told_call(one.id, one.name, one.arguments, one.more) for one in reply.tool_calls]
    return {"index": index, "message": message, "logprobs": logprobs(reply), "finish_reason": reply.finish_reason}
