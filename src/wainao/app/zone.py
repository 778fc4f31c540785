"""The time of people: which day "today" is, and how moments are shown."""

from __future__ import annotations

import os
import sys
import time
import zoneinfo
from importlib.resources import files
from pathlib import Path


def check_zone(name: str) -> None:
    """Raises ValueError for what is no time zone, or cannot be set on this system."""
    if name and sys.platform == "win32":
        raise ValueError(f"zone = {name!r}. Expected none: Windows keeps one time for all. Set it in its settings.")
    if name and name not in zoneinfo.available_timezones():
        told = f"zone = {name!r}. Expected a time zone such as 'Asia/Shanghai'. Leave it out for the machine's."
        raise ValueError(told)


def keep_time(name: str) -> None:
    """Let this process, and those that it starts, have the local time of that zone; "" leaves the machine's."""
    if name:
        known = any((Path(folder) / name).is_file() for folder in zoneinfo.TZPATH)
        # A small container has no time zones of its own; the C library takes a path to ours.
        os.environ["TZ"] = name if known else f":{files('tzdata') / 'zoneinfo' / name}"
        time.tzset()
