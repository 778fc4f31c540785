"""Years, countries, feasts, and days of the Chinese calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from wainao.features.tools.builtin.calendars.countries import COUNTRIES
from wainao.features.tools.builtin.calendars.festivals import festivals_in
from wainao.features.tools.choosing.filling.readers.pieces import Parts, Piece, names, only
from wainao.text.numbers import chinese_number

_SHIFTS = {"今年": 0, "明年": 1, "后年": 2, "去年": -1, "前年": -2, "this year": 0, "next year": 1, "last year": -1}
_YEAR = re.compile(
    rf"(?<![\d.-])(?P<number>(?:1[6-9]|2[01])\d\d|[二一][〇零一二三四五六七八九]{{3}})(?:年|(?![\d.-]))|(?P<shift>{'|'.join(_SHIFTS)})"
)
_PRONOUN = re.compile(r"\b(?:tell|give|show|get|find|let|help|send|for|with|of|to) us\b")
_ONES = "一二三四五六七八九"
_CHINESE_DAY = re.compile(
    r"(?P<leap>闰)?(?P<month>正|腊|冬|十[一二]?|[一二三四五六七八九]|1[0-2]|[1-9])月"
    rf"(?P<day>初[{_ONES}十]|廿[{_ONES}]|二十[{_ONES}]?|三十|十[{_ONES}]?|[12]\d|30|[1-9])(?:日|号)?"
)
_CHINESE = re.compile("农历|阴历|旧历|夏历")
_CHINESE_WORDS = re.compile("[正腊冬]月|闰|月初|廿")
_MONTHS = {"正": 1, "冬": 11, "腊": 12}


def feast(text: str, today: date) -> Parts:
    """name, year."""
    found = {one.key: Piece(text[start:end], start, end) for start, end, one in festivals_in(text)}
    name = only(found.values())
    return {} if name is None else {"name": name, **year(text, today)}


def year(text: str, today: date) -> Parts:
    """year: the only one."""
    found = only(list({one.value: one for one in _years(text, today)}.values()))
    return {} if found is None else {"year": found}


def year_there(text: str, today: date) -> Parts:
    """year, country."""
    text = _PRONOUN.sub(lambda found: " " * len(found.group()), text)
    named = {
        COUNTRIES[found.group()]: Piece(COUNTRIES[found.group()], *found.span()) for found in _country().finditer(text)
    }
    country = only(named.values())
    return {**year(text, today), **({} if country is None else {"country": country})}


def chinese_day(text: str, today: date) -> Parts:
    """year, month, day, leap: of the Chinese calendar, where the words are its words."""
    found = only(list(_CHINESE_DAY.finditer(text)))
    if found is None or not (_CHINESE.search(text[: found.start()]) or _CHINESE_WORDS.search(found.group())):
        return {}
    month = _MONTHS.get(found["month"]) or _number(found["month"])
    parts = {"month": Piece(month, *found.span()), "day": Piece(_number(found["day"]), *found.span())}
    leap = {"leap": Piece(True, *found.span("leap"))} if found["leap"] else {}
    return {**year(text, today), **parts, **leap}


def _number(said: str) -> int:
    if said.isdigit():
        return int(said)
    return int(chinese_number(said.removeprefix("初").replace("廿", "二十")) or 0)


def _years(text: str, today: date) -> Iterator[Piece]:
    for found in _YEAR.finditer(text):
        said = found["number"]
        value = today.year + _SHIFTS[found["shift"]] if said is None else int(said) if said.isdigit() else _number(said)
        yield Piece(value, *found.span())


@lru_cache(maxsize=1)
def _country() -> re.Pattern[str]:
    return re.compile(names(COUNTRIES))
