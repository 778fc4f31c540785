"""Fill a form from a sentence: which mention goes into which field. What is not sure stays blank, for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from wainao.features.tools.choosing.filling.fields import Field, fields
from wainao.features.tools.choosing.filling.mentions import Mention, mentions
from wainao.features.tools.choosing.filling.nearness import around, nearness, placed
from wainao.features.tools.choosing.filling.options import chosen_option, said_yes
from wainao.features.tools.choosing.filling.readers import Piece
from wainao.features.tools.choosing.filling.saying import said
from wainao.features.tools.types import Filled

MOST_CHARACTERS = 2_000
"""Of a request that are read."""
MOST_FIELDS = 60

SURE, SURER = 0.4, 0.55
"""Nearness of a mention to a field from which it is meant for that field; one that may stay blank has to be surer."""


def fill(request: str, schema: Mapping[str, Any], *, today: date | None = None) -> tuple[Filled, ...]:
    """Proposals for the fields of `schema`, the JSON Schema of an object, in their order.

    Fields within fields stay blank. `today` is the day on which the request is made; by default the machine's.
    """
    request, today = request[:MOST_CHARACTERS], today or datetime.now(UTC).astimezone().date()
    wanted = fields(schema)[:MOST_FIELDS]
    found = said(request, wanted, today)
    open_ = [field for field in wanted if not field.reads]
    if open_:
        found |= _assigned(request, open_, _unsaid(request, _mentioned(request, today), found))
    for field in open_:
        if field.name not in found and (filled := _by_words(request, field)):
            found[field.name] = filled
    return tuple(found[field.name] for field in wanted if field.name in found)


@lru_cache(maxsize=4)
def _mentioned(request: str, today: date) -> list[Mention]:
    """One request is held against many tools, one after the other."""
    return mentions(request, today)


def _unsaid(request: str, mentioned: list[Mention], found: Mapping[str, Filled]) -> list[Mention]:
    """What is mentioned beside what has been read already."""
    taken = [Piece(None, at, at + len(one.said)) for one in found.values() if (at := request.find(one.said)) >= 0]
    return [one for one in mentioned if all(one.end <= piece.start or one.start >= piece.end for piece in taken)]


def _by_words(request: str, field: Field) -> Filled | None:
    """One of the values that a field allows, or yes or no, where the request says it."""
    if field.choices:
        found = chosen_option(request, field)
    elif field.type == "boolean":
        found = said_yes(request, field)
    else:
        return None
    return None if found is None else Filled(field=field.name, value=found[0], said=found[1])


def _assigned(request: str, wanted: list[Field], mentioned: list[Mention]) -> dict[str, Filled]:
    """The nearest pairs first; then what is left over, if it can only belong together."""
    pairs = sorted(_pairs(request, wanted, mentioned), key=lambda pair: -pair.nearness)
    found: dict[str, Filled] = {}
    used: set[int] = set()

    def take(pair: Pair) -> None:
        found[pair.field.name] = pair.filled(request)
        used.add(pair.mention.start)

    def is_free(pair: Pair) -> bool:
        return pair.field.name not in found and pair.mention.start not in used

    for pair in pairs:
        if pair.sure and is_free(pair):
            take(pair)
    left = [pair for pair in pairs if is_free(pair)]
    for pair in [pair for pair in left if _only(pair, left)]:
        take(pair)
    return found


@dataclass(frozen=True, slots=True)
class Pair:
    """A mention that may go into a field, and how near the words around it are to those of the field."""

    field: Field
    mention: Mention
    nearness: float

    @property
    def sure(self) -> bool:
        return self.nearness >= (SURE if self.field.required else SURER)

    def filled(self, request: str) -> Filled:
        said = request[self.mention.start : self.mention.end]
        return Filled(field=self.field.name, value=self.field.value(self.mention), said=said)


def _pairs(request: str, wanted: list[Field], mentioned: list[Mention]) -> Iterator[Pair]:
    ends = [0, *(mention.end for mention in mentioned)]
    starts = [*(mention.start for mention in mentioned), len(request)]
    heard = [
        around(request[before : mention.start], request[mention.end : after])
        for mention, before, after in zip(mentioned, ends, starts[1:], strict=False)
    ]
    for field in wanted:
        if field.choices:
            continue
        for mention, words in zip(mentioned, heard, strict=True):
            if mention.kind in field.kinds and field.value(mention) is not None:
                yield Pair(field, mention, nearness(field, words) + placed(request, field, mention))


def _only(pair: Pair, left: list[Pair]) -> bool:
    """Whether a field that has to be filled is the only one for its mention, and that the only one for the field."""
    if not pair.field.required or pair.nearness < 0:
        return False
    rivals = [one for one in left if one.mention == pair.mention and one.field.required]
    others = [one for one in left if one.field.name == pair.field.name]
    return len(rivals) == 1 and len(others) == 1
