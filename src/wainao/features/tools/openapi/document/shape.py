"""What should be an object or a list, and is an empty one where it is something else: descriptions are full of that."""

from __future__ import annotations

from typing import Any


def object_in(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def list_in(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
