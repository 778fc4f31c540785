"""What a call gave, or why it failed, as a tool tells it."""

from __future__ import annotations

import base64
from typing import Any

from mcp_types import (
    AudioContent,
    BlobResourceContents,
    CallToolResult,
    ContentBlock,
    EmbeddedResource,
    ImageContent,
    TextContent,
    TextResourceContents,
)

from wainao.app.faces import body
from wainao.app.mcp.listing import gives_bytes
from wainao.app.wire import plain, to_json
from wainao.features.tools.types import ToolOutput
from wainao.kernel import Outcome, WainaoError

META = "wainao/"
"""How our own fields beside a result begin."""


def answered(outcome: Outcome) -> CallToolResult:
    """A whole answer; its receipt, labels and correction stand beside it, not in what a model reads."""
    output = outcome.output
    beside: dict[str, Any] = {"receipt": outcome.receipt, "labels": list(outcome.labels)}
    if outcome.correction is not None:
        beside["correction"] = outcome.correction.id
    told = {META + name: value for name, value in beside.items()}
    if gives_bytes(type(output)):
        return CallToolResult(content=[_file(output.content, output.media_type, outcome.receipt)], _meta=told)
    structured = plain(output)
    return CallToolResult(
        content=[TextContent(text=_text(output, structured))],
        structured_content=structured,
        is_error=isinstance(output, ToolOutput) and output.failed,
        _meta=told,
    )


def failed(error: WainaoError) -> CallToolResult:
    """A failure that a model can read, and act on where that is for it to do."""
    return CallToolResult(
        content=[TextContent(text=str(error))], is_error=True, _meta={META + "error": body(error)["error"]}
    )


def _text(output: Any, structured: dict[str, Any]) -> str:
    return output.text if isinstance(output, ToolOutput) else to_json(structured).decode()


def _file(content: bytes, media_type: str, receipt: str) -> ContentBlock:
    family = media_type.partition("/")[0]
    if family == "text":
        text = content.decode(errors="replace")
        return EmbeddedResource(resource=TextResourceContents(uri=_uri(receipt), mime_type=media_type, text=text))
    data = base64.b64encode(content).decode()
    if family == "image":
        return ImageContent(data=data, mime_type=media_type)
    if family == "audio":
        return AudioContent(data=data, mime_type=media_type)
    return EmbeddedResource(resource=BlobResourceContents(uri=_uri(receipt), mime_type=media_type, blob=data))


def _uri(receipt: str) -> str:
    return f"wainao://receipts/{receipt}/output"
