"""Capabilities as tools: what they are called, what they take and give, what they may do."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import msgspec
from mcp_types import Tool, ToolAnnotations

from wainao.app.mcp.callers import Caller
from wainao.kernel import Spec

_CLOSED = {"additionalProperties": False}


def tool_name(capability: str) -> str:
    """The name of a tool may have no colon; a kind has no hyphen, so this can be undone.

    >>> tool_name("knowledge:ask"), capability_name("knowledge-ask")
    ('knowledge-ask', 'knowledge:ask')
    """
    return capability.replace(":", "-", 1)


def capability_name(tool: str) -> str:
    return tool.replace("-", ":", 1)


def tool_of(spec: Spec, caller: Caller) -> Tool:
    reads = spec.risk == "read"
    title = caller.title(spec.title)
    return Tool(
        name=tool_name(spec.name),
        title=title,
        description=caller.words(spec.description),
        input_schema=dict(spec.schema) if spec.schema is not None else _schema(spec.input) | _CLOSED,
        output_schema=None if gives_bytes(spec.output) else _schema(spec.output),
        annotations=ToolAnnotations(
            title=title,
            read_only_hint=reads,
            destructive_hint=not reads,
            idempotent_hint=reads,
            # What was brought in from elsewhere asks there, even to read.
            open_world_hint=spec.risk == "act" or spec.schema is not None,
        ),
    )


def gives_bytes(output: type) -> bool:
    """Whether an output is a file rather than fields: a picture, speech, a page."""
    return {"content", "media_type"} <= {item.name for item in fields(output)}


def _schema(kind: type) -> dict[str, Any]:
    """A JSON Schema whose root is the object itself, as the protocol wants it."""
    whole = msgspec.json.schema(kind)
    kinds = whole["$defs"]
    root = whole["$ref"].rpartition("/")[2]
    told: dict[str, Any] = {name: value for name, value in kinds[root].items() if name not in ("title", "description")}
    if whole["$ref"].encode() not in msgspec.json.encode(kinds):
        del kinds[root]
    return told | ({"$defs": kinds} if kinds else {})
