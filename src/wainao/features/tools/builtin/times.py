"""times:convert: the same moment on another clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from wainao.features.tools.builtin.calendars.days import weekday
from wainao.features.tools.builtin.calendars.zones import offset, placed, zone
from wainao.store.function import capability, means
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """What one clock shows; `offset` from UTC, "+08:00"; `summer` while it is moved forward."""

    time: str
    weekday: Words
    zone: str
    offset: str
    summer: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Times:
    here: Clock
    there: Clock


@capability(
    "times:convert",
    zh="时区换算",
    en="Convert time zones",
    about=Words(
        "把一个地方的时间换成另一个地方的时间，计入夏令时；不写时间则用现在。",
        "The time at another place, with daylight saving; of now where no time is given.",
    ),
    example={"time": "2026-07-01 09:00", "from_": "Asia/Shanghai", "to": "America/New_York"},
    samples=(
        "北京时间早上九点是纽约几点",
        "现在东京几点",
        "What time is it in London?",
        "3pm in New York is what time in Shanghai",
    ),
)
def convert(
    to: Annotated[
        str, means("哪里的时间：时区或城市，如 东京", "Where: a zone or city, such as Europe/Berlin or Tokyo")
    ],
    from_: Annotated[str, means("原来的时区或城市", "The zone or city of the time that is given")] = "Asia/Shanghai",
    time: Annotated[str, means("时间，如 2026-07-01 09:00；空：现在", "Such as 2026-07-01 09:00; empty: now")] = "",
) -> Times:
    source, target = zone(from_), zone(to)
    moment = placed(time, source) if time else datetime.now(UTC)
    return Times(here=_clock(moment, source), there=_clock(moment, target))


def _clock(moment: datetime, place: ZoneInfo) -> Clock:
    local = moment.astimezone(place)
    return Clock(
        time=local.replace(tzinfo=None).isoformat(" ", "minutes"),
        weekday=weekday(local.date()),
        zone=place.key,
        offset=offset(local),
        summer=bool(local.dst()),
    )


CAPABILITIES = (convert,)
