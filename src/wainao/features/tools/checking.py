"""Whether arguments fit what a tool says it takes, before anybody is asked about them and anything leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from functools import lru_cache, partial
from itertools import count
from typing import Any

import msgspec

from wainao.features.tools.types import ToolInput
from wainao.kernel import UsageError, WainaoError

LONGEST_SHOWN = 80
MOST_STEPS = 10_000
"""References that are followed for one input, a second's or two. Without them a schema takes no more time than it has
length; with two in each of thirty definitions, both to the next, it would take for ever."""

_STEPS: ContextVar[Iterator[int]] = ContextVar("steps")
"""Those of the check that goes on."""


def checks(name: str, schema: Mapping[str, Any]) -> Callable[[ToolInput], None]:
    """What raises UsageError, with the place of the first fault, for arguments that do not fit `schema`."""

    def check(input: ToolInput) -> None:
        _STEPS.set(count())
        try:
            fault = min(_validator(_text(schema)).iter_errors(dict(input.arguments)), key=_depth, default=None)
        except WainaoError:
            raise
        except Exception as error:  # the edge: a stranger's schema may be anything
            raise UsageError(
                f"What {name!r} takes cannot be told: its schema is not sound ({error!r:.100}). Expected one of JSON "
                "Schema 2020-12. Tell whoever made the tool."
            ) from error
        if fault is not None:
            raise UsageError(_told(name, fault))

    return check


def _text(schema: Mapping[str, Any]) -> str:
    return msgspec.json.encode(schema).decode()


@lru_cache(maxsize=512)
def _validator(schema: str) -> Any:
    from referencing import Registry

    # A reference of a stranger's is nowhere followed.
    return _careful()(_without_named_patterns(msgspec.json.decode(schema)), registry=Registry())


@lru_cache(maxsize=1)
def _careful() -> Any:
    """JSON Schema 2020-12, but for what could take for ever in a stranger's: patterns, mazes, each item with each."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    known = Draft202012Validator.VALIDATORS
    steps = {name: partial(_step, known[name]) for name in ("$ref", "$dynamicRef")}
    return extend(Draft202012Validator, {"pattern": _pattern, "uniqueItems": _unique, **steps})


def _step(follow: Callable[..., Iterator[Any] | None], *told: Any) -> Iterator[Any]:
    if next(_STEPS.get()) >= MOST_STEPS:
        raise UsageError(
            f"Checking the input takes more than {MOST_STEPS} steps, so it was given up. Expected less at once: send "
            "fewer items. If it is short already, the tool's schema is a maze; tell whoever made it."
        )
    yield from follow(*told) or ()


def _unique(_: Any, wanted: Any, value: Any, __: Any) -> Iterator[Any]:
    from jsonschema import ValidationError

    if wanted and isinstance(value, list):
        told = {msgspec.json.encode(item, order="sorted") for item in value}
        if len(told) < len(value):
            yield ValidationError(f"{len(value) - len(told)} of the items are there twice")


def _without_named_patterns(value: Any, *, names: bool = False) -> Any:
    """A schema without `patternProperties`; `names` says that the keys here are fields and no keywords."""
    if isinstance(value, list):
        return [_without_named_patterns(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _without_named_patterns(item, names=not names and key in ("properties", "$defs"))
        for key, item in value.items()
        if names or key != "patternProperties"
    }


def _pattern(_: Any, pattern: str, value: Any, __: Any) -> Iterator[Any]:
    """Checked where the extra `guards` brings an engine that is linear in the text; else the tool itself says."""
    from jsonschema import ValidationError

    try:
        import re2
    except ImportError:
        return
    options = re2.Options()
    options.log_errors = False  # what it cannot read is no fault of whoever runs us
    if isinstance(value, str):
        try:
            found = re2.search(pattern, value, options)
        except re2.error:
            return
        if not found:
            yield ValidationError(f"{value!r} does not match {pattern!r}")


def _depth(fault: Any) -> tuple[int, str]:
    return len(fault.path), str(fault.json_path)


def _told(name: str, fault: Any) -> str:
    place = fault.json_path.removeprefix("$.")
    if fault.validator == "required":
        missing = next((field for field in fault.validator_value if field not in fault.instance), "?")
        where = "" if place == "$" else f" in {place!r}"
        return f"{name!r} needs the field {missing!r}{where}. 'wainao tools show {name}' shows what it takes."
    shown = repr(fault.instance)
    given = shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 3] + "..."
    if place == "$":
        wanted = _expected(fault)
        return f"What {name!r} was given does not fit: {wanted}. 'wainao tools show {name}' shows what it takes."
    return f"The field {place!r} of {name!r} is wrong: {given} was given. Expected {_expected(fault)}."


def _expected(fault: Any) -> str:
    wanted = fault.validator_value
    match fault.validator:
        case "type":
            return " or ".join(wanted) if isinstance(wanted, list) else str(wanted)
        case "enum":
            return f"one of {', '.join(map(repr, wanted[:20]))}"
        case "additionalProperties":
            return f"no other fields than {', '.join(sorted(fault.schema.get('properties', {}))) or 'none'}"
        case "minimum" | "maximum" | "minLength" | "maxLength" | "minItems" | "maxItems" | "format" | "const":
            return f"{fault.validator} {wanted!r}"
        case _:
            return str(fault.message)[:200]
