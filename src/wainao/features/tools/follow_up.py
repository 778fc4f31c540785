"""A question that a tool's result brings along, for a person to go on with: `x-wainao-form` in what a toolbox gave.

{"seats": 3, "x-wainao-form": {
    "message": "Which seat?", "tool": "book", "arguments": {"train": "ICE 9"},
    "schema": {"type": "object", "properties": {"seat": {"enum": ["aisle", "window"]}}, "required": ["seat"]}}}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeGuard

import msgspec

from wainao.features.tools.openapi.wording import plain
from wainao.features.tools.types import FollowUp
from wainao.types import Words

KEY = "x-wainao-form"
LONGEST_MESSAGE = 500
MOST_BYTES = 16 * 1024
"""Of a schema, and of arguments."""

_UNSOUND = re.compile(r"[^a-z0-9_.-]+")


def follow_up(data: Any, box: str) -> FollowUp | None:
    """The question in what a tool of the toolbox `box` gave; None where there is none that can be shown.

    It leads to a tool of that toolbox and to no other: what a stranger's server gives has no say in what else is here.
    """
    told = data.get(KEY) if isinstance(data, Mapping) else None
    if not isinstance(told, Mapping):
        return None
    message, tool = plain(told.get("message"), limit=LONGEST_MESSAGE), _sound(told.get("tool"))
    schema, arguments = told.get("schema"), told.get("arguments", {})
    if not (message and tool and _is_small(schema) and _is_small(arguments)):
        return None
    if not isinstance(schema.get("properties"), Mapping):
        return None
    return FollowUp(message=Words(message, message), tool=f"{box}:{tool}", schema=schema, arguments=arguments)


def _sound(name: Any) -> str:
    """As tools are called here; "" for what is no name."""
    return _UNSOUND.sub("_", name.casefold()).strip("_.-")[:64] if isinstance(name, str) else ""


def _is_small(value: Any) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, Mapping) and len(msgspec.json.encode(value)) <= MOST_BYTES
