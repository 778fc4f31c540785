"""What a request needs of a deployment, read off the request itself."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import msgspec

from wainao.features.models.routing.route import Sticky
from wainao.features.models.service import estimated_tokens
from wainao.types import ChatInput, Json, Message

_PARTS = {"image_url": "image", "input_audio": "audio", "file": "file"}
_NOTHING: frozenset[str] = frozenset()

PREFIX_CHARS = 2_048


class Needs(msgspec.Struct, frozen=True, kw_only=True):
    """`tokens` is a guess at what goes in, `longest` at what must fit at once; `takes` is what is in it beside words.

    `stay`: it may not leave this house. Requests of one `session`, or that begin alike, had better go to one
    deployment; `begins` are a conversation's first turns.
    """

    tokens: int = 0
    longest: int = 0
    takes: frozenset[str] = _NOTHING
    stay: bool = False
    session: str = ""
    begins: tuple[Message, ...] = ()

    def sticks_to(self, sticky: Sticky) -> int | None:
        """A number that requests share which belong together; None where none do."""
        if sticky == "session" and self.session:
            return zlib.crc32(self.session.encode())
        if sticky == "prefix" and self.begins:
            return zlib.crc32("\n".join([message.text[:PREFIX_CHARS] for message in self.begins]).encode())
        return None


def of_chat(input: ChatInput) -> Needs:
    tokens, takes = tokens_of(input.messages), _NOTHING
    for message in input.messages:
        if not isinstance(message.content, str):
            takes |= _beside_words(message.content)
    if input.tools:
        takes |= {"tools"}
    if input.response_format is not None:
        takes |= {"json"}
    return Needs(
        tokens=tokens,
        longest=tokens,
        takes=takes,
        stay=input.stay,
        session=input.session,
        begins=input.messages[:2],  # all turns of a conversation share these two, whatever follows
    )


def tokens_of(messages: Iterable[Message]) -> int:
    """A guess at how long a conversation is."""
    return sum([estimated_tokens(message.text) for message in messages])


def of_texts(texts: Iterable[str], *, stay: bool = False) -> Needs:
    """Of texts that are read one by one."""
    lengths = list(map(estimated_tokens, texts))
    return Needs(tokens=sum(lengths), longest=max(lengths, default=0), stay=stay)


def _beside_words(parts: Iterable[Json]) -> frozenset[str]:
    return frozenset(_PARTS.get(part.get("type", ""), "text") for part in parts) - {"text"}
