"""Whether a text is JSON that fits a schema (JSON Schema, https://json-schema.org; drafts 4 to 2020-12)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from wainao.kernel import UsageError
from wainao.types import Json

MAX_SCHEMA_CHARS = 256 * 1024
MAX_TOLD_CHARS = 300
ANYTHING: Json = {"type": "object"}


class Schema:
    """One schema, checked when it is made. Raises UsageError for one that is wrong, or that points elsewhere."""

    def __init__(self, schema: Json, *, name: str) -> None:
        self.schema = schema
        self._name = name
        if len(json.dumps(schema)) > MAX_SCHEMA_CHARS:
            raise self._wrong(f"it is longer than {MAX_SCHEMA_CHARS} characters")
        self._refuse_far_references()
        self._validator = self._made()

    def problem(self, text: str) -> str | None:
        """Why `text` does not fit, in words for the model; None when it does."""
        try:
            value = json.loads(text, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            return f"it is not JSON: {error}"
        return self.problem_of(value)

    def problem_of(self, value: object) -> str | None:
        from jsonschema.exceptions import best_match

        try:
            misfit = best_match(self._validator.iter_errors(value))
        except RecursionError:
            return "it is nested too deeply"
        except Exception as error:  # a reference to nowhere shows only when it is followed
            raise self._wrong(f"{type(error).__name__}: {error}") from error
        if misfit is None:
            return None
        place = "".join(f"[{part!r}]" for part in misfit.absolute_path)
        return f"{place or 'the whole'}: {misfit.message[:MAX_TOLD_CHARS]}"

    def _made(self) -> Any:
        from jsonschema.exceptions import SchemaError
        from jsonschema.validators import validator_for
        from referencing import Registry

        kind = validator_for(self.schema, default=_latest())
        try:
            kind.check_schema(self.schema)
        except (SchemaError, RecursionError) as error:
            raise self._wrong(getattr(error, "message", str(error))[:MAX_TOLD_CHARS]) from error
        # Patterns come from one stranger and texts from another: Python's `re` could be held up for hours.
        careful: Any = _careful(kind)
        return careful(self.schema, registry=Registry())

    def _refuse_far_references(self) -> None:
        for reference in _references(self.schema):
            if not reference.startswith("#"):
                raise self._wrong(f"it points to {reference!r}, and nothing is fetched")

    def _wrong(self, why: str) -> UsageError:
        return UsageError(f"{self._name} is no JSON Schema that can be used: {why}. Correct it.")


def _latest() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator


@cache
def _careful(kind: Any) -> Any:
    """The validator with patterns looked for by RE2, which no text can make slow; without RE2 they are not checked."""
    from jsonschema.validators import extend

    return extend(kind, {"pattern": _pattern, "patternProperties": _pattern_properties})


def _pattern(validator: Any, pattern: Any, value: Any, _: Any) -> Iterator[Any]:
    from jsonschema.exceptions import ValidationError

    if isinstance(value, str) and _found(pattern, value) is False:
        yield ValidationError(f"{value[:80]!r} does not match {pattern!r}")


def _pattern_properties(validator: Any, properties: Any, value: Any, _: Any) -> Iterator[Any]:
    if not isinstance(value, dict):
        return
    for pattern, schema in properties.items():
        for name, inner in value.items():
            if _found(pattern, name):
                yield from validator.descend(inner, schema, path=name, schema_path=pattern)


def _found(pattern: Any, text: str) -> bool | None:
    """None: nobody here can tell."""
    try:
        import re2
    except ImportError:
        return None
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.search(str(pattern), text, options) is not None
    except re2.error:
        return None


def _references(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting.extend(one.values())
            yield from (one[key] for key in ("$ref", "$dynamicRef") if isinstance(one.get(key), str))
        elif isinstance(one, list):
            waiting.extend(one)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
