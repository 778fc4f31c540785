"""Whether a text is JSON that fits a schema (JSON Schema, https://json-schema.org; drafts 4 to 2020-12)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from wainao.kernel import UsageError
from wainao.store.json_schema import MazeError, draft, faults
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
        self._kind = self._draft()

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
            misfit = best_match(faults(self.schema, value, kind=self._kind))
        except RecursionError:
            return "it is nested too deeply"
        except MazeError as error:
            raise self._wrong(f"to hold a reply against it, {error}") from error
        except Exception as error:  # a reference to nowhere shows only when it is followed
            raise self._wrong(f"{type(error).__name__}: {error}") from error
        if misfit is None:
            return None
        place = "".join(f"[{part!r}]" for part in misfit.absolute_path)
        return f"{place or 'the whole'}: {misfit.message[:MAX_TOLD_CHARS]}"

    def _draft(self) -> Any:
        from jsonschema.exceptions import SchemaError

        try:
            return draft(self.schema)
        except (SchemaError, RecursionError) as error:
            raise self._wrong(getattr(error, "message", str(error))[:MAX_TOLD_CHARS]) from error

    def _refuse_far_references(self) -> None:
        for reference in _references(self.schema):
            if not reference.startswith("#"):
                raise self._wrong(f"it points to {reference!r}, and nothing is fetched")

    def _wrong(self, why: str) -> UsageError:
        return UsageError(f"{self._name} is no JSON Schema that can be used: {why}. Correct it.")


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
