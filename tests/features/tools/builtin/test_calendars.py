"""dates:*, times:*, calendar:*: days, clocks, holidays and the Chinese calendar."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wainao.features.tools.builtin import dates, lunar, times, workdays
from wainao.features.tools.builtin.calendars.chinese import TERMS, ZODIAC, chinese, solar, terms
from wainao.features.tools.builtin.calendars.days import apart, moved
from wainao.features.tools.builtin.calendars.festivals import festival
from wainao.kernel import UsageError
from wainao.types import Words

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2150, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_end_where_they_end(start, months, end):
    assert dates.add.function(start, months=months).date == end


@given(days, days)
def test_what_lies_between_leads_from_one_to_the_other(one, other):
    years, months, beyond = apart(one, other)
    assert moved(min(one, other), years=years, months=months, days=beyond) == max(one, other)
    assert 0 <= months < 12
    assert 0 <= beyond < 31
    told = dates.difference.function(other, one)
    assert one + timedelta(days=told.days) == other
    assert told.weeks * 7 + told.days_beyond_weeks == abs(told.days)


def test_the_first_days_of_a_year_may_belong_to_a_week_of_the_last():
    told = dates.describe.function(date(2027, 1, 1))
    assert (told.week_year, told.week, told.weekday, told.quarter) == (2026, 53, Words("星期五", "Friday"), 1)


@given(days)
@settings(max_examples=80)
def test_the_chinese_calendar_leads_there_and_back(day):
    told = chinese(day)
    assert solar(told.year, told.month, told.day, leap=told.leap) == day
    assert told.zodiac.en in ZODIAC.values()


@pytest.mark.parametrize(
    ("day", "text", "festival"),
    [
        (date(2026, 2, 17), "丙午年正月初一", "春节"),
        (date(2025, 7, 25), "乙巳年闰六月初一", None),
        (date(2033, 12, 22), "癸丑年闰十一月初一", None),  # the leap month that old programs get wrong
        (date(2026, 9, 25), "丙午年八月十五", "中秋节"),
    ],
)
def test_days_that_are_known(day, text, festival):
    told = lunar.lunar.function(day)
    assert (told.text, told.festival and told.festival.zh) == (text, festival)


def test_a_feast_that_comes_twice_in_a_year_or_not_at_all_is_next_when_it_comes():
    laba = festival("腊八节")
    assert (laba.on(2022), laba.next(date(2022, 6, 1))) == (date(2022, 1, 10), date(2022, 12, 30))
    assert laba.next(date(2022, 12, 31)) == laba.next(date(2023, 6, 1)) == date(2024, 1, 18)


def test_the_24_terms_are_in_order_and_about_15_days_apart():
    of_year = terms(2026)
    assert [one.name.zh for one in of_year] == list(TERMS)
    gaps = {(later.date - one.date).days for one, later in pairwise(of_year)}
    assert gaps <= {14, 15, 16}
    assert (of_year[6].name.en, of_year[6].date) == ("Qingming", date(2026, 4, 5))
    assert chinese(date(2026, 4, 5)).term == of_year[6].name


@pytest.mark.parametrize(
    ("year", "month", "day", "leap"),
    [(2026, 6, 1, True), (2026, 1, 31, False), (2026, 13, 1, False), (1500, 1, 1, False)],
)
def test_days_that_the_chinese_calendar_has_not_are_refused(year, month, day, leap):
    with pytest.raises(UsageError, match="Expected"):
        solar(year, month, day, leap=leap)


def test_china_works_through_some_weekends():
    told = workdays.workdays.function(date(2026, 2, 1), date(2026, 2, 28))
    assert told.workdays == 16
    assert told.worked_weekends == (date(2026, 2, 14), date(2026, 2, 28))
    assert told.holidays[1].name.zh == "春节"
    assert told.notes == ()


def test_a_year_whose_working_days_nobody_announced_yet_says_so():
    (note,) = workdays.holidays.function(2090).notes
    assert "2090" in note.zh
    assert "not announced" in note.en


def test_parts_of_a_country_have_days_of_their_own():
    epiphany = date(2026, 1, 6)
    in_bavaria = workdays.holidays.function(2026, "DE", "BY").holidays
    assert epiphany in [one.date for one in in_bavaria]
    assert epiphany not in [one.date for one in workdays.holidays.function(2026, "DE").holidays]


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1)), st.integers(0, 200))
@settings(max_examples=10, deadline=None)
def test_workdays_add_up(start, length):
    end, middle = start + timedelta(days=length), start + timedelta(days=length // 2)
    count = workdays.workdays.function
    both = count(start, middle).workdays + (count(middle + timedelta(days=1), end).workdays if middle < end else 0)
    assert count(start, end).workdays == both


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (lambda: workdays.holidays.function(2026, "XX"), "two letters"),
        (lambda: workdays.holidays.function(2026, "DE", "ZZ"), "ISO 3166-2"),
        (lambda: workdays.holidays.function(1700), "from 1950"),
        (lambda: workdays.holidays.function(99_999), "in no calendar"),
        (lambda: workdays.workdays.function(date(1, 1, 1), date(9999, 1, 1)), "at most 21"),
        (lambda: workdays.workdays.function(date(2026, 2, 1), date(2026, 1, 1)), "swap them"),
        (lambda: dates.add.function(date(9999, 1, 1), years=1), "beyond the calendar"),
        (lambda: dates.add.function(days=10**30), "beyond the calendar"),
        (lambda: times.convert.function("CST"), "Say which"),
        (lambda: times.convert.function("../../etc/passwd"), "no time zone"),
        (lambda: times.convert.function("UTC", "纽约", "2026-03-08 02:30"), "never showed"),
        (lambda: times.convert.function("UTC", "东京", "0001-01-01 00:00"), "end of the calendar"),
        (lambda: times.convert.function("UTC", "UTC", "tomorrow"), "no time"),
        (lambda: times.convert.function("UTC", "东京", "09:00+05:00"), "no time"),
    ],
)
def test_what_is_refused_says_why(call, why):
    with pytest.raises(UsageError, match=why):
        call()


def test_clocks_know_summer():
    told = times.convert.function("纽约", "北京时间", "2026-07-01 09:00")
    assert (told.there.time, told.there.offset, told.there.summer) == ("2026-06-30 21:00", "-04:00", True)
    assert times.convert.function("New York", "beijing", "2026-01-01 09:00").there.time == "2025-12-31 20:00"


def test_they_are_capabilities(tools):
    assert tools.call("dates:add", start="2026-01-31", months=1).date == date(2026, 2, 28)
    assert tools.call("calendar:lunar", day="2026-02-17").zodiac.en == "Horse"
    assert len(tools.call("calendar:terms", year=2026).terms) == 24
