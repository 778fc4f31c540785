"""Answers kept for a while, for equal requests: off unless a route asks for it, and said whenever it answers."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

import msgspec

from wainao.features.models.engines.backend import Piece
from wainao.features.models.routing.lineup import Lineup
from wainao.features.models.routing.route import Caching
from wainao.text.wording import same
from wainao.types import ChatInput, Message

MAX_BYTES = 1024 * 1024
"""A longer answer is not kept."""

MAX_QUESTION = 2_000
"""Characters. What is longer is no question that somebody asks again in other words."""

Key = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, the receipt of the call that it was given to, and what it depended on."""

    items: tuple[Piece, ...]
    receipt: str
    deployment: str
    model: str
    until_s: float


class AnswerCache:
    """In the memory of this process, apart for each tenant and route, the longest unused going first."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._shelves: dict[tuple[str, str], OrderedDict[bytes, Kept]] = {}

    def find(self, tenant: str, key: Key) -> Kept | None:
        route, digest = key
        shelf = self._shelves.get((tenant, route))
        kept = shelf.get(digest) if shelf is not None else None
        if shelf is None or kept is None:
            return None
        if kept.until_s <= self._clock():
            del shelf[digest]
            return None
        shelf.move_to_end(digest)
        return kept

    def keep(self, tenant: str, key: Key, kept: Kept, *, entries: int) -> None:
        route, digest = key
        if sum(map(_size, kept.items)) > MAX_BYTES:
            return
        shelf = self._shelves.setdefault((tenant, route), OrderedDict())
        shelf[digest] = kept
        shelf.move_to_end(digest)
        while len(shelf) > entries:
            shelf.popitem(last=False)

    def until_s(self, caching: Caching) -> float:
        """When what is kept now is too old."""
        return self._clock() + caching.ttl_s


def key(lineup: Lineup, deployments: Iterable[str], input: ChatInput, caching: Caching) -> Key:
    """What equal requests share: all of it but the session, the route, and the versions of what is behind that."""
    canonical = replace(input, model="", session="", stream=True)
    if caching.similar:
        canonical = replace(canonical, messages=_without_wording(canonical.messages))
    told = msgspec.json.encode([lineup.name, sorted(deployments), canonical], order="deterministic")
    return lineup.name, blake2b(told, digest_size=32).digest()


def _without_wording(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """The last question brought to what all its wordings share; everything before it stays as it is."""
    last = messages[-1] if messages else None
    if last is None or last.role != "user" or not isinstance(last.content, str) or len(last.content) > MAX_QUESTION:
        return messages
    wording = same(last.content)
    return (*messages[:-1], replace(last, content=wording)) if any(map(str.isalnum, wording)) else messages


def joined(items: Iterable[Any]) -> tuple[Piece, ...]:
    """The same reply in fewer pieces: neighbours that hold text and nothing else become one."""
    found: list[Piece] = []
    for item in items:
        last = found[-1] if found else None
        if last is not None and _is_text(last) and _is_text(item) and last.choice == item.choice:
            found[-1] = msgspec.structs.replace(last, text=last.text + item.text)
        else:
            found.append(item)
    return tuple(found)


def _is_text(piece: Piece) -> bool:
    return piece == Piece(text=piece.text, model=piece.model, choice=piece.choice)


def _size(piece: Piece) -> int:
    return len(piece.text) + len(piece.thought) + (len(piece.tool.arguments) if piece.tool else 0)
