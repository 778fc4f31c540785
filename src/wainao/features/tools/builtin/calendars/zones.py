"""Time zones by their names, or by the cities that people say."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from wainao.kernel import UsageError

_CITIES = {
    "北京": "Asia/Shanghai", "中国": "Asia/Shanghai", "beijing": "Asia/Shanghai", "上海": "Asia/Shanghai",
    "深圳": "Asia/Shanghai", "广州": "Asia/Shanghai", "香港": "Asia/Hong_Kong", "台北": "Asia/Taipei",
    "东京": "Asia/Tokyo", "日本": "Asia/Tokyo", "首尔": "Asia/Seoul", "新加坡": "Asia/Singapore",
    "曼谷": "Asia/Bangkok", "迪拜": "Asia/Dubai", "孟买": "Asia/Kolkata", "新德里": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata", "delhi": "Asia/Kolkata", "莫斯科": "Europe/Moscow", "伦敦": "Europe/London",
    "英国": "Europe/London", "巴黎": "Europe/Paris", "柏林": "Europe/Berlin", "德国": "Europe/Berlin",
    "法兰克福": "Europe/Berlin", "frankfurt": "Europe/Berlin", "munich": "Europe/Berlin", "纽约": "America/New_York",
    "华盛顿": "America/New_York", "washington": "America/New_York", "boston": "America/New_York",
    "芝加哥": "America/Chicago", "洛杉矶": "America/Los_Angeles", "旧金山": "America/Los_Angeles",
    "san francisco": "America/Los_Angeles", "seattle": "America/Los_Angeles", "西雅图": "America/Los_Angeles",
    "多伦多": "America/Toronto", "圣保罗": "America/Sao_Paulo", "悉尼": "Australia/Sydney",
    "墨尔本": "Australia/Melbourne",
    "罗马": "Europe/Rome", "米兰": "Europe/Rome", "milan": "Europe/Rome", "马德里": "Europe/Madrid",
    "巴塞罗那": "Europe/Madrid", "barcelona": "Europe/Madrid", "阿姆斯特丹": "Europe/Amsterdam",
    "苏黎世": "Europe/Zurich", "日内瓦": "Europe/Zurich", "geneva": "Europe/Zurich", "维也纳": "Europe/Vienna",
    "慕尼黑": "Europe/Berlin", "hamburg": "Europe/Berlin", "cologne": "Europe/Berlin", "伊斯坦布尔": "Europe/Istanbul",
    "开罗": "Africa/Cairo", "雅加达": "Asia/Jakarta", "吉隆坡": "Asia/Kuala_Lumpur", "马尼拉": "Asia/Manila",
    "河内": "Asia/Ho_Chi_Minh", "hanoi": "Asia/Ho_Chi_Minh", "大阪": "Asia/Tokyo", "osaka": "Asia/Tokyo",
    "京都": "Asia/Tokyo", "kyoto": "Asia/Tokyo", "shenzhen": "Asia/Shanghai", "guangzhou": "Asia/Shanghai",
    "杭州": "Asia/Shanghai", "hangzhou": "Asia/Shanghai", "bangalore": "Asia/Kolkata", "班加罗尔": "Asia/Kolkata",
    "温哥华": "America/Vancouver", "休斯顿": "America/Chicago", "houston": "America/Chicago",
    "dallas": "America/Chicago", "austin": "America/Chicago", "波士顿": "America/New_York",
    "miami": "America/New_York", "迈阿密": "America/New_York", "atlanta": "America/New_York",
    "philadelphia": "America/New_York", "new york city": "America/New_York", "nyc": "America/New_York",
    "san diego": "America/Los_Angeles", "拉斯维加斯": "America/Los_Angeles", "las vegas": "America/Los_Angeles",
    "夏威夷": "Pacific/Honolulu", "hawaii": "Pacific/Honolulu", "manchester": "Europe/London",
    "edinburgh": "Europe/London", "japan": "Asia/Tokyo", "germany": "Europe/Berlin", "france": "Europe/Paris",
    "法国": "Europe/Paris", "意大利": "Europe/Rome", "italy": "Europe/Rome", "韩国": "Asia/Seoul",
    "south korea": "Asia/Seoul", "india": "Asia/Kolkata", "印度": "Asia/Kolkata", "泰国": "Asia/Bangkok",
    "thailand": "Asia/Bangkok", "china": "Asia/Shanghai",
    "奥克兰": "Pacific/Auckland", "utc": "UTC", "gmt": "UTC", "世界时": "UTC",
}  # fmt: skip
_HARDLY_MEANT = frozenset(
    (
        "act",
        "center",
        "christmas",
        "easter",
        "midway",
        "nome",
        "north",
        "south",
        "troll",
        "wake",
        "west",
        "yap",
        "casey",
    )
)
"""Zones whose names mean something else in nearly every sentence."""
_DOUBTFUL = {
    "cst": "Asia/Shanghai or America/Chicago",
    "ist": "Asia/Kolkata, Europe/Dublin or Asia/Jerusalem",
    "bst": "Europe/London or Asia/Dhaka",
    "est": "America/New_York or Australia/Sydney",
    "pst": "America/Los_Angeles or Asia/Manila",
}
_FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d %H:%M")


def zone(name: str) -> ZoneInfo:
    """Raises UsageError for what is none, or more than one."""
    asked = name.strip().lower()
    if asked in _DOUBTFUL:
        raise UsageError(f"{name!r} may mean several time zones. Expected {_DOUBTFUL[asked]}. Say which.")
    found = _CITIES.get(asked.removesuffix("时间")) or _zones().get(asked.replace(" ", "_"))
    if found is None:
        raise UsageError(
            f"{name!r} is no time zone that is known. Expected one such as 'Asia/Shanghai', or a large city such as "
            "'Tokyo' or '东京'. Check its spelling."
        )
    return ZoneInfo(found)


def spoken_places() -> frozenset[str]:
    """What a sentence may call a place by, in small letters; `zone` knows each."""
    cities = {name.replace("_", " ") for name in _zones() if "/" not in name}
    return frozenset({*_CITIES, *(f"{name}时间" for name in _CITIES if not name.isascii()), *cities} - _HARDLY_MEANT)


def placed(text: str, place: ZoneInfo) -> datetime:
    """That time there, with a zone; of today where it has no date.

    Raises UsageError for what is no time, or one that the clocks there skipped.
    """
    local = _read(text, place)
    if not 1 < local.year < 9999:
        raise UsageError(f"{text!r} is at the end of the calendar. Expected a year from 2 to 9998: correct it.")
    there = local.replace(tzinfo=place)
    back = there.astimezone(ZoneInfo("UTC")).astimezone(place)
    if back.replace(tzinfo=None) != local:
        raise UsageError(
            f"The clocks of {place.key} never showed {local:%Y-%m-%d %H:%M}: they were put forward then. Expected a "
            "time an hour earlier or later: correct it."
        )
    return there


def offset(moment: datetime) -> str:
    """From UTC, "+08:00"."""
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _read(text: str, place: ZoneInfo) -> datetime:
    for form in _FORMS:
        try:
            return datetime.strptime(text.strip(), form)
        except ValueError:
            continue
    try:
        clock = time.fromisoformat(text.strip())
        if clock.tzinfo is not None:
            raise ValueError(clock.tzinfo)
        return datetime.combine(datetime.now(place).date(), clock)
    except ValueError as error:
        raise UsageError(
            f"{text!r} is no time. Expected one such as '2026-07-01 09:00', or '09:00' for today. Correct it."
        ) from error


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """By lower-case name, and by the city at its end where there is only one."""
    names = sorted(available_timezones())
    cities: dict[str, str] = {}
    for name in names:
        area, _, city = name.rpartition("/")
        if area in ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"):
            cities.setdefault(city.lower(), name)
    return cities | {name.lower(): name for name in names if "/" in name or name == "UTC"}
