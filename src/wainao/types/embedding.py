"""Texts as vectors."""

from __future__ import annotations

from dataclasses import dataclass, field

from wainao.types.message import Json


@dataclass(frozen=True, kw_only=True, slots=True)
class EmbedInput:
    """What an embedding model takes. `model` names a route; empty is the default one. `more` is handed on as it is.

    `dimensions` asks for shorter vectors, of models that can make them.
    """

    texts: tuple[str, ...]
    model: str = ""
    dimensions: int | None = None
    more: Json = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class EmbedOutput:
    """One vector for each text, in the same order and all of one length."""

    vectors: tuple[tuple[float, ...], ...]
    model: str
