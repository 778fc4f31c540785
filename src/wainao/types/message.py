"""A conversation with a model: what goes in, what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from wainao.types.answer import Origin
from wainao.types.recording import AS_IT_IS

Role = Literal["system", "developer", "user", "assistant", "tool"]

Json = Annotated[Mapping[str, Any], AS_IT_IS]
"""A JSON object in the shape that OpenAI's chat completions give it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolCall:
    """A model asks for a tool. `arguments` is JSON as the model wrote it: text that nobody has checked yet.

    `more` is what else belongs to it and has to come back with it (Gemini's signature of its thoughts, say).
    """

    id: str
    name: str
    arguments: str = ""
    more: Json = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One turn. `content` is text, or parts ({"type": "text" | "image_url" | "input_audio" | "file", …}).

    An assistant's turn may hold `tool_calls`; a turn of the role "tool" answers the one with `tool_call_id`. `more` is
    whatever else the client put into the turn, handed on as it is.
    """

    role: Role
    content: str | tuple[Json, ...] = ""
    name: str | None = None
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None
    more: Json = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All words of the turn; parts that are no text are left out."""
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.get("text") or "" for part in self.content if part.get("type") == "text")


@dataclass(frozen=True, kw_only=True, slots=True)
class ChatInput:
    """What `models:chat` takes.

    `model` names a route; empty is the default one. `tools`, `tool_choice` and `response_format` are as in OpenAI's
    chat completions; `more` holds further parameters (top_p, seed, logprobs, n, …), handed on as they are. `stay` keeps
    the words on this machine: without a model here the call fails. Calls of one `session` go to one deployment.
    `stream` asks for the words as they come; without it there are no `Delta` items, which is less work for everybody.
    """

    messages: tuple[Message, ...]
    model: str = ""
    max_tokens: int | None = None
    temperature: float | None = None
    tools: tuple[Json, ...] = ()
    tool_choice: str | Json | None = None
    response_format: Json | None = None
    stop: tuple[str, ...] = ()
    more: Json = field(default_factory=dict)
    stay: bool = False
    session: str = ""
    stream: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One reply. `thought` is what a reasoning model thought before, `logprobs` as in OpenAI's chat completions."""

    text: str
    finish_reason: str = "stop"
    tool_calls: tuple[ToolCall, ...] = ()
    thought: str = ""
    refusal: str | None = None
    logprobs: Json | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ChatOutput:
    """A model's whole reply; streamed replies arrive as `Delta` items first. `others` are the further ones of n > 1.

    `cached_tokens` of the input were read from a cache, `thought_tokens` of the output were thoughts; the call's usage
    counts them all. `more` may hold "thinking_blocks", as Anthropic signs them, and "stop_sequence".
    """

    text: str
    model: str
    finish_reason: str = "stop"
    tool_calls: tuple[ToolCall, ...] = ()
    thought: str = ""
    refusal: str | None = None
    logprobs: Json | None = None
    others: tuple[Choice, ...] = ()
    cached_tokens: int = 0
    thought_tokens: int = 0
    more: Json = field(default_factory=dict)
    origin: Origin = "model"
