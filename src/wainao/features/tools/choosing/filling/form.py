"""Fill a form from a sentence: which mention goes into which field. What is not sure stays blank, for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

import numpy as np

from wainao.features.tools.choosing.filling.fields import Field, fields
from wainao.features.tools.choosing.filling.mentions import Mention, even, mentions
from wainao.features.tools.choosing.filling.options import chosen_option, said_yes
from wainao.features.tools.choosing.lexicon import lexicon
from wainao.types import AS_IT_IS

MOST_CHARACTERS = 2_000
"""Of a request that are read."""
MOST_FIELDS = 60

SURE, SURER = 0.4, 0.55
"""Nearness of a mention to a field from which it is meant for that field; one that may stay blank has to be surer."""
BEFORE, AFTER = 6, 4
FADING, BEHIND = 0.8, 0.8
"""Words in front of a mention and behind it that may say what it is, up to the next mention; what is left of each one's
weight, word by word; and what one behind counts for, since "a depth of 5" is commoner than "5 trees"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """`value` for `field`, and the piece of the request that it comes from."""

    field: str
    value: Annotated[Any, AS_IT_IS]
    said: str


def fill(request: str, schema: Mapping[str, Any], *, today: date | None = None) -> tuple[Filled, ...]:
    """Proposals for the fields of `schema`, the JSON Schema of an object, in their order.

    Fields within fields stay blank. `today` is the day on which the request is made; by default the machine's.
    """
    request = request[:MOST_CHARACTERS]
    wanted = fields(schema)[:MOST_FIELDS]
    found = _assigned(request, wanted, mentions(request, today or datetime.now(UTC).astimezone().date()))
    for field in wanted:
        if field.name not in found and (filled := _by_words(request, field)):
            found[field.name] = filled
    return tuple(found[field.name] for field in wanted if field.name in found)


def _by_words(request: str, field: Field) -> Filled | None:
    """One of the values that a field allows, or yes or no, where the request says it."""
    if field.choices:
        said = chosen_option(request, field)
    elif field.type == "boolean":
        said = said_yes(request, field)
    else:
        return None
    return None if said is None else Filled(field=field.name, value=said[0], said=said[1])


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
    around = [
        _around(request[before : mention.start], request[mention.end : after])
        for mention, before, after in zip(mentioned, ends, starts[1:], strict=False)
    ]
    for field in wanted:
        if field.choices:
            continue
        for mention, words in zip(mentioned, around, strict=True):
            if mention.kind in field.kinds and field.value(mention) is not None:
                yield Pair(field, mention, _nearness(field, words) + _placed(request, field, mention))


def _only(pair: Pair, left: list[Pair]) -> bool:
    """Whether a field that has to be filled is the only one for its mention, and that the only one for the field."""
    if not pair.field.required or pair.nearness < 0:
        return False
    rivals = [one for one in left if one.mention == pair.mention and one.field.required]
    others = [one for one in left if one.field.name == pair.field.name]
    return len(rivals) == 1 and len(others) == 1


def _around(before: str, after: str) -> dict[str, float]:
    """Forms of the words around a mention, in its clause, and what each counts for: the nearer, the more."""
    heard = lexicon().words(_OTHER_PHRASE.split(_CLAUSE.split(before)[-1])[-1])[-BEFORE:][::-1]
    follows = lexicon().words(_BREAK.split(after)[0])[:AFTER]
    found: dict[str, float] = {}
    for words, share in ((heard, 1.0), (follows, BEHIND)):
        for steps, word in enumerate(words):
            weight = share * FADING**steps * lexicon().tells(word.form)
            found[word.form] = max(found.get(word.form, 0.0), weight)
    return found


def _nearness(field: Field, around: Mapping[str, float]) -> float:
    """How near the nearest word around is to a word of the field, in meaning and in place."""
    forms, numbers = [*around], lexicon().numbers
    same = max(
        (around[form] * field.words[form] * lexicon().tells(form) for form in forms if form in field.words), default=0.0
    )
    said = [form for form in forms if form in numbers]
    own = [form for form in field.words if form in numbers]
    if not said or not own:
        return same
    alike = lexicon().vectors(lexicon().known(own)) @ lexicon().vectors(lexicon().known(said)).T
    worth = np.array([field.words[form] * lexicon().tells(form) for form in own])
    weights = np.array([around[form] for form in said])
    likest = float((np.maximum(alike, 0) ** 2 * worth[:, None] * weights).max())
    return max(same, likest)


_CLAUSE = re.compile(r"[.!?;。！？；\n](?!\d)")
_OTHER_PHRASE = re.compile(r"\b(?:for|in|with|after|over|by|using)\b(?=\s+(?:\w+\s+)?$)")
"""What stands right in front of a mention and cuts it off from the words before: "frequency for 5 seconds"."""
_BREAK = re.compile(r"[.!?;,。！？；，、\n](?!\d)|\b(?:and|or|to|from)\b|和|以及|与|到")
_FROM = re.compile(r"(?:\b(?:from|between)\s+|从|自|把|由)(?:the\s+)?[\d.,\s]*$")
_TO = re.compile(
    r"(?:\b(?:to|into|until|till)\s+|\bbetween\s[^.]{1,30}\sand\s+|到|至|换成|换为|换|去|飞往)(?:the\s+)?[\d.,\s]*$"
)


_WITHIN, _WIDER = re.compile(r"[A-Z][\w-]*, $"), re.compile(r", [A-Z]")
_AT = re.compile(r"\b(?:in|at|near|around|to|from|visit|visiting|for)\s+(?:the\s+)?$|[在去到]$")


def _placed(request: str, field: Field, mention: Mention) -> float:
    """What stands around it says for a place ("in Sydney, Australia"), or for one of two ends ("from", "to")."""
    place = _place(request, field, mention) if mention.kind == "name" and field.is_place else 0.0
    return _direction(request, field, mention) + place


def _place(request: str, field: Field, mention: Mention) -> float:
    before, after = request[: mention.start], request[mention.end :]
    if _WITHIN.search(before):
        return 0.4 if field.is_wide else -0.5
    if field.is_wide and _WIDER.match(after):
        return -0.5
    return 0.4 if _AT.search(even(before)) else 0.0


def _direction(request: str, field: Field, mention: Mention) -> float:
    if not field.direction:
        return 0.0
    before = even(request[: mention.start])
    said = "to" if _TO.search(before) else "from" if _FROM.search(before) else ""
    if not said:
        return 0.0
    return 0.5 if said == field.direction else -0.5
