"""What an argument of a prompt, or a part of a resource's address, may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mcp_types import CompleteRequestParams, Completion, PromptReference

from wainao.app.mcp.prompts import Prompts
from wainao.app.mcp.resources import Resources
from wainao.store.schemas import object_schema

MOST = 100
"""Values in one answer, as the protocol bounds them."""


def completed(params: CompleteRequestParams, prompts: Prompts, resources: Resources) -> Completion:
    """The values that begin as it does; none where anything may stand there."""
    ref, argument = params.ref, params.argument
    spec = prompts.spec_of(ref.name) if isinstance(ref, PromptReference) else resources.spec_of(ref.uri)
    told = {} if spec is None else object_schema(spec.input).get("properties", {}).get(argument.name, {})
    fitting = [value for value in _values(told) if value.casefold().startswith(argument.value.casefold())]
    return Completion(values=fitting[:MOST], total=len(fitting), has_more=len(fitting) > MOST)


def _values(schema: Any) -> Iterator[str]:
    """What a schema allows, where it says so."""
    if schema.get("type") == "boolean":
        yield from ("true", "false")
    for value in schema.get("enum", ()):
        if value is not None:
            yield str(value)
    for kind in schema.get("anyOf", ()):
        yield from _values(kind)
