"""The Chinese calendar (GB/T 33661), by tyme4py: both ways, solar terms, zodiac."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from wainao.features.tools.builtin.calendars.days import spoken
from wainao.kernel import UsageError
from wainao.types import Language, Words

FIRST_YEAR, LAST_YEAR = 1645, 2199
"""The rules of today hold since 1645; much later, nobody knows the Earth's turning to the minute."""

ZODIAC = {
    "鼠": "Rat", "牛": "Ox", "虎": "Tiger", "兔": "Rabbit", "龙": "Dragon", "蛇": "Snake", "马": "Horse", "羊": "Goat",
    "猴": "Monkey", "鸡": "Rooster", "狗": "Dog", "猪": "Pig",
}  # fmt: skip
TERMS = {
    "小寒": "Minor Cold", "大寒": "Major Cold", "立春": "Start of Spring", "雨水": "Rain Water",
    "惊蛰": "Awakening of Insects", "春分": "Spring Equinox", "清明": "Qingming", "谷雨": "Grain Rain",
    "立夏": "Start of Summer", "小满": "Grain Buds", "芒种": "Grain in Ear", "夏至": "Summer Solstice",
    "小暑": "Minor Heat", "大暑": "Major Heat", "立秋": "Start of Autumn", "处暑": "End of Heat", "白露": "White Dew",
    "秋分": "Autumn Equinox", "寒露": "Cold Dew", "霜降": "Frost's Descent", "立冬": "Start of Winter",
    "小雪": "Minor Snow", "大雪": "Major Snow", "冬至": "Winter Solstice",
}  # fmt: skip
FESTIVALS = {
    "春节": "Spring Festival", "元宵节": "Lantern Festival", "龙头节": "Dragon Head Festival", "上巳节": "Shangsi",
    "清明节": "Qingming", "端午节": "Dragon Boat Festival", "七夕节": "Qixi", "中元节": "Ghost Festival",
    "中秋节": "Mid-Autumn Festival", "重阳节": "Double Ninth Festival", "冬至节": "Winter Solstice", "腊八节": "Laba",
    "除夕": "Chinese New Year's Eve",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class ChineseDay:
    """Of the day `date`. `year` is the one in which its Chinese year began. `cycle` is the year's name in the cycle of
    sixty; `term` and `festival` are None on a day that is none."""

    year: int
    month: int
    leap: bool
    day: int
    text: str
    cycle: str
    zodiac: Words
    term: Words | None
    festival: Words | None
    date: date

    def sentence(self, language: Language) -> str:
        named = [one.in_(language) for one in (self.festival, self.term) if one is not None]
        if language == "zh":
            return "，".join([f"{spoken(self.date, 'zh')}是农历{self.text}", f"{self.zodiac.zh}年", *named])
        month = f"{'leap ' * self.leap}month {self.month}"
        year = f"the Chinese year {self.year} ({self.cycle}, of the {self.zodiac.en})"
        return f"{spoken(self.date, 'en')} is day {self.day} of {month} of {year}{''.join(f', {one}' for one in named)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """`at` is the minute in which it begins, Beijing time, "HH:MM"."""

    name: Words
    date: date
    at: str


def chinese(day: date) -> ChineseDay:
    """Raises UsageError beyond the years that are covered."""
    from tyme4py.solar import SolarDay

    _refuse_beyond(day.year)
    solar = SolarDay.from_ymd(day.year, day.month, day.day)
    lunar = solar.get_lunar_day()
    month = lunar.get_lunar_month()
    cycle = month.get_lunar_year().get_sixty_cycle()
    begun = solar.get_term_day()
    festival = lunar.get_festival()
    return ChineseDay(
        year=lunar.get_year(),
        month=abs(lunar.get_month()),
        leap=month.is_leap(),
        day=lunar.get_day(),
        text=str(lunar).removeprefix("农历"),
        cycle=str(cycle),
        zodiac=_words(ZODIAC, str(cycle.get_earth_branch().get_zodiac())),
        term=_words(TERMS, begun.get_solar_term().get_name()) if begun.get_day_index() == 0 else None,
        festival=_words(FESTIVALS, festival.get_name()) if festival is not None else None,
        date=day,
    )


def solar(year: int, month: int, day: int, *, leap: bool = False) -> date:
    """Raises UsageError for a day that the Chinese year does not have."""
    from tyme4py.lunar import LunarDay

    _refuse_beyond(year)
    try:
        found = LunarDay.from_ymd(year, -month if leap else month, day).get_solar_day()
    except ValueError as error:
        raise UsageError(
            f"The Chinese year {year} has no day {day} in {'leap ' * leap}month {month}. Expected months 1 to 12 of "
            f"29 or 30 days{_leap_month(year)}. Correct it."
        ) from error
    return _date(found)


def terms(year: int) -> list[Term]:
    """The 24 of a year of our calendar, in order. Raises UsageError beyond the years that are covered."""
    from tyme4py.solar import SolarTerm

    _refuse_beyond(year)
    return [_term(SolarTerm.from_index(year, index)) for index in range(1, 25)]


def _term(term: Any) -> Term:
    at = term.get_julian_day().get_solar_time()
    return Term(
        name=_words(TERMS, term.get_name()),
        date=date(at.get_year(), at.get_month(), at.get_day()),
        at=f"{at.get_hour():02}:{at.get_minute():02}",
    )


def _leap_month(year: int) -> str:
    from tyme4py.lunar import LunarYear

    leap = LunarYear.from_year(year).get_leap_month()
    return f", and a leap month {leap} in that year" if leap else ", and no leap month in that year"


def _words(table: dict[str, str], name: str) -> Words:
    return Words(name, table.get(name, name))


def _date(found: Any) -> date:
    return date(found.get_year(), found.get_month(), found.get_day())


def _refuse_beyond(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageError(
            f"The Chinese calendar of {year} is not covered. Expected a year from {FIRST_YEAR} to {LAST_YEAR}: "
            "correct it."
        )
