"""What a record may hold of a value, as JSON."""

from __future__ import annotations

import hashlib
import types
import typing
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from functools import cache, partial
from operator import is_
from typing import Any

import msgspec

from wainao.kernel.guards import map_text
from wainao.types import AS_IT_IS, BY_DIGEST

HIDDEN = "***"


def as_recorded(value: Any) -> msgspec.Raw:
    """`recordable(value)` as JSON; what has no JSON form is named."""
    return _as_json(value, recordable)


def canonical(value: Any) -> bytes:
    """The one JSON that equal inputs share, and no others: what no record may show is in it. Not to be kept."""
    return _canonical_json.encode(msgspec.json.decode(_as_json(value, _whole)))


def recordable(value: Any, *, hide: bool = True) -> Any:
    """`value` as a record holds it; the same object where nothing in it has to be held back.

    Every `bytes` in it is replaced by size and hash, every field that its dataclass hides from `repr` by "***", and
    every field that its dataclass marks `BY_DIGEST` by shape and hash.
    """
    kind: Any = type(value)
    if kind in _SCALARS or (kind in _CONTAINERS and not value):
        return value
    if steps := _steps(kind, hide):
        return _fitted(value, steps)
    if isinstance(value, dict):
        items = {key: recordable(item, hide=hide) for key, item in value.items()}
        return value if all(map(is_, items.values(), value.values())) else items
    if isinstance(value, (list, tuple, set, frozenset)):
        parts = [recordable(part, hide=hide) for part in value]
        return value if all(map(is_, parts, value)) else parts
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"bytes": len(value), "sha256": hashlib.sha256(value).hexdigest()}
    return value


def _fitted(value: Any, steps: Steps) -> Any:
    """A dataclass with those steps taken: a dict of its fields, or itself."""
    held_back = {}
    for name, step in steps:
        given = getattr(value, name)
        if (held := step(given)) is not given:
            held_back[name] = held
    if not held_back:
        return value
    return {field.name: held_back.get(field.name, getattr(value, field.name)) for field in fields(value)}


_whole = partial(recordable, hide=False)
Step = Callable[[Any], Any]
Steps = tuple[tuple[str, Step], ...]


@cache
def _steps(kind: Any, hide: bool) -> Steps:
    """What to do with which fields of that dataclass: a look at the rest would cost more than all else of a record."""
    if not is_dataclass(kind):
        return ()
    hints = _hints(kind)
    steps: list[tuple[str, Step]] = []
    for field in fields(kind):
        if hide and not field.repr:
            steps.append((field.name, _hidden))
        elif hide and _is_by_digest(field.metadata):
            steps.append((field.name, _digest))
        elif _may_hold_more(hints.get(field.name, Any), set()):
            steps.append((field.name, recordable if hide else _whole))
    return tuple(steps)


def _hidden(_: Any) -> str:
    return HIDDEN


def _digest(value: Any) -> dict[str, Any]:
    return {"shape": _shape(value), "sha256": hashlib.sha256(bytes(_as_json(value))).hexdigest()}


def _shape(value: Any) -> list[int]:
    """The lengths of nested lists, judged by the first of each; text counts as one thing."""
    if not isinstance(value, (list, tuple)):
        return []
    return [len(value), *(_shape(value[0]) if value else [])]


def _is_by_digest(metadata: typing.Mapping[Any, Any]) -> bool:
    return BY_DIGEST.items() <= metadata.items()


def _hints(kind: Any) -> dict[str, Any]:
    try:
        return typing.get_type_hints(kind, include_extras=True)
    except (NameError, TypeError):  # annotations that only a type checker can resolve
        return {}


def _may_hold_more(kind: Any, seen: set[Any]) -> bool:
    """Whether a value of that type could hold what is to be held back, as far as annotations tell."""
    if kind in _SCALARS or kind in seen or typing.get_origin(kind) is typing.Literal:
        return False
    if AS_IT_IS in getattr(kind, "__metadata__", ()):
        return False
    seen.add(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return any(
            not field.repr or _is_by_digest(field.metadata) or _may_hold_more(hints.get(field.name, Any), seen)
            for field in fields(kind)
        )
    inside: Iterable[Any] = [argument for argument in typing.get_args(kind) if argument is not Ellipsis]
    return not inside or any(_may_hold_more(part, seen) for part in inside)


def _as_json(value: Any, fit: Step = lambda value: value) -> msgspec.Raw:
    """A receipt is never lost over a value without a JSON form: it says what could not be recorded."""
    try:
        return msgspec.Raw(_json.encode(fit(value)))
    except UnicodeEncodeError:  # half a surrogate pair, from a command line or a sloppy client
        return _as_json(map_text(value, _escape), fit)
    except RecursionError:
        return _unrecorded(value, "it holds itself")
    except (TypeError, ValueError, OverflowError) as error:
        return _unrecorded(value, str(error))


def _unrecorded(value: Any, why: str) -> msgspec.Raw:
    return _as_json({"unrecorded": f"{type(value).__qualname__}: {why}"})


def _escape(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _unknown(value: Any) -> Any:
    return {"unrecorded": f"{type(value).__module__}.{type(value).__qualname__}"}


_SCALARS = frozenset({str, int, float, bool, types.NoneType})
_CONTAINERS = frozenset({dict, list, tuple})
_json = msgspec.json.Encoder(enc_hook=_unknown)
_canonical_json = msgspec.json.Encoder(order="deterministic")
