"""Writes a message of Anthropic's, whole or as events."""

from __future__ import annotations

from typing import Any

import msgspec

from wainao.app.gateway.blocks import Blocks, Step
from wainao.app.gateway.failures import anthropic_error
from wainao.app.gateway.sent import as_chat, place, told
from wainao.app.wire import to_json
from wainao.kernel import Outcome, WainaoError
from wainao.types import ChatOutput, Delta

STOPS = {"stop": "end_turn", "length": "max_tokens", "tool_calls": "tool_use", "content_filter": "refusal"}
"""OpenAI's reasons to finish, in Anthropic's words; one that has none passes as it is."""


class MessageWriter:
    """Writes one message, whole or as events."""

    media_type = b"text/event-stream; charset=utf-8"

    def __init__(self, model: str) -> None:
        self._model = model
        self._blocks = Blocks()
        self._index = -1

    def whole(self, outcome: Outcome) -> bytes:
        output = as_chat(outcome)
        message = self._message(outcome.receipt, _content(output), _usage(outcome, output))
        return to_json(message | _ending(output) | {"wainao": told(outcome)})

    def begin(self, receipt: str) -> bytes:
        message = self._message(receipt, [], {"input_tokens": 0, "output_tokens": 0})
        return _event("message_start", message=message)

    def delta(self, delta: Delta) -> bytes:
        kind, _, choice = place(delta.of)
        if kind == "signature" and not choice:
            return self._sealed(delta.text)
        if kind == "redacted" and not choice:
            return self._steps(self._blocks.close()) + self._whole_block(
                {"type": "redacted_thinking", "data": delta.text}
            )
        return self._steps(self._blocks.take(delta))

    def end(self, outcome: Outcome) -> bytes:
        output = as_chat(outcome)
        events = self._steps(self._blocks.finish(output))
        ending = _event("message_delta", delta=_ending(output), usage=_usage(outcome, output), wainao=told(outcome))
        return events + ending + _event("message_stop")

    def fail(self, error: WainaoError) -> bytes:
        return b"event: error\ndata: " + to_json(anthropic_error(error)) + b"\n\n"

    def _message(self, receipt: str, content: list[dict[str, Any]], usage: dict[str, int]) -> dict[str, Any]:
        return {
            "id": f"msg_{receipt}",
            "type": "message",
            "role": "assistant",
            "model": self._model,
            "content": content,
            "stop_reason": None,
            "stop_sequence": None,
            "usage": usage,
        }

    def _sealed(self, signature: str) -> bytes:
        """The end of a thought; one that has no words is a block all the same."""
        events = b""
        if self._blocks.open != "thought":
            events = self._steps(self._blocks.take(Delta(text="", of="thought")))
        if self._blocks.open != "thought":  # it came too late: a tool call is being told
            return b""
        events += self._bit({"type": "signature_delta", "signature": signature})
        return events + self._steps(self._blocks.close())

    def _steps(self, steps: Any) -> bytes:
        return b"".join(map(self._step, steps))

    def _step(self, step: Step) -> bytes:
        kind = place(step.of)[0]
        if step.do == "begin":
            self._index += 1
            return _event("content_block_start", index=self._index, content_block=_begun(kind, step))
        if step.do == "end":
            return _event("content_block_stop", index=self._index)
        if kind == "tool":
            return self._bit({"type": "input_json_delta", "partial_json": step.text})
        if kind == "thought":
            return self._bit({"type": "thinking_delta", "thinking": step.text})
        return self._bit({"type": "text_delta", "text": step.text})

    def _bit(self, delta: dict[str, str]) -> bytes:
        return _event("content_block_delta", index=self._index, delta=delta)

    def _whole_block(self, block: dict[str, str]) -> bytes:
        self._index += 1
        begin = _event("content_block_start", index=self._index, content_block=block)
        return begin + _event("content_block_stop", index=self._index)


def _event(kind: str, **fields: Any) -> bytes:
    return b"event: " + kind.encode() + b"\ndata: " + to_json({"type": kind, **fields}) + b"\n\n"


def _begun(kind: str, step: Step) -> dict[str, Any]:
    if kind == "tool":
        id, name = step.tool or ("", "")
        return {"type": "tool_use", "id": id, "name": name, "input": {}}
    if kind == "thought":
        return {"type": "thinking", "thinking": "", "signature": ""}
    return {"type": "text", "text": ""}


def _content(output: ChatOutput) -> list[dict[str, Any]]:
    found = list(output.more.get("thinking_blocks") or ())
    if output.thought and not found:
        found = [{"type": "thinking", "thinking": output.thought, "signature": ""}]
    words = output.text or output.refusal
    if words or not (found or output.tool_calls):
        found.append({"type": "text", "text": words or ""})
    for call in output.tool_calls:
        found.append({"type": "tool_use", "id": call.id, "name": call.name, "input": _given(call.arguments)})
    return found


def _given(arguments: str) -> Any:
    """A call's arguments as JSON. What a model wrote wrongly is shown as it is: the client's tool has to refuse it."""
    try:
        given = msgspec.json.decode(arguments or "{}")
    except msgspec.DecodeError:
        return {"": arguments}
    return given if isinstance(given, dict) else {"": given}


def _ending(output: ChatOutput) -> dict[str, Any]:
    stop = output.more.get("stop_sequence")
    if stop is not None:
        return {"stop_reason": "stop_sequence", "stop_sequence": stop}
    return {"stop_reason": STOPS.get(output.finish_reason, output.finish_reason), "stop_sequence": None}


def _usage(outcome: Outcome, output: ChatOutput) -> dict[str, int]:
    used, cached = outcome.usage, min(output.cached_tokens, outcome.usage.input_tokens)
    return {
        "input_tokens": used.input_tokens - cached,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": cached,
        "output_tokens": used.output_tokens,
    }
