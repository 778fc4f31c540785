"""How near a mention is to a field: by the words around it, and by where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from wainao.features.tools.choosing.filling.fields import Field
from wainao.features.tools.choosing.filling.mentions import Mention, even
from wainao.features.tools.choosing.lexicon import lexicon

BEFORE, AFTER = 6, 4
FADING, BEHIND = 0.8, 0.8
"""Words in front of a mention and behind it that may say what it is, up to the next mention; what is left of each one's
weight, word by word; and what one behind counts for, since "a depth of 5" is commoner than "5 trees"."""

_CLAUSE = re.compile(r"[.!?;。！？；\n](?!\d)")
_OTHER_PHRASE = re.compile(r"\b(?:for|in|with|after|over|by|using)\b(?=\s+(?:\w+\s+)?$)")
"""What stands right in front of a mention and cuts it off from the words before: "frequency for 5 seconds"."""
_BREAK = re.compile(r"[.!?;,。！？；，、\n](?!\d)|\b(?:and|or|to|from)\b|和|以及|与|到")
_FROM = re.compile(r"(?:\b(?:from|between)\s++|从|自|把|由)(?:the\s++)?[\d.,\s]*+$")
_TO = re.compile(
    r"(?:\b(?:to|into|until|till)\s++|\bbetween\s[^.]{1,30}\sand\s++|到|至|换成|换为|换|去|飞往)(?:the\s++)?[\d.,\s]*+$"
)
_WITHIN, _WIDER = re.compile(r"[A-Z][\w-]*, $"), re.compile(r", [A-Z]")
_AT = re.compile(r"\b(?:in|at|near|around|to|from|visit|visiting|for)\s+(?:the\s+)?$|[在去到]$")


def around(before: str, after: str) -> dict[str, float]:
    """Forms of the words around a mention, in its clause, and what each counts for: the nearer, the more."""
    heard = lexicon().words(_OTHER_PHRASE.split(_CLAUSE.split(before)[-1])[-1])[-BEFORE:][::-1]
    follows = lexicon().words(_BREAK.split(after)[0])[:AFTER]
    found: dict[str, float] = {}
    for words, share in ((heard, 1.0), (follows, BEHIND)):
        for steps, word in enumerate(words):
            weight = share * FADING**steps * lexicon().tells(word.form)
            found[word.form] = max(found.get(word.form, 0.0), weight)
    return found


def nearness(field: Field, heard: Mapping[str, float]) -> float:
    """How near the nearest word `heard` around a mention is to a word of the field, in meaning and in place."""
    forms, numbers = [*heard], lexicon().numbers
    same = max(
        (heard[form] * field.words[form] * lexicon().tells(form) for form in forms if form in field.words), default=0.0
    )
    said = [form for form in forms if form in numbers]
    own = [form for form in field.words if form in numbers]
    if not said or not own:
        return same
    alike = lexicon().vectors(lexicon().known(own)) @ lexicon().vectors(lexicon().known(said)).T
    worth = np.array([field.words[form] * lexicon().tells(form) for form in own])
    weights = np.array([heard[form] for form in said])
    likest = float((np.maximum(alike, 0) ** 2 * worth[:, None] * weights).max())
    return max(same, likest)


def placed(request: str, field: Field, mention: Mention) -> float:
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
