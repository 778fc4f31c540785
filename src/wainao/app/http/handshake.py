"""Requests of protocol versions up to 2025-11-25 over HTTP, each on its own.

The SDK serves them with sessions in one process's memory, or without but with a task that is never ended; so what is
between HTTP and the SDK's handlers is here: one request, its progress, its result.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import anyio
from mcp.server import Server
from mcp.server.connection import Connection
from mcp.server.runner import modern_error_data, serve_one
from mcp.shared.dispatcher import CallOptions
from mcp.shared.exceptions import MCPError, NoBackChannelError
from mcp.shared.message import ServerMessageMetadata
from mcp.shared.transport_context import TransportContext
from mcp_types import (
    DEFAULT_NEGOTIATED_VERSION,
    INVALID_REQUEST,
    PARSE_ERROR,
    ErrorData,
    JSONRPCError,
    JSONRPCNotification,
    JSONRPCRequest,
    JSONRPCResponse,
    jsonrpc_message_adapter,
)
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Send

from wainao.app.http.events import EventStream
from wainao.app.mcp.sessions import Sessions, capabilities_of, new_session
from wainao.app.wire import parse
from wainao.kernel import UsageError
from wainao.types import Actor

SESSION = "mcp-session-id"
VERSION = "mcp-protocol-version"

Message = JSONRPCNotification | JSONRPCResponse | JSONRPCError

CANCELLED = -32800
"""As in the Language Server Protocol; the SDK's own server says the same."""


def serves(version: str | None) -> bool:
    """Whether a request of that version is one of these; one that names none is of the time before they had to."""
    return version is None or version in HANDSHAKE_PROTOCOL_VERSIONS


