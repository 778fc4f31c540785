"""What goes into a capability and comes out of it, as JSON: one way for HTTP, the command line and Python."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from wainao.kernel import Outcome, Spec, UsageError
from wainao.store.json_schema import completed
from wainao.store.schemas import by_field

MAX_DEPTH = 32
"""How deep input may nest. What capabilities take is flat; more is a mistake or an attack."""


def parse(raw: bytes) -> Any:
    """JSON bytes as plain values. Raises UsageError on anything that is not JSON."""
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"The request is not JSON in UTF-8: {error}. Send one JSON object.") from error


def read_input(spec: Spec, given: Any, *, text: bool = False) -> Any:
    """An instance of `spec.input` out of plain values; `text` lets words stand for numbers, as on a command line.

    Raises UsageError that names the field.
    """
    if not isinstance(given, Mapping):
        raise UsageError(f"{spec.name!r} takes a JSON object, not {shown(given)}. Its fields: {_fields(spec)}.")
    if spec.schema is not None:
        arguments = completed(spec.schema, _typed(spec.schema, given) if text else given)
        refuse_strange(arguments, spec.name, MAX_DEPTH)
        return spec.input(arguments=arguments)
    given = by_field(spec.input, given)
    _refuse_unknown(spec, given)
    refuse_strange(given, spec.name, MAX_DEPTH)
    try:
        return msgspec.convert(given, spec.input, strict=not text)
    except msgspec.ValidationError as error:
        raise UsageError(_explained(spec, given, str(error))) from error


def read_words(spec: Spec, words: Iterable[tuple[str, Any]]) -> Any:
    """Like `read_input`, from words as a form or a command line has them; a field that is a list takes several.

    Each is an item of it, or a JSON array of items.
    """
    lists = _lists(spec)
    given: dict[str, Any] = {}
    for name, word in words:
        if name in lists:
            given.setdefault(name, []).extend(_items(word))
        elif name in given:
            raise UsageError(f"{spec.name!r} takes the field {name!r} once. Leave all but one of them out.")
        else:
            given[name] = word
    return read_input(spec, given, text=True)


def _lists(spec: Spec) -> set[str]:
    """The fields that take several values."""
    if spec.schema is not None:
        return {name for name, told in _properties(spec.schema).items() if "array" in _kinds(told)}
    return {name for name, hint in get_type_hints(spec.input).items() if _is_list(hint)}


def _is_list(hint: Any) -> bool:
    return any(get_origin(kind) in (list, tuple, frozenset) for kind in (hint, *get_args(hint)))


def _typed(schema: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Words as what the schema wants in their places, where they can be read so."""
    properties = _properties(schema)
    return {name: _value(properties.get(name), value) for name, value in given.items()}


def _value(told: Any, value: Any) -> Any:
    kinds = _kinds(told)
    if isinstance(value, list) and "array" in kinds:
        return [_value(told.get("items"), item) for item in value]
    return value if not kinds or "string" in kinds else _decoded(value)


def _items(word: Any) -> list[Any]:
    items = _decoded(word) if isinstance(word, str) and word.startswith("[") else word
    return items if isinstance(items, list) else [word]


def _decoded(value: Any) -> Any:
    """What a text says as JSON; anything else as it is, for the capability's own check to say what is wrong with it."""
    if not isinstance(value, str):
        return value
    try:
        return msgspec.json.decode(value)
    except (msgspec.DecodeError, RecursionError):
        return value


def _properties(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    found = schema.get("properties")
    return found if isinstance(found, Mapping) else {}


def _kinds(told: Any) -> tuple[str, ...]:
    kinds = told.get("type", ()) if isinstance(told, Mapping) else ()
    return (kinds,) if isinstance(kinds, str) else tuple(kinds)


def plain(value: Any) -> Any:
    """Dataclasses and all they hold as dicts, lists, text and numbers; bytes become base64."""
    return msgspec.to_builtins(value, order="deterministic")


def to_json(value: Any) -> bytes:
    return msgspec.json.encode(value)


def envelope(outcome: Outcome) -> dict[str, Any]:
    """An outcome as every face shows it: the output's own fields, then what belongs to any answer.

    A field of the output wins over one of the envelope with the same name (a proposed correction's id is in
    `correction`); over HTTP the receipt's id is also in the header `Wainao-Receipt`.
    """
    own: dict[str, Any] = plain(outcome.output)
    common = {
        "receipt": outcome.receipt,
        "proof": plain(outcome.proof),
        "labels": list(outcome.labels),
        "related": plain(outcome.related),
        "correction": plain(outcome.correction),
    }
    return own | {name: value for name, value in common.items() if name not in own}


def _refuse_unknown(spec: Spec, given: Mapping[str, Any]) -> None:
    known = [item.name for item in fields(spec.input)]
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(str(name), known, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"Its fields: {_fields(spec)}."
            raise UsageError(f"{spec.name!r} has no field {name!r}. {hint}")


def refuse_strange(value: Any, name: str, levels: int) -> None:
    """Raises UsageError for what nests deeper than so many levels, or holds a NUL or a number that JSON has not."""
    _look(value, name, levels, levels)


def _look(value: Any, name: str, depth: int, levels: int) -> None:
    if depth == 0:
        raise UsageError(f"The input of {name!r} nests deeper than {levels} levels. Send flat fields.")
    if isinstance(value, str) and "\0" in value:
        raise UsageError(f"The input of {name!r} holds the character NUL in {shown(value)}. Take it out.")
    if isinstance(value, float) and not math.isfinite(value):
        # Not every reader of JSON refuses it; compared with a limit, NaN is never beyond it.
        raise UsageError(f"The input of {name!r} holds {value!r}, which is no number of JSON. Give a finite one.")
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for item in inner:
        _look(item, name, depth - 1, levels)


_MISSING = re.compile(r"Object missing required field `(\w+)`$")
_AT = re.compile(r"(.*) - at `\$\.?([^`]*)`$")


def _explained(spec: Spec, given: Mapping[str, Any], said: str) -> str:
    if missing := _MISSING.match(said):
        return f"{spec.name!r} needs the field {missing[1]!r}. Its fields: {_fields(spec)}."
    if not (at := _AT.match(said)):
        return f"The input of {spec.name!r} is wrong: {said}."
    field = re.split(r"[.\[]", at[2])[0]
    value = "***" if field in spec.secret else shown(given.get(field))
    return f"The field {at[2]!r} of {spec.name!r} is wrong: {value} was given. {at[1]}."


def _fields(spec: Spec) -> str:
    return (
        ", ".join(
            f"{item.name}" + (" (required)" if item.default is MISSING and item.default_factory is MISSING else "")
            for item in fields(spec.input)
        )
        or "none"
    )


def shown(value: Any) -> str:
    """A value in an error message, cut where it is long."""
    told = repr(value)
    return told if len(told) <= 80 else told[:77] + "..."
