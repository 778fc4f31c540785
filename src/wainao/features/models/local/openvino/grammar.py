"""A JSON Schema as a grammar without white space, made of OpenVINO's building blocks.

Left to itself, its own grammar of a schema allows white space without end, which is what a weak model writes, and
control characters within texts, which no JSON may have. Parts that are not known here it makes as ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

MAX_BEGINNINGS = 8
# By what it is not: ranges of characters make xgrammar give up its grammar in the middle of some of them.
_CHARACTER = r'([^"\\\x00-\x1f]|\\(["\\/bfnrt]|u[0-9a-fA-F]{4}))'
_NOTES = ("title", "description", "default", "examples", "$schema", "$defs", "definitions")
_COUNTS = ("minItems", "maxItems")
_MEMBERS = ("properties", "required", "additionalProperties")


class _UnknownError(Exception):
    """A part of the schema cannot be made alone."""


class Grammar:
    """Makes grammars of one `schema`. `blocks` is OpenVINO's StructuredOutputConfig, of whose blocks they are made."""

    def __init__(self, blocks: Any, schema: Any) -> None:
        self._blocks = blocks
        self._root = schema
        self._within: list[str] = []

    def whole(self) -> Any:
        """The grammar of every value that fits."""
        try:
            return self._of(self._root)
        except _UnknownError:
            return self._blocks.JSONSchema(_json(self._root))

    def _of(self, schema: Any) -> Any:
        if not isinstance(schema, dict):
            return self._unknown(schema)
        if "const" in schema:
            return self._word(_json(schema["const"]))
        if "enum" in schema:
            return self._one(*(self._word(_json(value)) for value in schema["enum"]))
        if "anyOf" in schema and {"anyOf", *_NOTES}.issuperset(schema):
            return self._one(*map(self._of, schema["anyOf"]))
        if "$ref" in schema and {"$ref", *_NOTES}.issuperset(schema):
            return self._elsewhere(schema["$ref"])
        kind = schema.get("type")
        if kind == "string" and {"type", "minLength", "maxLength", *_NOTES}.issuperset(schema):
            return self._text(schema)
        if kind == "array" and "maxItems" in schema and {"type", "items", *_COUNTS, *_NOTES}.issuperset(schema):
            return self._list(schema)
        if kind == "object" and _is_plain_object(schema):
            return self._object(schema)
        return self._unknown(schema)

    def _elsewhere(self, pointer: str) -> Any:
        """What a pointer into the schema means. One that leads back to itself has no end."""
        if pointer in self._within or not pointer.startswith("#/"):
            raise _UnknownError
        found = self._root
        for step in pointer[2:].split("/"):
            found = found.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(found, dict) else None
        self._within.append(pointer)
        made = self._of(found)
        self._within.pop()
        return made

    def _unknown(self, schema: Any) -> Any:
        """As OpenVINO makes it: of a part, unless that points to other parts."""
        told = _json(schema)
        if schema is None or '"$ref"' in told:
            raise _UnknownError
        return self._blocks.JSONSchema(told)

    def _text(self, schema: dict[str, Any]) -> Any:
        least, most = schema.get("minLength", 0), schema.get("maxLength", "")
        return self._blocks.Regex(f'"{_CHARACTER}{{{least},{most}}}"')

    def _list(self, schema: dict[str, Any]) -> Any:
        """From its end: after each item it may go on or close."""
        item, least = self._of(schema.get("items", True)), schema.get("minItems", 0)
        rest = self._word("]")
        for count in range(schema["maxItems"], 0, -1):
            more = self._row(*([self._word(",")] if count > 1 else []), item, rest)
            rest = more if count <= least else self._one(more, self._word("]"))
        return self._row(self._word("["), rest)

    def _object(self, schema: dict[str, Any]) -> Any:
        """What is required comes first: then a comma stands before all that may follow."""
        members = {name: self._row(self._word(_json(name) + ":"), self._of(inner)) for name, inner in _members(schema)}
        required = [members.pop(name) for name in schema.get("required", ()) if name in members]
        further = list(members.values())
        if required:
            begins = [self._row(required[0], *map(self._further, required[1:]), *map(self._maybe, further))]
        else:
            begins = [
                self._nothing(),
                *(self._row(one, *map(self._maybe, further[at + 1 :])) for at, one in enumerate(further)),
            ]
        return self._row(self._word("{"), self._one(*begins), self._word("}"))

    def _further(self, member: Any) -> Any:
        return self._row(self._word(","), member)

    def _maybe(self, member: Any) -> Any:
        return self._one(self._further(member), self._nothing())

    def _nothing(self) -> Any:
        return self._blocks.EBNF('root ::= ""')

    def _word(self, text: str) -> Any:
        return self._blocks.ConstString(text)

    def _row(self, *parts: Any) -> Any:
        return parts[0] if len(parts) == 1 else self._blocks.Concat(*parts)

    def _one(self, *choices: Any) -> Any:
        return choices[0] if len(choices) == 1 else self._blocks.Union(*choices)


def _members(schema: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    members: dict[str, Any] = schema.get("properties", {})
    return members.items()


def _is_plain_object(schema: dict[str, Any]) -> bool:
    """Whether its members are all named: and of those that may be missing, not so many that all begin it in turn."""
    names, required = {name for name, _ in _members(schema)}, set(schema.get("required", ()))
    closed = schema.get("additionalProperties") is False and {"type", *_MEMBERS, *_NOTES}.issuperset(schema)
    return closed and required <= names and (bool(required) or len(names) <= MAX_BEGINNINGS)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
