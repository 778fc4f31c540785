"""One turn of a conversation with a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wainao.types.answer import Origin

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    role: Role
    content: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ChatInput:
    """What a model capability takes."""

    messages: tuple[Message, ...]
    max_tokens: int | None = None
    temperature: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ChatOutput:
    """A model's whole reply; streamed replies arrive as `Delta` items first."""

    text: str
    model: str
    finish_reason: str = "stop"
    origin: Origin = "model"
