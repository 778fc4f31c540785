"""calendar:lunar, calendar:solar and calendar:terms: the Chinese calendar, both ways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from wainao.features.tools.builtin.calendars.chinese import ChineseDay, Term
from wainao.features.tools.builtin.calendars.chinese import chinese as chinese_day
from wainao.features.tools.builtin.calendars.chinese import solar as solar_day
from wainao.features.tools.builtin.calendars.chinese import terms as solar_terms
from wainao.features.tools.builtin.calendars.days import weekday
from wainao.store.function import capability, means
from wainao.types import Words


@capability(
    "calendar:lunar",
    zh="公历转农历",
    en="Chinese calendar date",
    about=Words(
        "某一天的农历日期、干支、生肖、节气和传统节日（1645 至 2199 年）。",
        "A day in the Chinese calendar: date, sexagenary year, zodiac animal, solar term, festival (1645 to 2199).",
    ),
    example={"day": date(2026, 2, 17)},
    samples=("今天农历几月初几", "2026年2月17日的农历", "2000年出生属什么生肖", "Chinese zodiac of 1990-05-01"),
)
def lunar(
    day: Annotated[date | None, means("哪一天；空：今天", "Which day; none: today")] = None,
) -> ChineseDay:
    return chinese_day(day or date.today())


@dataclass(frozen=True, kw_only=True, slots=True)
class SolarDay:
    date: date
    weekday: Words


@capability(
    "calendar:solar",
    zh="农历转公历",
    en="From the Chinese calendar",
    about=Words(
        "农历某年某月某日是公历哪一天、星期几。",
        "Which day of our calendar a date of the Chinese calendar is, and its weekday.",
    ),
    example={"year": 2026, "month": 8, "day": 15},
    samples=(
        "2026年中秋节（农历八月十五）是公历几号",
        "农历二〇二五年闰六月初一是哪天",
        "When is Chinese New Year 2027?",
    ),
)
def solar(
    year: Annotated[int, means("农历年，以正月所在的公历年计", "The Chinese year, by the year in which it begins")],
    month: Annotated[int, means("农历月，1 至 12", "The Chinese month, 1 to 12", ge=1, le=12)],
    day: Annotated[int, means("农历日，1 至 30", "Its day, 1 to 30", ge=1, le=30)],
    leap: Annotated[bool, means("是否闰月", "Whether it is the leap month of that number")] = False,
) -> SolarDay:
    found = solar_day(year, month, day, leap=leap)
    return SolarDay(date=found, weekday=weekday(found))


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    terms: tuple[Term, ...]


@capability(
    "calendar:terms",
    zh="二十四节气",
    en="Solar terms",
    about=Words(
        "某年二十四节气的日期与北京时间。", "The 24 solar terms of a year, with their dates and Beijing times."
    ),
    example={"year": 2026},
    samples=("2026年二十四节气时间表", "今年冬至是哪天", "When is the winter solstice in 2026?"),
)
def terms(
    year: Annotated[int | None, means("年份；空：今年", "The year; none: this one")] = None,
) -> Terms:
    return Terms(terms=tuple(solar_terms(year or date.today().year)))


CAPABILITIES = (lunar, solar, terms)
