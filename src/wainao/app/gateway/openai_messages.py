"""The turns of a conversation as OpenAI's chat completions write them: the shape that is neutral here, too."""

from __future__ import annotations

from typing import Any

from wainao.kernel import UsageError

_PLAIN = {"role", "content"}
_OURS = {"role", "content", "name", "tool_calls", "tool_call_id"}
_SCHEMES = ("https://", "http://", "data:")


def turn(given: Any) -> Any:
    """One message, ready to be made a `Message`. Raises UsageError; what has the wrong type is found later."""
    if not isinstance(given, dict):
        return given
    content = given.get("content")
    if isinstance(content, str) and given.keys() == _PLAIN:
        return given
    if "function_call" in given or given.get("role") == "function":
        raise UsageError(
            "A message holds a function_call, the old form of tools. Send tool_calls, and the role 'tool'."
        )
    if isinstance(content, list):
        content = [_part(part) for part in content]
    made: dict[str, Any] = {"role": given.get("role"), "content": "" if content is None else content}
    for name in ("name", "tool_call_id"):
        if given.get(name) is not None:
            made[name] = given[name]
    if calls := given.get("tool_calls"):
        made["tool_calls"] = [_call(call) for call in calls] if isinstance(calls, list) else calls
    if more := {name: value for name, value in given.items() if name not in _OURS and value is not None}:
        made["more"] = more
    return made


def told_call(id: str, name: str, arguments: str, more: Any) -> dict[str, Any]:
    """A tool call as a message holds it."""
    return {**more, "id": id, "type": "function", "function": {"name": name, "arguments": arguments}}


def _part(part: Any) -> Any:
    if isinstance(part, str):
        return {"type": "text", "text": part}
    if not isinstance(part, dict) or not isinstance(part.get("type"), str):
        raise UsageError(
            f"A message holds the part {part!r:.80}. Expected an object with a 'type': text, image_url, …."
        )
    if part["type"] == "text" and not isinstance(part.get("text"), str):
        raise UsageError(f"A part of the type 'text' holds {part.get('text')!r:.80}. Put text into 'text'.")
    if part["type"] == "image_url":
        return _picture(part)
    return part


def _picture(part: dict[str, Any]) -> dict[str, Any]:
    image = part.get("image_url")
    if isinstance(image, str):
        image = {"url": image}
    url = image.get("url") if isinstance(image, dict) else None
    if not (isinstance(url, str) and url.lower().startswith(_SCHEMES)):
        raise UsageError(
            f"A part of the type 'image_url' is at {url!r:.80}. Expected https://… or data:image/png;base64,…."
        )
    return {**part, "image_url": image}


def _call(call: Any) -> Any:
    if not isinstance(call, dict):
        return call
    function = call.get("function")
    if not isinstance(function, dict):
        raise UsageError(f"A tool call is {call!r:.120}. Expected one with a 'function': no other kind is known here.")
    more = {name: value for name, value in call.items() if name not in ("id", "type", "function", "index")}
    made = {"id": call.get("id") or "", "name": function.get("name"), "arguments": function.get("arguments") or ""}
    return {**made, "more": more} if more else made
