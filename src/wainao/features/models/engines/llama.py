"""What llama.cpp is asked in other words than OpenAI's."""

from __future__ import annotations

import json
from dataclasses import replace

from wainao.features.models.local.shelf import LocalModel
from wainao.features.models.types import CompleteInput
from wainao.kernel import UsageError
from wainao.types import ChatInput, Json

PACKAGE, EXTRA = "xllamacpp", "local"


def chat(model: LocalModel, input: ChatInput) -> ChatInput:
    """The request with its schema as a grammar and its adapters by number. Raises UsageError for an unknown adapter."""
    return _with_grammar(replace(input, more=_with_adapters(model, input.more)))


def complete(model: LocalModel, input: CompleteInput) -> CompleteInput:
    """As it is."""
    return input


def _with_adapters(model: LocalModel, more: Json) -> Json:
    """`lora` by the adapters' names, {"legal": 1.0}, becomes what llama.cpp takes: numbers and scales."""
    asked = more.get("lora")
    if not isinstance(asked, dict):
        return more
    names = list(model.adapters)
    if unknown := sorted(set(asked) - set(names)):
        raise UsageError(
            f"The model {model.name!r} has no adapter {unknown[0]!r}. Expected {', '.join(names) or 'none'}. Name "
            "one of them."
        )
    return {**more, "lora": [{"id": names.index(name), "scale": scale} for name, scale in asked.items()]}


def _with_grammar(input: ChatInput) -> ChatInput:
    """A schema as a grammar of llguidance, without white space.

    The server's own way from response_format reads the reply again afterwards, and fails on half of what its grammar
    lets a weak model write; and free white space is what a weak model never stops writing.
    """
    format = input.response_format or {}
    if format.get("type") not in ("json_schema", "json_object"):
        return input
    schema = (format.get("json_schema") or {}).get("schema") or {"type": "object"}
    compact = {**schema, "x-guidance": {"whitespace_flexible": False}}
    grammar = "%llguidance {}\nstart: %json " + json.dumps(compact, ensure_ascii=False)
    return replace(input, response_format=None, more={**input.more, "grammar": grammar})
