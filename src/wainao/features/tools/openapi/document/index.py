"""What parts of a document call themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class Index:
    """The schemas of one document by names of their own, found in one walk.

    `anchors` are by `$anchor`, `addresses` by `$id`, `inner` by "$defs/Name" or "definitions/Name" wherever it stands,
    as far as there is one such.
    """

    def __init__(self, document: Any) -> None:
        self.anchors: dict[str, Any] = {}
        self.addresses: dict[str, Any] = {}
        self.inner: dict[str, Any] = {}
        several: set[str] = set()
        for part in objects_in(document):
            for key, known in (("$anchor", self.anchors), ("$dynamicAnchor", self.anchors), ("$id", self.addresses)):
                if isinstance(part.get(key), str):
                    known[part[key]] = part
            for holder in ("$defs", "definitions"):
                if isinstance(part.get(holder), dict):
                    named = {f"{holder}/{name}": schema for name, schema in part[holder].items()}
                    several |= named.keys() & self.inner.keys()
                    self.inner |= named
        for name in several:
            del self.inner[name]


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a tree, by a stack of our own. One that is reached by several ways comes once."""
    waiting, seen = [value], set[int]()
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict | list):
            if id(part) in seen:
                continue
            seen.add(id(part))
            waiting.extend(part.values() if isinstance(part, dict) else part)
        if isinstance(part, dict):
            yield part
