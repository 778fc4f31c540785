"""OpenAI's plain completions, `/v1/completions`: a text, continued."""

from __future__ import annotations

import time
from typing import Any

from wainao.app.gateway.codec import MODEL, Asked, Headers
from wainao.app.gateway.failures import openai_error
from wainao.app.gateway.openai_chat import usage
from wainao.app.gateway.reading import (
    asked_of_us,
    check_replies,
    converted,
    model_of,
    read_object,
    section,
    stays,
    texts,
    truth,
)
from wainao.app.gateway.sent import Sent, as_chat, place, replies, told
from wainao.app.wire import to_json
from wainao.features.models.types import CompleteInput
from wainao.kernel import Outcome, UsageError, WainaoError
from wainao.types import Delta

COMPLETE = "models:complete"
_FIELDS = ("suffix", "max_tokens", "temperature")


def decode(raw: bytes, headers: Headers) -> Asked:
    """Raises UsageError."""
    fields = read_object(raw)
    model, stream = model_of(fields), truth(fields, "stream")
    options = section(fields, "stream_options")
    prompts = texts(fields.pop("prompt", None), "prompt")
    if len(prompts) > 1:
        raise UsageError(f"The request has {len(prompts)} prompts. Send one request for each.")
    writer = TextCompletion(model, tells_usage=options.get("include_usage") is True)
    if model == MODEL:
        return asked_of_us(prompts[0], writer, headers, stream=stream)
    given: dict[str, Any] = {"model": model, "prompt": prompts[0], "stream": stream, "stay": stays(headers)}
    for name in _FIELDS:
        if (value := fields.pop(name, None)) is not None:
            given[name] = value
    if (stop := fields.pop("stop", None)) is not None:
        given["stop"] = texts(stop, "stop")
    given["more"] = {name: value for name, value in fields.items() if value is not None}
    check_replies(given["more"])
    return Asked(capability=COMPLETE, input=converted(given, CompleteInput, "completion"), writer=writer, stream=stream)


class TextCompletion:
    """Writes one plain completion, whole or as chunks."""

    media_type = b"text/event-stream; charset=utf-8"

    def __init__(self, model: str, *, tells_usage: bool) -> None:
        self._model = model
        self._tells_usage = tells_usage
        self._sent = Sent()
        self._base: dict[str, Any] = {}

    def whole(self, outcome: Outcome) -> bytes:
        self.begin(outcome.receipt)
        output = as_chat(outcome)
        choices = [
            {"index": at, "text": one.text, "finish_reason": one.finish_reason, "logprobs": one.logprobs}
            for at, one in enumerate(replies(output))
        ]
        return to_json(self._base | {"choices": choices, "usage": usage(outcome, output), "wainao": told(outcome)})

    def begin(self, receipt: str) -> bytes:
        self._base = {
            "id": f"cmpl-{receipt}",
            "object": "text_completion",
            "created": int(time.time()),
            "model": self._model,
        }
        return b""

    def delta(self, delta: Delta) -> bytes:
        self._sent.note(delta)
        kind, _, choice = place(delta.of)
        return b"" if kind else self._event(self._choice(choice, delta.text))

    def end(self, outcome: Outcome) -> bytes:
        output = as_chat(outcome)
        events = [self.delta(delta) for delta in self._sent.rest(output)]
        for at, one in enumerate(output.others, 1):
            events.append(self._event(self._choice(at, "", one.finish_reason)))
        events.append(self._event(self._choice(0, "", output.finish_reason) | {"wainao": told(outcome)}))
        if self._tells_usage:
            events.append(self._event({"choices": [], "usage": usage(outcome, output)}))
        return b"".join(events) + b"data: [DONE]\n\n"

    def fail(self, error: WainaoError) -> bytes:
        return b"data: " + to_json(openai_error(error)) + b"\n\n"

    def _choice(self, index: int, text: str, finish: str | None = None) -> dict[str, Any]:
        return {"choices": [{"index": index, "text": text, "finish_reason": finish, "logprobs": None}]}

    def _event(self, more: dict[str, Any]) -> bytes:
        return b"data: " + to_json(self._base | more) + b"\n\n"
