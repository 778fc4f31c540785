"""What days are to one another, and what they are called."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from wainao.kernel import UsageError
from wainao.types import Language, Words

WEEKDAYS = (
    Words("星期一", "Monday"),
    Words("星期二", "Tuesday"),
    Words("星期三", "Wednesday"),
    Words("星期四", "Thursday"),
    Words("星期五", "Friday"),
    Words("星期六", "Saturday"),
    Words("星期日", "Sunday"),
)


def weekday(day: date) -> Words:
    return WEEKDAYS[day.weekday()]


MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def spoken(day: date, language: Language, *, year: bool = True) -> str:
    """`spoken(date(2026, 7, 1), "en") == "1 July 2026"`; without the `year` where the sentence says it once."""
    if language == "zh":
        return f"{day.year} 年 " * year + f"{day.month} 月 {day.day} 日"
    return f"{day.day} {MONTHS[day.month - 1]}" + f" {day.year}" * year


def counted(number: int, noun: str) -> str:
    """`counted(1, "day") == "1 day"`, `counted(2, "day") == "2 days"`."""
    return f"{number} {noun}{'s' * (number != 1)}"


def moved(start: date, *, years: int = 0, months: int = 0, weeks: int = 0, days: int = 0) -> date:
    """Years and months first; where that month is shorter, its last day; then weeks and days.

    Raises UsageError for a day before the year 1 or after 9999.
    """
    try:
        month = start.year * 12 + start.month - 1 + years * 12 + months
        first = date(month // 12, month % 12 + 1, 1)
        last = calendar.monthrange(first.year, first.month)[1]
        return first.replace(day=min(start.day, last)) + timedelta(days=weeks * 7 + days)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{start} and so many years, months or days ({years}, {months}, {weeks * 7 + days}) is beyond the "
            "calendar. Expected a day from the year 1 to 9999: correct the numbers."
        ) from error


def apart(start: date, end: date) -> tuple[int, int, int]:
    """Whole years, months and days from the earlier to the later of both."""
    if end < start:
        start, end = end, start
    months = (end.year - start.year) * 12 + end.month - start.month
    if moved(start, months=months) > end:
        months -= 1
    return months // 12, months % 12, (end - moved(start, months=months)).days
