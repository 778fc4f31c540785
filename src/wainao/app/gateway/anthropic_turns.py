"""A conversation as Anthropic writes it, in the neutral shape: what has no place there is kept as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from wainao.app.wire import to_json
from wainao.kernel import UsageError

_THOUGHTS = ("thinking", "redacted_thinking")


def system(given: Any) -> Iterator[dict[str, Any]]:
    """The instructions, as a first turn."""
    if given:
        yield {"role": "system", "content": given if isinstance(given, str) else _parts(given)}


def turns(given: Any) -> Iterator[dict[str, Any]]:
    """Raises UsageError."""
    if not isinstance(given, list) or not given:
        raise UsageError(f"The field 'messages' is {given!r:.80}. Expected a list of messages, one at least.")
    for message in given:
        if not isinstance(message, dict) or message.get("role") not in ("user", "assistant", "system"):
            raise UsageError(f"A message is {message!r:.80}. Expected a role (user, assistant) and content.")
        content = message.get("content")
        if isinstance(content, str):
            yield {"role": message["role"], "content": content}
        elif message["role"] == "assistant":
            yield _said(_blocks(content))
        else:
            yield from _heard(message["role"], _blocks(content))


def _blocks(content: Any) -> list[dict[str, Any]]:
    if not isinstance(content, list):
        raise UsageError(f"A message's content is {content!r:.80}. Expected text, or a list of blocks.")
    for block in content:
        if not isinstance(block, dict) or not isinstance(block.get("type"), str):
            raise UsageError(f"A message holds the block {block!r:.80}. Expected an object with a 'type'.")
    return content


def _said(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """A turn of the model: its words, the tools it called, its thoughts."""
    turn: dict[str, Any] = {"role": "assistant", "content": ""}
    words = [block for block in blocks if block["type"] not in (*_THOUGHTS, "tool_use")]
    if words:
        turn["content"] = _parts(words)
    if calls := [_call(block) for block in blocks if block["type"] == "tool_use"]:
        turn["tool_calls"] = calls
    if thoughts := [block for block in blocks if block["type"] in _THOUGHTS]:
        said = "".join(str(block.get("thinking") or "") for block in thoughts)
        turn["more"] = {"thinking_blocks": thoughts, **({"reasoning_content": said} if said else {})}
    return turn


def _heard(role: str, blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What the user says; the results of tools are turns of their own."""
    words: list[dict[str, Any]] = []
    for block in blocks:
        if block["type"] != "tool_result":
            words.append(block)
            continue
        if words:
            yield {"role": role, "content": _parts(words)}
            words = []
        yield _result(block)
    if words:
        yield {"role": role, "content": _parts(words)}


def _result(block: dict[str, Any]) -> dict[str, Any]:
    content = block.get("content") or ""
    turn = {
        "role": "tool",
        "tool_call_id": block.get("tool_use_id"),
        "content": content if isinstance(content, str) else _parts(_blocks(content)),
    }
    more = {name: value for name, value in block.items() if name not in ("type", "tool_use_id", "content")}
    return turn | {"more": more} if more else turn


def _call(block: dict[str, Any]) -> dict[str, Any]:
    more = {name: value for name, value in block.items() if name not in ("type", "id", "name", "input")}
    arguments = to_json(block.get("input") or {}).decode()
    call = {"id": block.get("id"), "name": block.get("name"), "arguments": arguments}
    return call | {"more": more} if more else call


def _parts(blocks: Any) -> list[Any]:
    return [_part(block) for block in _blocks(blocks)]


def _part(block: dict[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in block.items() if name not in ("type", "source", "title")}
    source = block.get("source")
    if block["type"] == "image" and (url := _url(source)):
        return {"type": "image_url", "image_url": {"url": url}, **rest}
    if block["type"] == "document" and not rest.keys() - {"cache_control"} and (url := _url(source)):
        title = {"filename": block["title"]} if block.get("title") else {}
        return {"type": "file", "file": {"file_data": url, **title}, **rest}
    return block


def _url(source: Any) -> str | None:
    """Where a picture or a file is; None for what only Anthropic knows to find."""
    try:
        told = msgspec.convert(source, _Source)
    except msgspec.ValidationError:
        return None
    if told.type == "base64":
        return f"data:{told.media_type};base64,{told.data}"
    return told.url if told.type == "url" else None


class _Source(msgspec.Struct):
    type: str
    media_type: str = ""
    data: str = ""
    url: str | None = None
