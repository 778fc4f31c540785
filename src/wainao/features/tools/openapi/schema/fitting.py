"""Whether an example is one: whether it fits the schema it is to show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from wainao.store.json_schema import faults

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
    try:
        return next(faults(schema, value), None) is None
    except Exception:  # noqa: BLE001  # a schema of a stranger may be anything, and then no example shows it
        return False
