"""A schema made narrower, so that a model that never knows when to stop comes to an end.

A grammar made of a schema lets a string or a list go on for ever, and a weak model does. Every value that fits the
narrower schema fits the one it was made of.
"""

from __future__ import annotations

from typing import Any

MAX_ITEMS = 16
MAX_CHARS = 2000
MAX_INTEGER = 10**12
TIGHTER = 4
"""How many times narrower each further try is: the first one leaves room that no ordinary reply needs."""


def bounded(schema: Any, *, max_tokens: int | None, tries: int = 0) -> Any:
    """`schema` with an end to whatever has none: texts, lists, objects, numbers. `tries` replies were too long."""
    tight = TIGHTER**tries
    texts = max(1, _count_texts(schema))
    # A token brings three letters or four, but of Chinese one character at most, and of rare ones a third.
    room = MAX_CHARS if max_tokens is None else max_tokens // (2 * texts)
    return _narrow(schema, max_chars=max(1, min(MAX_CHARS, room) // tight), max_items=max(1, MAX_ITEMS // tight))


def _narrow(value: Any, *, max_chars: int, max_items: int) -> Any:
    if isinstance(value, list):
        return [_narrow(item, max_chars=max_chars, max_items=max_items) for item in value]
    if not isinstance(value, dict):
        return value
    narrow = {
        name: inner if name in _VALUES else _narrow(inner, max_chars=max_chars, max_items=max_items)
        for name, inner in value.items()
    }
    if _is_free_text(narrow):
        narrow["maxLength"] = max(max_chars, narrow.get("minLength", 0))
    if narrow.get("type") == "array" and "maxItems" not in narrow:
        narrow["maxItems"] = max(max_items, narrow.get("minItems", 0))
    if "properties" in narrow and not _OPEN.intersection(narrow):
        narrow["additionalProperties"] = False
    if narrow.get("type") == "integer" and not _ENDS.intersection(narrow):
        narrow |= {"minimum": -MAX_INTEGER, "maximum": MAX_INTEGER}
    return narrow


_OPEN = frozenset({"additionalProperties", "patternProperties", "unevaluatedProperties", "allOf", "anyOf", "oneOf"})
_VALUES = frozenset({"enum", "const", "default", "examples"})
_ENDS = frozenset({"enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})


def _is_free_text(schema: dict[str, Any]) -> bool:
    fixed = ("enum", "const", "pattern", "format", "maxLength")
    return schema.get("type") == "string" and not any(name in schema for name in fixed)


def _count_texts(value: Any) -> int:
    if isinstance(value, list):
        return sum(map(_count_texts, value))
    if not isinstance(value, dict):
        return 0
    return _is_free_text(value) + sum(map(_count_texts, value.values()))
