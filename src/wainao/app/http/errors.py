"""Errors as responses: JSON in one shape, whatever went wrong."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from wainao.app.faces import body, face, internal
from wainao.app.language import preferred
from wainao.app.wire import to_json
from wainao.kernel import NotFoundError, UsageError, WainaoError


def respond(error: WainaoError, request: Request) -> Response:
    """The error in the language that the client prefers; in English, where it says none."""
    told = to_json(body(error, preferred(request.headers) or "en"))
    return Response(told, face(error).status, headers(error), media_type="application/json")


def headers(error: WainaoError) -> dict[str, str]:
    """What a response says of an error beside its status and its body."""
    status, found = face(error).status, {}
    if error.receipt:
        found["wainao-receipt"] = error.receipt
    retry_after_s = getattr(error, "retry_after_s", None)  # budgets have it, and models that are busy
    if retry_after_s is not None:
        found["retry-after"] = str(math.ceil(retry_after_s))
    if status == 401:
        found["www-authenticate"] = "Bearer"
    if status in (408, 413):
        found["connection"] = "close"  # the rest of the body is not read
    return found


async def on_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, WainaoError)
    return respond(error, request)


async def on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    told: WainaoError
    if error.status_code == 404:
        told = NotFoundError(f"There is nothing at {request.url.path!r}. GET /api/openapi.json lists what there is.")
    else:
        told = UsageError(f"{request.method} {request.url.path} cannot be served: {error.detail}.")
    response = respond(told, request)
    response.status_code = error.status_code
    response.headers.update(error.headers or {})
    return response


async def on_bug(request: Request, error: Exception) -> Response:
    return respond(internal(error), request)


async def on_gone(_: Request, __: Exception) -> Response:
    return Response(status_code=499)  # nobody reads it: the client hung up while it was sending


HANDLERS: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
    WainaoError: on_ours,
    HTTPException: on_http,
    ClientDisconnect: on_gone,
    Exception: on_bug,
}
