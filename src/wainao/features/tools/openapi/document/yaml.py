"""YAML as OpenAPI means it: the JSON schema of YAML 1.2, so that `no` is a word and 2020-01-01 is not a date.

Built from PyYAML's events (libyaml) with a stack of our own. PyYAML's constructors read YAML 1.1, recurse as deep as a
document is nested, take three times as long, and let aliases multiply.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from wainao.features.tools.openapi.document.limits import MAX_DEPTH, MAX_VALUES

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,300})")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]{1,3})?")
_MERGE = "<<"
_Loader = getattr(yaml, "CLoader", yaml.Loader)
"""Only its parser is used, which builds nothing. Without libyaml it is slower, not other."""


class NotYamlError(ValueError):
    """`str(error)` says what stands where, without a full stop."""


def parse_yaml(text: str) -> Any:
    """The one document in `text`, its keys as strings. Raises NotYamlError."""
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise NotYamlError(f"{getattr(error, 'problem', None) or str(error)[:200]}{where}") from None
    return builder.root


class _Open:
    """A list or an object while it is being read; `weight` counts the values in it, aliases written out."""

    __slots__ = ("anchor", "key", "merged", "value", "weight")

    def __init__(self, value: Any, anchor: str | None) -> None:
        self.value = value
        self.anchor = anchor
        self.key: str | None = None
        self.merged: list[Any] = []
        self.weight = 1


class _Builder:
    def __init__(self) -> None:
        self.root: Any = None
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._documents = 0

    def take(self, event: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                value = event.value if self._awaits_key else _scalar(event)
                self._add(value, 1, event, anchor=event.anchor)
            case yaml.AliasEvent():
                self._add(*self._known(event), event)
            case yaml.MappingStartEvent():
                self._start({}, event)
            case yaml.SequenceStartEvent():
                self._start([], event)
            case yaml.CollectionEndEvent():
                self._end(event)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise _refused(event, "a second document begins")

    @property
    def _awaits_key(self) -> bool:
        """Whether a key comes next: it stays as it is written, `1.10` and `yes` too."""
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._open[-1].key is None

    def _start(self, value: Any, event: Any) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise _refused(event, f"more than {MAX_DEPTH} levels of nesting")
        self._open.append(_Open(value, event.anchor))

    def _end(self, event: Any) -> None:
        done = self._open.pop()
        for given in done.merged:
            done.value = {**given, **done.value}
        self._add(done.value, done.weight, event, anchor=done.anchor)

    def _add(self, value: Any, weight: int, event: Any, *, anchor: str | None = None) -> None:
        if anchor is not None:
            self._anchors[anchor] = (value, weight)
        if not self._open:
            self.root = value
            return
        into = self._open[-1]
        into.weight += weight
        if into.weight > MAX_VALUES:
            raise _refused(event, f"more than {MAX_VALUES:,} values once its aliases are written out")
        if isinstance(into.value, list):
            into.value.append(value)
        elif into.key is None:
            if isinstance(value, dict | list):
                raise _refused(event, "a key that is no text")
            into.key = str(value)
        else:
            self._put(into, value, event)

    def _put(self, into: _Open, value: Any, event: Any) -> None:
        key, into.key = into.key, None
        if key != _MERGE:
            into.value[key] = value
            return
        parts = value if isinstance(value, list) else [value]
        if not all(isinstance(part, dict) for part in parts):
            raise _refused(event, "'<<' merges something that is no object")
        into.merged.extend(parts)

    def _known(self, event: Any) -> tuple[Any, int]:
        if event.anchor not in self._anchors:
            raise _refused(event, f"the alias {event.anchor!r} stands within itself or for nothing")
        return self._anchors[event.anchor]


def _scalar(event: Any) -> Any:
    text: str = event.value
    if not event.implicit[0] and event.tag in (None, "tag:yaml.org,2002:str", "!"):
        return text
    if event.style is not None and event.implicit[1]:
        return text
    if text in _NULL:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    return _number(text)


def _number(text: str) -> Any:
    """A number as JSON writes it, or the text: 007 and +49 are no quantities."""
    if text[0] not in "-0123456789":
        return text
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and abs(number := float(text)) != float("inf"):
        return number
    return text


def _refused(event: Any, why: str) -> NotYamlError:
    mark = event.start_mark
    return NotYamlError(f"{why} in line {mark.line + 1}, column {mark.column + 1}")
