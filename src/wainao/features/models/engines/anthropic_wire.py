"""What Anthropic's Messages API sends: a message, whole or as events."""

from __future__ import annotations

from typing import Any

import msgspec

from wainao.features.models.engines.backend import Piece, Tokens
from wainao.features.models.engines.told import Told
from wainao.types import ToolCall

FINISHES = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "tool_use": "tool_calls",
    "refusal": "content_filter",
}
"""Anthropic's reasons to stop, in OpenAI's words; one that has none passes as it is."""


class Block(msgspec.Struct, kw_only=True):
    type: str = ""
    text: str = ""
    thinking: str = ""
    signature: str = ""
    data: str = ""
    id: str = ""
    name: str = ""
    input: Any = None
    partial_json: str = ""


class Usage(msgspec.Struct, kw_only=True):
    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_creation_input_tokens: int | None = None
    cache_read_input_tokens: int | None = None


class Ending(msgspec.Struct, kw_only=True):
    """What a `message_delta` says; a `content_block_delta` has a Block in that place."""

    stop_reason: str | None = None
    stop_sequence: str | None = None


class Reply(msgspec.Struct, kw_only=True):
    model: str = ""
    content: list[Block] = msgspec.field(default_factory=list)
    stop_reason: str | None = None
    stop_sequence: str | None = None
    usage: Usage | None = None


class Whole(Told, kw_only=True):
    """A message that came all at once."""

    model: str = ""
    content: list[Block] = msgspec.field(default_factory=list)
    stop_reason: str | None = None
    stop_sequence: str | None = None
    usage: Usage | None = None


class Event(Told, kw_only=True):
    type: str = ""
    index: int = 0
    message: Reply | None = None
    content_block: Block | None = None
    delta: msgspec.Raw = msgspec.Raw(b"null")
    usage: Usage | None = None


class Counted(Told, kw_only=True):
    input_tokens: int = 0


class Pieces:
    """Makes pieces of the events of one reply, or of a whole one."""

    def __init__(self) -> None:
        self._tools: dict[int, int] = {}
        self._given: dict[int, Any] = {}
        self._used = Usage()
        self.ended = False

    def whole(self, reply: Whole) -> list[Piece]:
        found = []
        for at, block in enumerate(reply.content):
            found += [*self._begun(at, block), *self._closed(at)]
        return [*found, self._end(reply.stop_reason, reply.stop_sequence, reply.usage, reply.model)]

    def of(self, event: Event) -> list[Piece]:
        if event.type == "content_block_delta":
            return self._bit(event.index, msgspec.json.decode(event.delta, type=Block))
        if event.type == "message_start" and event.message is not None:
            self._count(event.message.usage)
            return [Piece(model=event.message.model)]
        if event.type == "content_block_start" and event.content_block is not None:
            return self._begun(event.index, event.content_block)
        if event.type == "content_block_stop":
            return self._closed(event.index)
        if event.type == "message_delta":
            ending = msgspec.json.decode(event.delta, type=Ending)
            return [self._end(ending.stop_reason, ending.stop_sequence, event.usage, "")]
        self.ended = self.ended or event.type == "message_stop"
        return []

    def _begun(self, at: int, block: Block) -> list[Piece]:
        if block.type == "tool_use":
            number = self._tools[at] = len(self._tools)
            self._given[at] = block.input
            return [Piece(tool=ToolCall(id=block.id, name=block.name), index=number)]
        if block.type == "redacted_thinking":
            return [Piece(redacted=block.data)]
        return self._bit(at, block)

    def _bit(self, at: int, block: Block) -> list[Piece]:
        if block.partial_json and at in self._tools:
            self._given[at] = None  # it comes in bits, not with the beginning
            return [Piece(tool=ToolCall(id="", name="", arguments=block.partial_json), index=self._tools[at])]
        if block.text or block.thinking or block.signature:
            return [Piece(text=block.text, thought=block.thinking, signature=block.signature)]
        return []

    def _closed(self, at: int) -> list[Piece]:
        """The arguments of a tool that came with its beginning, or never."""
        if at not in self._tools or (given := self._given.pop(at, None)) is None:
            return []
        arguments = msgspec.json.encode(given).decode()
        return [Piece(tool=ToolCall(id="", name="", arguments=arguments), index=self._tools[at])]

    def _end(self, reason: str | None, stop: str | None, usage: Usage | None, model: str) -> Piece:
        self._count(usage)
        finish = None if reason is None else FINISHES.get(reason, reason)
        return Piece(model=model, finish_reason=finish, stop=stop, tokens=self._tokens())

    def _count(self, usage: Usage | None) -> None:
        """The last word on each number counts: they grow."""
        if usage is not None:
            for name in Usage.__struct_fields__:
                if (value := getattr(usage, name)) is not None:
                    setattr(self._used, name, max(0, value))

    def _tokens(self) -> Tokens | None:
        used = self._used
        if used.input_tokens is None:
            return None
        read, written = used.cache_read_input_tokens or 0, used.cache_creation_input_tokens or 0
        return Tokens(input=used.input_tokens + read + written, output=used.output_tokens or 0, cached=read)
