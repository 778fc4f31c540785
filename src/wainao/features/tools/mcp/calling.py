"""One call of a tool at its server, and what it gave."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from mcp import Client
from mcp_types import (
    AudioContent,
    CallToolResult,
    ContentBlock,
    EmbeddedResource,
    ImageContent,
    ResourceLink,
    TextContent,
    TextResourceContents,
)

from wainao.features.tools.mcp.beside import asked
from wainao.features.tools.mcp.errors import ChangedError
from wainao.features.tools.mcp.listing import fingerprint, listing
from wainao.features.tools.openapi.wording import plain
from wainao.features.tools.types import Tool, ToolOutput
from wainao.types import Progress

MOST_TEXT = 20_000
"""Characters that a model gets to read; the whole is in `data`."""

LONGEST_SAID = 200
"""Characters of what a server says of its progress."""

Told = Callable[[Progress], Awaitable[None]]
"""Hears how far the tool says it is."""


async def called(server: Client, tool: Tool, arguments: Mapping[str, Any], *, told: Told | None = None) -> ToolOutput:
    """Call `tool`, if it still is what was taken in. Raises ChangedError if it is not."""
    if (method := tool.how.get("method")) is not None:
        data = await asked(server, method, arguments)
        return ToolOutput(text=_trimmed(json.dumps(data, ensure_ascii=False)), data=data)
    await _refuse_changed(server, tool)

    async def heard(progress: float, total: float | None, message: str | None) -> None:
        if told is not None:
            await told(Progress(done=progress, total=total, said=plain(message, limit=LONGEST_SAID)))

    result = await server.call_tool(tool.how["name"], dict(arguments), progress_callback=heard)
    return _output(result)


async def _refuse_changed(server: Client, tool: Tool) -> None:
    async for listed in listing(server):
        if listed.name == tool.how["name"]:
            if fingerprint(listed) == tool.how["digest"]:
                return
            raise ChangedError(
                f"The server describes {tool.name!r} differently from what was agreed to, so it is not called. "
                f"Expected the definition {tool.how['digest'][:12]}. Look at what changed, and if it is right take in "
                "the new version: 'wainao tools add' with the same address and name."
            )
    raise ChangedError(
        f"The server does not offer {tool.name!r} any more. Expected it among its tools. Take in what it offers now: "
        "'wainao tools add' with the same address and name."
    )


def _output(result: CallToolResult) -> ToolOutput:
    """Text is what a model reads; the rest is said to be there, and is whole in `data`."""
    said = "\n".join(filter(None, map(_words, result.content)))
    structured = result.structured_content
    if not said and structured is not None:
        said = json.dumps(structured, ensure_ascii=False)
    return ToolOutput(text=_trimmed(said), data=_whole(result), failed=result.is_error)


def _whole(result: CallToolResult) -> Any:
    """What is structured, where that is all; else every block as it came."""
    if result.structured_content is not None:
        return result.structured_content
    if all(isinstance(block, TextContent) for block in result.content):
        return _as_json("".join(block.text for block in result.content if isinstance(block, TextContent)))
    return [block.model_dump(mode="json", by_alias=True, exclude_none=True) for block in result.content]


def _as_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _words(block: ContentBlock) -> str:
    if isinstance(block, TextContent):
        return block.text
    if isinstance(block, ImageContent | AudioContent):
        return f"[{block.mime_type}]"
    if isinstance(block, EmbeddedResource):
        inner = block.resource
        return inner.text if isinstance(inner, TextResourceContents) else f"[{inner.mime_type or inner.uri}]"
    assert isinstance(block, ResourceLink)
    return f"[{block.title or block.name}: {block.uri}]"


def _trimmed(text: str) -> str:
    return text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]}\n… ({len(text)} characters in all)"
