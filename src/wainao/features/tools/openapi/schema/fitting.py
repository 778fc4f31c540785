"""Whether an example is one: whether it fits the schema it is to show."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

_MAX_BYTES = 4 * 1024


def examples_that_fit(example: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """`example` if it fits `schema`, perhaps without what need not be there; else nothing."""
    needed = {name: example[name] for name in schema.get("required", ()) if name in example}
    for candidate in (dict(example), needed):
        if candidate and _fits(candidate, schema):
            return (candidate,)
    return ()


def _fits(value: dict[str, Any], schema: Mapping[str, Any]) -> bool:
    if not set(schema.get("required", ())) <= value.keys() or len(msgspec.json.encode(value)) > _MAX_BYTES:
        return False
    return bool(_validator()(schema).is_valid(value))


@cache
def _validator() -> Any:
    """2020-12, but for patterns: a stranger's could take for ever over a stranger's example."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    return extend(Draft202012Validator, {"pattern": lambda *_: ()})
