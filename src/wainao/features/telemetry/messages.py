"""What was said in a call, as OpenTelemetry's conventions have it: chats by messages and parts, all else as it is.

The shapes are those of `gen_ai.input.messages` and `gen_ai.output.messages`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from wainao.features.telemetry.otlp import Value
from wainao.store.ledger.reading import Receipt

MOST = 32_768
"""Characters of one attribute; what is longer is cut, and says so. Collectors take a few megabytes at once."""

_CUT = "… (cut)"


def said(receipt: Receipt) -> dict[str, Value | None]:
    """Attributes with the contents of a receipt that still has them."""
    contents, header = receipt.contents, receipt.header
    assert contents is not None
    if header.capability == "models:chat":
        return {
            "gen_ai.input.messages": _json(list(map(_message, _all(contents.input, "messages")))),
            "gen_ai.output.messages": _json(list(_replies(contents.output))),
        }
    names = ("gen_ai.tool.call.arguments", "gen_ai.tool.call.result") if "tool" in header.versions else _OURS
    return dict(zip(names, (_json(contents.input), _json(contents.output)), strict=True))


def bounded(text: str) -> str:
    return text if len(text) <= MOST else text[: MOST - len(_CUT)] + _CUT


_OURS = ("wainao.input", "wainao.output")


def _message(message: Mapping[str, Any]) -> dict[str, Any]:
    role, content = message.get("role", ""), message.get("content")
    if role == "tool":
        return {
            "role": role,
            "parts": [{"type": "tool_call_response", "id": message.get("tool_call_id"), "result": content}],
        }
    said = [{"type": "text", "content": content}] if content and isinstance(content, str) else []
    parts = [*said, *map(_part, _all(message, "content")), *_tool_calls(message)]
    return {"role": role, "parts": parts}


def _part(part: Mapping[str, Any]) -> dict[str, Any]:
    """Text as it is; of pictures and the like only that they were there."""
    kind = part.get("type", "")
    return {"type": "text", "content": part.get("text")} if kind == "text" else {"type": kind}


def _replies(output: Any) -> Iterator[dict[str, Any]]:
    """One message for each reply; none where the call failed before there was one."""
    if isinstance(output, Mapping) and "text" in output:
        for reply in (output, *_all(output, "others")):
            thought = [{"type": "reasoning", "content": reply["thought"]}] if reply.get("thought") else []
            text = [{"type": "text", "content": reply["text"]}] if reply.get("text") else []
            parts = [*thought, *text, *_tool_calls(reply)]
            yield {"role": "assistant", "parts": parts, "finish_reason": reply.get("finish_reason") or ""}
    elif isinstance(output, Mapping) and "shown" in output:  # it broke off; this is what had been shown
        parts = [{"type": "text", "content": piece.get("text", "")} for piece in _all(output, "shown")]
        yield {"role": "assistant", "parts": parts, "finish_reason": "error"}


def _tool_calls(message: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for call in _all(message, "tool_calls"):
        yield {"type": "tool_call", "id": call.get("id"), "name": call.get("name"), "arguments": call.get("arguments")}


def _all(value: Any, name: str) -> list[Mapping[str, Any]]:
    """What a receipt has in that field, whichever version wrote it: its objects, if it holds any."""
    found = value.get(name) if isinstance(value, Mapping) else None
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _json(value: Any) -> str:
    return "" if value in (None, []) else bounded(json.dumps(value, ensure_ascii=False))
