"""Texts as vectors."""

from __future__ import annotations

from dataclasses import dataclass, field

from wainao.types.message import Json
from wainao.types.recording import BY_DIGEST


@dataclass(frozen=True, kw_only=True, slots=True)
class EmbedInput:
    """What an embedding model takes; a receipt has a digest of the texts.

    `model` names a route; empty is the default one. `more` is handed on as it is. `dimensions` asks for shorter
    vectors, of models that can make them.
    """

    texts: tuple[str, ...] = field(metadata=BY_DIGEST)
    model: str = ""
    dimensions: int | None = None
    more: Json = field(default_factory=dict)
    stay: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class EmbedOutput:
    """One vector for each text, in the same order and all of one length. A receipt has a digest of them."""

    vectors: tuple[tuple[float, ...], ...] = field(metadata=BY_DIGEST)
    model: str
