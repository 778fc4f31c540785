"""calendar:holidays and dates:workdays: when offices are open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from wainao.features.tools.builtin.calendars.days import counted, spoken, weekday
from wainao.features.tools.builtin.calendars.offices import Offices, days_between
from wainao.kernel import UsageError
from wainao.store.function import capability, means
from wainao.types import Language, Words

Country = Annotated[
    str,
    means(
        "国家或地区的代码，如 CN、HK、US",
        "The country's code of two letters, such as CN, US or DE",
        reads="year-there.country",
    ),
]
Region = Annotated[str, means("国家的一部分（ISO 3166-2），如 DE 的 BY", "A part of it (ISO 3166-2), such as BY in DE")]


@dataclass(frozen=True, kw_only=True, slots=True)
class HolidayRow:
    date: date
    weekday: Words
    name: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Holidays:
    """`worked_weekends` are weekend days that are worked in exchange; `notes` say what is not known."""

    country: str
    year: int
    holidays: tuple[HolidayRow, ...]
    worked_weekends: tuple[date, ...]
    notes: tuple[Words, ...]

    def sentence(self, language: Language) -> str:
        days = [_stretch(rows, language) for rows in _stretches(self.holidays)]
        worked = [spoken(one, language, year=False) for one in self.worked_weekends]
        notes = [note.in_(language) for note in self.notes]
        if language == "zh":
            off = f"{self.year} 年的法定节假日（{self.country}）：{'，'.join(days)}"
            return "；".join([off, *([f"调休上班：{'，'.join(worked)}"] if worked else []), *notes])
        off = f"Public holidays of {self.year} ({self.country}): {', '.join(days)}"
        return "; ".join([off, *([f"weekends that are worked: {', '.join(worked)}"] if worked else []), *notes])


def _stretches(rows: Iterable[HolidayRow]) -> list[list[HolidayRow]]:
    """Days one after another under one name."""
    found: list[list[HolidayRow]] = []
    for row in rows:
        last = found[-1][-1] if found else None
        if last is not None and last.name == row.name and (row.date - last.date).days == 1:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _stretch(rows: Sequence[HolidayRow], language: Language) -> str:
    first, last = (spoken(rows[at].date, language, year=False) for at in (0, -1))
    between = f"{first}至 {last}" if language == "zh" else f"{first} to {last}"
    return f"{rows[0].name.in_(language)} {first if len(rows) == 1 else between}"


@capability(
    "calendar:holidays",
    zh="法定节假日",
    en="Public holidays",
    about=Words(
        "某国某年的法定节假日；中国还列出调休上班的周末。",
        "The public holidays of a country in a year; for China also the weekends that are worked in exchange.",
    ),
    example={"year": 2026, "country": "CN"},
    samples=(
        "2026年法定节假日安排，节假日怎么放",
        "今年哪几个周末要调休上班",
        "明年怎么放假，有哪些法定假日、公共假期",
        "public holidays in Germany 2026",
        "list the bank holidays in the UK next year",
        "which days off are there this year, federal or statutory",
    ),
)
def holidays(
    year: Annotated[int | None, means("年份；空：今年", "The year; none: this one", reads="year-there.year")] = None,
    country: Country = "CN",
    region: Region = "",
) -> Holidays:
    asked = year or date.today().year
    if not 1 <= asked <= 9999:
        raise UsageError(f"The year {asked} is in no calendar. Expected one such as 2026: correct it.")
    offices = Offices(country, region, range(asked, asked + 1))
    first, last = date(asked, 1, 1), date(asked, 12, 31)
    return Holidays(
        country=offices.country,
        year=asked,
        holidays=tuple(
            HolidayRow(date=one.date, weekday=weekday(one.date), name=one.name) for one in offices.holidays(first, last)
        ),
        worked_weekends=tuple(offices.worked_weekends(first, last)),
        notes=offices.notes(),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Workdays:
    """From `start` to `end`, both counted: how many days, on how many of them offices are open, which holidays and
    worked weekends were met, and what is not known."""

    workdays: int
    days: int
    holidays: tuple[HolidayRow, ...]
    worked_weekends: tuple[date, ...]
    start: date
    end: date
    country: str
    notes: tuple[Words, ...]

    def sentence(self, language: Language) -> str:
        start, end = spoken(self.start, language), spoken(self.end, language)
        notes = [note.in_(language) for note in self.notes]
        if language == "zh":
            said = f"{start}至 {end}（含首尾，{self.country}）：{self.days} 天里有 {self.workdays} 个工作日"
            return "；".join([said, *notes])
        said = f"{counted(self.workdays, 'working day')} of {self.days} from {start} to {end}, both counted"
        return "; ".join([f"{said} ({self.country})", *notes])


@capability(
    "dates:workdays",
    zh="工作日天数",
    en="Count working days",
    about=Words(
        "两个日期之间（含首尾）有多少个工作日，扣除法定节假日与周末，并计入调休上班的周末。",
        "How many working days lie between two dates, both counted, without weekends and public holidays, and with the "
        "weekends that are worked in exchange.",
    ),
    example={"start": date(2026, 2, 1), "end": date(2026, 2, 28), "country": "CN"},
    samples=(
        "2026年2月有多少个工作日",
        "从今天到月底还有几个工作日",
        "五月份上几天班",
        "How many working days between 2026-03-01 and 2026-03-31 in the US?",
        "business days from 1 June to 30 June",
        "how many workdays are left this month",
    ),
)
def workdays(
    start: Annotated[date, means("第一天", "The first day", reads="workdays.start")],
    end: Annotated[date, means("最后一天", "The last day", reads="workdays.end")],
    country: Country = "CN",
    region: Region = "",
) -> Workdays:
    if end < start:
        raise UsageError(f"The end {end} is before the start {start}. Expected the earlier day first: swap them.")
    offices = Offices(country, region, range(start.year, end.year + 1))
    return Workdays(
        workdays=sum(map(offices.is_open, days_between(start, end))),
        days=(end - start).days + 1,
        holidays=tuple(
            HolidayRow(date=one.date, weekday=weekday(one.date), name=one.name) for one in offices.holidays(start, end)
        ),
        worked_weekends=tuple(offices.worked_weekends(start, end)),
        start=start,
        end=end,
        country=offices.country,
        notes=offices.notes(),
    )


CAPABILITIES = (holidays, workdays)
