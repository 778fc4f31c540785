"""An amount with its unit or currency, and what it is to be in: "how many feet is 180 cm", 把 30 美元换成人民币."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from wainao.features.tools.builtin.measures.names import SPOKEN
from wainao.features.tools.choosing.filling.money import currencies
from wainao.features.tools.choosing.filling.readers.pieces import NUMBER, Parts, Piece, apart, names, number, only

Find = Callable[[str], Iterable[Piece]]

_BELOW = r"(?P<below>零下\s*|(?<![\w.)])[-−]\s?)?"
_BEFORE = re.compile(rf"{_BELOW}(?P<number>半|{NUMBER})\s*+(?:个|块|元|of\s)?\s*+$")
_AFTER = re.compile(rf"^\s*(?P<number>{NUMBER})(?![\d.]*\d)\s*度?")
_NUMBERED = re.compile(rf"(?:{NUMBER})\s?$")
_ARTICLE = re.compile(r"(?<![a-z])(?:(?P<half>half)\s(?:an?\s)?|an?\s|one\s)$|(?P<zh_half>半)$")
_TARGET = re.compile(
    r"(?:\b(?:into|in|to|as|how many|how much)\s(?:the\s)?|换算?[成为到]|转[成换为]+|等于|多少|几|合|成|个)\s*$"
)


def conversion(text: str, today: date) -> Parts:
    """amount, from, to: of units of measure."""
    return _read(text, _units)


def exchange(text: str, today: date) -> Parts:
    """amount, from, to: of money."""
    return _read(text, _money)


def _read(text: str, find: Find) -> Parts:
    """What a number stands at is there, what is left is wanted. Of two amounts, or two wishes, neither is read."""
    named = list(find(text))
    amounts = [*_amounts(text, named)] or [*_articles(text, named)]
    given = only(amounts)
    if given is None:
        return {}
    amount, source = given
    wanted = only(list({one.value: one for one in apart(named, [amount, source])}.values()))
    return {"amount": amount, "from": source} | ({} if wanted is None else {"to": wanted})


NEAR = 120
"""Characters around a unit in which its number stands."""


def _amounts(text: str, named: Iterable[Piece]) -> Iterator[tuple[Piece, Piece]]:
    for one in named:
        first = max(one.start - NEAR, 0)
        if found := _BEFORE.search(text[first : one.start]):
            start, end = (first + at for at in found.span("number"))
            if start == first > 0:
                continue  # a number that goes on before what was looked at
        elif (found := _AFTER.search(text[one.end : one.end + NEAR])) and (text[one.start : one.end] in _LEADING):
            start, end = (one.end + at for at in found.span("number"))
        else:
            continue
        value = _value(found["number"])
        if value is not None:
            below = found.groupdict().get("below")
            yield Piece(-value if below else value, start - len(below or ""), end), one


_LEADING = ("华氏", "摄氏", "$", "€", "£", "¥", "￥", "hk$", "₩", "₹")
"""What stands before its number."""


def _articles(text: str, named: Iterable[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """ "how many inches in a foot": one of it."""
    for one in named:
        first = max(one.start - NEAR, 0)
        if found := _ARTICLE.search(text[first : one.start]):
            start, end = (first + at for at in found.span())
            yield Piece(Decimal("0.5") if found["half"] else Decimal(1), start, end), one


def _value(said: str) -> Decimal | None:
    return Decimal("0.5") if said == "半" else number(said)


def _units(text: str) -> Iterator[Piece]:
    for found in _unit().finditer(text):
        said, (start, end) = found.group(), found.span()
        if said not in _OTHERWISE or _stands_for_unit(text, start, end):
            yield Piece(said, start, end)


_OTHERWISE = frozenset(
    (
        *"acfghjklmsvw",
        "ma",
        "pa",
        "ha",
        "mi",
        "ms",
        "min",
        "bar",
        "cup",
        "second",
        "分",
        "开",
        "节",
        "时",
        "天",
        "日",
        "度",
    )
)
"""Units whose names mean something else in many sentences."""


def _stands_for_unit(text: str, start: int, end: int) -> bool:
    """Whether it is a unit here: right behind a number, or behind what says that one is wanted."""
    before = text[max(start - NEAR, 0) : start]
    return bool(_NUMBERED.search(before) or _TARGET.search(before))


@lru_cache(maxsize=1)
def _unit() -> re.Pattern[str]:
    return re.compile(names(SPOKEN))


def _money(text: str) -> Iterator[Piece]:
    return (Piece(code, start, end) for start, end, code in currencies(text))
