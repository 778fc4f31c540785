"""What sentences of a certain sort say, by the parts of a form: a field names its part by `x-wainao: {"reads": …}`.

A reader is asked only where a schema names it, and gives what the sentence says beyond doubt: two amounts, two cities
of which neither has the time, and it gives nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from wainao.features.tools.choosing.filling.readers.clocks import clock, moment
from wainao.features.tools.choosing.filling.readers.conversions import conversion, exchange
from wainao.features.tools.choosing.filling.readers.letters import letter
from wainao.features.tools.choosing.filling.readers.pieces import Parts, Piece
from wainao.features.tools.choosing.filling.readers.series import series
from wainao.features.tools.choosing.filling.readers.spans import day, shift, span, workdays
from wainao.features.tools.choosing.filling.readers.sums import sum_said
from wainao.features.tools.choosing.filling.readers.years import chinese_day, feast, year, year_there

__all__ = ["READERS", "Parts", "Piece"]

READERS: dict[str, Callable[[str, date], Parts]] = {
    "chinese-day": chinese_day,
    "clock": clock,
    "conversion": conversion,
    "day": day,
    "exchange": exchange,
    "feast": feast,
    "letter": letter,
    "moment": moment,
    "series": series,
    "shift": shift,
    "span": span,
    "sum": sum_said,
    "workdays": workdays,
    "year": year,
    "year-there": year_there,
}
"""By name: from a folded request and the day on which it is made to the parts that it says."""
