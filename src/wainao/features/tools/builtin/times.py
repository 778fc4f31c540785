"""times:convert: the same moment on another clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from wainao.features.tools.builtin.calendars.days import weekday
from wainao.features.tools.builtin.calendars.zones import offset, placed, zone
from wainao.store.function import capability, means
from wainao.types import Language, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """What the clock of a `place`, as it was called, shows; `offset` from UTC, "+08:00"; `summer` while it is moved
    forward."""

    place: str
    time: str
    weekday: Words
    zone: str
    offset: str
    summer: bool

    def sentence(self, language: Language) -> str:
        if language == "zh":
            return f"{self.place} {self.time}（{self.weekday.zh}，{self.zone}，UTC{self.offset}）"
        return f"{self.time} in {self.place} ({self.weekday.en}, {self.zone}, UTC{self.offset})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Times:
    here: Clock
    there: Clock

    def sentence(self, language: Language) -> str:
        there, here = self.there.sentence(language), self.here.sentence(language)
        return f"{there}；此时：{here}" if language == "zh" else f"{there}, when it is {here}"


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
        "伦敦那边几点了",
        "下午三点是当地的什么时间",
        "What time is it in London?",
        "3pm in New York is what time in Shanghai",
        "current local time right now over there",
        "if it's 9 am here, what is the time there",
    ),
)
def convert(
    to: Annotated[
        str,
        means(
            "哪里的时间：时区或城市，如 东京", "Where: a zone or city, such as Europe/Berlin or Tokyo", reads="clock.to"
        ),
    ],
    from_: Annotated[
        str, means("原来的时区或城市", "The zone or city of the time that is given", reads="clock.from")
    ] = "Asia/Shanghai",
    time: Annotated[
        str, means("时间，如 2026-07-01 09:00；空：现在", "Such as 2026-07-01 09:00; empty: now", reads="clock.time")
    ] = "",
) -> Times:
    source, target = zone(from_), zone(to)
    moment = placed(time, source) if time else datetime.now(UTC)
    return Times(here=_clock(from_, moment, source), there=_clock(to, moment, target))


def _clock(name: str, moment: datetime, place: ZoneInfo) -> Clock:
    local = moment.astimezone(place)
    return Clock(
        place=name,
        time=local.replace(tzinfo=None).isoformat(" ", "minutes"),
        weekday=weekday(local.date()),
        zone=place.key,
        offset=offset(local),
        summer=bool(local.dst()),
    )


CAPABILITIES = (convert,)
