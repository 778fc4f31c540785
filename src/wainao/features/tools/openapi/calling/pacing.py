"""How soon an API wants to be asked again, by what its replies say: `rest_s`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

LONGEST_S = 7 * 24 * 3600.0
"""What asks for a longer rest than a week is taken for a mistake."""

TOO_MANY = 429
_REFUSED = 400

_REMAINING = re.compile(r"((?:x-)?rate-?limit-)remaining(-[\w-]+)?", re.ASCII)
_FIELDS = re.compile(r"\b(r|t|remaining|reset)\s*=\s*(\d{1,12})\b", re.ASCII)
_LENGTH = re.compile(r"(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,9}(?:\.\d{1,9})?)s)?(?:(\d{1,9})ms)?", re.ASCII)
_NUMBER = re.compile(r"\d{1,16}(?:\.\d{1,9})?", re.ASCII)
_MOMENT, _MOMENT_MS = 1e8, 1e11
"""A number from here on counts seconds, or milliseconds, since 1970, and not from now."""


def rest_s(status: int, headers: Mapping[str, str], *, now_s: float) -> float | None:
    """For how many seconds the API wants to be left alone; None: it does not say so.

    `headers` are in lower case. Understood are `Retry-After` of a refusal, `RateLimit` of the drafts of the IETF, and
    `RateLimit-` or `X-RateLimit-Remaining` with `-Reset`, whether that counts from now or from 1970, or is a length
    such as "6m0s".

    >>> rest_s(429, {"retry-after": "12"}, now_s=0)
    12.0
    >>> rest_s(200, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1700000060"}, now_s=1_700_000_000)
    60.0
    """
    told = after_s(headers, now_s=now_s) if status >= _REFUSED else None
    rests = [told] if told is not None else list(_resets(status, headers, now_s))
    known = [rest for rest in rests if rest is not None and 0 < rest <= LONGEST_S]
    return max(known, default=None)


def after_s(headers: Mapping[str, str], *, now_s: float) -> float | None:
    """In how many seconds to come back for what is not there yet, by `Retry-After`; None where that is not said."""
    told = _seconds(headers.get("retry-after", ""), now_s)
    return told if told is not None and 0 <= told <= LONGEST_S else None


def _resets(status: int, headers: Mapping[str, str], now_s: float) -> Iterator[float | None]:
    """When each limit begins anew that is used up; who was refused asks about all of them."""
    refused = status == TOO_MANY
    told = headers.get("ratelimit", "")
    for policy in told.split(",") if ";" in told else (told,):  # '"day";r=0;t=30', or 'remaining=0, reset=30'
        fields = dict(_FIELDS.findall(policy))
        left, reset = (fields.get(one, fields.get(other)) for one, other in (("r", "remaining"), ("t", "reset")))
        if reset and (refused or left == "0"):
            yield float(reset)
    for name, left in headers.items():
        read = _REMAINING.fullmatch(name)
        if read and (refused or left.strip() == "0"):
            yield _seconds(headers.get(f"{read[1]}reset{read[2] or ''}", ""), now_s)


def _seconds(text: str, now_s: float) -> float | None:
    """From now on: of a number of seconds, a moment or a length."""
    text = text.strip()
    if _NUMBER.fullmatch(text):
        number = float(text)
        return number if number < _MOMENT else number / (1000 if number >= _MOMENT_MS else 1) - now_s
    length = _LENGTH.fullmatch(text)
    if text and length:
        hours, minutes, seconds, milliseconds = (float(part or 0) for part in length.groups())
        return hours * 3600 + minutes * 60 + seconds + milliseconds / 1000
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now_s
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
