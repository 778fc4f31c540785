"""Answers in the language of whoever reads them: where they tell what went wrong, they hold sentences of errors."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from wainao.app.translation import said_in
from wainao.kernel import Outcome
from wainao.types import Language

T = TypeVar("T")

SENTENCES: Mapping[str, Collection[str]] = {
    "Added": ("warnings",),
    "Checked": ("error",),
    "Document": ("problem",),
    "Event": ("detail",),
    "Explained": ("refused",),
    "Fault": ("detail",),
    "FileEvent": ("reason",),
    "RefusedRow": ("why",),
    "Reply": ("error",),
    "Said": ("failed",),
    "Shown": ("error",),
    "Step": ("text",),
    "TelemetryState": ("error",),
    "Vectors": ("problem",),
    "Verdict": ("why",),
    "Waiting": ("why",),
    "Warmed": ("error",),
}
"""By the class, the fields that hold a sentence of ours, or several. Whatever else is a text is somebody's own."""


def spoken(outcome: Outcome, language: Language) -> Outcome:
    """The outcome with what it says in that language. What is on record, and proved, stays as it is."""
    return outcome if language == "en" else replace(outcome, output=speaking(outcome.output, language))


def speaking(value: T, language: Language) -> T:
    """An output, or what comes before one, with its sentences in that language."""
    return value if language == "en" else _spoken(value)


def _spoken(value: Any) -> Any:
    if type(value) in (tuple, list):
        return type(value)(map(_spoken, value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    ours = SENTENCES.get(type(value).__name__, ())
    told = {}
    for field in fields(value):
        is_ = getattr(value, field.name)
        says = _said(is_) if field.name in ours else _spoken(is_)
        if says != is_:
            told[field.name] = says
    return replace(value, **told) if told else value


def _said(told: Any) -> Any:
    if isinstance(told, tuple):
        return tuple(map(_said, told))
    return said_in("zh", told) if isinstance(told, str) else told
