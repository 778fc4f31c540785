"""An object as the fields it has: through references and `allOf`, as long as nothing else says what it may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wainao.features.tools.openapi.document.references import References
from wainao.features.tools.openapi.document.shape import object_in
from wainao.features.tools.openapi.schema.keywords import required

_MAX_FIELDS = 300
_MAX_PARTS = 200
_SAYS_MORE = frozenset(
    (
        *("anyOf", "oneOf", "not", "if", "patternProperties", "propertyNames", "dependentSchemas", "dependentRequired"),
        *("dependencies", "minProperties", "maxProperties", "unevaluatedProperties", "const", "enum", "$dynamicRef"),
    )
)
"""Keywords that bind fields to each other: an object with one of them stays whole."""


@dataclass(kw_only=True, slots=True)
class Fields:
    """What an object may hold. `rest` is the schema of what it holds besides; False where there is nothing besides."""

    properties: dict[str, Any] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    rest: Any = False
    examples: list[Any] = field(default_factory=list)


def fields_of(raw: Any, references: References) -> Fields | None:
    """The fields of an object's schema; None where it is no object, or more than a list of fields.

    Raises BrokenReferenceError.
    """
    fields = Fields()
    for part in _parts(raw, references):
        if part is None or not _is_object(part) or len(object_in(part.get("properties"))) > _MAX_FIELDS:
            return None
        _add(part, fields)
    return fields if 0 < len(fields.properties) <= _MAX_FIELDS else None


def _add(part: Mapping[str, Any], fields: Fields) -> None:
    for name, schema in object_in(part.get("properties")).items():
        known = fields.properties.get(name)
        fields.properties[name] = schema if known in (None, schema) else {"allOf": [known, schema]}
    fields.required.update(required(part))
    rest = part.get("additionalProperties")
    if rest is True or (isinstance(rest, dict) and rest):
        fields.rest = rest
    fields.examples.extend(one for one in examples_in(part) if isinstance(one, dict))


def examples_in(holder: Mapping[str, Any]) -> list[Any]:
    """The examples that a schema, a parameter or a body carries."""
    several = holder.get("examples")
    if isinstance(several, dict):
        return [one["value"] for one in several.values() if isinstance(one, dict) and "value" in one]
    if isinstance(several, list):
        return several
    return [holder["example"]] if holder.get("example") is not None else []


def _parts(raw: Any, references: References) -> Iterator[dict[str, Any] | None]:
    """A schema and all that its `allOf` adds, each part once; None for what is no list of fields."""
    waiting, seen = [raw], dict[int, Any]()  # the parts stay alive, or another could get the id of one
    while waiting:
        part = references.follow(waiting.pop())
        if not isinstance(part, dict) or len(seen) > _MAX_PARTS or _SAYS_MORE & part.keys():
            yield None
            return
        if id(part) in seen:
            continue
        seen[id(part)] = part
        yield part
        inner = part.get("allOf", [])
        waiting.extend(reversed(inner) if isinstance(inner, list) else [None])


def _is_object(part: Mapping[str, Any]) -> bool:
    kind = part.get("type", "object")
    return kind == "object" or (isinstance(kind, list) and "object" in kind)
