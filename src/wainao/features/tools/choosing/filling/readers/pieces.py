"""Pieces of a sentence with what they say, and numbers as people speak them in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias, TypeVar

from wainao.text import digits
from wainao.text.numbers import chinese_number


class Piece(NamedTuple):
    """`value` is what `text[start:end]` says."""

    value: Any
    start: int
    end: int


Parts: TypeAlias = Mapping[str, Piece]
"""What a sentence says, by the part of the form that it is for."""

_SPOKEN = "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
_SPOKEN += "|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million"
_NUMERALS = "零〇一二两三四五六七八九十百千万亿"
WORDS = rf"(?:a )?(?:{_SPOKEN})(?:[ -](?:{_SPOKEN})){{0,12}}"
"""English number words in a row: which of them are one number, `number` says."""
NUMBER = (
    r"(?:(?<![\d.])(?<!\d{3},)\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|(?<![\d.,])\d+(?:\.\d+)?)(?:\s?(?:million|billion|thousand)\b|[百千万亿]+)?"
    rf"|(?<![{_NUMERALS}])[{_NUMERALS}]{{1,24}}(?:点[零〇一二三四五六七八九]{{1,24}})?(?![{_NUMERALS}])|\b{WORDS}\b"
)
"""A number in digits or in words, in text that has been folded."""

_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}


def number(said: str) -> Decimal | None:
    """What a piece that matched NUMBER says; None where it may be more than one number, or is none.

    >>> number("1,250.5"), number("三百二十"), number("2.5万"), number("two hundred fifty")
    (Decimal('1250.5'), Decimal('320'), Decimal('25000.0'), Decimal('250'))
    """
    if found := re.fullmatch(r"(\d[\d,]*(?:\.\d+)?)\s?(\D*)", said):
        return _scaled(Decimal(found[1].replace(",", "")), found[2])
    whole, _, fraction = said.partition("点")
    if (value := chinese_number(whole)) is not None:
        return Decimal(f"{value}.{''.join(str(chinese_number(one)) for one in fraction)}" if fraction else value)
    spoken = digits(re.sub("^a (?=hundred|thousand|million)", "one ", said))
    return Decimal(spoken) if spoken.isdigit() else None


def _scaled(value: Decimal, scale: str) -> Decimal | None:
    if scale in _SCALES or not scale:
        return value * _SCALES.get(scale, 1)
    for one in scale:
        value *= chinese_number(f"一{one}") or 1
    return value


def names(known: Iterable[str]) -> str:
    """A pattern for names, the longest first; Latin ones stand alone, Chinese ones anywhere."""
    longest = sorted(set(known), key=len, reverse=True)
    return "|".join(_alone(name) for name in longest)


def _alone(name: str) -> str:
    first = r"(?<![a-z])" if name[0].isascii() and name[0].isalpha() else ""
    last = r"(?![a-z])" if name[-1].isascii() and name[-1].isalpha() else ""
    return first + re.escape(name).replace(r"\ ", r"\s") + last


def apart(pieces: Iterable[Piece], taken: Iterable[Piece]) -> Iterator[Piece]:
    """Those that share no character with one of `taken`."""
    others = list(taken)
    return (one for one in pieces if all(one.end <= other.start or one.start >= other.end for other in others))


T = TypeVar("T")


def only(found: Iterable[T]) -> T | None:
    """The one that was found, or None where there are none, or several."""
    several = [*found]
    return several[0] if len(several) == 1 else None


def blanked(text: str, pieces: Iterable[Piece]) -> str:
    """`text` with spaces where the pieces stand, so that nothing else moves."""
    for one in pieces:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text
