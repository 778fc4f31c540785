"""One call of a tool at its server, and what it gave."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from math import isfinite
from typing import Any

from mcp import Client
from mcp_types import CallToolResult

from wainao.features.tools.mcp.beside import asked
from wainao.features.tools.mcp.contents import Contents, as_file, without_files
from wainao.features.tools.mcp.errors import ChangedError
from wainao.features.tools.mcp.listing import fingerprint, listing
from wainao.features.tools.openapi.wording import plain
from wainao.features.tools.types import Tool, ToolOutput
from wainao.types import Progress

MOST_TEXT = 20_000
"""Characters that a model gets to read; the whole is in `data`, or in a file."""

LONGEST_SAID = 200
"""Characters of what a server says of its progress."""

Told = Callable[[Progress], Awaitable[None]]
"""Hears how far the tool says it is."""


async def called(
    server: Client, tool: Tool, arguments: Mapping[str, Any], *, told: Told | None = None
) -> tuple[ToolOutput, Contents]:
    """Call `tool`, if it still is what was taken in: what it gave, with the bytes of the files there.

    Raises ChangedError if it is not.
    """
    if (method := tool.how.get("method")) is not None:
        data, contents = without_files(await asked(server, method, arguments))
        return _given(json.dumps(data, ensure_ascii=False), data, contents)
    await _refuse_changed(server, tool)

    async def heard(progress: float, total: float | None, message: str | None) -> None:
        if told is not None and isfinite(progress):  # its parser of JSON takes what is no number of JSON
            whole = total if total is not None and isfinite(total) else None
            await told(Progress(done=progress, total=whole, said=plain(message, limit=LONGEST_SAID)))

    result = await server.call_tool(tool.how["name"], dict(arguments), progress_callback=heard)
    return _read(result)


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


def _read(result: CallToolResult) -> tuple[ToolOutput, Contents]:
    told, contents = without_files(result.model_dump(mode="json", by_alias=True, exclude_none=True))
    said = "\n".join(filter(None, map(_words, told["content"])))
    structured = result.structured_content
    if not said and structured is not None:
        said = json.dumps(structured, ensure_ascii=False)
    return _given(said, _whole(told["content"]) if structured is None else structured, contents, failed=result.is_error)


def _given(said: str, data: Any, contents: Contents, *, failed: bool = False) -> tuple[ToolOutput, Contents]:
    """Text is what a model reads; the rest is said to be there, and is whole in `data`, or else in a file."""
    shown = said if len(said) <= MOST_TEXT else f"{said[:MOST_TEXT]}\n… ({len(said)} characters in all)"
    if data is None and shown != said:
        contents = [*contents, as_file(said.encode("utf-8", "replace"), "text/plain")]
    return ToolOutput(text=shown, data=data, failed=failed, files=tuple(file for file, _ in contents)), contents


def _whole(blocks: list[dict[str, Any]]) -> Any:
    """JSON, where all that came is text of it; else every block, unless all are text."""
    if all(block["type"] == "text" for block in blocks):
        return _as_json("".join(block["text"] for block in blocks))
    return blocks


def _as_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _words(block: dict[str, Any]) -> str:
    """A block as a model reads it."""
    inner = block.get("resource", block)
    kind = inner.get("mimeType") or inner.get("uri") or block["type"]
    if "digest" in inner:
        words = f"{inner['text']}\n" if "text" in inner else ""
        return f"{words}[{kind}: {inner['size']:,} bytes, {inner['digest']}]"
    if "text" in inner:
        return str(inner["text"])
    return f"[{block.get('title') or block['name']}: {block['uri']}]" if "name" in block else f"[{kind}]"
