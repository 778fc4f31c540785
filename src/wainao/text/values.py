"""Where a text says a value, whole: a number with its unit, a date, a name; 30 is in neither 130 nor 30.5 nor 20-30."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
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
_NEIGHBOURS = 2
"""So many words on either side tell whether a value goes on there."""
_AROUND = 64
"""Characters in which those stand."""


class _Token(NamedTuple):
    """`text` is how it compares: folded, a number without separators."""

    text: str
    start: int
    end: int
    kind: str

    @property
    def is_number(self) -> bool:
        return self.kind == "number"

    @property
    def is_month(self) -> bool:
        return _MONTHS.fullmatch(self.text) is not None


class _Place(NamedTuple):
    """Tokens of a piece of text that begins at `begin`, and those `inside` it that say the value."""

    tokens: Sequence[_Token]
    inside: slice
    begin: int

    @property
    def span(self) -> Span:
        said = self.tokens[self.inside]
        return self.begin + said[0].start, self.begin + said[-1].end

    @property
    def is_whole(self) -> bool:
        """Whether nothing at either end belongs to another value."""
        said = self.tokens[self.inside]
        if not any(token.is_number for token in said):
            return True
        before = self.tokens[: self.inside.start][-_NEIGHBOURS:][::-1]
        after = self.tokens[self.inside.stop :][:_NEIGHBOURS]
        return not (_goes_on_before(said, before) or _goes_on_after(said, after))


def whole(value: str, text: str) -> list[Span]:
    """Where `text` says `value` and nothing longer; width, case, 简/繁, spaces and separators of thousands may differ.

    >>> [("请假 30 天，另有130天"[a:b]) for a, b in whole("30天", "请假 30 天，另有130天")]
    ['30 天']
    """
    return [place.span for place in _places(value, text) if place.is_whole]


def same_words(words: str, text: str) -> list[Span]:
    """Where `text` says `words`, whatever stands around them; they may differ as for `whole`."""
    return [place.span for place in _places(words, text)]


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


def _places(value: str, text: str) -> Iterator[_Place]:
    """Where the words of `value` stand, one place never inside another."""
    wanted, folded = canonical(value).split(" "), fold(text)
    if wanted == [""]:
        return
    if len(folded) != len(text):  # a ligature, say: what is found in one stands elsewhere in the other
        tokens = _tokens(text)
        yield from _among(tokens, range(len(tokens)), wanted, begin=0)
        return
    for found in _pattern(value).finditer(folded):
        begin = max(0, found.start() - _AROUND)
        tokens = _tokens(text[begin : found.end() + _AROUND])
        starts = [at for at, token in enumerate(tokens) if begin + token.start == found.start()]
        yield from _among(tokens, starts, wanted, begin=begin)


def _among(tokens: Sequence[_Token], starts: Sequence[int], wanted: Sequence[str], *, begin: int) -> Iterator[_Place]:
    free = 0
    for start in starts:
        end = start + len(wanted)
        if start >= free and [token.text for token in tokens[start:end]] == wanted:
            free = end
            yield _Place(tokens, slice(start, end), begin)


@lru_cache(maxsize=1_024)
def _pattern(value: str) -> re.Pattern[str]:
    """Finds, in folded text, whatever may be the value."""
    words = [(",?" if token.is_number else "").join(map(re.escape, token.text)) for token in _tokens(value)]
    return re.compile(r"\s*".join(words))


def _goes_on_before(said: Sequence[_Token], before: Sequence[_Token]) -> bool:
    first = said[0]
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


def _goes_on_after(said: Sequence[_Token], after: Sequence[_Token]) -> bool:
    if not after:
        return False
    last, near, beyond = said[-1], after[0], after[1] if len(after) > 1 else None
    counted, glued = beyond is not None and beyond.is_number, near.start == last.end
    if not last.is_number:
        dated = any(token.is_month for token in said)
        year = near if near.text != "," else beyond
        return (glued and (near.is_number or near.text == "半")) or (dated and year is not None and year.is_number)
    if counted and near.text in _RANGES:
        return True
    if near.text in _SCALE_WORDS or near.is_month:
        return True
    if not glued:
        return near.text in _SCALES or (near.text[0].isdigit() and (not near.is_number or len(near.text) == _THOUSANDS))
    return near.kind == "word" or near.text[0] in _PARTS | _MORE or (counted and near.text in _JOINTS)
