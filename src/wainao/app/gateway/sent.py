"""What of a reply has left already, and what of it is still to be told at its end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from wainao.app.gateway.codec import MODEL
from wainao.app.wire import envelope
from wainao.kernel import Outcome
from wainao.types import ChatOutput, Choice, Delta


class Sent:
    """Not every answer is streamed to its end, or at all: corrected, cached and quoted ones come whole."""

    __slots__ = ("_chars",)

    def __init__(self) -> None:
        self._chars: dict[str, int] = {}

    def note(self, delta: Delta) -> None:
        self._chars[delta.of] = self._chars.get(delta.of, 0) + len(delta.text)

    def rest(self, output: ChatOutput) -> Iterator[Delta]:
        """What has not been told, in the order in which it is read."""
        yield from self._rest(output, "")
        for number, other in enumerate(output.others, 1):
            yield from self._rest(other, f"/{number}")

    def _rest(self, reply: ChatOutput | Choice, suffix: str) -> Iterator[Delta]:
        for of, text in (("thought", reply.thought), ("", reply.text), ("refusal", reply.refusal or "")):
            told = self._chars.get(of + suffix, 0)
            if len(text) > told:
                yield Delta(text=text[told:], of=of + suffix)
        for at, call in enumerate(reply.tool_calls):
            of = f"tool:{at}{suffix}"
            begun = of in self._chars
            told = self._chars.get(of, 0)
            if not begun or len(call.arguments) > told:
                yield Delta(text=call.arguments[told:], of=of, tool=None if begun else (call.id, call.name))


@lru_cache(maxsize=512)
def place(of: str) -> tuple[str, int, int]:
    """What a delta belongs to: its kind ("", "thought", "tool", …), the number of the tool, the number of the reply."""
    kind, _, choice = of.partition("/")
    kind, _, number = kind.partition(":")
    return kind, int(number or 0), int(choice or 0)


def as_chat(outcome: Outcome) -> ChatOutput:
    """A model's reply, or an answer from documents in the form of one."""
    output = outcome.output
    if isinstance(output, ChatOutput):
        return output
    return ChatOutput(text=output.answer, model=output.model or MODEL, origin=output.origin)


def replies(output: ChatOutput) -> list[ChatOutput | Choice]:
    """All of them: one, unless several were asked for."""
    return [output, *output.others]


def told(outcome: Outcome) -> dict[str, Any]:
    """The field `wainao` of a response: what other formats have no place for.

    Of an answer from documents that is all of it (citations, origin, proof); of a model's reply, which is there
    already, what belongs to any answer.
    """
    if not isinstance(outcome.output, ChatOutput):
        return envelope(outcome)
    found: dict[str, Any] = {"receipt": outcome.receipt}
    if outcome.labels:
        found["labels"] = outcome.labels
    if outcome.correction is not None:
        found["correction"] = outcome.correction
    if outcome.related:
        found["related"] = outcome.related
    return found


def logprobs(reply: ChatOutput | Choice) -> Any:
    """As OpenAI has them; None when a guard changed the text, since they would spell out what it took away."""
    rows = (reply.logprobs or {}).get("content")
    if not rows:
        return reply.logprobs
    spelled = b"".join(bytes(row["bytes"]) if row.get("bytes") else row.get("token", "").encode() for row in rows)
    return reply.logprobs if _letters(reply.text) in _letters(spelled.decode(errors="ignore")) else None


def _letters(text: str) -> str:
    """Without what stands for bytes that are no letter: a token may end in the middle of one."""
    return text.replace("\ufffd", "")
