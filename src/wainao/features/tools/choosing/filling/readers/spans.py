"""From one day to another, a whole month, or so long before or after a day."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from wainao.features.tools.builtin.calendars.festivals import festivals_in
from wainao.features.tools.choosing.filling.days import MONTH, MONTHS, days
from wainao.features.tools.choosing.filling.readers.pieces import NUMBER, Parts, Piece, apart, blanked, number, only

_SINCE = re.compile(r"(?:\b(?:from|since)|从|自从?)\s*$")
_MONTH = re.compile(
    r"(?:(?P<year>\d{4})年)?(?P<number>\d{1,2}|十[一二]?|[一二三四五六七八九])月"
    r"(?!\d|[一二三四五六七八九十初]|份?的?[日号])"
    r"|\b(?P<said>(?:in|of|during)\s+(?:the\s+month\s+of\s+)?)?"
    rf"{MONTH}\b(?:,?\s+(?P<english_year>\d{{4}}))?(?!\s+\d)"
    r"|(?P<which>这个月|本月|this month|下个?月|next month|上个?月|last month)"
)
_LENGTH = re.compile(
    rf"(?<![哪每这那同某])(?P<number>半|\ban?\b|{NUMBER})\s*(?P<unit>年|个?月|个?星期|个?礼拜|周|天|日|(?:year|month|week|day)s?\b)"
)
_WORK = re.compile(r"work|business|office|工作|上班|班|开工")
_BACK = re.compile(r"\b(?:before|ago|earlier|prior)\b|以前|之前|(?<!目)前")
_ON = re.compile(r"\b(?:after|from|in|later|plus|add|hence)\b|\+|以后|之后|后|再过|过|加")
_DATE = re.compile(rf"月|\d{{4}}[-/.]|{MONTH}")
_UNITS = {"年": "years", "月": "months", "期": "weeks", "拜": "weeks", "周": "weeks", "天": "days", "日": "days"}


def day(text: str, today: date) -> Parts:
    """day: the only one."""
    found = only(one for one in _days(text, today) if _is_day(text, one))
    return {} if found is None else {"day": found}


def span(text: str, today: date) -> Parts:
    """start, end: two days, or one, to which it is counted from today."""
    found = [one for one in _days(text, today) if _is_day(text, one)]
    if len(found) == 1:
        return {} if found[0].value == today else {"end": found[0]}
    if len(found) != 2:
        return {}
    first, second = found if not _SINCE.search(text[: found[1].start]) else found[::-1]
    return {"start": first, "end": _after(text, first, second)}


def workdays(text: str, today: date) -> Parts:
    """start, end: as `span`, or the whole of a month that is named, where it is about work."""
    if not _WORK.search(text):
        return {}
    found = span(text, today)
    if "start" in found:
        return found
    month = only(list(_months(text, today)))
    if found or month is None:
        return {}
    last = calendar.monthrange(month.value.year, month.value.month)[1]
    return {"start": month, "end": month._replace(value=month.value.replace(day=last))}


def shift(text: str, today: date) -> Parts:
    """start, years, months, weeks, days: so long after a day, or before it."""
    dates = [one for one in _days(text, today) if _DATE.search(text[one.start : one.end])]
    bare = blanked(text, dates)
    lengths = [one for found in _LENGTH.finditer(bare) if (one := _length(found))]
    told = blanked(text, [one for one in _days(text, today) if _is_day(text, one)])  # 前天 tells no direction
    back = bool(_BACK.search(told))
    if not lengths or len({unit for unit, _ in lengths}) != len(lengths) or not (back or _ON.search(told)):
        return {}
    parts = {unit: one._replace(value=-one.value if back else one.value) for unit, one in lengths}
    other = list(apart(_days(blanked(text, parts.values()), today), parts.values()))
    if len(other) > 1:
        return {}
    return {"start": other[0], **parts} if other else parts


def _is_day(text: str, one: Piece) -> bool:
    """Whether it is said as a day: "in 45 days" is a length of time."""
    said = text[one.start : one.end]
    return bool(_DATE.search(said)) or not _LENGTH.search(said)


def _length(found: re.Match[str]) -> tuple[str, Piece] | None:
    said, unit = found["number"], found["unit"]
    value = Decimal(1) if said in ("a", "an") else None if said == "半" else number(said)
    if value is None or value != int(value):
        return None
    name = _UNITS.get(unit[-1]) or unit.rstrip("s") + "s"
    return name, Piece(int(value), found.start(), found.end())


def _days(text: str, today: date) -> list[Piece]:
    """In order; a feast is the day on which it is next."""
    named = [Piece(value, start, end) for start, end, value in days(text, today)]
    feasts = [Piece(feast.next(today), start, end) for start, end, feast in festivals_in(text)]
    return sorted([*named, *apart(feasts, named)], key=lambda one: one.start)


def _after(text: str, first: Piece, second: Piece) -> Piece:
    """The later of two days: without a year, the next such day after the first."""
    said = text[second.start : second.end]
    if _DATE.search(said) and not re.search(r"\d{4}", said):
        again = {start: value for start, _, value in days(text, first.value + timedelta(days=1))}
        return second._replace(value=again.get(second.start, second.value))
    return second


def _months(text: str, today: date) -> Iterator[Piece]:
    for found in _MONTH.finditer(text):
        if (first := _first(found, today)) is not None:
            yield Piece(first, *found.span())


def _first(found: re.Match[str], today: date) -> date | None:
    if which := found["which"]:
        months = today.year * 12 + today.month - 1 + (1 if which[0] in "下n" else -1 if which[0] in "上l" else 0)
        return date(months // 12, months % 12 + 1, 1)
    said = found["number"]
    if not said and not found["said"] and not found["english_year"]:
        return None  # "may" is a word, too
    month = (
        int(number(said) or 0)
        if said
        else 1 + next(at for at, name in enumerate(MONTHS) if name[:3] == found["month"][:3])
    )
    year = found["year"] or found["english_year"]
    return date(int(year) if year else today.year, month, 1) if 1 <= month <= 12 else None
