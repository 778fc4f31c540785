"""Writes one of OpenAI's responses, whole or as events."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from wainao.app.gateway.blocks import Blocks, Step
from wainao.app.gateway.failures import openai_error
from wainao.app.gateway.sent import as_chat, logprobs, place, told
from wainao.app.wire import to_json
from wainao.kernel import Outcome, WainaoError
from wainao.types import ChatOutput, Delta

INCOMPLETE = {"length": "max_output_tokens", "content_filter": "content_filter"}

_ECHOED = ("instructions", "max_output_tokens", "metadata", "parallel_tool_calls", "reasoning", "temperature", "text",
           "tool_choice", "tools", "top_logprobs", "top_p", "truncation", "user")  # fmt: skip
_DEFAULTS: dict[str, Any] = {
    "instructions": None,
    "max_output_tokens": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "reasoning": {"effort": None, "summary": None},
    "temperature": None,
    "text": {"format": {"type": "text"}},
    "tool_choice": "auto",
    "tools": [],
    "top_p": None,
    "truncation": "disabled",
}


class ResponseWriter:
    """`asked` are the fields of the request: a response repeats them."""

    media_type = b"text/event-stream; charset=utf-8"

    def __init__(self, model: str, asked: dict[str, Any]) -> None:
        repeated = {name: asked[name] for name in _ECHOED if asked.get(name) is not None}
        self._base = {**_DEFAULTS, **repeated, "model": model, "object": "response", "store": False}
        self._base |= {"previous_response_id": None, "error": None, "created_at": int(time.time())}
        self._receipt = ""
        self._number = 0
        self._blocks = Blocks()
        self._text: list[str] = []
        self._item: dict[str, Any] = {}
        self._done: list[dict[str, Any]] = []
        self._output: ChatOutput | None = None

    def whole(self, outcome: Outcome) -> bytes:
        self._receipt = outcome.receipt
        output = self._output = as_chat(outcome)
        for step in self._blocks.finish(output):
            self._step(step)
        return to_json(self._ended(outcome, output))

    def begin(self, receipt: str) -> bytes:
        self._receipt = receipt
        begun = self._response("in_progress")
        return self._event("response.created", response=begun) + self._event("response.in_progress", response=begun)

    def delta(self, delta: Delta) -> bytes:
        if place(delta.of)[0] in ("signature", "redacted"):  # of use to their provider only
            return b""
        return self._steps(self._blocks.take(delta))

    def end(self, outcome: Outcome) -> bytes:
        output = self._output = as_chat(outcome)
        events = self._steps(self._blocks.finish(output))
        response = self._ended(outcome, output)
        return events + self._event(f"response.{response['status']}", response=response)

    def fail(self, error: WainaoError) -> bytes:
        # The protocol has code and message in the event itself; its clients look for `error`, and raise what is there.
        return self._event("error", code=error.code, message=str(error), param=None, **openai_error(error))

    def _response(self, status: str, **more: Any) -> dict[str, Any]:
        nothing: dict[str, Any] = {"output": [], "usage": None, "incomplete_details": None}
        return {**self._base, "id": f"resp_{self._receipt}", "status": status, **nothing, **more}

    def _ended(self, outcome: Outcome, output: ChatOutput) -> dict[str, Any]:
        why = INCOMPLETE.get(output.finish_reason)
        return self._response(
            "incomplete" if why else "completed",
            output=self._done,
            usage=_usage(outcome, output),
            incomplete_details={"reason": why} if why else None,
            wainao=told(outcome),
        )

    def _steps(self, steps: Iterable[Step]) -> bytes:
        return b"".join(map(self._step, steps))

    def _step(self, step: Step) -> bytes:
        kind = place(step.of)[0]
        if step.do == "begin":
            return self._begin(kind, step)
        if step.do == "write":
            self._text.append(step.text)
            return self._bit(kind, "delta", delta=step.text, **({"logprobs": []} if kind == "" else {}))
        return self._close(kind)

    def _begin(self, kind: str, step: Step) -> bytes:
        self._text = []
        self._item = _item(kind, f"{len(self._done)}_{self._receipt}", step)
        events = self._event("response.output_item.added", output_index=len(self._done), item=self._item)
        if kind in _PARTS:
            events += self._part("added", _part(kind, ""))
        return events

    def _close(self, kind: str) -> bytes:
        text = "".join(self._text)
        item = {**self._item, "status": "completed"}
        if kind == "tool":
            item["arguments"] = text
            events = self._bit(kind, "done", arguments=text, name=item["name"])
        else:
            spelled = logprobs(self._output) if self._output is not None and kind == "" else None
            part = _part(kind, text, (spelled or {}).get("content"))
            more = {"logprobs": part["logprobs"]} if kind == "" else {}
            events = self._bit(kind, "done", **{_PARTS[kind][2]: text}, **more) + self._part("done", part)
            item["content"] = [part]
        done = self._event("response.output_item.done", output_index=len(self._done), item=item)
        self._done.append(item)
        return events + done

    def _part(self, what: str, part: dict[str, Any]) -> bytes:
        at = {"item_id": self._item["id"], "output_index": len(self._done), "content_index": 0}
        return self._event(f"response.content_part.{what}", **at, part=part)

    def _bit(self, kind: str, what: str, **fields: Any) -> bytes:
        at: dict[str, Any] = {"item_id": self._item["id"], "output_index": len(self._done)}
        if kind in _PARTS:
            at["content_index"] = 0
        return self._event(f"response.{_EVENTS[kind]}.{what}", **at, **fields)

    def _event(self, kind: str, **fields: Any) -> bytes:
        told = {"type": kind, "sequence_number": self._number, **fields}
        self._number += 1
        return b"event: " + kind.encode() + b"\ndata: " + to_json(told) + b"\n\n"


_EVENTS = {
    "": "output_text",
    "refusal": "refusal",
    "thought": "reasoning_text",
    "tool": "function_call_arguments",
}
_PARTS = {
    "": ("output_text", "text", "text"),
    "refusal": ("refusal", "refusal", "refusal"),
    "thought": ("reasoning_text", "text", "text"),
}
"""By kind: the type of the part, its field for the text, and that field's name in the event that ends it."""


def _item(kind: str, id: str, step: Step) -> dict[str, Any]:
    made: dict[str, Any]
    if kind == "tool":
        call, name = step.tool or ("", "")
        made = {"id": f"fc_{id}", "type": "function_call", "call_id": call, "name": name, "arguments": ""}
    elif kind == "thought":
        made = {"id": f"rs_{id}", "type": "reasoning", "summary": [], "content": []}
    else:
        made = {"id": f"msg_{id}", "type": "message", "role": "assistant", "content": []}
    return made | {"status": "in_progress"}


def _part(kind: str, text: str, spelled: Any = None) -> dict[str, Any]:
    type, field, _ = _PARTS[kind]
    part: dict[str, Any] = {"type": type, field: text}
    return part | {"annotations": [], "logprobs": spelled or []} if kind == "" else part


def _usage(outcome: Outcome, output: ChatOutput) -> dict[str, Any]:
    used = outcome.usage
    return {
        "input_tokens": used.input_tokens,
        "input_tokens_details": {"cached_tokens": output.cached_tokens},
        "output_tokens": used.output_tokens,
        "output_tokens_details": {"reasoning_tokens": output.thought_tokens},
        "total_tokens": used.input_tokens + used.output_tokens,
    }
