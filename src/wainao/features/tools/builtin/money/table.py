"""A table of exchange rates: what one unit of its base is worth in others, on one day, as some source said."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from wainao.features.tools.builtin.money.currencies import code
from wainao.kernel import UsageError

MOST_RATES = 100_000
COLUMNS = ("date", "base", "currency", "rate")
MOST_DIGITS = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """One `base` was worth `rate` of `currency` on `date`."""

    date: date
    base: str
    currency: str
    rate: Decimal


def read_rates(content: bytes, *, on: date | None = None) -> list[Rate]:
    """From CSV with the columns date, base, currency, rate; JSON {"base", "date", "rates": {…}}; or the ECB's XML.

    Raises UsageError that names what is wrong: one wrong rate spoils all. `on` is for a table without a date.
    """
    text = _text(content)
    match text.lstrip()[:1]:
        case "{" | "[":
            found = list(_from_json(text, on))
        case "<":
            found = list(_from_ecb(content))
        case _:
            found = list(_from_csv(text, on))
    if not 0 < len(found) <= MOST_RATES:
        raise UsageError(
            f"The table has {len(found)} rates. Expected 1 to {MOST_RATES}, as CSV with the columns "
            f"{', '.join(COLUMNS)} or as JSON. Check the file."
        )
    return found


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"The table of rates is no text in UTF-8: {error}. Save it as UTF-8.") from error


def _from_csv(text: str, on: date | None) -> Iterator[Rate]:
    try:
        yield from _from_rows(csv.DictReader(io.StringIO(text)), on)
    except csv.Error as error:
        raise UsageError(f"The table of rates is no CSV: {error}. Expected {', '.join(COLUMNS)}. Check it.") from error


def _from_rows(reader: csv.DictReader[str], on: date | None) -> Iterator[Rate]:
    if missing := {"base", "currency", "rate"} - {str(name).strip().lower() for name in reader.fieldnames or ()}:
        raise UsageError(
            f"The table of rates has no column {sorted(missing)[0]!r}. Expected {', '.join(COLUMNS)} in its first line."
        )
    for row in reader:
        told = {str(name).strip().lower(): value for name, value in row.items()}
        where = f"line {reader.line_num}"
        yield _rate(where, told.get("date") or on, told["base"], told["currency"], told["rate"])


def _from_json(text: str, on: date | None) -> Iterator[Rate]:
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise UsageError(
            f"The table of rates is no JSON: {error}. Expected an object with base, date and rates."
        ) from error
    for table in found if isinstance(found, list) else [found]:
        rates = table.get("rates") if isinstance(table, Mapping) else None
        if not isinstance(table, Mapping) or not isinstance(rates, Mapping):
            raise UsageError(
                'That JSON is no table of rates. Expected {"base": "USD", "date": …, "rates": {"CNY": …}}.'
            )
        for currency, rate in rates.items():
            yield _rate(f"the rate of {currency!r}", table.get("date") or on, table.get("base"), currency, rate)


def _from_ecb(content: bytes) -> Iterator[Rate]:
    """The European Central Bank's reference rates: one Cube for each day, in it one for each currency."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(f"The table of rates is no XML: {error}. Expected the ECB's, CSV or JSON.") from error
    for day in root.iter("{*}Cube"):
        if "time" in day.attrib:
            for one in day.iter("{*}Cube"):
                if "currency" in one.attrib:
                    yield _rate("the XML", day.attrib["time"], "EUR", one.attrib["currency"], one.attrib.get("rate"))


def _rate(where: str, on: Any, base: Any, currency: Any, rate: Any) -> Rate:
    try:
        value = Decimal(str(rate).strip())
        day = on if isinstance(on, date) else date.fromisoformat(str(on).strip()[:10])
    except (InvalidOperation, ValueError) as error:
        raise UsageError(
            f"In {where}, the rate {rate!r} of the date {on!r} cannot be read. Expected a number and a date such as "
            "2026-07-01. Correct it; nothing was taken in."
        ) from error
    if not value.is_finite() or value <= 0 or len(value.as_tuple().digits) > MOST_DIGITS or abs(value.adjusted()) > 20:
        raise UsageError(
            f"In {where}, the rate {rate!r} cannot be. Expected a number above 0, such as 7.1234. Correct it."
        )
    return Rate(date=day, base=code(str(base)), currency=code(str(currency)), rate=value)
