"""What two questions do not share, in words for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from wainao.text.wording import Item
from wainao.text.wording.chinese import in_chinese
from wainao.types import Told, Words, joined

_HERE = Words("只有提问说「{items}」", "only asked: {items}")
_THERE = Words("只有更正说「{items}」", "only corrected: {items}")


def apart(asked: Counter[Item], stored: Counter[Item]) -> Told:
    """Numbers, dates and the like that only one of two questions has; "" if they agree."""
    sides = ((_HERE, asked - stored), (_THERE, stored - asked))
    told = [words.filled(items=_named(items.elements())) for words, items in sides if items]
    return joined(told) if told else ""


def _named(items: Iterable[Item]) -> Words:
    return joined([Words(in_chinese(item), str(item)) for item in sorted(items)], Words("、", ", "))
