"""Feasts by their names in both languages, and on which day of a year each one is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from wainao.features.tools.builtin.calendars.chinese import FIRST_YEAR, LAST_YEAR, TERMS, solar, terms
from wainao.kernel import UsageError
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Feast:
    """`key` is the first of its names. `rule` gives the day that belongs to a year: in the twelfth month of the Chinese
    one, it may be in the January after."""

    key: str
    name: Words
    rule: Callable[[int], date]

    def on(self, year: int) -> date:
        """The first time in that year; of a year without one, the time that belongs to it. Raises UsageError beyond
        the years that are covered."""
        before, this = self._times(year, year)
        return before if before.year == year else this

    def next(self, today: date) -> date:
        """Today, or the next time after. Raises UsageError beyond the years that are covered."""
        return min(day for day in self._times(today.year, today.year + 1) if day >= today)

    def _times(self, first: int, last: int) -> list[date]:
        """Of those years, and of the one before."""
        if not FIRST_YEAR < first <= last < LAST_YEAR:
            raise UsageError(
                f"The year {first} is not covered. Expected one from {FIRST_YEAR + 1} to {LAST_YEAR - 1}: correct it."
            )
        return [self.rule(year) for year in range(first - 1, last + 1)]


def festival(name: str) -> Feast:
    """By one of its names, in either language. Raises UsageError for one that is not known."""
    found = _feasts().get(_bare(name))
    if found is None:
        raise UsageError(
            f"The feast {name[:60]!r} is not known. Expected one such as 端午节, 冬至, Easter or Thanksgiving. Check "
            "its name, or look among the public holidays of a country: calendar:holidays."
        )
    return found


def festivals_in(text: str) -> Iterator[tuple[int, int, Feast]]:
    """Where in `text`, which has been folded, a feast is named, and which one."""
    for found in _pattern().finditer(text):
        yield found.start(), found.end(), _feasts()[_bare(found.group())]


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _chinese(month: int, day: int) -> Callable[[int], date]:
    return lambda year: solar(year, month, day)


def _eve(year: int) -> date:
    return solar(year, 1, 1) - timedelta(days=1)


def _weekday(month: int, weekday: int, number: int) -> Callable[[int], date]:
    """The so-manieth of such weekdays in a month."""

    def rule(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))

    return rule


def _from_easter(days: int) -> Callable[[int], date]:
    return lambda year: _easter(year) + timedelta(days=days)


def _easter(year: int) -> date:
    """Of the Gregorian calendar: the rule that Nature printed in 1876."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _term(name: str) -> Callable[[int], date]:
    return lambda year: next(one.date for one in terms(year) if one.name.zh == name)


