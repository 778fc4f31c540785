"""From tokens to words: characters whole, stop sequences cut off, thoughts and tool calls told apart. No input or
output here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "thought", "call"]

THINK, CALL = "<think>", "<tool_call>"
"""How most open models mark what is not said to the reader."""
_OPEN: dict[str, Kind] = {THINK: "thought", CALL: "call"}
_CLOSE = {"thought": "</think>", "call": "</tool_call>"}

HALF = "\ufffd"
LONGEST_CHARACTER = 4
"""A character is four bytes at most, so four tokens: what is still none after that never becomes one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    kind: Kind
    text: str


class Characters:
    """Makes text of tokens as they come; half a character waits for the other half.

    Tokenizers leave out a space where a text begins, so each part is read together with the part before it.
    """

    def __init__(self, decode: Callable[[Sequence[int]], str]) -> None:
        self._decode = decode
        self._before: list[int] = []
        self._now: list[int] = []

    def take(self, token: int) -> str:
        self._now.append(token)
        told = self._decode(self._before)
        text = self._decode([*self._before, *self._now])[len(told) :]
        if not text or (text.endswith(HALF) and len(self._now) < LONGEST_CHARACTER):
            return ""
        self._before, self._now = self._now, []
        return text


class Stops:
    """Ends a text before the first of its stop sequences; what may be the beginning of one waits."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = [stop for stop in stops if stop]
        self._held = ""
        self.met = ""

    def take(self, text: str) -> str:
        self._held += text
        found = [(at, stop) for stop in self._stops if (at := self._held.find(stop)) >= 0]
        if found:
            at, self.met = min(found)
            said, self._held = self._held[:at], ""
            return said
        return self._let(len(self._held) - _beginning(self._held, self._stops))

    def rest(self) -> str:
        return self._let(len(self._held))

    def _let(self, count: int) -> str:
        said, self._held = self._held[:count], self._held[count:]
        return said


class Parts:
    """Tells apart what is said, what is thought, and calls of tools.

    A thought stands at the beginning and nowhere else: later the same mark is what somebody writes about. `thinking`:
    the prompt has begun one. A call comes whole. White space where a part begins belongs to nobody.
    """

    def __init__(self, *, calls: bool = False, thinking: bool = False) -> None:
        self._held = ""
        self._calls = calls
        self._said = False  # any text at all
        self._begun = False  # this part
        self._kind: Kind = "thought" if thinking else "text"

    def take(self, text: str) -> Iterator[Said]:
        self._held += text
        while (found := self._next()) is not None:
            at, mark = found
            yield from self._let(at)
            self._held = self._held[len(mark) :]
            self._kind, self._begun = _OPEN.get(mark, "text"), False
        if self._kind != "call":
            yield from self._let(len(self._held) - _beginning(self._held, self._marks()))

    def rest(self) -> Iterator[Said]:
        yield from self._let(len(self._held))

    def _let(self, count: int) -> Iterator[Said]:
        text, self._held = self._held[:count], self._held[count:]
        if not self._begun:
            text = text.lstrip()
        if text:
            self._begun = True
            self._said = self._said or self._kind == "text"
            yield Said(kind=self._kind, text=text)

    def _next(self) -> tuple[int, str] | None:
        found = [(at, mark) for mark in self._marks() if (at := self._held.find(mark)) >= 0]
        return min((one for one in found if one[1] != THINK or not self._held[: one[0]].strip()), default=None)

    def _marks(self) -> list[str]:
        if self._kind != "text":
            return [_CLOSE[self._kind]]
        return [*([] if self._said else [THINK]), *([CALL] if self._calls else [])]


def _beginning(text: str, marks: Sequence[str]) -> int:
    """How many of the last letters may be the beginning of a mark."""
    longest = max((len(mark) for mark in marks), default=1) - 1
    return next(
        (
            count
            for count in range(min(longest, len(text)), 0, -1)
            if any(mark.startswith(text[-count:]) for mark in marks)
        ),
        0,
    )
