"""Small descriptions of APIs, put together for a test."""

from __future__ import annotations

import json
from typing import Any

from wainao.features.tools.openapi import Imported, read
from wainao.features.tools.types import Tool, Toolbox

SERVER = "https://api.example/v1"


def described(paths: dict[str, Any], *, version: str = "3.1.0", server: str = SERVER, **more: Any) -> bytes:
    """The bytes of a description with these paths."""
    document = {
        "openapi": version,
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": server}],
        "paths": paths,
        **more,
    }
    return json.dumps(document).encode()


def imported(paths: dict[str, Any], **more: Any) -> Imported:
    return read(described(paths, **more))


def one_tool(operation: dict[str, Any], *, path: str = "/x", method: str = "get", **more: Any) -> tuple[Toolbox, Tool]:
    """The toolbox and the tool of a description with one operation."""
    toolbox = imported({path: {method: operation}}, **more).toolbox
    return toolbox, toolbox.tools[0]


def body_of(schema: Any, *, media_type: str = "application/json", **more: Any) -> dict[str, Any]:
    """An operation that takes such a body."""
    return {"requestBody": {"required": True, "content": {media_type: {"schema": schema, **more}}}}
