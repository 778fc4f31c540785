"""What is inside a chat: tools, formats, parts and parameters come from strangers, and have to look as they should."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from wainao.kernel import UsageError
from wainao.types import ChatInput, Json

Some = dict[str, Any] | None


class _Function(msgspec.Struct):
    name: str
    description: str | None = None
    parameters: Some = None
    strict: bool | None = None


class _Tool(msgspec.Struct):
    type: str
    function: _Function | None = None


class _Named(msgspec.Struct):
    name: str


class _Choice(msgspec.Struct):
    type: str
    function: _Named | None = None


class _Schema(msgspec.Struct):
    name: str | None = None
    schema: Some = None
    strict: bool | None = None


class _Format(msgspec.Struct):
    type: str
    json_schema: _Schema | None = None


class _Image(msgspec.Struct):
    url: str


class _File(msgspec.Struct):
    file_data: str | None = None
    file_id: str | None = None
    file_url: str | None = None
    filename: str | None = None


class _Part(msgspec.Struct):
    type: str
    text: str | None = None
    image_url: _Image | None = None
    file: _File | None = None
    input_audio: Some = None


class _Parameters(msgspec.Struct):
    """Those that are read here; all others are the provider's to understand."""

    n: int | None = None
    logprobs: bool | int | None = None
    top_logprobs: int | None = None
    user: str | None = None
    reasoning_effort: str | None = None
    thinking: Some = None
    output_config: Some = None
    modalities: list[str] | None = None
    anthropic_beta: list[str] | None = None


class _Turn(msgspec.Struct):
    reasoning_content: str | None = None
    thinking_blocks: list[dict[str, Any]] | None = None


_NEEDED = {"text": "text", "image_url": "image_url", "file": "file", "input_audio": "input_audio"}
"""Of which parts which field must be there."""


def check_shape(input: ChatInput) -> None:
    """Raises UsageError that names what looks wrong. Costs nothing where there are only words."""
    for message in input.messages:
        if not isinstance(message.content, str):
            for part in message.content:
                _check_part(part)
        if message.more:
            _read(message.more, _Turn, "a message")
    for tool in input.tools:
        if _read(tool, _Tool, "tools").function is None and tool["type"] == "function":
            raise UsageError(f"A tool is {tool!r:.120}. Expected its name and parameters in 'function'.")
    if isinstance(input.tool_choice, Mapping):
        _read(input.tool_choice, _Choice, "tool_choice")
    if input.response_format is not None:
        format = _read(input.response_format, _Format, "response_format")
        if format.type == "json_schema" and format.json_schema is None:
            raise UsageError("response_format is a json_schema without one. Put it into 'json_schema'.")
    if input.more:
        _read(input.more, _Parameters, "the parameters")


def check_carried(input: ChatInput) -> None:
    """Raises UsageError for a picture or file that its provider would have to fetch.

    For a chat that a machine chose: an address that it makes up may carry away what it has read.
    """
    for message in input.messages:
        for part in () if isinstance(message.content, str) else message.content:
            for field, told in part.items():
                url = told.get("url") if isinstance(told, Mapping) else told if field.endswith("url") else None
                if isinstance(url, str) and not url.startswith("data:"):
                    raise UsageError(
                        f"A machine chose this chat, and its provider would fetch {url!r:.120}. Expected the picture "
                        "or file itself, as data:…;base64,…. Put it in, or have a person ask."
                    )


def _check_part(part: Json) -> None:
    read = _read(part, _Part, "a message's parts")
    field = _NEEDED.get(read.type)
    if field is not None and getattr(read, field) is None:
        raise UsageError(f"A part of the type {read.type!r} is {part!r:.120}. Expected {field!r} in it.")


def _read(given: Any, kind: type[Any], where: str) -> Any:
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        raise UsageError(f"In {where}: {error}. It was given {given!r:.120}. Correct that.") from error
