"""One value as the text that stands for it on the wire."""

from __future__ import annotations

from typing import Any

import msgspec


def as_text(value: Any) -> str:
    """JSON's spelling of truth values and numbers, a text as it is, nothing for null; all else as JSON.

    >>> as_text(True), as_text(1e3), as_text("a b"), as_text({"a": [1]})
    ('true', '1000.0', 'a b', '{"a":[1]}')
    """
    if isinstance(value, str):
        return value
    return "" if value is None else msgspec.json.encode(value).decode()
