"""dates:difference, dates:add and dates:describe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from wainao.features.tools.builtin.calendars.days import apart, counted, moved, spoken, weekday
from wainao.store.function import capability, means
from wainao.types import Language, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """`days` from start to end, less than 0 where the end is earlier; the same as whole `years`, `months` and
    `days_beyond`, and as `weeks` and `days_beyond_weeks`, without a sign."""

    days: int
    years: int
    months: int
    days_beyond: int
    weeks: int
    days_beyond_weeks: int
    start: date
    end: date

    def sentence(self, language: Language) -> str:
        start, end = spoken(self.start, language), spoken(self.end, language)
        if language == "zh":
            where = "之后" if self.days >= 0 else "之前"
            return f"{end}在 {start}{where} {abs(self.days)} 天，{self._apart_zh()}"
        where = "after" if self.days >= 0 else "before"
        return f"{end} is {counted(abs(self.days), 'day')} {where} {start}: {self._apart_en()}"

    def _apart_zh(self) -> str:
        parts = ((self.years, "年"), (self.months, "个月"), (self.days_beyond, "天"))
        whole = " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 天"
        return f"即 {whole}，或 {self.weeks} 周 {self.days_beyond_weeks} 天"

    def _apart_en(self) -> str:
        parts = ((self.years, "year"), (self.months, "month"), (self.days_beyond, "day"))
        whole = " ".join(counted(number, unit) for number, unit in parts if number) or "0 days"
        return f"{whole}, or {counted(self.weeks, 'week')} {counted(self.days_beyond_weeks, 'day')}"


@capability(
    "dates:difference",
    zh="相隔多久",
    en="Time between dates",
    about=Words(
        "两个日期相隔多少天、多少周、几年几个月几天；不写开始日期则从今天算起。",
        "How many days, weeks, or years, months and days lie between two dates; from today where no start is given.",
    ),
    example={"start": date(2026, 1, 31), "end": date(2026, 10, 1)},
    samples=(
        "2026年1月31日到10月1日有多少天",
        "距离国庆节还有几天",
        "离考试还有多久，还剩多少天",
        "这两天差几天，相差多少天",
        "How many days until 2027-01-01?",
        "days between March 3 and May 20",
        "how long is it since 2020-02-02",
        "how many weeks or months till then",
    ),
)
def difference(
    end: Annotated[date, means("结束日期", "The later day", reads="span.end")],
    start: Annotated[
        date | None, means("开始日期；空：今天", "The earlier day; none: today", reads="span.start")
    ] = None,
) -> Difference:
    first = start or date.today()
    years, months, beyond = apart(first, end)
    days = (end - first).days
    weeks, rest = divmod(abs(days), 7)
    return Difference(
        days=days,
        years=years,
        months=months,
        days_beyond=beyond,
        weeks=weeks,
        days_beyond_weeks=rest,
        start=first,
        end=end,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """`week` is the ISO week, which may belong to another year: `week_year`."""

    date: date
    weekday: Words
    week: int
    week_year: int
    day_of_year: int
    days_left_in_year: int
    quarter: int
    leap_year: bool

    def sentence(self, language: Language) -> str:
        day, name = spoken(self.date, language), self.weekday.in_(language)
        if language == "zh":
            leap = "是" if self.leap_year else "不是"
            return (
                f"{day}是{name}，{self.week_year} 年第 {self.week} 周，第 {self.quarter} 季度，"
                f"当年第 {self.day_of_year} 天；{self.date.year} 年{leap}闰年"
            )
        leap = "a" if self.leap_year else "no"
        return (
            f"{day} is a {name}: week {self.week} of {self.week_year}, quarter {self.quarter}, day {self.day_of_year} "
            f"of the year; {self.date.year} is {leap} leap year"
        )


@capability(
    "dates:add",
    zh="日期推算",
    en="Add to a date",
    about=Words(
        "某日之后（或之前，用负数）若干年、月、周、天是哪一天、星期几。没有的日子取那个月的最后一天：1 月 31 "
        "日加一个月是 2 月底。",
        "Which day, and which weekday, is so many years, months, weeks and days after a date (before: less than 0). "
        "Where a month is shorter, its last day: one month after 31 January is the end of February.",
    ),
    example={"start": date(2026, 1, 31), "months": 1},
    samples=(
        "2026年3月1日之后90天是哪天",
        "三个月后是几号",
        "从今天算起再过100天是几月几号星期几",
        "90天以前是哪天，7月1日前90天呢",
        "What date is 6 weeks from 2026-05-04?",
        "90 days before 1 July 2026",
        "what was the date 3 months ago",
        "what day will it be in 45 days, after a month plus a year later",
    ),
)
def add(
    start: Annotated[
        date | None, means("从哪天算起；空：今天", "From which day; none: today", reads="shift.start")
    ] = None,
    years: Annotated[int, means("加几年", "Years to add", reads="shift.years")] = 0,
    months: Annotated[int, means("加几个月", "Months to add", reads="shift.months")] = 0,
    weeks: Annotated[int, means("加几周", "Weeks to add", reads="shift.weeks")] = 0,
    days: Annotated[int, means("加几天", "Days to add", reads="shift.days")] = 0,
) -> Day:
    return _day(moved(start or date.today(), years=years, months=months, weeks=weeks, days=days))


@capability(
    "dates:describe",
    zh="这天是星期几",
    en="About a date",
    about=Words(
        "某一天是星期几、第几周（ISO）、一年中的第几天、第几季度、是否闰年。",
        "The weekday, ISO week, day of the year and quarter of a date, and whether its year is a leap year.",
    ),
    example={"day": date(2026, 10, 1)},
    samples=(
        "2026年10月1日是星期几",
        "今天是第几周，周几，礼拜几",
        "明天是第几季度，下周五是几月几号",
        "What day of the week was 1999-12-31?",
        "which week number is it today",
        "what weekday is 4 July, was it a Sunday",
        "Is 2028 a leap year?",
    ),
)
def describe(
    day: Annotated[date | None, means("哪一天；空：今天", "Which day; none: today", reads="day.day")] = None,
) -> Day:
    return _day(day or date.today())


def _day(day: date) -> Day:
    week_year, week, _ = day.isocalendar()
    year_end = date(day.year, 12, 31)
    of_year = day.timetuple().tm_yday
    return Day(
        date=day,
        weekday=weekday(day),
        week=week,
        week_year=week_year,
        day_of_year=of_year,
        days_left_in_year=(year_end - day).days,
        quarter=(day.month + 2) // 3,
        leap_year=year_end.timetuple().tm_yday == 366,
    )


CAPABILITIES = (difference, add, describe)
