"""What a call gave, or why it failed, as a tool tells it."""

from __future__ import annotations

import base64
from dataclasses import fields
from typing import Any

from mcp_types import (
    AudioContent,
    BlobResourceContents,
    CallToolResult,
    ContentBlock,
    EmbeddedResource,
    ImageContent,
    ResourceLink,
    TextContent,
    TextResourceContents,
)

from wainao.app.faces import body
from wainao.app.mcp.listing import gives_bytes
from wainao.app.wire import plain, to_json
from wainao.features.tools.types import ToolFile, ToolOutput
from wainao.kernel import Outcome, WainaoError
from wainao.types import Language

META = "wainao/"
"""How our own fields beside a result begin."""


def answered(outcome: Outcome) -> CallToolResult:
    """A whole answer; its receipt, labels and correction stand beside it, not in what a model reads.

    A file is a picture, a sound or a resource; so are files among the fields, after the rest as text.
    """
    output = outcome.output
    beside: dict[str, Any] = {"receipt": outcome.receipt, "labels": list(outcome.labels)}
    if outcome.correction is not None:
        beside["correction"] = outcome.correction.id
    told = {META + name: value for name, value in beside.items()}
    where = f"wainao://receipts/{outcome.receipt}/output"
    if gives_bytes(output):
        return CallToolResult(content=[block(where, output.media_type, output.content)], _meta=told)
    values = {item.name: getattr(output, item.name) for item in fields(output)}
    files = {name: value for name, value in values.items() if gives_bytes(value)}
    structured = {name: value for name, value in plain(output).items() if name not in files}
    return CallToolResult(
        content=[
            TextContent(text=_text(output, structured)),
            *(block(f"{where}/{name}", file.media_type, file.content) for name, file in files.items()),
            *(_linked(file) for file in (output.files if isinstance(output, ToolOutput) else ())),
        ],
        structured_content=structured,
        is_error=isinstance(output, ToolOutput) and output.failed,
        _meta=told,
    )


def failed(error: WainaoError, language: Language | None = None) -> CallToolResult:
    """A failure that a model can read, and act on where that is for it to do; in English where no language is known."""
    told = body(error, language or "en")["error"]
    return CallToolResult(content=[TextContent(text=told["message"])], is_error=True, _meta={META + "error": told})


def block(uri: str, media_type: str, content: bytes) -> ContentBlock:
    """A file as the protocol writes it where a model reads."""
    family = media_type.partition("/")[0]
    data = base64.b64encode(content).decode()
    if family == "image":
        return ImageContent(data=data, mime_type=media_type)
    if family == "audio":
        return AudioContent(data=data, mime_type=media_type)
    return EmbeddedResource(resource=contents(uri, media_type, content))


def _linked(file: ToolFile) -> ResourceLink:
    """A file that a tool gave, which the client reads if it wants it."""
    name = file.name or file.digest[:12]
    return ResourceLink(name=name, uri=f"wainao://files/{file.digest}", mime_type=file.media_type, size=file.size)


def contents(uri: str, media_type: str, content: bytes) -> TextResourceContents | BlobResourceContents:
    """A file at its address."""
    if media_type.startswith("text/") or media_type == "application/json":
        return TextResourceContents(uri=uri, mime_type=media_type, text=content.decode(errors="replace"))
    return BlobResourceContents(uri=uri, mime_type=media_type, blob=base64.b64encode(content).decode())


def _text(output: Any, structured: dict[str, Any]) -> str:
    return output.text if isinstance(output, ToolOutput) else to_json(structured).decode()
