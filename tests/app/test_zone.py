"""Whose "today" it is: the machine's, or that of the people whom the settings name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

FIRST, LAST = "Pacific/Kiritimati", "Etc/GMT+12"
"""It is never the same day in both: they are 26 hours apart."""


def today(home, zone: str, **environment: str) -> date:
    told = wainao(home, "call", "dates:describe", "--json", WAINAO_INTERFACE__ZONE=zone, **environment)
    assert told.returncode == 0, told.stderr
    return date.fromisoformat(json.loads(told.stdout)["date"])


def wainao(home, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    ours = {name: value for name, value in os.environ.items() if name != "TZ"}
    command = [sys.executable, "-m", "wainao", *words, "--home", str(home)]
    return subprocess.run(command, env=ours | environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("own", [{}, {"PYTHONTZPATH": ""}], ids=["the system's zones", "ours"])
def test_today_is_that_of_the_zone(tmp_path, own):
    for zone in (FIRST, LAST):
        before = datetime.now(ZoneInfo(zone)).date()
        assert before <= today(tmp_path, zone, **own) <= datetime.now(ZoneInfo(zone)).date()


def test_a_zone_that_is_none_is_refused_at_the_start(tmp_path):
    told = wainao(tmp_path, "actors", "list", "--lang", "zh", WAINAO_INTERFACE__ZONE="Beijing/China")
    assert (told.returncode, "Asia/Shanghai" in told.stderr, "时区" in told.stderr) == (7, True, True)
