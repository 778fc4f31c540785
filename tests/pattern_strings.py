"""Strings that are hard for a regular expression: long runs of what it repeats, and of what nearly matches it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as kind  # type: ignore[attr-defined]  # Python's own reading of a pattern, which has no other door
from re import _parser as parser  # type: ignore[attr-defined]  # the same
from typing import Any, NamedTuple

MANY = 64
"""A repetition that may go on so long is one that a run can be fed to."""

_SHORT_OF = {
    kind.CATEGORY_DIGIT: "0",
    kind.CATEGORY_SPACE: " \n",
    kind.CATEGORY_WORD: "a0_",
    kind.CATEGORY_NOT_DIGIT: "a",
    kind.CATEGORY_NOT_SPACE: "a",
    kind.CATEGORY_NOT_WORD: "- ",
}
_REPEATS = (kind.MAX_REPEAT, kind.MIN_REPEAT, kind.POSSESSIVE_REPEAT)


class Hard(NamedTuple):
    """`before`, then `unit` over and over, then something that nothing expects."""

    before: str
    unit: str

    def string(self, length: int) -> str:
        return self.before + self.unit * (length // len(self.unit)) + "\0"


def hard(pattern: re.Pattern[Any]) -> Iterator[Hard]:
    """For each class of characters that is repeated, for pairs of those, and for a whole match with and without its
    end."""
    tree = list(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE if _is_bytes(pattern) else pattern.flags))
    repeated = [body for body, most in _repeats(tree) if most >= MANY]
    characters = [one for body in repeated for one in list(dict.fromkeys(_characters(body)))[:12]][:24]
    whole = _example(tree)
    pairs = [one + other for one in characters[:5] for other in characters[:5] if one != other]
    units = dict.fromkeys((*characters, *pairs, *map(_example, repeated), whole, whole[:-1]))
    for unit in filter(None, units):
        for before in dict.fromkeys(("", whole[:-1], whole)):
            yield Hard(before, unit)


def _is_bytes(pattern: re.Pattern[Any]) -> bool:
    return isinstance(pattern.pattern, bytes)


def _inner(operation: Any, value: Any) -> list[Any]:
    """The parts that an operation is made of."""
    if operation in _REPEATS:
        return [value[2]]
    if operation is kind.SUBPATTERN:
        return [value[3]]
    if operation is kind.ATOMIC_GROUP:
        return [value]
    if operation is kind.BRANCH:
        return list(value[1])
    return [value[1]] if operation in (kind.ASSERT, kind.ASSERT_NOT) else []


def _repeats(tree: Any) -> Iterator[tuple[Any, int]]:
    for operation, value in tree:
        if operation in _REPEATS:
            yield value[2], int(value[1])
        for part in _inner(operation, value):
            yield from _repeats(part)


def _characters(tree: Any) -> Iterator[str]:
    for operation, value in tree:
        yield from _members(operation, value)
        for part in _inner(operation, value):
            yield from _characters(part)


def _members(operation: Any, value: Any) -> Iterator[str]:
    """Some characters that an operation on one character takes."""
    if operation is kind.LITERAL:
        yield chr(value)
    elif operation in (kind.NOT_LITERAL, kind.ANY):
        yield "a" if value != ord("a") else "b"
    elif operation is kind.RANGE:
        yield from map(chr, value)
    elif operation is kind.CATEGORY:
        yield from _SHORT_OF[value]
    elif operation is kind.IN and value[0][0] is kind.NEGATE:
        yield from "a0 -中"
    elif operation is kind.IN:
        for one in value:
            yield from _members(*one)


def _example(tree: Any) -> str:
    """A short string that matches, or nearly: what looks around is not asked."""
    told = ""
    for operation, value in tree:
        if operation in (kind.ASSERT, kind.ASSERT_NOT):
            continue
        times = max(1, min(value[0], 50)) if operation in _REPEATS else 1
        parts = _inner(operation, value)
        told += times * _example(parts[0]) if parts else next(_members(operation, value), "")
    return told
