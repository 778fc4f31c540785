"""The form of a JSON value without its contents: what has to stay so that a tool still does what it showed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_KINDS = {type(None): "null", bool: "boolean", int: "number", float: "number", str: "string"}


def shape(value: Any) -> frozenset[str]:
    """Each place with its kind; all items of a list are one place, and null goes with anything.

    >>> sorted(shape({"rates": [{"to": "CNY", "rate": 7.1}, {"to": "EUR"}]}))
    ['$.rates: array', '$.rates[].rate: number', '$.rates[].to: string', '$.rates[]: object', '$: object']
    """
    return frozenset(_places("$", value))


def missing(before: frozenset[str], now: frozenset[str]) -> tuple[str, ...]:
    """What was there and is not any more, or is of another kind. What came is no loss."""
    gone = before - now
    empty = {place.partition(": ")[0] for place in now if place.endswith(": null")}
    return tuple(sorted(place for place in gone if not _is_excused(place, now, empty)))


def _is_excused(place: str, now: frozenset[str], empty: set[str]) -> bool:
    """Something inside a list that is empty now, or inside what is null now, is not known to be gone."""
    name, _, kind = place.partition(": ")
    if kind == "null":
        return True
    lists = {one.removesuffix(": array") for one in now if one.endswith(": array")}
    filled = {one.partition(": ")[0] for one in now}
    return any(name.startswith(f"{one}[]") and f"{one}[]" not in filled for one in lists) or any(
        name == one or name.startswith((f"{one}.", f"{one}[")) for one in empty
    )


def _places(place: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield f"{place}: object"
        for name, inner in value.items():
            yield from _places(f"{place}.{name}", inner)
    elif isinstance(value, list):
        yield f"{place}: array"
        for inner in value:
            yield from _places(f"{place}[]", inner)
    else:
        yield f"{place}: {_KINDS.get(type(value), 'string')}"