_MONDAY, _THURSDAY, _SUNDAY = 0, 3, 6
_NAMED: tuple[tuple[str, str, Callable[[int], date]], ...] = (
    ("春节|过年|大年初一|正月初一|农历新年", "Spring Festival|Chinese New Year|Lunar New Year", _chinese(1, 1)),
    ("除夕|大年三十|年三十|年夜", "Chinese New Year's Eve|Lunar New Year's Eve", _eve),
    ("元宵节|元宵|上元节", "Lantern Festival", _chinese(1, 15)),
    ("龙抬头|龙头节", "Dragon Head Festival", _chinese(2, 2)),
    ("上巳节|三月三", "Shangsi Festival", _chinese(3, 3)),
    ("端午节|端午", "Dragon Boat Festival|Duanwu", _chinese(5, 5)),
    ("七夕节|七夕", "Qixi Festival|Qixi", _chinese(7, 7)),
    ("中元节|鬼节", "Ghost Festival|Hungry Ghost Festival", _chinese(7, 15)),
    ("中秋节|中秋", "Mid-Autumn Festival|Mid Autumn Festival|Moon Festival", _chinese(8, 15)),
    ("重阳节|重阳", "Double Ninth Festival|Chongyang Festival", _chinese(9, 9)),
    ("腊八节|腊八", "Laba Festival", _chinese(12, 8)),
    ("清明节", "Qingming Festival|Tomb Sweeping Day", _term("清明")),
    ("元旦", "New Year's Day|New Years Day", _fixed(1, 1)),
    ("情人节", "Valentine's Day|Valentines Day", _fixed(2, 14)),
    ("妇女节|三八节", "International Women's Day|Women's Day", _fixed(3, 8)),
    ("植树节", "Chinese Arbor Day", _fixed(3, 12)),
    ("愚人节", "April Fools' Day|April Fools Day|April Fools", _fixed(4, 1)),
    ("劳动节|五一", "International Workers' Day|May Day", _fixed(5, 1)),
    ("青年节|五四", "Chinese Youth Day", _fixed(5, 4)),
    ("母亲节", "Mother's Day (US, China)|Mother's Day|Mothers Day", _weekday(5, _SUNDAY, 2)),
    ("儿童节|六一", "International Children's Day", _fixed(6, 1)),
    ("父亲节", "Father's Day|Fathers Day", _weekday(6, _SUNDAY, 3)),
    ("建党节", "Party Founding Day", _fixed(7, 1)),
    ("建军节|八一", "Army Day", _fixed(8, 1)),
    ("教师节", "Chinese Teachers' Day", _fixed(9, 10)),
    ("国庆节|国庆|十一", "National Day of China|Chinese National Day", _fixed(10, 1)),
    ("万圣节|万圣夜", "Halloween", _fixed(10, 31)),
    ("感恩节", "Thanksgiving (US)|Thanksgiving|Thanksgiving Day", _weekday(11, _THURSDAY, 4)),
    ("平安夜", "Christmas Eve", _fixed(12, 24)),
    ("圣诞节|圣诞", "Christmas|Christmas Day|Xmas", _fixed(12, 25)),
    ("跨年夜", "New Year's Eve|New Years Eve", _fixed(12, 31)),
    ("复活节", "Easter|Easter Sunday", _from_easter(0)),
    ("耶稣受难日", "Good Friday", _from_easter(-2)),
    ("圣灵降临节", "Pentecost|Whitsun", _from_easter(49)),
    ("美国独立日", "Independence Day (US)|US Independence Day|4th of July|Fourth of July", _fixed(7, 4)),
)
"""In both languages, the first name of each the one that is shown. Thanksgiving, Mother's and Father's Day as in the US
and in China; not Labor Day or National Day, which are another day in each country, nor 小年, which is one in the north
and the next in the south."""
_NO_FEAST_ALONE = ("十一", "五一", "六一", "八一", "五四", "三月三", "三八节", "年夜")
"""Names that are numbers, too: `festival` knows them, and no sentence is searched for them."""


@lru_cache(maxsize=1)
def _feasts() -> dict[str, Feast]:
    found: dict[str, Feast] = {}
    for zh, en, rule in _NAMED:
        feast = Feast(key=zh.split("|")[0], name=Words(zh.split("|")[0], en.split("|")[0]), rule=rule)
        found |= {_bare(name): feast for name in (*zh.split("|"), *en.split("|"))}
    for zh, en in TERMS.items():
        found |= {_bare(name): Feast(key=zh, name=Words(zh, en), rule=_term(zh)) for name in (zh, en)}
    return found


def _bare(name: str) -> str:
    """Of a name what is the same however it is written."""
    bare = re.sub(r"[\s'’-]+|^the\b", "", name.strip().lower())
    return bare.removesuffix("festival") if len(bare) > len("festival") else bare


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    said = [name for zh, en, _ in _NAMED for name in (*zh.split("|"), *en.lower().split("|"))]
    said += [*TERMS, *(name.lower() for name in TERMS.values())]
    spoken = sorted({name for name in said if name not in _NO_FEAST_ALONE}, key=len, reverse=True)
    return re.compile("|".join(_spoken(name) for name in spoken))


def _spoken(name: str) -> str:
    if not name.isascii():
        return name
    pattern = "[ -]".join(re.escape(piece) for piece in re.split("[ -]", name)).replace("'", "['’]?")
    return rf"(?<![a-z]){pattern}(?![a-z])"
