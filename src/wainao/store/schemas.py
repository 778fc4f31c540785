"""What a dataclass takes, as JSON Schema and by the names that people write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any

import msgspec


@lru_cache(maxsize=1024)
def object_schema(kind: type) -> dict[str, Any]:
    """The JSON Schema of a dataclass, with the object itself at its root. Making one takes a millisecond; not to be
    changed.

    A field that Python cannot call as people do (`from_`) is called as they do.
    """
    whole = msgspec.json.schema(kind)
    kinds = whole["$defs"]
    root = whole["$ref"].rpartition("/")[2]
    told: dict[str, Any] = {name: value for name, value in kinds[root].items() if name not in ("title", "description")}
    if whole["$ref"].encode() not in msgspec.json.encode(kinds):
        del kinds[root]
    told["properties"] = {_plain(name): value for name, value in told.get("properties", {}).items()}
    if "required" in told:
        told["required"] = [_plain(name) for name in told["required"]]
    return told | ({"$defs": kinds} if kinds else {})


def by_field(kind: type, given: Mapping[str, Any]) -> dict[str, Any]:
    """`given` by the names of the fields of `kind`: "from" is meant for `from_`.

    >>> from dataclasses import make_dataclass
    >>> by_field(make_dataclass("Trip", ["from_", "to"]), {"from": "Köln", "to": "Bonn"})
    {'from_': 'Köln', 'to': 'Bonn'}
    """
    known = {item.name for item in fields(kind)}
    return {name if name in known or f"{name}_" not in known else f"{name}_": value for name, value in given.items()}


def plainly(input: Any) -> dict[str, Any]:
    """An input by the names of `object_schema`, as plain values; bytes become base64."""
    return {_plain(name): value for name, value in msgspec.to_builtins(input, order="deterministic").items()}


def _plain(name: str) -> str:
    return name.removesuffix("_")
