"""What a call of a tool does, line by line, without the words about it: what a standing grant was given for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from wainao.features.tools.store import Kept
from wainao.features.tools.types import Tool

_WORDS = frozenset(
    {"title", "description", "summary", "example", "examples", "$comment", "deprecated", "externalDocs", "x-wainao"}
)
"""Of a schema, what only speaks of it."""
_NAMED = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
"""Of a schema, what holds others by names that somebody chose."""
_VALUES = frozenset({"const", "default", "enum", "required"})


def deed(box: Kept, tool: Tool) -> str:
    """The same for as long as a call with the same arguments does the same, as far as can be told from here."""
    how = {name: value for name, value in tool.how.items() if name != "digest"}  # of all that a server says of it
    if "method" in how and "path" in how:
        server = box.server or next(iter(how.pop("servers", None) or box.toolbox.servers), "")
        first = f"{how.pop('method')} {server.rstrip('/')}{how.pop('path')}"
    else:
        first = box.address or box.toolbox.source
    told = {"risk": tool.risk, "call": how, "takes": _wordless(tool.input)}
    return "\n".join((first, *sorted(_lines("", told))))


def _wordless(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_wordless(one) for one in schema]
    if not isinstance(schema, Mapping):
        return schema
    return {name: _within(name, value) for name, value in schema.items() if name not in _WORDS}


def _within(name: str, value: Any) -> Any:
    if name in _NAMED and isinstance(value, Mapping):
        return {chosen: _wordless(one) for chosen, one in value.items()}
    return value if name in _VALUES else _wordless(value)


def _lines(place: str, value: Any) -> Iterator[str]:
    """One for each value in `value`, with the way to it."""
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            yield from _lines(f"{place}.{name}" if place else str(name), inner)
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        for inner in value:
            yield from _lines(f"{place}[]", inner) if len(value) == 1 else (f"{place}[]: {_json(inner)}",)
    else:
        yield f"{place}: {_json(value)}"


def _json(value: Any) -> str:
    return msgspec.json.encode(value, order="sorted").decode()
