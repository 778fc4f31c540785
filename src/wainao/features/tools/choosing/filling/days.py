"""Days and times of day as people say them in both languages: "next Monday", 后天, 3 days ago, 下午三点半."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, time, timedelta

from wainao.features.tools.builtin.calendars.days import MONTHS as NAMES_OF_MONTHS
from wainao.text import digits
from wainao.text.numbers import chinese_number

MONTHS = [name.lower() for name in NAMES_OF_MONTHS]
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ONE = "一二两三四五六七八九"
_NUMERALS = f"〇零{_ONE}十"
_N = rf"(?<![\d.{_NUMERALS}百千万])(?:\d{{1,2}}|[{_ONE}]?十[{_ONE}]?|[〇零]?[{_ONE}]|[〇零])(?![{_NUMERALS}])"
"""A number under a hundred, and not what could be two: 三四."""
MONTH = rf"(?P<month>{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in MONTHS)}|sept)\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY_EN = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"

_SHIFTS = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1, "the day after tomorrow": 2}
_SHIFTS |= {"the day before yesterday": -2, "今天": 0, "今晚": 0, "今日": 0, "明天": 1, "明晚": 1, "明日": 1, "后天": 2}
_SHIFTS |= {"大后天": 3, "昨天": -1, "昨日": -1, "前天": -2, "大前天": -3}
_UNITS = {"day": 1, "week": 7, "天": 1, "周": 7, "星期": 7, "礼拜": 7}


def days(text: str, today: date) -> Iterator[tuple[int, int, date]]:
    """Where in `text`, which has been folded, a day is said, and which one it is for who speaks on `today`.

    A day without a year is the next one to come. A month alone, and a day that no calendar has, are none.
    """
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            try:
                found = read(match, today)
            except (ValueError, OverflowError):
                continue
            if found is not None:
                yield match.start(), match.end(), found


def times(text: str) -> Iterator[tuple[int, int, time]]:
    """Where in `text`, which has been folded, a time of day is said, and which one it is.

    Midnight and what follows it is said of the evening before (今晚12点): of which day, so which time, stays open.
    """
    for match in _TIME.finditer(text):
        hour, minute = _number(match["hour"] or match["zh_hour"]), 0
        if match["zh_hour"]:
            quarters = 2 if match["half"] else _number(match["quarters"] or "0")
            minute = 15 * quarters + _number(match["zh_minute"] or "0")
        elif match["minute"]:
            minute = int(match["minute"])
        part = match["part"] or match["half_day"] or match["short"] or ""
        if part in _NIGHT and (hour < 5 or hour == 12):
            continue
        if hour < 12 and (part in _AFTERNOON or (part == "中午" and hour < 6)):
            hour += 12
        elif hour == 12 and part.startswith(("a", "凌晨")):
            hour = 0
        if hour < 24 and minute < 60:
            yield match.start(), match.end(), time(hour, minute)


_NIGHT = ("晚上", "今晚", "明晚")
_AFTERNOON = (*_NIGHT, "下午", "傍晚", "pm", "p.m.")
_TIME = re.compile(
    rf"(?P<part>上午|早上|中午|下午|晚上|傍晚|凌晨|今晚|明晚)?(?P<zh_hour>{_N})[点时](?!间|候)"
    rf"(?:(?P<half>半)|(?P<quarters>[一三13])刻|(?P<zh_minute>{_N}(?=分)|\d\d|(?:[〇零][{_ONE}]|[{_ONE}]?十[{_ONE}]?))分?"
    rf"|(?(part)|(?<!一点)(?![\d{_NUMERALS}])))"  # 一点 alone is "a little", 三点五 is 3.5
    r"|(?<![\d:.])(?P<hour>\d{1,2})(?:(?::(?P<minute>\d{2}))(?!\d|:)\s*(?P<half_day>[ap]\.?m\.?)?|\s*(?P<short>[ap]\.?m\.?)\b)"
)


def _number(numeral: str) -> int:
    return int(numeral if numeral.isdigit() else chinese_number(numeral) or 0)


def _full(match: re.Match[str], today: date) -> date:
    return date(int(match["year"]), _number(match["month"]), _number(match["day"]))


def _named(match: re.Match[str], today: date) -> date | None:
    month = next(number for number, name in enumerate(MONTHS, start=1) if name.startswith(match["month"][:3]))
    return _coming(match["year"], month, int(match["day"]), today)


def _chinese(match: re.Match[str], today: date) -> date | None:
    return _coming(match["year"], _number(match["month"]), _number(match["day"]), today)


def _coming(year: str | None, month: int, day: int, today: date) -> date | None:
    if year:
        return date(_number(year), month, day)
    for coming in range(today.year, today.year + 9):  # as long as it may be to the next 29 February
        with suppress(ValueError):
            if (found := date(coming, month, day)) >= today:
                return found
    return None


def _shift(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=_SHIFTS[match.group()])


def _counted(match: re.Match[str], today: date) -> date:
    said, unit = match["number"], match["unit"]
    number = int(digits(said if said.isascii() else f"{said}天").rstrip("天"))
    return today + timedelta(days=number * _UNITS[unit] * (-1 if match["past"] else 1))


def _weekday(match: re.Match[str], today: date) -> date:
    return _in_week(match["which"] or "", _WEEKDAYS.index(match["weekday"]), today)


def _chinese_weekday(match: re.Match[str], today: date) -> date:
    return _in_week(match["which"] or "", min("一二三四五六日天".index(match["weekday"]), 6), today)


def _in_week(which: str, weekday: int, today: date) -> date:
    """That day of this week, the next, the one before; without a word, the next such day to come."""
    this = today + timedelta(days=weekday - today.weekday())
    if which.startswith(("next", "下")):
        return this + timedelta(weeks=max(which.count("下"), 1))
    if which.startswith(("last", "上")):
        return this - timedelta(weeks=max(which.count("上"), 1))
    return this if which or this >= today else this + timedelta(weeks=1)


_Read = Callable[[re.Match[str], date], "date | None"]

_FORMS: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (re.compile(r"(?<![\d-])(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?![\d-])"), _full),
    (re.compile(rf"(?:(?P<year>\d{{4}}|[〇零{_ONE}]{{4}})年)?(?P<month>{_N})月(?P<day>{_N})[日号]"), _chinese),
    (re.compile(rf"\b{MONTH}\s+{_DAY}\b(?:,?\s*(?P<year>\d{{4}})\b)?"), _named),
    (re.compile(rf"\b{_DAY}\s+(?:of\s+)?{MONTH}\b(?:,?\s*(?P<year>\d{{4}})\b)?"), _named),
    (
        re.compile(
            "|".join(
                rf"\b{word}\b" if word.isascii() else rf"{word}(?!气(?!温))"  # 目前天气, 三天后天气
                for word in sorted(_SHIFTS, key=len, reverse=True)
            )
        ),
        _shift,
    ),
    (re.compile(r"\bin (?P<number>\d+|[a-z]+) (?P<unit>day|week)s?\b(?P<past>\b\B)?"), _counted),
    (re.compile(r"\b(?P<number>\d+|[a-z]+) (?P<unit>day|week)s? (?P<past>ago)\b"), _counted),
    (
        re.compile(
            rf"(?<![\d.{_NUMERALS}百千万])(?P<number>\d{{1,5}}|[{_NUMERALS}百千]{{1,7}})个?"
            r"(?P<unit>天|周|星期|礼拜)(?:(?P<past>前|以前|之前)|之?后|以后)"
        ),
        _counted,
    ),
    (re.compile(rf"(?<!\ba )\b(?P<which>next |last |this )?{_WEEKDAY_EN}\b"), _weekday),
    (
        re.compile(
            r"(?P<which>下{1,3}个?|上{1,3}个?|这个?|本)?(?:周|星期|礼拜)"
            r"(?P<weekday>[一二三四五六日天])(?![次天回遍])"  # 每周一次
        ),
        _chinese_weekday,
    ),
)
