"""A long result as a model should read it: all of its shape, the beginning of its lists and texts."""

from __future__ import annotations

from typing import Any

import msgspec

MAX_CHARACTERS = 12_000
"""About three thousand tokens of English."""

_STEPS = ((50, 1_000), (20, 400), (10, 200), (5, 100), (3, 60))
"""How many items of a list and characters of a text are left, from much to little."""

_MAX_DEPTH = 12


def shortened(value: Any) -> str:
    """`value` as JSON of at most MAX_CHARACTERS, which says of every list and text how much is missing."""
    whole = msgspec.json.encode(value).decode()
    if len(whole) <= MAX_CHARACTERS:
        return whole
    for items, characters in _STEPS:
        text = msgspec.json.encode(_less(value, items, characters, 0)).decode()
        if len(text) <= MAX_CHARACTERS:
            return text
    return cut(text)


def cut(text: str) -> str:
    """The beginning of a text that is too long, and how much is missing."""
    missing = len(text) - MAX_CHARACTERS
    return text if missing <= 0 else f"{text[:MAX_CHARACTERS]}… (+{missing:,})"


def _less(value: Any, items: int, characters: int, depth: int) -> Any:
    if isinstance(value, str) and len(value) > characters:
        return f"{value[:characters]}… (+{len(value) - characters:,})"
    if isinstance(value, dict | list) and depth > _MAX_DEPTH:
        return "…"
    if isinstance(value, dict):
        return {name: _less(one, items, characters, depth + 1) for name, one in value.items()}
    if isinstance(value, list):
        first = [_less(one, items, characters, depth + 1) for one in value[:items]]
        return first if len(value) <= items else [*first, f"… (+{len(value) - items:,})"]
    return value
