"""Answers kept for a while, for equal requests: off unless a route asks for it, and said whenever it answers."""

from __future__ import annotations

import time
from collections import OrderedDict, defaultdict
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

MOST_BYTES = 64 * 1024 * 1024
"""Of all answers in one process. Beyond it the fullest shelf gives up its longest unused one."""

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


class _Shelf:
    """The answers of one tenant and route, the longest unused first, and how many bytes they are."""

    def __init__(self) -> None:
        self.bytes = 0
        self._kept: OrderedDict[bytes, tuple[Kept, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, digest: bytes) -> Kept | None:
        if digest not in self._kept:
            return None
        self._kept.move_to_end(digest)
        return self._kept[digest][0]

    def put(self, digest: bytes, kept: Kept, size: int) -> None:
        self.drop(digest)
        self._kept[digest] = kept, size
        self.bytes += size

    def drop(self, digest: bytes | None = None) -> None:
        """That answer, if it is here; or else the longest unused one."""
        if digest is None:
            digest = next(iter(self._kept))
        _, size = self._kept.pop(digest, (None, 0))
        self.bytes -= size


class AnswerCache:
    """In the memory of this process, apart for each tenant and route, the longest unused going first.

    `is_erased` says of a receipt whether it was erased, by whatever process: then its answer is given to nobody.
    """

    def __init__(
        self,
        *,
        is_erased: Callable[[str], bool],
        clock: Callable[[], float] = time.monotonic,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._is_erased = is_erased
        self._clock = clock
        self._most_bytes = most_bytes
        self._shelves: defaultdict[tuple[str, str], _Shelf] = defaultdict(_Shelf)

    def find(self, tenant: str, key: Key) -> Kept | None:
        route, digest = key
        shelf = self._shelves[tenant, route]
        kept = shelf.find(digest)
        if kept is not None and (kept.until_s <= self._clock() or self._is_erased(kept.receipt)):
            shelf.drop(digest)
            return None
        return kept

    def keep(self, tenant: str, key: Key, kept: Kept, *, entries: int) -> None:
        route, digest = key
        size = len(msgspec.json.encode(kept.items))
        if size > MAX_BYTES:
            return
        shelf = self._shelves[tenant, route]
        shelf.put(digest, kept, size)
        while len(shelf) > entries:
            shelf.drop()
        while sum(one.bytes for one in self._shelves.values()) > self._most_bytes:
            max(self._shelves.values(), key=lambda one: one.bytes).drop()

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
