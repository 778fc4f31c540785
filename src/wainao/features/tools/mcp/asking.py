"""What a server may ask back while it works: words of a model, and something of a person. Nothing, unless allowed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from mcp.client import ClientRequestContext
from mcp.client.session import ElicitationFnT, SamplingFnT
from mcp_types import (
    INVALID_REQUEST,
    CreateMessageRequestParams,
    CreateMessageResult,
    ElicitRequestParams,
    ElicitRequestURLParams,
    ElicitResult,
    ErrorData,
    SamplingMessage,
    TextContent,
)

from wainao.features.tools.mcp.questions import Ask, Question
from wainao.kernel import Call, UsageError, WainaoError
from wainao.types import ChatInput, ChatOutput, Message

MOST_TOKENS = 4096
"""The longest text that a server may have written for it at once."""

Sample = Callable[[ChatInput], Awaitable[ChatOutput]]
"""Asks a model on behalf of whoever called the tool."""


def sampled_by(call: Call) -> Sample:
    """Asks the actor's own model, as a call of its own: it is on record, metered, and a machine chose it."""

    async def sample(input: ChatInput) -> ChatOutput:
        told: ChatOutput = (await call.run("models:chat", input, tainted=True)).output
        return told

    return sample


class Asks:
    """For one call at a time. `failure` is what of ours went wrong while the server asked: it ends the session."""

    def __init__(self, *, sample: Sample | None = None, ask: Ask | None = None) -> None:
        self._sample = sample
        self._ask = ask
        self.failure: WainaoError | None = None

    @property
    def sampling(self) -> SamplingFnT | None:
        """None where it is not allowed: then the server is told so from the start."""
        return self._sampled if self._sample is not None else None

    @property
    def elicitation(self) -> ElicitationFnT | None:
        return self._elicited if self._ask is not None else None

    def hand_over(self, other: Asks) -> None:
        """From now on this asks whom `other` asks; what was allowed from the start stays so."""
        self._sample, self._ask, self.failure = other._sample, other._ask, None

    async def _sampled(
        self, context: ClientRequestContext, params: CreateMessageRequestParams
    ) -> CreateMessageResult | ErrorData:
        if self._sample is None:
            return _NOT_NOW
        try:
            told = await self._sample(_chat(params))
        except WainaoError as error:
            return self._failed(error)
        return CreateMessageResult(
            role="assistant", content=TextContent(text=told.text), model=told.model or "", stop_reason="endTurn"
        )

    async def _elicited(self, context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult | ErrorData:
        if self._ask is None:
            return _NOT_NOW
        try:
            told = await self._ask(_question(params))
        except WainaoError as error:
            return self._failed(error)
        if told is None:
            return ElicitResult(action="decline")
        return ElicitResult(action="accept", content=None if isinstance(params, ElicitRequestURLParams) else dict(told))

    def _failed(self, error: WainaoError) -> ErrorData:
        self.failure = error
        return _NOT_NOW


_NOT_NOW = ErrorData(code=INVALID_REQUEST, message="That cannot be answered now.")


def _question(params: ElicitRequestParams) -> Question:
    if isinstance(params, ElicitRequestURLParams):
        return Question(message=params.message, url=params.url)
    return Question(message=params.message, schema=dict(params.requested_schema))


def _chat(params: CreateMessageRequestParams) -> ChatInput:
    """Raises UsageError for anything but text."""
    system = [Message(role="system", content=params.system_prompt)] if params.system_prompt else []
    return ChatInput(
        messages=(*system, *(Message(role=turn.role, content=_text(turn)) for turn in params.messages)),
        max_tokens=min(params.max_tokens, MOST_TOKENS),
        temperature=params.temperature,
        stop=tuple(params.stop_sequences or ()),
        stream=False,
    )


def _text(turn: SamplingMessage) -> str:
    blocks: list[Any] = turn.content if isinstance(turn.content, list) else [turn.content]
    if not all(isinstance(block, TextContent) for block in blocks):
        kinds = sorted({type(block).__name__ for block in blocks})
        raise UsageError(f"A server asked a model to read {kinds}. Expected text alone: nothing else is handed on.")
    return "\n".join(block.text for block in blocks)
