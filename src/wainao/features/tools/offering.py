"""A tool as a model sees it, and what the model asked for as the tool's input."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from wainao.features.tools.types import ToolInput, ToolOutput
from wainao.kernel import Spec, UsageError
from wainao.store.json_schema import completed
from wainao.store.schemas import by_field, object_schema
from wainao.types import Language

LONGEST_NAME = 64
LONGEST_RESULT = 6_000
"""Characters of a result that a model reads; the receipt of the tool's call has the whole."""

_STRANGE = re.compile(r"[^A-Za-z0-9_-]")


def schema_of(spec: Spec) -> Mapping[str, Any]:
    """The JSON Schema of what it takes: one object."""
    return object_schema(spec.input) if spec.schema is None else spec.schema


def functions(specs: Iterable[Spec], language: Language) -> dict[str, tuple[Spec, dict[str, Any]]]:
    """By the name that a model calls it by: the spec, and the tool as OpenAI's chat completions describe one."""
    named: dict[str, tuple[Spec, dict[str, Any]]] = {}
    for spec in specs:
        name = _free_name(_STRANGE.sub("_", spec.name)[:LONGEST_NAME], named)
        about = f"{spec.title.in_(language)}. {spec.description.in_(language)}"
        function = {"name": name, "description": about[:1_000], "parameters": dict(schema_of(spec))}
        named[name] = (spec, {"type": "function", "function": function})
    return named


def _free_name(name: str, taken: Mapping[str, Any]) -> str:
    at = 2
    while name in taken:
        name = f"{name[: LONGEST_NAME - 4]}_{at}"
        at += 1
    return name


def input_of(spec: Spec, arguments: Any) -> Any:
    """Arguments as a model or a form gave them, as the tool's input. Raises UsageError for what does not fit."""
    if not isinstance(arguments, dict):
        raise UsageError(f"{spec.name!r} was given {arguments!r:.80}. Expected one JSON object with its fields.")
    if spec.schema is not None:
        return ToolInput(arguments=completed(spec.schema, arguments))
    try:
        return msgspec.convert(by_field(spec.input, arguments), spec.input)
    except msgspec.ValidationError as error:
        raise UsageError(f"What {spec.name!r} was given does not fit: {error}. Correct that field.") from error


def arguments_in(text: str, name: str) -> Any:
    """The JSON that a model wrote. Raises UsageError."""
    try:
        return msgspec.json.decode(text or "{}")
    except msgspec.DecodeError as error:
        raise UsageError(f"The arguments of {name!r} are no JSON: {error}. Write one JSON object.") from error


def as_text(output: Any) -> str:
    """What a tool gave, as words for a model: trimmed, and saying so."""
    text = output.text if isinstance(output, ToolOutput) else msgspec.json.encode(output).decode()
    if len(text) <= LONGEST_RESULT:
        return str(text)
    return f"{text[:LONGEST_RESULT]}\n[{len(text) - LONGEST_RESULT} more characters were left out]"
