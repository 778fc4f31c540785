"""A model's reply, put together of its pieces."""

from __future__ import annotations

from typing import Any

from wainao.features.models.engines.backend import Piece, Tokens
from wainao.features.models.errors import ModelError
from wainao.types import ChatOutput, Choice, Delta, Json, ToolCall

MAX_CHOICES = 128
NO_TOKENS = Tokens(input=0, output=0)


class Reply:
    """Feed it the pieces; it says what is new in each, and at last what they are together."""

    def __init__(self) -> None:
        self.model = ""
        """What the backend calls the model that answers, once it says so."""
        self.tokens: Tokens | None = None
        self._stop: str | None = None
        self._choices = [_Choice("")]

    def take(self, piece: Piece) -> list[Delta]:
        self.model = piece.model or self.model
        self.tokens = piece.tokens or self.tokens
        self._stop = piece.stop or self._stop
        return (self._choices[0] if piece.choice == 0 else self._choice(piece.choice)).take(piece)

    def _choice(self, number: int) -> _Choice:
        if not 0 <= number < MAX_CHOICES:
            raise ModelError(f"The endpoint sent the reply number {number}; there are {MAX_CHOICES} at most.")
        while number >= len(self._choices):
            self._choices.append(_Choice(f"/{len(self._choices)}"))
        return self._choices[number]

    def output(self) -> ChatOutput:
        first, used = self._choices[0], self.tokens or NO_TOKENS
        more: dict[str, Any] = {}
        if first.blocks:
            more["thinking_blocks"] = first.blocks
        if self._stop is not None:
            more["stop_sequence"] = self._stop
        return ChatOutput(
            model=self.model,
            others=tuple(Choice(**choice.whole()) for choice in self._choices[1:]),
            cached_tokens=used.cached,
            thought_tokens=used.thought,
            more=more,
            **first.whole(),
        )


class _Choice:
    __slots__ = ("_finish", "_logprobs", "_refusal", "_signed", "_suffix", "_text", "_thought", "_tools", "blocks")

    def __init__(self, suffix: str) -> None:
        self._suffix = suffix
        self._text: list[str] = []
        self._thought: list[str] = []
        self._refusal: list[str] = []
        self._tools: dict[int, _Tool] = {}
        self._logprobs: dict[str, list[Any]] = {}
        self._finish = "stop"
        self.blocks: list[dict[str, str]] = []
        self._signed = 0

    def take(self, piece: Piece) -> list[Delta]:
        new = []
        if piece.thought:
            self._thought.append(piece.thought)
            new.append(Delta(text=piece.thought, of="thought" + self._suffix))
        if piece.signature:
            new.append(self._sealed(piece.signature))
        if piece.redacted:
            self.blocks.append({"type": "redacted_thinking", "data": piece.redacted})
            new.append(Delta(text=piece.redacted, of="redacted" + self._suffix))
        if piece.text:
            self._text.append(piece.text)
            new.append(Delta(text=piece.text, of=self._suffix))
        if piece.refusal:
            self._refusal.append(piece.refusal)
            new.append(Delta(text=piece.refusal, of="refusal" + self._suffix))
        if piece.tool is not None:
            new.append(self._tool(piece.index, piece.tool))
        if piece.logprobs is not None:
            self._take_logprobs(piece.logprobs)
        self._finish = piece.finish_reason or self._finish
        return new

    def _sealed(self, signature: str) -> Delta:
        """A thought has ended: what came since the last one belongs to this signature."""
        thought = "".join(self._thought[self._signed :])
        self._signed = len(self._thought)
        self.blocks.append({"type": "thinking", "thinking": thought, "signature": signature})
        return Delta(text=signature, of="signature" + self._suffix)

    def _tool(self, index: int, bit: ToolCall) -> Delta:
        tool = self._tools.get(index)
        begins = tool is None
        if tool is None:  # they are numbered in the order in which they begin, whatever the backend calls them
            tool = self._tools[index] = _Tool(len(self._tools), bit.id, bit.name)
        tool.arguments.append(bit.arguments)
        tool.more |= bit.more
        of = f"tool:{tool.number}{self._suffix}"
        return Delta(text=bit.arguments, of=of, tool=(bit.id, bit.name) if begins else None)

    def _take_logprobs(self, told: Json) -> None:
        for name, rows in told.items():
            if isinstance(rows, list):
                self._logprobs.setdefault(name, []).extend(rows)

    def whole(self) -> dict[str, Any]:
        """The fields of a Choice, as far as there is anything in them."""
        found: dict[str, Any] = {"text": "".join(self._text), "finish_reason": self._finish}
        if self._tools:
            found["tool_calls"] = tuple(tool.whole() for tool in self._tools.values())
        if self._thought:
            found["thought"] = "".join(self._thought)
        if self._refusal:
            found["refusal"] = "".join(self._refusal)
        if self._logprobs:
            found["logprobs"] = self._logprobs
        return found


class _Tool:
    __slots__ = ("arguments", "id", "more", "name", "number")

    def __init__(self, number: int, id: str, name: str) -> None:
        self.number = number
        self.id = id
        self.name = name
        self.arguments: list[str] = []
        self.more: dict[str, Any] = {}

    def whole(self) -> ToolCall:
        return ToolCall(id=self.id, name=self.name, arguments="".join(self.arguments), more=self.more)
