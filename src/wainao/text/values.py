"""Where a text says a value, whole: a number with its unit, a date, a name; 30 is in neither 130 nor 30.5 nor 20-30."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wainao.text.fold import fold
from wainao.text.terms import CJK

Span = tuple[int, int]
"""Half-open character range."""

_TOKEN = re.compile(rf"(?P<number>\d+(?:,\d{{3}})*(?:[.．]\d+)?)|(?P<word>(?:[^\W\d_{CJK}][\u0300-\u036f]*)+)|\S")
_SIGNS = frozenset("-−+±.^_#$€£¥")
"""Right before a number, these are part of it."""
_JOINTS = frozenset(",.:/-~–—·")
"""Between two numbers without a space, these make one value of them."""
_RANGES = frozenset({"-", "~", "–", "—", "至", "到", "to"})
_SCALES = frozenset("十百千万亿兆")
_MORE = frozenset("多余几来分点半") | _SCALES
"""Right after a number, these make another number of it."""
_SCALE_WORDS = frozenset({"hundred", "thousand", "million", "billion", "trillion", "dozen", "percent"})
_PARTS = frozenset("%‰°²³½¼¾")
_THOUSANDS = 3
"""So many digits after a space may go on with a number: 30 000."""
_DATE_PARTS = frozenset("年月")
_MONTHS = re.compile(
    "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?"
)


class _Token(NamedTuple):
    text: str
    """As it compares: folded, a number without separators."""
    start: int
    end: int
    kind: str

    @property
    def is_number(self) -> bool:
        return self.kind == "number"

    @property
    def is_month(self) -> bool:
        return _MONTHS.fullmatch(self.text) is not None


def whole(value: str, text: str) -> list[Span]:
    """Where `text` says `value` and nothing longer; width, case, 简/繁, spaces and separators of thousands may differ.

    >>> [("请假 30 天，另有130天"[a:b]) for a, b in whole("30天", "请假 30 天，另有130天")]
    ['30 天']
    """
    wanted, there = _tokens(value), _tokens(text)
    return [
        (there[at].start, there[at + len(wanted) - 1].end)
        for at in _places(wanted, there)
        if _is_whole(there, at, at + len(wanted))
    ]


def same_words(words: str, text: str) -> list[Span]:
    """Where `text` says `words`, whatever stands around them; they may differ as for `whole`."""
    wanted, there = _tokens(words), _tokens(text)
    return [(there[at].start, there[at + len(wanted) - 1].end) for at in _places(wanted, there)]


def canonical(text: str) -> str:
    """What two spellings of one value share."""
    return " ".join(token.text for token in _tokens(text))


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(_compared(found.group(), found.lastgroup), *found.span(), found.lastgroup or "sign")
        for found in _TOKEN.finditer(text)
    ]


def _compared(text: str, kind: str | None) -> str:
    return fold(text).replace(",", "") if kind == "number" else fold(text)


def _places(wanted: Sequence[_Token], there: Sequence[_Token]) -> Iterator[int]:
    """Where the tokens stand, one place never inside another."""
    words, free = [token.text for token in wanted], 0
    for at in range(len(there) - len(wanted) + 1):
        if at >= free and words and all(there[at + n].text == word for n, word in enumerate(words)):
            free = at + len(words)
            yield at


def _is_whole(there: Sequence[_Token], start: int, end: int) -> bool:
    """Whether what stands at both ends belongs to another value."""
    inside, before, after = there[start:end], there[:start][-2:][::-1], there[end : end + 2]
    if not any(token.is_number for token in inside):
        return True
    return not (_goes_on_before(inside, before) or _goes_on_after(inside, after))


def _goes_on_before(inside: Sequence[_Token], before: Sequence[_Token]) -> bool:
    first = inside[0]
    if not first.is_number:
        return bool(before) and first.is_month and before[0].is_number
    if not before:
        return False
    near, beyond = before[0], before[1] if len(before) > 1 else None
    counted = beyond is not None and beyond.is_number
    if counted and near.text in _RANGES:
        return True
    if near.end < first.start:
        return near.is_number and len(first.text) == _THOUSANDS
    glued = near.kind == "word" or near.text in _SIGNS or near.text in _SCALES or near.text == "第"
    return glued or (counted and near.text in _JOINTS | _DATE_PARTS)


def _goes_on_after(inside: Sequence[_Token], after: Sequence[_Token]) -> bool:
    if not after:
        return False
    last, near, beyond = inside[-1], after[0], after[1] if len(after) > 1 else None
    counted, glued = beyond is not None and beyond.is_number, near.start == last.end
    if not last.is_number:
        dated = any(token.is_month for token in inside)
        year = near if near.text != "," else beyond
        return (glued and (near.is_number or near.text == "半")) or (dated and year is not None and year.is_number)
    if counted and near.text in _RANGES:
        return True
    if near.text in _SCALE_WORDS or near.is_month:
        return True
    if not glued:
        return near.text in _SCALES or (near.text[0].isdigit() and (not near.is_number or len(near.text) == _THOUSANDS))
    return near.kind == "word" or near.text[0] in _PARTS | _MORE or (counted and near.text in _JOINTS)