class Handshake:
    """Answers one POST; what it knows of a client is what that client sends along."""

    def __init__(self, server: Server[Any], sessions: Sessions, actor: Actor) -> None:
        self._server = server
        self._sessions = sessions
        self._actor = actor

    async def answer(self, request: Request, send: Send) -> None:
        if request.method != "POST":  # neither a stream of its own nor a session that could be ended
            await _respond(request, send, Response(status_code=405, headers={"allow": "POST"}))
            return
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            await _refuse(request, send, 415, INVALID_REQUEST, "Expected a body of type application/json.")
            return
        try:
            message = jsonrpc_message_adapter.validate_python(parse(await request.body()), by_name=False)
        except ValidationError:
            await _refuse(request, send, 400, INVALID_REQUEST, "Expected one JSON-RPC 2.0 message.")
        except (UsageError, RecursionError):
            await _refuse(request, send, 400, PARSE_ERROR, "Expected JSON in UTF-8.")
        else:
            if isinstance(message, JSONRPCRequest):
                await self._serve(request, send, message)
            else:
                await self._heard(request, message)
                await _respond(request, send, Response(status_code=202))

    async def _heard(self, request: Request, message: Message) -> None:
        session = request.headers.get(SESSION)
        if not session:
            return
        if isinstance(message, JSONRPCResponse | JSONRPCError):
            await self._sessions.answer(self._actor, session, json.dumps(message.id), _dumped(message))
        elif message.method == "notifications/cancelled":
            told = (message.params or {}).get("requestId")
            if told is not None:
                await self._sessions.end(self._actor, session, json.dumps(told))

    async def _serve(self, request: Request, send: Send, message: JSONRPCRequest) -> None:
        if message.method == "initialize":
            session = new_session((message.params or {}).get("capabilities"))
            told = await self._result(Exchange(request=request, message=message), message, session)
            await _respond(request, send, _json(told, {SESSION: session}))
        elif message.method != "tools/call":
            told = await self._result(Exchange(request=request, message=message), message, _session(request))
            await _respond(request, send, _json(told, {}))
        else:
            async with EventStream(send, {}) as events:
                asking = partial(self._sessions.asking, self._actor, _session(request))
                exchange = Exchange(request=request, message=message, events=events, asking=asking)
                await exchange.tell(await self._unless_ended(exchange, message))

    async def _unless_ended(self, exchange: Exchange, message: JSONRPCRequest) -> Message:
        """The call's result, or that its client has ended it."""
        session = _session(exchange.request)
        work = asyncio.ensure_future(self._result(exchange, message, session))
        end = asyncio.ensure_future(self._sessions.until_ended(self._actor, session, json.dumps(message.id)))
        try:
            await asyncio.wait({work, end}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            end.cancel()
            if not work.done():
                work.cancel()
            await asyncio.wait({work, end})
        if not end.cancelled():
            end.result()  # raises where it could not be known
        if work.cancelled():
            return _error(message, ErrorData(code=CANCELLED, message="The client ended this call."))
        return work.result()

    async def _result(self, exchange: Exchange, message: JSONRPCRequest, session: str) -> Message:
        version = exchange.request.headers.get(VERSION, DEFAULT_NEGOTIATED_VERSION)
        connection = Connection.from_envelope(version, None, capabilities_of(session))
        try:
            result = await serve_one(
                self._server, exchange, message.method, message.params, connection=connection, lifespan_state=None
            )
        except Exception as error:  # noqa: BLE001  # the edge of the server: the SDK's handlers may raise anything
            return _error(message, modern_error_data(error))
        return JSONRPCResponse(jsonrpc="2.0", id=message.id, result=result)


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request as the SDK's handlers see it (its `DispatchContext`).

    Where there are `events`, its client can be told and asked; within `asking` it can answer the request of that id, by
    another request, maybe to another process.
    """

    request: Request
    message: JSONRPCRequest
    events: EventStream | None = None
    asking: Callable[[str], AbstractAsyncContextManager[Awaitable[dict[str, Any]]]] | None = None
    cancel_requested: anyio.Event = field(default_factory=anyio.Event)

    @property
    def can_send_request(self) -> bool:
        return self.asking is not None and bool(_session(self.request))

    @property
    def request_id(self) -> Any:
        return self.message.id

    @property
    def transport(self) -> TransportContext:
        can = self.can_send_request
        return TransportContext(kind="streamable-http", can_send_request=can, headers=self.request.headers)

    @property
    def message_metadata(self) -> ServerMessageMetadata:
        return ServerMessageMetadata(request_context=self.request)

    async def send_raw_request(
        self, method: str, params: Mapping[str, Any] | None, opts: CallOptions | None = None
    ) -> dict[str, Any]:
        if self.asking is None or not self.can_send_request:
            raise NoBackChannelError(method)
        id = secrets.token_urlsafe(12)
        asked = dict(params) if params is not None else None
        async with self.asking(json.dumps(id)) as answering:
            await self.tell(JSONRPCRequest(jsonrpc="2.0", id=id, method=method, params=asked))
            answer = await answering
        if (error := answer.get("error")) is not None:
            raise MCPError(error["code"], error["message"], error.get("data"))
        result: dict[str, Any] = answer["result"]
        return result

    async def notify(self, method: str, params: Mapping[str, Any] | None, opts: CallOptions | None = None) -> None:
        told = dict(params) if params is not None else None
        await self.tell(JSONRPCNotification(jsonrpc="2.0", method=method, params=told))

    async def progress(self, progress: float, total: float | None = None, message: str | None = None) -> None:
        token = ((self.message.params or {}).get("_meta") or {}).get("progressToken")
        if token is not None:
            told = {"progressToken": token, "progress": progress, "total": total, "message": message}
            present = {name: value for name, value in told.items() if value is not None}
            await self.notify("notifications/progress", present)

    async def tell(self, message: Message | JSONRPCRequest) -> None:
        if self.events is not None:
            await self.events.event("message", _dumped(message))


def _session(request: Request) -> str:
    return request.headers.get(SESSION, "")


def _error(message: JSONRPCRequest, error: ErrorData) -> JSONRPCError:
    return JSONRPCError(jsonrpc="2.0", id=message.id, error=error)


def _dumped(message: Message | JSONRPCRequest) -> dict[str, Any]:
    return message.model_dump(mode="json", by_alias=True, exclude_none=True)


def _json(message: Message, headers: Mapping[str, str]) -> Response:
    return Response(json.dumps(_dumped(message)), headers=dict(headers), media_type="application/json")


async def _refuse(request: Request, send: Send, status: int, code: int, why: str) -> None:
    body = {"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": why}}
    await _respond(request, send, Response(json.dumps(body), status, media_type="application/json"))


async def _respond(request: Request, send: Send, response: Response) -> None:
    await response(request.scope, request.receive, send)
