"""`/v1`: any OpenAI client talks to the knowledge base as the model `wainao`, and to a configured model by its name.

What OpenAI's API has no place for (citations, origin, receipt) is in the field `wainao` of the response, or of a
stream's last chunk; the receipt's id is also in the header `wainao-receipt`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from wainao.app.faces import face
from wainao.app.http.errors import internal
from wainao.app.http.events import EventStream
from wainao.app.http.gate import Gate
from wainao.app.http.hangup import unless_gone
from wainao.app.wire import envelope, parse, read_input, to_json
from wainao.kernel import Kernel, NotFoundError, Outcome, Stream, UsageError, WainaoError
from wainao.types import Delta

MODEL = "wainao"
ASK = "knowledge:ask"
CHAT = "models:chat"

log = logging.getLogger("wainao.http")


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A piece of a message."""

    type: str
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    role: str
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        if self.content is None or isinstance(self.content, str):
            return self.content or ""
        strange = next((part.type for part in self.content if part.type != "text"), None)
        if strange is not None:
            raise UsageError(f"A message holds a part of type {strange!r}. Only 'text' is understood here: send words.")
        return "\n".join(part.text for part in self.content)


@dataclass(frozen=True, kw_only=True, slots=True)
class StreamOptions:
    include_usage: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Completion:
    """What is read of a chat completion request. Clients send much more; the rest is left alone."""

    model: str
    messages: list[Turn]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    max_tokens: int | None = None
    max_completion_tokens: int | None = None
    temperature: float | None = None


class Gateway:
    """`model` is the configured model's name, if there is one."""

    def __init__(self, kernel: Kernel, gate: Gate, *, model: str | None) -> None:
        self._kernel = kernel
        self._gate = gate
        self._model = model if CHAT in kernel else None

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/v1/chat/completions", _Endpoint(self._complete), methods=["POST"]),
            Route("/v1/models", _Endpoint(self._list), methods=["GET"]),
            Route("/v1/models/{model:path}", _Endpoint(self._describe), methods=["GET"]),
        ]

    async def _list(self, request: Request, send: Send) -> None:
        self._gate.actor(request)
        await _send_json(request, send, {"object": "list", "data": [_model(name) for name in self._names]})

    async def _describe(self, request: Request, send: Send) -> None:
        self._gate.actor(request)
        name = request.path_params["model"]
        if name not in self._names:
            raise self._no_model(name)
        await _send_json(request, send, _model(name))

    async def _complete(self, request: Request, send: Send) -> None:
        actor = self._gate.actor(request)
        asked = _read(await request.body())
        name, input = self._call(asked)
        if asked.stream:
            async with self._kernel.stream(name, input, actor=actor) as stream:
                await _send_chunks(send, stream, asked)
            return
        outcome = await self._kernel.run(name, input, actor=actor)
        await _send_json(request, send, _whole(asked.model, outcome), receipt=outcome.receipt)

    @property
    def _names(self) -> list[str]:
        return [MODEL] if self._model is None else [MODEL, self._model]

    def _no_model(self, name: str) -> NotFoundError:
        known = " or ".join(map(repr, self._names))
        return NotFoundError(f"There is no model {name!r}. Expected {known}: put that into 'model'.")

    def _call(self, asked: Completion) -> tuple[str, Any]:
        """The capability that answers, and its input."""
        if asked.model == MODEL:
            return ASK, read_input(self._kernel.spec(ASK), {"question": _last_question(asked)})
        if asked.model != self._model:
            raise self._no_model(asked.model)
        messages = [{"role": _role(turn.role), "content": turn.text} for turn in asked.messages]
        max_tokens = asked.max_completion_tokens or asked.max_tokens
        given = {"messages": messages, "max_tokens": max_tokens, "temperature": asked.temperature}
        return CHAT, read_input(self._kernel.spec(CHAT), given)


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "wainao"}


class _Endpoint:
    """An ASGI app that fails in OpenAI's shape and ends its call when the client goes away."""

    def __init__(self, answer: Callable[[Request, Send], Awaitable[None]]) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        await request.body()  # what `receive` brings after it is the hang-up
        await unless_gone(receive, self._answer_or_fail(request, send))

    async def _answer_or_fail(self, request: Request, send: Send) -> None:
        try:
            await self._answer(request, send)
        except WainaoError as error:
            # A call that waits for a person is 202 on our own API, which an OpenAI client would take for an answer.
            status = 403 if face(error).status == 202 else face(error).status
            await _send_json(request, send, _failure(error), status=status, receipt=error.receipt)


def _read(raw: bytes) -> Completion:
    try:
        return msgspec.convert(parse(raw), Completion)
    except msgspec.ValidationError as error:
        raise UsageError(f"The request is no chat completion: {error}. Correct that field.") from error


def _last_question(asked: Completion) -> str:
    question = next((turn.text for turn in reversed(asked.messages) if turn.role == "user"), "")
    if not question.strip():
        raise UsageError("There is no question: no message of the role 'user' has text. Send one.")
    return question


def _role(role: str) -> str:
    return "system" if role == "developer" else role


async def _send_chunks(send: Send, stream: Stream, asked: Completion) -> None:
    base = {
        "id": f"chatcmpl-{stream.receipt}",
        "object": "chat.completion.chunk",
        "created": int(time.time()),
        "model": asked.model,
    }

    def chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        return {**base, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}

    async with EventStream(send, receipt=stream.receipt) as events:
        try:
            await events.data(chunk({"role": "assistant", "content": ""}))
            written = ""
            async for item in stream:
                if isinstance(item, Delta):
                    written += item.text
                    await events.data(chunk({"content": item.text}))
            outcome = stream.outcome
            if rest := _text(outcome).removeprefix(written):
                await events.data(chunk({"content": rest}))
            await events.data({**chunk({}, _finish(outcome)), "wainao": envelope(outcome)})
            if asked.stream_options is not None and asked.stream_options.include_usage:
                await events.data({**base, "choices": [], "usage": _usage(outcome)})
            await events.done()
        except WainaoError as error:
            await events.data(_failure(error))
        except Exception as error:  # the edge of the server: the status is sent, all that is left is to say so
            log.exception("A stream broke off")
            await events.data(_failure(internal(error)))


def _whole(model: str, outcome: Outcome) -> dict[str, Any]:
    message = {"role": "assistant", "content": _text(outcome), "refusal": None}
    return {
        "id": f"chatcmpl-{outcome.receipt}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": _finish(outcome), "logprobs": None}],
        "usage": _usage(outcome),
        "wainao": envelope(outcome),
    }


def _text(outcome: Outcome) -> str:
    """What an `Answer` or a `ChatOutput` says."""
    text: str = outcome.output.answer if hasattr(outcome.output, "answer") else outcome.output.text
    return text


def _finish(outcome: Outcome) -> str:
    return getattr(outcome.output, "finish_reason", "stop")


def _usage(outcome: Outcome) -> dict[str, int]:
    used = outcome.usage
    return {
        "prompt_tokens": used.input_tokens,
        "completion_tokens": used.output_tokens,
        "total_tokens": used.input_tokens + used.output_tokens,
    }


def _failure(error: WainaoError) -> dict[str, Any]:
    told = {"message": str(error), "type": face(error).openai, "param": None, "code": error.code}
    return {"error": {**told, "receipt": error.receipt}}


async def _send_json(
    request: Request, send: Send, told: dict[str, Any], *, status: int = 200, receipt: str | None = None
) -> None:
    headers = {"wainao-receipt": receipt} if receipt else {}
    response = Response(to_json(told), status, headers, media_type="application/json")
    await response(request.scope, request.receive, send)
