"""Serves every format: who asks, what is asked, the answer, and the hang-up."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from wainao.app.faces import internal
from wainao.app.gateway import failures, offer
from wainao.app.gateway.codec import ASK, MODEL, Asked, Events, Format
from wainao.app.gateway.formats import FORMATS
from wainao.app.http.errors import headers
from wainao.app.http.events import EventStream
from wainao.app.http.gate import Gate
from wainao.app.http.hangup import unless_gone
from wainao.app.wire import read_input, to_json
from wainao.kernel import Kernel, NotFoundError, Outcome, Stream, WainaoError
from wainao.types import Actor, Delta

TOLD = {"deployment": "wainao-deployment", "cache": "wainao-cache"}
"""Versions on a receipt that a client sees in the headers."""

log = logging.getLogger("wainao.http")

Answer = Callable[[Request, Send, Actor], Awaitable[None]]


class Gateway:
    """The routes of all formats."""

    def __init__(self, kernel: Kernel, gate: Gate) -> None:
        self._kernel = kernel
        self._gate = gate

    def routes(self) -> list[BaseRoute]:
        looked_at = {
            "/v1/models": (self._list, failures.openai),
            "/v1/models/{model:path}": (self._describe, failures.openai),
            "/api/tags": (self._tags, failures.ollama),
            "/api/version": (self._version, failures.ollama),
        }
        return [
            *(Route(path, self._posted(format), methods=["POST"]) for path, format in FORMATS.items()),
            Route("/api/show", _Endpoint(self._gate, self._show, failures.ollama), methods=["POST"]),
            *(Route(path, _Endpoint(self._gate, answer, failure)) for path, (answer, failure) in looked_at.items()),
        ]

    def _posted(self, format: Format) -> _Endpoint:
        async def answer(request: Request, send: Send, actor: Actor) -> None:
            asked = format.decode(await request.body(), request.headers)
            input = input_of(self._kernel, asked)
            if not asked.stream:
                outcome = await self._kernel.run(asked.capability, input, actor=actor, proved=asked.tells_proof)
                told = headers_of(outcome)
                await _send(request, send, asked.writer.whole(outcome), told, media_type=asked.media_type)
                return
            async with self._kernel.stream(asked.capability, input, actor=actor, proved=asked.tells_proof) as stream:
                told = headers_of(stream)
                media_type = asked.writer.media_type
                async with EventStream(send, told, media_type=media_type, beat=format.beat) as events:
                    await tell(stream, asked.writer, events)

        return _Endpoint(self._gate, answer, format.failure)

    async def _list(self, request: Request, send: Send, actor: Actor) -> None:
        await _send(request, send, to_json(offer.listed(await offer.names(self._kernel, actor))), {})

    async def _describe(self, request: Request, send: Send, actor: Actor) -> None:
        names, name = await offer.names(self._kernel, actor), request.path_params["model"]
        if name not in names:
            raise offer.missing(name, names)
        await _send(request, send, to_json(offer.described(name)), {})

    async def _tags(self, request: Request, send: Send, actor: Actor) -> None:
        await _send(request, send, to_json(offer.tags(await offer.names(self._kernel, actor))), {})

    async def _show(self, request: Request, send: Send, actor: Actor) -> None:
        names = await offer.names(self._kernel, actor)
        await _send(request, send, to_json(offer.shown(await request.body(), names)), {})

    async def _version(self, request: Request, send: Send, _: Actor) -> None:
        await _send(request, send, to_json(offer.version()), {})


class _Endpoint:
    """An ASGI app that fails in its clients' words and ends its call when the client goes away."""

    def __init__(self, gate: Gate, answer: Answer, failure: Callable[[WainaoError], bytes]) -> None:
        self._gate = gate
        self._answer = answer
        self._failure = failure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            actor = self._gate.actor(request)  # before the body, for which a stranger gets no memory
            await request.body()  # what `receive` brings after it is the hang-up
        except WainaoError as error:
            await self._fail(request, send, error)
            return
        await unless_gone(receive, self._answer_or_fail(request, send, actor))

    async def _answer_or_fail(self, request: Request, send: Send, actor: Actor) -> None:
        try:
            await self._answer(request, send, actor)
        except WainaoError as error:
            await self._fail(request, send, error)

    async def _fail(self, request: Request, send: Send, error: WainaoError) -> None:
        status = failures.status(error)
        await _send(request, send, self._failure(error), headers(error), status=status)


class Out(Protocol):
    """Where a stream is written."""

    async def write(self, chunk: bytes) -> None: ...


async def tell(stream: Stream, writer: Events, out: Out) -> None:
    """Write an answer while it comes, to its end, or to the error that it broke off with."""
    try:
        await out.write(writer.begin(stream.receipt))
        async for item in stream:
            if isinstance(item, Delta) and (told := writer.delta(item)):
                await out.write(told)
        await out.write(writer.end(stream.outcome))
    except WainaoError as error:
        await out.write(writer.fail(error))
    except Exception as error:  # the edge of the server: the status is sent, all that is left is to say so
        log.exception("A stream broke off")
        await out.write(writer.fail(internal(error)))


def input_of(kernel: Kernel, asked: Asked) -> Any:
    """The capability's input. Raises NotFoundError when there is no such capability here."""
    if asked.capability == ASK and ASK not in kernel:
        raise NotFoundError(f"There is no model {MODEL!r}: knowledge is switched off here. Use another model.")
    if not isinstance(asked.input, Mapping):
        return asked.input
    return read_input(kernel.spec(asked.capability), asked.input)


def headers_of(answer: Outcome | Stream) -> dict[str, str]:
    """What a response says of its call, whatever its format."""
    told, versions = {"wainao-receipt": answer.receipt}, answer.versions
    for name, header in TOLD.items():
        if name in versions:
            told[header] = versions[name]
    if (ruling := answer.correction) is not None:
        told["wainao-correction"] = ruling.id
    return told


async def _send(
    request: Request,
    send: Send,
    body: bytes,
    told: Mapping[str, str],
    *,
    status: int = 200,
    media_type: str = "application/json",
) -> None:
    response = Response(body, status, dict(told), media_type=media_type)
    await response(request.scope, request.receive, send)
