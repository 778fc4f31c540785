"""What a request needs of a deployment, read off the request itself."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from wainao.features.models.routing.route import Sticky
from wainao.features.models.service import estimated_tokens
from wainao.types import ChatInput, Message

_PARTS = {"image_url": "image", "input_audio": "audio", "file": "file"}
_NOTHING: frozenset[str] = frozenset()

PREFIX_CHARS = 2_048


@dataclass(frozen=True, kw_only=True, slots=True)
class Needs:
    """`tokens` is a guess at what goes in, `longest` at what must fit at once; `takes` is what is in it beside words.

    `stay`: it may not leave this house. `session` and `prefix` are what requests share that had better go to one
    deployment.
    """

    tokens: int = 0
    longest: int = 0
    takes: frozenset[str] = _NOTHING
    stay: bool = False
    session: str = ""
    prefix: str = ""

    def sticks_to(self, sticky: Sticky) -> int | None:
        """A number that requests share which belong together; None where none do."""
        shared = self.session if sticky == "session" else self.prefix if sticky == "prefix" else ""
        return zlib.crc32(shared.encode()) if shared else None


def of_chat(input: ChatInput) -> Needs:
    takes = _parts(input.messages)
    if input.tools:
        takes |= {"tools"}
    if input.response_format is not None:
        takes |= {"json"}
    tokens = sum([estimated_tokens(message.text) for message in input.messages])
    return Needs(
        tokens=tokens,
        longest=tokens,
        takes=takes,
        stay=input.stay,
        session=input.session,
        # All turns of a conversation begin with the same two, whatever follows.
        prefix="\n".join([message.text[:PREFIX_CHARS] for message in input.messages[:2]]),
    )


def of_texts(texts: Iterable[str], *, stay: bool = False) -> Needs:
    """Of texts that are read one by one."""
    lengths = list(map(estimated_tokens, texts))
    return Needs(tokens=sum(lengths), longest=max(lengths, default=0), stay=stay)


def _parts(messages: Iterable[Message]) -> frozenset[str]:
    found = _NOTHING
    for message in messages:
        if not isinstance(message.content, str):
            found |= {_PARTS.get(part.get("type", ""), "text") for part in message.content} - {"text"}
    return found
