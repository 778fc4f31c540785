"""Moments as people write them: ISO 8601, in UTC unless they say otherwise."""

from __future__ import annotations

from datetime import UTC, datetime

from wainao.kernel.errors import UsageError


def moment(text: str) -> datetime:
    """The moment that `text` names, in UTC; a date alone is its first. Raises UsageError.

    >>> moment("2030-01-01T08:00+08:00").isoformat()
    '2030-01-01T00:00:00+00:00'
    """
    try:
        parsed = datetime.fromisoformat(text)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{text!r} is no date. Expected ISO 8601, such as '2030-01-01' or '2030-01-01T09:00+08:00'."
        ) from error


def iso(at_us: int) -> str:
    """A moment in microseconds since 1970 as people write it, in UTC, to the second.

    >>> iso(1_900_000_000_000_000)
    '2030-03-17T17:46:40+00:00'
    """
    return datetime.fromtimestamp(at_us / 1_000_000, UTC).isoformat(timespec="seconds")


def later_us(text: str) -> int:
    """A moment to come, in microseconds since 1970. Raises UsageError."""
    named = moment(text)
    if named <= datetime.now(UTC):
        raise UsageError(f"{text!r} is over already. Expected a date to come, or none for what does not end.")
    return int(named.timestamp() * 1_000_000)
