"""A calendar entry as a file (iCalendar, RFC 5545)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.headerregistry import Address

WIDEST = 75
"""Bytes of a line, without its end."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """From `start` to `end`: moments with a zone, or days, then the end is the day after the last."""

    title: str
    start: datetime | date
    end: datetime | date
    place: str
    notes: str
    attendees: tuple[Address, ...]
    reminder: timedelta | None

    def written(self, *, now: datetime) -> bytes:
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Wainao//Wainao//EN",
            "METHOD:PUBLISH",
            "BEGIN:VEVENT",
            f"UID:{self._identity()}",
            f"DTSTAMP:{_moment(now)}",
            f"DTSTART{_at(self.start)}",
            f"DTEND{_at(self.end)}",
            f"SUMMARY:{escaped(self.title)}",
            *([f"LOCATION:{escaped(self.place)}"] if self.place else []),
            *([f"DESCRIPTION:{escaped(self.notes)}"] if self.notes else []),
            *(f"ATTENDEE;RSVP=TRUE:mailto:{one.addr_spec}" for one in self.attendees),
            *(self._alarm(self.reminder) if self.reminder is not None else []),
            "END:VEVENT",
            "END:VCALENDAR",
        ]
        return b"".join(folded(line) for line in lines)

    def _alarm(self, before: timedelta) -> list[str]:
        minutes = int(before.total_seconds()) // 60
        summary = f"DESCRIPTION:{escaped(self.title)}"
        return ["BEGIN:VALARM", "ACTION:DISPLAY", summary, f"TRIGGER:-PT{minutes}M", "END:VALARM"]

    def _identity(self) -> str:
        """The same for the same entry, so that taking it in twice makes one."""
        told = "\n".join((self.title, self.start.isoformat(), self.end.isoformat(), self.place))
        return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@wainao"


def escaped(text: str) -> str:
    """As a value; whatever else would end a line is left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    text = text.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return "".join(one for one in text if one == "\t" or (ord(one) >= 32 and ord(one) != 127))


def folded(line: str) -> bytes:
    """With its end; cut, where it is too wide, between characters and not inside one."""
    rows, row = [], b""
    for character in line:
        raw = character.encode("utf-8", errors="replace")
        if len(row) + len(raw) > WIDEST:
            rows.append(row)
            row = b" "
        row += raw
    return b"\r\n".join([*rows, row]) + b"\r\n"


def _at(when: datetime | date) -> str:
    return f":{_moment(when)}" if isinstance(when, datetime) else f";VALUE=DATE:{when:%Y%m%d}"


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
