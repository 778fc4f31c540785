"""What a capability asks in the middle of its call, put to the client: at once, or by having the call sent again."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from mcp.server import ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp.shared.message import ServerMessageMetadata
from mcp_types import (
    MISSING_REQUIRED_CLIENT_CAPABILITY,
    ClientCapabilities,
    CreateMessageRequest,
    CreateMessageRequestParams,
    CreateMessageResult,
    ElicitationCapability,
    ElicitRequest,
    ElicitRequestFormParams,
    ElicitResult,
    InputRequests,
    InputRequiredResult,
    InputResponses,
    MissingRequiredClientCapabilityErrorData,
    SamplingCapability,
    SamplingMessage,
    TextContent,
)
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from pydantic import BaseModel, ValidationError

from wainao.kernel import WainaoError
from wainao.types import Asking, ChatInput, ChatOutput, Form, Want

PATIENCE_S = 300.0
"""How long a person, or a client's model, may take to answer."""

MOST_TOKENS = 1024
"""The longest text that a client's model is asked for where the capability names no limit."""

Context = ServerRequestContext[Any, Any]


class InputNeededError(Exception):
    """The client has to answer first, and then send the same call again."""

    def __init__(self, result: InputRequiredResult) -> None:
        super().__init__("the client has to answer first")
        self.result = result


class Asker:
    """For one request. `given` are the answers that came with it, `state` what it was told to bring along."""

    def __init__(self, ctx: Context, *, given: InputResponses | None, state: str | None) -> None:
        self._ctx = ctx
        self._answers: dict[str, Any] = json.loads(state) if state else {}
        self._answers |= {name: told.model_dump(mode="json", by_alias=True) for name, told in (given or {}).items()}
        self._unasked: list[Want] = []

    @property
    def state(self) -> str:
        """What a client brings along with the next answers; the server seals it."""
        return json.dumps(self._answers)

    async def ask(self, asking: Asking) -> None:
        """Fill in what the client answers. Raises InputNeededError where it does that by another request."""
        wants = {name: want for name, want in asking.wants.items() if self._can(want)}
        self._unasked += [want for name, want in asking.wants.items() if name not in wants]
        if self._ctx.protocol_version in MODERN_PROTOCOL_VERSIONS:
            requests: InputRequests = {name: _request(wants[name]) for name in wants.keys() - self._answers.keys()}
            if requests:
                raise InputNeededError(InputRequiredResult(input_requests=requests, request_state=self.state))
            answers = self._answers
        else:
            answers = {name: await self._asked(want) for name, want in wants.items()}
        told = {name: _answer(want, answers[name]) for name, want in wants.items()}
        asking.answers.update({name: answer for name, answer in told.items() if answer is not None})

    def refuse_unable(self, error: WainaoError) -> None:
        """Raises MCPError where a call failed and its client could not be asked: then that is what it lacks."""
        if not self._unasked or self._ctx.protocol_version not in MODERN_PROTOCOL_VERSIONS:
            return
        lacking = ClientCapabilities(
            elicitation=ElicitationCapability() if any(isinstance(want, Form) for want in self._unasked) else None,
            sampling=SamplingCapability() if any(isinstance(want, ChatInput) for want in self._unasked) else None,
        )
        data = MissingRequiredClientCapabilityErrorData(required_capabilities=lacking)
        told = data.model_dump(by_alias=True, mode="json", exclude_none=True)
        raise MCPError(MISSING_REQUIRED_CLIENT_CAPABILITY, str(error), told) from error

    def _can(self, want: Want) -> bool:
        can = self._ctx.session.client_capabilities
        if can is None:
            return False
        if isinstance(want, ChatInput):
            return can.sampling is not None
        asks = can.elicitation
        return asks is not None and (asks.form is not None or asks.url is None)

    async def _asked(self, want: Want) -> Any:
        """Over the stream of the call itself; None where nothing comes back in time."""
        kind = CreateMessageResult if isinstance(want, ChatInput) else ElicitResult
        related = ServerMessageMetadata(related_request_id=self._ctx.request_id)
        with suppress(MCPError, ValidationError, TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                told: BaseModel = await self._ctx.session.send_request(_request(want), kind, metadata=related)
            return told.model_dump(mode="json", by_alias=True)
        return None


def _request(want: Want) -> ElicitRequest | CreateMessageRequest:
    if isinstance(want, Form):
        form = ElicitRequestFormParams(message=want.message, requested_schema=dict(want.schema))
        return ElicitRequest(params=form)
    system = "\n".join(turn.text for turn in want.messages if turn.role in ("system", "developer"))
    turns = [
        SamplingMessage(role=turn.role, content=TextContent(text=turn.text))
        for turn in want.messages
        if turn.role == "user" or turn.role == "assistant"
    ]
    asked = CreateMessageRequestParams(
        messages=turns,
        system_prompt=system or None,
        max_tokens=want.max_tokens or MOST_TOKENS,
        temperature=want.temperature,
        stop_sequences=list(want.stop) or None,
    )
    return CreateMessageRequest(params=asked)


def _answer(want: Want, told: Any) -> Any:
    """What a capability gets of it; None for a no, and for what is no answer."""
    with suppress(ValidationError):
        if isinstance(want, Form):
            filled = ElicitResult.model_validate(told)
            return (filled.content or {}) if filled.action == "accept" else None
        wrote = CreateMessageResult.model_validate(told)
        if isinstance(wrote.content, TextContent):
            return ChatOutput(text=wrote.content.text, model=wrote.model)
    return None
