"""What every way of reaching a model looks like from inside: a cloud, a server of the firm, a model in this process."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Protocol

from wainao.types import ChatInput, Json, ToolCall


@dataclass(frozen=True, kw_only=True, slots=True)
class Tokens:
    """What the backend says was used. `cached` tokens of `input` were cheaper, `thought` ones are part of `output`."""

    input: int
    output: int
    cached: int = 0
    thought: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """The next bit of a reply; what a backend does not say is empty or None.

    `tool` is the next bit of the tool call with the number `index`: its id and name come with the first bit, its
    arguments with the others. `choice` counts the replies of n > 1 from 0.
    """

    text: str = ""
    thought: str = ""
    refusal: str = ""
    tool: ToolCall | None = None
    index: int = 0
    choice: int = 0
    logprobs: Json | None = None
    model: str = ""
    finish_reason: str | None = None
    tokens: Tokens | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Embedded:
    """One vector for each text, in the same order and all of one length."""

    vectors: tuple[tuple[float, ...], ...]
    model: str
    tokens: Tokens | None


class Backend(Protocol):
    """One place where models run. The contract suite for backends runs against every kind.

    All methods raise ModelError, ModelBusyError (with `retry_after_s`), UnreachableError, TimedOutError,
    ReplyTooLargeError; SettingsError for a wrong key or model; UsageError for what this backend cannot do.
    """

    def chat(self, model: str, input: ChatInput) -> AsyncGenerator[Piece, None]:
        """The model's reply as it comes; leaving it early ends the work there. `input.model` is the route's name: not
        what the backend calls its `model`."""
        ...

    async def embed(self, model: str, texts: Sequence[str]) -> Embedded: ...

    async def models(self) -> tuple[str, ...]:
        """What it offers; the health probe asks this too."""
        ...
