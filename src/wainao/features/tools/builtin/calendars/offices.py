"""When offices are closed: public holidays by country, and the weekends that China works through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from wainao.features.tools.builtin.calendars.countries import COUNTRIES
from wainao.kernel import UsageError
from wainao.types import Words

LONGEST_YEARS = 20
"""Between the first and the last day that are looked at."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Holiday:
    date: date
    name: Words


class Offices:
    """Of one country, or one part of it (`region`, as ISO 3166-2 has it), in some years.

    Raises UsageError for a country, region or year that is not covered.
    """

    def __init__(self, country: str, region: str, years: range) -> None:
        self.country = _code(country)
        if len(years) > LONGEST_YEARS + 1:
            raise UsageError(
                f"{len(years)} years were asked for. Expected at most {LONGEST_YEARS + 1}: ask for fewer at a time."
            )
        self._years = years
        self._days = _calendar(self.country, region, years, None)
        self._zh, self._en = (_in_language(self._days, self.country, region, years, one) for one in ("zh_CN", "en_US"))

    def holidays(self, first: date, last: date) -> list[Holiday]:
        return [
            Holiday(date=day, name=Words(self._zh.get(day, name), self._en.get(day, name)))
            for day, name in sorted(self._days.items())
            if first <= day <= last
        ]

    def is_open(self, day: date) -> bool:
        return bool(self._days.is_working_day(day))

    def worked_weekends(self, first: date, last: date) -> list[date]:
        """Weekend days that are worked to make up for a longer holiday."""
        return sorted(day for day in self._days.weekend_workdays if first <= day <= last and day.year in self._years)

    def notes(self) -> tuple[Words, ...]:
        """What is not known."""
        if self.country != "CN":
            return ()
        known = {day.year for day in self._days.weekend_workdays}
        from importlib.metadata import version

        return tuple(
            Words(
                f"{year} 年的调休安排未公布，或不在本版数据（holidays {version('holidays')}）之中："
                "只计法定节日与周末。",
                f"The adjusted working days of {year} are not announced, or not in this version of the data (holidays "
                f"{version('holidays')}): only statutory holidays and weekends count.",
            )
            for year in self._years
            if year not in known
        )


def days_between(first: date, last: date) -> list[date]:
    """Both of them, and all between."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _code(country: str) -> str:
    from holidays import list_supported_countries

    code = COUNTRIES.get(country.strip().lower(), country.strip().upper())
    if code not in list_supported_countries():
        raise UsageError(
            f"The holidays of {country!r} are not known. Expected a country's code of two letters, such as CN, US or "
            "DE. Correct it."
        )
    return code


def _calendar(country: str, region: str, years: range, language: str | None) -> Any:
    from holidays import country_holidays

    try:
        found = country_holidays(country, subdiv=region or None, years=years, language=language)
    except NotImplementedError as error:
        raise UsageError(
            f"The region {region!r} of {country} is not known. Expected one as ISO 3166-2 has it, such as BY in DE. "
            "Correct it, or leave it out."
        ) from error
    if years.start < found.start_year or years[-1] > found.end_year:
        raise UsageError(
            f"The holidays of {country} are known from {found.start_year} to {found.end_year}, and not in all of "
            f"{years.start} to {years[-1]}. Expected years among those: correct them."
        )
    return found


def _in_language(days: Any, country: str, region: str, years: range, language: str) -> Any:
    known = language in (days.supported_languages or ())
    return _calendar(country, region, years, language) if known else days
