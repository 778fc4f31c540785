"""How much memory a model takes: its weights as they are quantised, what it keeps of a conversation, and the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wainao.features.models.catalogue.entry import Entry

BITS: Mapping[str, float] = {
    "F16": 16.0,
    "Q8_0": 8.5,
    "Q6_K": 6.56,
    "Q5_K_M": 5.68,
    "Q4_K_M": 4.84,
    "Q3_K_M": 3.91,
    "Q2_K": 3.35,
}
"""Bits of each weight on the average, the most precise first, as llama.cpp measured them on Llama 2 7B (the README of
its tool `quantize`)."""

CONTEXT_TOKENS = 8192
CONVERSATIONS = 2
"""What a model here holds at once, if nothing else was said: see `LocalModel`."""

OVERHEAD_BYTES = 300_000_000
"""What an engine takes beside weights and conversations: its buffers, itself."""

CACHE_BYTES_PER_TOKEN = 2 * 32 * 8 * 128 * 2
"""Where a model's shape is not known: that of Llama 3 8B, which few models of its size exceed."""

_GENERATES = ("language", "vision")
"""Kinds that keep a conversation in memory."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """What a model takes in one quantisation; `exact_cache` is false where its shape is not known."""

    quantisation: str
    weights_bytes: int
    cache_bytes: int
    bytes: int
    exact_cache: bool


def needs(entry: Entry, *, context_tokens: int = CONTEXT_TOKENS) -> tuple[Need, ...]:
    """In every quantisation, with so many tokens in each of two conversations; nothing where its size is not known."""
    if entry.billions is None:
        return ()
    cache = cache_bytes(entry, context_tokens)
    return tuple(_need(entry, name, entry.billions, cache) for name in BITS)


def cache_bytes(entry: Entry, context_tokens: int) -> int:
    """Keys and values in 16 bits, in each layer, for each token."""
    if entry.kind not in _GENERATES:
        return 0
    tokens = min(context_tokens, entry.context_tokens or context_tokens) * CONVERSATIONS
    if entry.shape is None:
        return CACHE_BYTES_PER_TOKEN * tokens
    layers, heads, size = entry.shape
    return 2 * layers * heads * size * 2 * tokens


def _need(entry: Entry, quantisation: str, billions: float, cache: int) -> Need:
    weights = weights_bytes(billions, quantisation)
    return Need(
        quantisation=quantisation,
        weights_bytes=weights,
        cache_bytes=cache,
        bytes=weights + cache + OVERHEAD_BYTES,
        exact_cache=entry.shape is not None or cache == 0,
    )


def weights_bytes(billions: float, quantisation: str) -> int:
    return int(billions * 1e9 * BITS[quantisation] / 8)
