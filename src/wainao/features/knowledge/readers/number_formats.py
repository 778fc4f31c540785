"""Numbers as a sheet shows them: dates, times and percentages are numbers with a format to Excel."""

from __future__ import annotations

import math
import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

_DAY_S = 86_400
_DATE, _PERCENT, _DURATION = "yyyy-mm-dd", "0%", "[h]:mm:ss"
# Those that are numbered without being written down; 27 to 36 and 50 to 58 are the dates of Chinese and Japanese Excel.
_BUILT_IN = {
    **{str(number): _DATE for first, end in ((14, 23), (27, 37), (45, 48), (50, 59)) for number in range(first, end)},
    "9": _PERCENT,
    "10": _PERCENT,
    "46": _DURATION,
}
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]?')
_DATE_LETTER = re.compile(r"[dmyhs]", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)

_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LEAP_DAY_1900 = 60
"""Excel's calendar has a 29 February 1900: before it, days are counted one off."""


class NumberFormats:
    """The formats of a workbook by the style of a cell; `from_1904` says when its days are counted from."""

    def __init__(self, styles: _Element | None, *, from_1904: bool) -> None:
        self._formats = [] if styles is None else _formats(styles)
        self._from_1904 = from_1904

    def shown(self, value: str, style: str) -> str:
        """`value`, a number, in `style`, the number of one."""
        try:
            number = float(value)
        except ValueError:
            return value
        if not math.isfinite(number):
            return value
        shown_as = self._formats[int(style)] if style.isdecimal() and int(style) < len(self._formats) else ""
        if number >= 0 and _ELAPSED.search(shown_as):
            return _duration(number)
        visible = _LITERAL.sub("", shown_as)
        if number >= 0 and _DATE_LETTER.search(visible) and (date := self._date(number)):
            return date
        return f"{number * 100:.10g}%" if "%" in visible else _plain(value, number)

    def _date(self, days: float) -> str | None:
        """A day, a time or both; None beyond the calendar."""
        try:
            moment = (_EPOCH_1904 if self._from_1904 else _EPOCH) + timedelta(seconds=round(days * _DAY_S))
        except OverflowError:
            return None
        if days < 1:
            return moment.time().isoformat()
        if days < _LEAP_DAY_1900 and not self._from_1904:
            moment += timedelta(days=1)
        return moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ", "minutes")


def _formats(styles: _Element) -> list[str]:
    """The format of each style of a cell; "" shows a number as it is."""
    written = {one.get("numFmtId", ""): one.get("formatCode", "") for one in styles.iterfind(f"{_S}numFmts/{_S}numFmt")}
    known = _BUILT_IN | written
    return [known.get(style.get("numFmtId", ""), "") for style in styles.iterfind(f"{_S}cellXfs/{_S}xf")]


def _duration(days: float) -> str:
    minutes, seconds = divmod(round(days * _DAY_S), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _plain(value: str, number: float) -> str:
    """Without the noise of binary fractions."""
    return value if value.removeprefix("-").isdecimal() else f"{number:.15g}"
