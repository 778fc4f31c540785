"""Texts as vectors."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class EmbedInput:
    """What an embedding model takes."""

    texts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class EmbedOutput:
    """One vector for each text, in the same order and all of one length."""

    vectors: tuple[tuple[float, ...], ...]
    model: str
