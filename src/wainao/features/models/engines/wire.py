"""What endpoints of OpenAI's protocol send. They differ: whatever can be done without is optional here."""

from __future__ import annotations

import msgspec

from wainao.features.models.engines.backend import Piece, Tokens


class Error(msgspec.Struct):
    message: str | None = None


class Told(msgspec.Struct, kw_only=True):
    """What every answer may hold, a good one too."""

    error: Error | str | None = None


class Usage(msgspec.Struct):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class Text(msgspec.Struct):
    content: str | None = None


class Choice(msgspec.Struct):
    delta: Text | None = None
    message: Text | None = None
    finish_reason: str | None = None


class Chunk(Told, kw_only=True):
    choices: list[Choice] = []
    model: str | None = None
    usage: Usage | None = None


class Vector(msgspec.Struct):
    index: int
    embedding: list[float]


class Embeddings(Told, kw_only=True):
    data: list[Vector] = []
    model: str | None = None
    usage: Usage | None = None


class Model(msgspec.Struct):
    id: str


class Models(Told, kw_only=True):
    data: list[Model] = []


def piece(chunk: Chunk) -> Piece:
    """What one chunk of a chat says; a whole reply in one piece is a chunk too."""
    choice = chunk.choices[0] if chunk.choices else Choice()
    text = choice.delta or choice.message or Text()
    return Piece(
        text=text.content or "",
        model=chunk.model or "",
        finish_reason=choice.finish_reason,
        tokens=tokens(chunk.usage),
    )


def tokens(usage: Usage | None) -> Tokens | None:
    """What was used, where the endpoint says it."""
    if usage is None or usage.prompt_tokens is None:
        return None
    # Nobody gets tokens back, whatever an endpoint says.
    return Tokens(input=max(0, usage.prompt_tokens), output=max(0, usage.completion_tokens or 0))


def words(error: Error | str | None) -> str:
    """Why it failed, in the endpoint's own words."""
    return error if isinstance(error, str) else (error and error.message) or "no reason given"
