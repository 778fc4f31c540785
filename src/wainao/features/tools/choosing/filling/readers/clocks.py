"""A time of day in one place, and another place: "3pm in New York is what time in Shanghai", 现在东京几点."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from wainao.features.tools.builtin.calendars.zones import spoken_places
from wainao.features.tools.choosing.filling.days import days, times
from wainao.features.tools.choosing.filling.readers.pieces import Parts, Piece, apart, names, only

NEAR = 8
"""Characters between a time and the place that it is of."""


def clock(text: str, today: date) -> Parts:
    """time, from, to: without a time, the only place is where it is asked for."""
    places = list({one.value: one for one in _places(text)}.values())
    said = [Piece(value, start, end) for start, end, value in times(text)]
    if not said:
        there = only(places)
        return {} if there is None else {"to": there}
    time = only(said)
    here = None if time is None else _nearest(places, time)
    if time is None or here is None:
        return {}
    there = only(apart(places, [here]))
    parts = {"time": _written(text, time, today), "from": here}
    return parts if there is None else parts | {"to": there}


def moment(text: str, today: date) -> Parts:
    """start: a day, with its time if there is one."""
    said = [Piece(value, start, end) for start, end, value in times(text)]
    day = only(list(_days(text, today)))
    time = only(said)
    if day is None or (said and time is None):
        return {}
    start, end = (day.start, day.end) if time is None else (min(day.start, time.start), max(day.end, time.end))
    written = f"{day.value:%Y-%m-%d}" if time is None else f"{day.value:%Y-%m-%d} {time.value:%H:%M}"
    return {"start": Piece(written, start, end)}


def _written(text: str, time: Piece, today: date) -> Piece:
    day = only(list(_days(text, today)))
    prefix = "" if day is None else f"{day.value:%Y-%m-%d} "
    return Piece(f"{prefix}{time.value:%H:%M}", time.start, time.end)


def _days(text: str, today: date) -> Iterator[Piece]:
    return (Piece(value, start, end) for start, end, value in days(text, today))


def _nearest(places: list[Piece], time: Piece) -> Piece | None:
    """The place of that time; none where two are as near."""
    by_distance = sorted(places, key=lambda one: _apart(one, time))
    near = [one for one in by_distance if _apart(one, time) == _apart(by_distance[0], time) <= NEAR]
    return only(near)


def _apart(one: Piece, other: Piece) -> int:
    return max(one.start - other.end, other.start - one.end)


def _places(text: str) -> Iterator[Piece]:
    for found in _pattern().finditer(text):
        yield Piece(found.group(), *found.span())


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(names(spoken_places()))
