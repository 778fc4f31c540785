"""What every way of reaching a model looks like from inside: a cloud, a server of the firm, a model in this process.

A backend does one thing or several: each has a protocol of its own, and `isinstance(backend, Reranks)` tells whether
it does that at all. All methods raise ModelError, ModelBusyError (with `retry_after_s`), UnreachableError,
TimedOutError, ReplyTooLargeError; SettingsError for a wrong key or model; RefusedError for what the far side does not
take, and UsageError for what this kind of backend cannot do, before anything is sent.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, runtime_checkable

import msgspec

from wainao.features.models.types import (
    CompleteInput,
    ImageInput,
    ImageOutput,
    ModerateInput,
    ModerateOutput,
    RerankInput,
    RerankOutput,
    SpeechInput,
    SpeechOutput,
    TranscribeInput,
    TranscribeOutput,
)
from wainao.types import ChatInput, EmbedInput, EmbedOutput, Json, ToolCall

T = TypeVar("T")


_MOST_TOKENS = 10**9


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """What the backend says was used. `cached` tokens of `input` were cheaper, `thought` ones are part of `output`."""

    input: int
    output: int
    cached: int = 0
    thought: int = 0

    @property
    def credible(self) -> bool:
        """Whether a model can have used so many: the longest contexts have some ten million."""
        return 0 <= self.input <= _MOST_TOKENS and 0 <= self.output <= _MOST_TOKENS


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """The next bit of a reply; what a backend does not say is empty or None.

    `tool` is the next bit of the tool call with the number `index`: its id and name come with the first bit, its
    arguments with the others. `signature` ends a thought and is its provider's seal on it; `redacted` is a thought that
    only its provider can read. `choice` counts the replies of n > 1 from 0. `stop` is the stop sequence that was met.
    """

    text: str = ""
    thought: str = ""
    signature: str = ""
    redacted: str = ""
    refusal: str = ""
    tool: ToolCall | None = None
    index: int = 0
    choice: int = 0
    logprobs: Json | None = None
    model: str = ""
    finish_reason: str | None = None
    stop: str | None = None
    tokens: Tokens | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Result(Generic[T]):
    """An answer that comes all at once, and what it used, where that is said."""

    output: T
    tokens: Tokens | None = None


@runtime_checkable
class Backend(Protocol):
    """One place where models run. The contract suite for backends runs against every kind."""

    def chat(self, model: str, input: ChatInput) -> AsyncGenerator[Piece, None]:
        """The model's reply as it comes; leaving it early ends the work there. `input.model` is the route's name: not
        what the backend calls its `model`. Without `input.stream` a reply may come whole."""
        ...

    async def embed(self, model: str, input: EmbedInput) -> Result[EmbedOutput]: ...

    async def models(self) -> tuple[str, ...]:
        """What it offers; the health probe asks this too."""
        ...


@runtime_checkable
class Completes(Protocol):
    """Continues a plain text."""

    def complete(self, model: str, input: CompleteInput) -> AsyncGenerator[Piece, None]: ...


@runtime_checkable
class Counts(Protocol):
    """Counts tokens exactly."""

    async def count(self, model: str, input: ChatInput) -> int:
        """The tokens that the conversation has, without asking the model for a reply."""
        ...


@runtime_checkable
class Reranks(Protocol):
    """Puts texts in order."""

    async def rerank(self, model: str, input: RerankInput) -> Result[RerankOutput]: ...


@runtime_checkable
class Speaks(Protocol):
    """Turns text into speech."""

    async def speak(self, model: str, input: SpeechInput) -> Result[SpeechOutput]: ...


@runtime_checkable
class Transcribes(Protocol):
    """Turns speech into text."""

    async def transcribe(self, model: str, input: TranscribeInput) -> Result[TranscribeOutput]: ...


@runtime_checkable
class Draws(Protocol):
    """Makes pictures."""

    async def draw(self, model: str, input: ImageInput) -> Result[ImageOutput]: ...


@runtime_checkable
class Moderates(Protocol):
    """Says whether texts may do harm."""

    async def moderate(self, model: str, input: ModerateInput) -> Result[ModerateOutput]: ...


@runtime_checkable
class Closes(Protocol):
    def close(self) -> None:
        """Let go of what it holds (connections, a process); from any thread, when its deployment is gone."""
        ...
