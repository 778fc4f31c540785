"""The items of OpenAI's responses as the turns of a conversation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wainao.app.gateway.openai_messages import turn
from wainao.kernel import UsageError

_TEXT = ("input_text", "output_text", "text")


def turns(given: Any) -> Iterator[dict[str, Any]]:
    """Raises UsageError for items that need something that is not here."""
    if isinstance(given, str):
        yield {"role": "user", "content": given}
        return
    if not isinstance(given, list):
        raise UsageError(f"The field 'input' is {given!r:.80}. Expected text, or a list of items.")
    said: dict[str, Any] = {}
    for item in given:
        if not isinstance(item, dict):
            raise UsageError(f"An item of the input is {item!r:.80}. Expected an object.")
        kind = item.get("type", "message")
        if kind in ("function_call", "reasoning") or item.get("role") == "assistant":
            said = _saying(said, kind, item)
            continue
        if said:
            yield said
            said = {}
        yield _heard(kind, item)
    if said:
        yield said


def _saying(said: dict[str, Any], kind: str, item: dict[str, Any]) -> dict[str, Any]:
    """A turn of the model grows by an item: its thought, its words, a call of a tool."""
    said = said or {"role": "assistant", "content": ""}
    if kind == "reasoning":
        parts = item.get("content") or item.get("summary")
        parts = parts if isinstance(parts, list) else ()
        thought = "".join(str(part.get("text") or "") for part in parts if isinstance(part, dict))
        earlier = said.get("more", {}).get("reasoning_content", "")
        return said | {"more": {"reasoning_content": earlier + thought}} if thought else said
    if kind == "function_call":
        call = {"id": item.get("call_id"), "name": item.get("name"), "arguments": item.get("arguments") or ""}
        return said | {"tool_calls": [*said.get("tool_calls", ()), call]}
    content = _content(item.get("content"))
    if not said["content"]:
        return said | {"content": content}
    return said | {"content": [*_as_parts(said["content"]), *_as_parts(content)]}


def _heard(kind: str, item: dict[str, Any]) -> dict[str, Any]:
    if kind == "function_call_output":
        return {"role": "tool", "tool_call_id": item.get("call_id"), "content": _content(item.get("output"))}
    if kind != "message":
        raise UsageError(f"An item of the input is of the type {kind!r}. Expected messages, functions called, results.")
    made: dict[str, Any] = turn({"role": item.get("role"), "content": _content(item.get("content"))})
    return made


def _content(content: Any) -> Any:
    if not isinstance(content, list):
        return content or ""
    return [_part(part) for part in content]


def _as_parts(content: Any) -> list[Any]:
    return [{"type": "text", "text": content}] if isinstance(content, str) else list(content)


def _part(part: Any) -> Any:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind in _TEXT:
        return {"type": "text", "text": part.get("text")}
    if kind == "input_image":
        if part.get("image_url") is None:
            raise UsageError("A picture has no image_url: files that were uploaded before are not here. Send it along.")
        detail = {"detail": part["detail"]} if part.get("detail") else {}
        return {"type": "image_url", "image_url": {"url": part["image_url"], **detail}}
    if kind == "input_file":
        return {"type": "file", "file": {name: value for name, value in part.items() if name != "type"}}
    if kind in ("input_audio", "refusal"):
        return part
    raise UsageError(f"A message holds a part of the type {kind!r}. Expected input_text, input_image or input_file.")
