"""JSON Schemas of strangers, held against values of strangers: nothing is fetched, and no check takes for ever.

Left out is what could not be bounded: `unevaluatedProperties` and `unevaluatedItems`; and, without the extra `guards`,
which brings an engine whose time is linear in the text, patterns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from copy import deepcopy
from functools import cache, partial
from importlib.util import find_spec
from itertools import count
from typing import Any

import msgspec

MOST_STEPS = 10_000
"""References that are followed for one value, a second's or two. Without them a schema takes no more time than it has
length; with two in each of thirty definitions, both to the next, it would take for ever."""

_STEPS: ContextVar[Iterator[int]] = ContextVar("steps")
"""Those of the check that goes on."""


MOST_MENDED = 100
"""Keywords of one schema that are left out; with more of them it was never one."""


class MazeError(Exception):
    """Holding a value against a schema takes more than `MOST_STEPS` references."""


def draft(schema: Any) -> Any:
    """jsonschema's class of validators for the draft that a schema says it is of, 2020-12 where it says nothing.

    Raises jsonschema's SchemaError for one that is not sound, RecursionError for one that is nested too deeply.
    """
    from jsonschema import Draft202012Validator
    from jsonschema.validators import validator_for

    kind = validator_for(schema, default=Draft202012Validator)
    kind.check_schema(schema)
    return kind


def mended(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema without the keywords that are not what they must be, which check nothing: "required": true of a field.

    Raises jsonschema's SchemaError where there are more than `MOST_MENDED`, RecursionError for one nested too deeply.

    >>> mended({"type": "object", "properties": {"city": {"type": "string", "required": True}}})
    {'type': 'object', 'properties': {'city': {'type': 'string'}}}
    """
    from jsonschema import Draft202012Validator
    from jsonschema.validators import validator_for

    sound = deepcopy({name: value for name, value in schema.items() if name != "$schema" or isinstance(value, str)})
    kind = validator_for(sound, default=Draft202012Validator)
    checker = kind(kind.META_SCHEMA)
    for _ in range(MOST_MENDED):
        fault = next(checker.iter_errors(sound), None)
        if fault is None:
            return sound
        *way, unsound = fault.absolute_path
        holder: Any = sound
        for step in way:
            holder = holder[step]
        del holder[unsound]
    kind.check_schema(sound)
    return sound


def completed(schema: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """`given` with the defaults of the required fields that it lacks.

    Many generators of schemas call a field required because it always has a value: its default.

    >>> completed({"properties": {"scale": {"default": "css"}}, "required": ["scale", "name"]}, {"name": "a"})
    {'scale': 'css', 'name': 'a'}
    """
    properties, required = schema.get("properties"), schema.get("required")
    if not isinstance(properties, Mapping) or not isinstance(required, list):
        return dict(given)
    told = {name: properties.get(name) for name in required if isinstance(name, str)}
    defaults = {name: one["default"] for name, one in told.items() if isinstance(one, Mapping) and "default" in one}
    return {**defaults, **given}


def faults(schema: Any, value: object, *, kind: Any = None) -> Iterator[Any]:
    """What does not fit, as errors of jsonschema's; `kind` is its class of validators, None: that of 2020-12.

    Raises MazeError, RecursionError for what is nested too deeply, and whatever a schema that is not sound leads to.
    """
    from jsonschema import Draft202012Validator
    from referencing import Registry

    _STEPS.set(count())
    validator = _careful(kind or Draft202012Validator)
    yield from validator(schema, registry=Registry()).iter_errors(value)


@cache
def _careful(kind: Any) -> Any:
    """The class, but for what could take for ever: patterns, mazes, each item with each."""
    from jsonschema.validators import extend

    known = kind.VALIDATORS
    careful = {
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
        "additionalProperties": _additional_properties,
        "uniqueItems": _unique_items,
        "unevaluatedProperties": _nothing,
        "unevaluatedItems": _nothing,
        **{name: partial(_step, follow) for name, follow in known.items() if name in _REFERENCES},
    }
    return extend(kind, {name: check for name, check in careful.items() if name in known})


_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")


def _step(follow: Callable[..., Iterator[Any] | None], *told: Any) -> Iterator[Any]:
    if next(_STEPS.get()) >= MOST_STEPS:
        raise MazeError(f"it takes more than {MOST_STEPS} steps")
    yield from follow(*told) or ()


def _nothing(*_: Any) -> tuple[()]:
    return ()


def _unique_items(_: Any, wanted: Any, value: Any, __: Any) -> Iterator[Any]:
    from jsonschema import ValidationError

    if wanted and isinstance(value, list):
        told = {msgspec.json.encode(item, order="sorted") for item in value}
        if len(told) < len(value):
            yield ValidationError(f"{len(value) - len(told)} of the items are there twice")


def _pattern(_: Any, pattern: Any, value: Any, __: Any) -> Iterator[Any]:
    from jsonschema import ValidationError

    if isinstance(value, str) and _matches(pattern, value) is False:
        yield ValidationError(f"{value[:80]!r} does not match {pattern!r}")


def _pattern_properties(validator: Any, schemas: Any, value: Any, _: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for pattern, schema in schemas.items():
            for name, inner in value.items():
                if _matches(pattern, name):
                    yield from validator.descend(inner, schema, path=name, schema_path=pattern)


def _additional_properties(validator: Any, wanted: Any, value: Any, schema: Any) -> Iterator[Any]:
    from jsonschema import ValidationError

    named, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    for name in value if isinstance(value, dict) else ():
        if name in named or any(_matches(pattern, name) is not False for pattern in patterns):
            continue  # also where nobody here can tell
        if isinstance(wanted, dict):
            yield from validator.descend(value[name], wanted, path=name)
        elif not wanted:
            yield ValidationError(f"Additional properties are not allowed ({name!r} was unexpected)")


def reads_patterns() -> bool:
    """Whether patterns are checked here."""
    return find_spec("re2") is not None


def _matches(pattern: Any, text: str) -> bool | None:
    """None: nobody here can tell, without RE2 or of a pattern that it does not read."""
    try:
        import re2
    except ImportError:
        return None
    options = re2.Options()
    options.log_errors = False  # what it cannot read is no fault of whoever runs us
    try:
        return re2.search(str(pattern), text, options) is not None
    except re2.error:
        return None
