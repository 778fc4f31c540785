"""The keywords of JSON Schema 2020-12 that are kept, each with what it must look like.

Descriptions of APIs are full of keywords that mean nothing ("required": true, "minimum": "0"). One that is not what it
must be is left out, so that what is left is a schema. What is left out checks nothing: the API itself still does.
`patternProperties` is never kept, nor what is said of the fields beside it: few read it, and patterns are not ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wainao.features.tools.openapi.schema.patterns import usable
from wainao.features.tools.openapi.wording import plain

TYPES = frozenset(("string", "number", "integer", "boolean", "object", "array", "null"))
_OTHER_NAMES = {
    **dict.fromkeys(("int", "int32", "int64", "long"), "integer"),
    **dict.fromkeys(("float", "double", "decimal"), "number"),
    **dict.fromkeys(("str", "text", "date", "datetime", "date-time", "uuid", "file"), "string"),
    **dict.fromkeys(("dict", "map"), "object"),
    "bool": "boolean",
    "list": "array",
}
"""What people write for a type who think in another language."""

HERE = frozenset(("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"))
"""Keywords whose schemas look at the same value as the schema they stand in."""

ONE = frozenset(("contains", "additionalProperties", "propertyNames", "unevaluatedItems", "unevaluatedProperties"))
MANY = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
NAMED = frozenset(("properties", "dependentSchemas"))
CONDITIONS = frozenset(("not", "if", "then", "else"))
SCHEMAS = ONE | MANY | NAMED | CONDITIONS | {"items"}

_MAX_WORDS = 1_000


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value) and len(set(value)) == len(value)


def _named_names(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_names, value.values()))


def _any(value: Any) -> bool:
    return True


VALUES: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum"), _number),
    "multipleOf": lambda value: _number(value) and value > 0,
    **dict.fromkeys(("maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"), _count),
    **dict.fromkeys(("maxContains", "minContains"), _count),
    **dict.fromkeys(("uniqueItems", "deprecated", "readOnly", "writeOnly"), lambda value: isinstance(value, bool)),
    **dict.fromkeys(("contentEncoding", "contentMediaType"), lambda value: isinstance(value, str)),
    "format": lambda value: isinstance(value, str) and value not in TYPES,
    "pattern": lambda value: isinstance(value, str) and usable(value),
    "dependentRequired": _named_names,
    **dict.fromkeys(("default", "const"), _any),
}


def kept(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The keywords of `raw` that hold no schemas, in 2020-12."""
    schema: dict[str, Any] = {}
    for name in ("title", "description"):
        if words := plain(raw.get(name), limit=_MAX_WORDS):
            schema[name] = words
    types = _types(raw.get("type"))
    if types:
        schema["type"] = types[0] if len(types) == 1 else types
    for name, value in raw.items():
        if name in VALUES and VALUES[name](value):
            schema[name] = value
    if names := required(raw):
        schema["required"] = names
    _put_bounds(raw, schema)
    _put_choice(raw, types, schema)
    _put_examples(raw, schema)
    return schema


def required(raw: Mapping[str, Any]) -> list[str]:
    """The names that must be there. In a property of its own, "required": true means nothing."""
    names = raw.get("required")
    return list(dict.fromkeys(one for one in names if isinstance(one, str))) if isinstance(names, list) else []


def nullable_if(raw: Mapping[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """`schema`, or null too where `raw` says so as 3.0 does: "nullable": true."""
    if raw.get("nullable") is not True and raw.get("x-nullable") is not True:
        return schema
    types = schema.get("type")
    if types is None:
        return {"anyOf": [schema, {"type": "null"}]} if _checks(schema) else schema
    listed = types if isinstance(types, list) else [types]
    choices = {"enum": [*schema["enum"], None]} if None not in schema.get("enum", [None]) else {}
    return {**schema, "type": listed if "null" in listed else [*listed, "null"], **choices}


def _checks(schema: Mapping[str, Any]) -> bool:
    return not schema.keys() <= {"title", "description", "default", "examples", "deprecated"}


def _types(value: Any) -> list[str]:
    """The types that are meant, each once; none where any type is, or none that there is."""
    given = value if isinstance(value, list) else [value]
    lower = [one.strip().lower() for one in given if isinstance(one, str)]
    known = [_OTHER_NAMES.get(one, one) for one in lower]
    return list(dict.fromkeys(known)) if known and TYPES.issuperset(known) else []


def _put_bounds(raw: Mapping[str, Any], schema: dict[str, Any]) -> None:
    """In 3.0 `exclusiveMinimum` says whether `minimum` itself is out."""
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if raw.get(exclusive) is True and bound in schema:
            schema[exclusive] = schema.pop(bound)


def _put_choice(raw: Mapping[str, Any], types: list[str], schema: dict[str, Any]) -> None:
    choices = raw.get("enum")
    if not isinstance(choices, list) or not choices:
        return
    if types and not any(_is(one, kind) for one in choices for kind in types):
        choices = [_as(one, types[0]) for one in choices]
    schema["enum"] = _distinct(choices)


def _put_examples(raw: Mapping[str, Any], schema: dict[str, Any]) -> None:
    given = raw.get("examples")
    if isinstance(given, dict):
        given = [one.get("value", one) if isinstance(one, dict) else one for one in given.values()]
    if not isinstance(given, list):
        given = [raw[name] for name in ("example", "x-example") if raw.get(name) is not None][:1]
    if given:
        schema["examples"] = given[:3]


def _is(value: Any, kind: str) -> bool:
    match kind:
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "null":
            return value is None
        case "integer":
            return _number(value) and value == int(value)
        case "number":
            return _number(value)
    return isinstance(value, dict if kind == "object" else list)


def _as(value: Any, kind: str) -> Any:
    """A choice that was written as another type, such as 1 among strings; as it is where it cannot be told."""
    if kind == "string" and isinstance(value, bool):
        return str(value).lower()
    if kind == "string" and _number(value):
        return str(value)
    if kind in ("integer", "number") and isinstance(value, str):
        try:
            return int(value) if kind == "integer" else float(value)
        except ValueError:
            return value
    return value


def _distinct(values: list[Any]) -> list[Any]:
    """Each choice once: 1 and true are two."""
    return list({(type(one).__name__, repr(one)): one for one in values}.values())
