"""calendar:lunar, calendar:solar and calendar:terms: the Chinese calendar, both ways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from wainao.features.tools.builtin.calendars.chinese import ChineseDay, Term
from wainao.features.tools.builtin.calendars.chinese import chinese as chinese_day
from wainao.features.tools.builtin.calendars.chinese import solar as solar_day
from wainao.features.tools.builtin.calendars.chinese import terms as solar_terms
from wainao.features.tools.builtin.calendars.days import counted, spoken, weekday
from wainao.features.tools.builtin.calendars.festivals import festival as named
from wainao.store.function import capability, means
from wainao.types import Language, Words


@capability(
    "calendar:lunar",
    zh="公历转农历",
    en="Chinese calendar date",
    about=Words(
        "某一天的农历日期、干支、生肖、节气和传统节日（1645 至 2199 年）。",
        "A day in the Chinese calendar: date, sexagenary year, zodiac animal, solar term, festival (1645 to 2199).",
    ),
    example={"day": date(2026, 2, 17)},
    samples=(
        "今天农历几月初几",
        "2026年2月17日的农历",
        "那天是阴历什么日子，农历几号",
        "2000年出生属什么生肖",
        "Chinese zodiac of 1990-05-01",
        "what is the lunar date of today",
    ),
)
def lunar(
    day: Annotated[date | None, means("哪一天；空：今天", "Which day; none: today", reads="day.day")] = None,
) -> ChineseDay:
    return chinese_day(day or date.today())


@dataclass(frozen=True, kw_only=True, slots=True)
class SolarDay:
    """`chinese` is the day as the Chinese calendar has it."""

    date: date
    weekday: Words
    chinese: str

    def sentence(self, language: Language) -> str:
        if language == "zh":
            return f"农历{self.chinese}是 {spoken(self.date, 'zh')}，{self.weekday.zh}"
        return f"{self.chinese} of the Chinese calendar is {self.weekday.en}, {spoken(self.date, 'en')}"


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
        "农历八月十五是公历几号",
        "农历二〇二五年闰六月初一是哪天",
        "阴历腊月廿三是阳历几月几号",
        "which day is the 15th of the 8th lunar month",
    ),
)
def solar(
    month: Annotated[
        int, means("农历月，1 至 12", "The Chinese month, 1 to 12", reads="chinese-day.month", ge=1, le=12)
    ],
    day: Annotated[int, means("农历日，1 至 30", "Its day, 1 to 30", reads="chinese-day.day", ge=1, le=30)],
    year: Annotated[
        int | None,
        means(
            "农历年，以正月所在的公历年计；空：今年",
            "The Chinese year, by the year in which it begins; none: this one",
            reads="chinese-day.year",
        ),
    ] = None,
    leap: Annotated[
        bool, means("是否闰月", "Whether it is the leap month of that number", reads="chinese-day.leap")
    ] = False,
) -> SolarDay:
    found = solar_day(year or date.today().year, month, day, leap=leap)
    return SolarDay(date=found, weekday=weekday(found), chinese=chinese_day(found).text)


@dataclass(frozen=True, kw_only=True, slots=True)
class FestivalDay:
    """`days` from today, less than 0 where it has passed."""

    name: Words
    date: date
    weekday: Words
    chinese: str
    days: int

    def sentence(self, language: Language) -> str:
        day, name = spoken(self.date, language), self.name.in_(language)
        if language == "zh":
            far = f"还有 {self.days} 天" if self.days > 0 else f"已过去 {-self.days} 天" if self.days else "就是今天"
            return f"{name}是 {day}，{self.weekday.zh}，农历{self.chinese}，{far}"
        far = f"in {counted(self.days, 'day')}" if self.days > 0 else f"{counted(-self.days, 'day')} ago"
        return f"{name}: {self.weekday.en}, {day}, {far if self.days else 'today'} ({self.chinese})"


@capability(
    "calendar:festival",
    zh="节日是哪天",
    en="When is a festival",
    about=Words(
        "某个节日或节气在某年是哪一天、星期几、还有几天：春节、端午、中秋、七夕、重阳、冬至，也有圣诞节、复活节、感恩节等。",
        "On which day and weekday a festival, feast or solar term falls in a year, and how many days there are until "
        "then: Chinese New Year, Dragon Boat, Mid-Autumn, Qixi, Christmas, Easter, Thanksgiving and more.",
    ),
    example={"name": "端午节", "year": 2026},
    samples=(
        "端午节是哪天",
        "今年中秋节是几月几号",
        "过年是什么时候",
        "明年冬至是哪一天星期几",
        "When is Chinese New Year 2027?",
        "what date is Easter next year",
        "what day is Thanksgiving",
    ),
)
def festival(
    name: Annotated[
        str,
        means("节日或节气，如 端午节、冬至", "The feast, such as Easter or Mid-Autumn Festival", reads="feast.name"),
    ],
    year: Annotated[
        int | None, means("年份；空：下一次", "The year; none: the next time that it comes", reads="feast.year")
    ] = None,
) -> FestivalDay:
    feast, today = named(name), date.today()
    day = feast.next(today) if year is None else feast.on(year)
    return FestivalDay(
        name=feast.name, date=day, weekday=weekday(day), chinese=chinese_day(day).text, days=(day - today).days
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    terms: tuple[Term, ...]

    def sentence(self, language: Language) -> str:
        told = [f"{one.name.in_(language)} {spoken(one.date, language)} {one.at}" for one in self.terms]
        return "北京时间：" + "，".join(told) if language == "zh" else "Beijing time: " + ", ".join(told)


@capability(
    "calendar:terms",
    zh="二十四节气",
    en="Solar terms",
    about=Words(
        "某年二十四节气的日期与北京时间。", "The 24 solar terms of a year, with their dates and Beijing times."
    ),
    example={"year": 2026},
    samples=("2026年二十四节气时间表", "今年有哪些节气，各在几号", "list the 24 solar terms of 2026"),
)
def terms(
    year: Annotated[int | None, means("年份；空：今年", "The year; none: this one", reads="year.year")] = None,
) -> Terms:
    return Terms(terms=tuple(solar_terms(year or date.today().year)))


CAPABILITIES = (lunar, solar, festival, terms)
