"""`POST /api/{kind}/{name}`: every capability, answered at once, as a stream of events, or as the bytes it made."""

from __future__ import annotations

import logging
import re
from dataclasses import fields
from typing import Any, get_type_hints

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from wainao.app.faces import body, internal
from wainao.app.http.events import EventStream
from wainao.app.http.gate import Gate
from wainao.app.http.hangup import unless_gone
from wainao.app.language import preferred
from wainao.app.spoken import speaking, spoken
from wainao.app.wire import envelope, parse, plain, read_input, read_words, to_json
from wainao.kernel import Kernel, Outcome, Spec, Stream, UsageError, WainaoError
from wainao.types import Actor, Delta, Language

MAX_FORM_FIELDS = 64
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+(; ?[a-z0-9-]+=[a-z0-9.-]+)?", re.IGNORECASE)

log = logging.getLogger("wainao.http")


class Calls:
    """An ASGI app of its own, so that an answer can begin to leave before it is whole."""

    def __init__(self, kernel: Kernel, gate: Gate) -> None:
        self._kernel = kernel
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.method != "POST":
            raise HTTPException(405, "capabilities are called with POST", {"allow": "POST"})
        actor = self._gate.actor(request)
        spec = self._kernel.spec("{kind}:{name}".format(**request.path_params), actor)
        input = await read_request(request, spec)
        answer = self._answer_events if _wants_events(request) else self._answer_once
        await unless_gone(receive, answer(request, send, spec, input, actor))

    async def _answer_once(self, request: Request, send: Send, spec: Spec, input: Any, actor: Actor) -> None:
        how: dict[str, Any] = {"approval": _approval(request), "tainted": _by_machine(request)}
        outcome = await self._kernel.run(spec.name, input, actor=actor, **how)
        await _response(spoken(outcome, _language(request)))(request.scope, request.receive, send)

    async def _answer_events(self, request: Request, send: Send, spec: Spec, input: Any, actor: Actor) -> None:
        how: dict[str, Any] = {"approval": _approval(request), "tainted": _by_machine(request)}
        async with (
            self._kernel.stream(spec.name, input, actor=actor, **how) as stream,
            EventStream(send, {"wainao-receipt": stream.receipt}) as events,
        ):
            await _tell(stream, events, _language(request))


async def _tell(stream: Stream, events: EventStream, language: Language) -> None:
    try:
        async for item in stream:
            if isinstance(item, Delta):
                await events.event("delta", _piece(item))
            else:
                await events.event("item", plain(speaking(item, language)))
        await events.event("done", envelope(spoken(stream.outcome, language)))
    except WainaoError as error:
        await events.event("error", body(error, language))
    except Exception as error:  # the edge of the server: the status is sent, all that is left is to say so
        log.exception("A stream broke off")
        await events.event("error", body(internal(error), language))


def _piece(delta: Delta) -> dict[str, Any]:
    """Its text; and what it belongs to, if that is not the answer itself."""
    told = {"text": delta.text, "of": delta.of, "tool": delta.tool}
    return {name: value for name, value in told.items() if value or name == "text"}


async def read_request(request: Request, spec: Spec) -> Any:
    """The request's body as the capability's input. Raises UsageError that says what is wrong with it."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data" and bytes_field(spec):
        return await _read_form(request, spec)
    raw = await request.body()
    if kind == "application/json" or not (raw or kind):
        return read_input(spec, parse(raw) if raw else {})
    also = " or multipart/form-data" if bytes_field(spec) else ""
    raise UsageError(f"{spec.name!r} cannot read a body of type {kind!r}. Send application/json{also}.")


def bytes_field(spec: Spec) -> str | None:
    """The input's field that takes a file, if it has one."""
    hints = get_type_hints(spec.input)
    return next((item.name for item in fields(spec.input) if hints[item.name] is bytes), None)


async def _read_form(request: Request, spec: Spec) -> Any:
    async with request.form(max_files=1, max_fields=MAX_FORM_FIELDS) as form:
        words: list[tuple[str, Any]] = []
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                words.append((name, await value.read()))
                if value.filename and "name" not in form and _has_name(spec):
                    words.append(("name", value.filename))
            else:
                words.append((name, value))
    return read_words(spec, words)


def _has_name(spec: Spec) -> bool:
    return any(item.name == "name" for item in fields(spec.input))


def _language(request: Request) -> Language:
    return preferred(request.headers) or "en"


def _wants_events(request: Request) -> bool:
    return "text/event-stream" in request.headers.get("accept", "")


def _approval(request: Request) -> str | None:
    return request.headers.get("wainao-approval")


def _by_machine(request: Request) -> bool:
    """A client that lets a model choose says so; then whatever writes or acts waits for a person."""
    return request.headers.get("wainao-chosen-by") == "machine"


def _response(outcome: Outcome) -> Response:
    headers = {"wainao-receipt": outcome.receipt}
    content, media_type = getattr(outcome.output, "content", None), getattr(outcome.output, "media_type", None)
    if isinstance(content, bytes) and isinstance(media_type, str):
        # Only a plain type goes into a header: it may come from a document, or from a stranger's capability.
        safe = media_type if _MEDIA_TYPE.fullmatch(media_type) else "application/octet-stream"
        return Response(content, headers=headers, media_type=safe)
    return Response(to_json(envelope(outcome)), headers=headers, media_type="application/json")
