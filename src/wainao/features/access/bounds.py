"""What a standing grant allows of a call's input, as people write it: "amount<=100", "to=EUR|USD"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from wainao.kernel import UsageError

_BOUND = re.compile(r"\s*(?P<field>[^\s<>=^]+)\s*(?P<sign><=|>=|<|>|\^=|=)\s*(?P<value>\S(?:.*\S)?)\s*", re.DOTALL)
_STEP_BACK = r"(?:^|[/\\]|%(?:2[fF]|5[cC]))(?:\.|%2[eE]){2}(?:$|[/\\?#;]|%(?:2[fF]|5[cC]))"
"""Leads out of the folder, or the part of an API, that a text begins with."""
_FLAGS = {"true": True, "false": False}
_NUMBERS = {"<=": "maximum", ">=": "minimum", "<": "exclusiveMaximum", ">": "exclusiveMinimum"}


def schema_of(bounds: Iterable[str]) -> dict[str, Any]:
    """A JSON Schema which exactly those inputs fit that keep all bounds.

    A field that is bounded has to be there. "a.b" is the field b of a; "=" takes one of several values with "|" between
    them, "^=" a text that begins so, without steps such as "..". Raises UsageError.
    """
    parts = [_schema(bound) for bound in bounds]
    return {"allOf": parts} if parts else {}


def _schema(bound: str) -> dict[str, Any]:
    read = _BOUND.fullmatch(bound)
    if read is None:
        raise UsageError(
            f"{bound!r} is no bound. Expected a field, a sign (<= < >= > = ^=) and a value, such as 'amount<=100' or "
            "'to=EUR|USD'. Write it so."
        )
    schema = _value(bound, read["sign"], read["value"])
    for field in reversed(read["field"].split(".")):
        schema = {"type": "object", "required": [field], "properties": {field: schema}}
    return schema


def _value(bound: str, sign: str, value: str) -> dict[str, Any]:
    if sign == "^=":
        return {"type": "string", "pattern": f"^{re.escape(value)}", "not": {"pattern": _STEP_BACK}}
    if sign == "=":
        words = [word.strip() for word in value.split("|")]
        numbers = [number for number in map(_number, words) if number is not None]
        return {"enum": [*words, *numbers, *(_FLAGS[word] for word in words if word in _FLAGS)]}
    number = _number(value)
    if number is None:
        raise UsageError(f"{bound!r} compares with {value!r}, which is no number. Write one, such as 'amount<=100'.")
    return {"type": "number", _NUMBERS[sign]: number}


def _number(word: str) -> float | None:
    return float(word) if re.fullmatch(r"-?\d+(\.\d+)?", word) else None
