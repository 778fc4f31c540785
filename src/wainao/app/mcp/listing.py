"""Capabilities as tools: what they are called, what they take and give, what they may do."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any, get_type_hints

from wainao.app.mcp.callers import Caller
from wainao.app.mcp.shown import shown_by
from wainao.kernel import Spec
from wainao.store.schemas import object_schema
from wainao.types import Json

_CLOSED = {"additionalProperties": False}


def tool_name(capability: str) -> str:
    """The name of a tool may have no colon; a kind has no hyphen, so this can be undone.

    >>> tool_name("knowledge:ask"), capability_name("knowledge-ask")
    ('knowledge-ask', 'knowledge:ask')
    """
    return capability.replace(":", "-", 1)


def capability_name(tool: str) -> str:
    return tool.replace("-", ":", 1)


def tool_of(spec: Spec, caller: Caller) -> Json:
    """As the protocol writes it: the SDK's own models take thirty times as long to become JSON."""
    reads = spec.risk == "read"
    title = caller.title(spec.title)
    told: dict[str, Any] = {
        "name": tool_name(spec.name),
        "title": title,
        "description": caller.words(spec.description),
        "inputSchema": spec.schema if spec.schema is not None else object_schema(spec.input) | _CLOSED,
        "annotations": {
            "title": title,
            "readOnlyHint": reads,
            "destructiveHint": not reads,
            "idempotentHint": reads,
            # What was brought in from elsewhere asks there, even to read.
            "openWorldHint": spec.risk == "act" or spec.schema is not None,
        },
    }
    if about := shown_by(spec):
        told["_meta"] = about
    return told if gives_bytes(spec.output) else told | {"outputSchema": _structured(spec.output)}


def gives_bytes(output: Any) -> bool:
    """Whether an output, or its type, is a file rather than fields: a picture, speech, a page."""
    return is_dataclass(output) and {"content", "media_type"} <= {item.name for item in fields(output)}


@lru_cache(maxsize=1024)
def _structured(output: type) -> dict[str, Any]:
    """The schema of an output without the files among its fields, which are told beside it."""
    schema = object_schema(output)
    files = {name for name, kind in get_type_hints(output).items() if gives_bytes(kind)}
    kept = {name: told for name, told in schema["properties"].items() if name not in files}
    return schema | {"properties": kept, "required": [name for name in schema.get("required", ()) if name in kept]}
