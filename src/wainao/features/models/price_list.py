"""A list of prices as a file: CSV with a line of names, or JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

import msgspec

from wainao.features.models.prices import Price
from wainao.kernel import UsageError

MOST_PRICES = 50_000
_NAMES = tuple(item.name for item in fields(Price))


def read_prices(content: bytes, *, since: str) -> list[Price]:
    """The prices in a file; those without a date of their own hold from `since` on.

    Raises UsageError that names the line (of CSV) or the place (in JSON's list): one that is wrong spoils all.
    """
    text = _text(content)
    rows = _json_rows(text) if text.lstrip()[:1] in ("[", "{") else _csv_rows(text)
    prices = [_price(where, row, since) for where, row in rows]
    if not prices:
        raise UsageError(f"There is no price in that file. Expected CSV with the columns {', '.join(_NAMES)}, or JSON.")
    if len(prices) > MOST_PRICES:
        raise UsageError(f"{len(prices)} prices are more than {MOST_PRICES}. Split the file.")
    return prices


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"The list of prices is no text in UTF-8: {error}. Save it as UTF-8.") from error


def _csv_rows(text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        reader = csv.DictReader(io.StringIO(text), strict=True)
        _refuse_unknown("line 1", reader.fieldnames or ())
        for row in reader:
            yield f"line {reader.line_num}", {name: value for name, value in row.items() if value}
    except csv.Error as error:
        raise UsageError(f"The list of prices is no CSV: {error}. Quote what holds commas or quotes.") from error


def _json_rows(text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise UsageError(f"The list of prices is no JSON: {error}. Send a list of objects.") from error
    rows = found.get("prices") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise UsageError('That JSON is no list of prices. Expected [{"model": …, "usd_per_million_in": …}, …].')
    for place, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise UsageError(f"Entry {place} is no object but {row!r}. Expected {{'model': …}}.")
        _refuse_unknown(f"entry {place}", row)
        yield f"entry {place}", row


def _refuse_unknown(where: str, names: Any) -> None:
    if unknown := [name for name in names if name not in _NAMES]:
        raise UsageError(f"{where} has {unknown[0]!r}, which says nothing here. Expected {', '.join(_NAMES)}.")


def _price(where: str, row: Mapping[str, Any], since: str) -> Price:
    try:
        return msgspec.convert({"since": since, **row}, Price, strict=False)
    except (msgspec.ValidationError, UsageError) as error:
        raise UsageError(f"{where} is wrong: {error} Correct it; nothing was taken in.") from error
