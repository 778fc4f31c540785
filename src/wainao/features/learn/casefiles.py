"""Sets of cases in files: JSON lines, or a table as CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, Literal

import msgspec

from wainao.features.learn.types import Case, Expectation
from wainao.kernel import UsageError
from wainao.store.lines import json_lines

Format = Literal["jsonl", "csv"]

TEXTS = ("equals", "contains", "excludes", "says", "not_calls", "answered_by", "not_answered_by", "judged")
NUMBERS = ("seconds", "cost")
_CASE = frozenset(field.name for field in fields(Case))
_SHORT = frozenset({*TEXTS, *NUMBERS, "id", "cites", "page", "refuses", "number", "within", "json"})


def read_cases(content: str, format: Format) -> tuple[Case, ...]:
    """The cases of a file.

    A row has "question", a name ("id" or "name", else its number), and what is expected: "expect", a list of
    expectations, or a column for each: `{"id": "q1", "question": "…", "contains": "31 March", "cites": "leave.md"}`. A
    list stands for several. Raises UsageError with the number of a row that is no case.
    """
    rows = _json_lines(content) if format == "jsonl" else _csv(content)
    cases = tuple(_case(number, row) for number, row in rows)
    check(cases)
    return cases


def check(cases: Iterable[Case]) -> None:
    """Raises UsageError for a set with no cases, two of one name, or one that expects nothing."""
    names = Counter(case.name for case in cases)
    if not names:
        raise UsageError(
            "There are no cases in it. Expected at least one question, and what is expected of its answer."
        )
    name, count = names.most_common(1)[0]
    if count > 1:
        raise UsageError(f"{count} cases are called {name!r}. Give each a name of its own, in 'id'.")
    for case in cases:
        if not case.question.strip() or not case.expect:
            raise UsageError(
                f"The case {case.name!r} has the question {case.question!r} and expects {list(case.expect)!r}. "
                "Expected a question and at least one expectation, such as contains."
            )


def _case(number: int, row: Mapping[str, Any]) -> Case:
    if unknown := sorted(set(row) - _CASE - _SHORT):
        raise UsageError(f"Row {number} has {unknown[0]!r}, which is no part of a case. Expected some of: {_known()}.")
    given = {name: value for name, value in row.items() if name in _CASE}
    given.setdefault("name", str(row.get("id") or number))
    try:
        written = msgspec.convert(given.pop("expect", ()), tuple[Expectation, ...])
        short = msgspec.convert(list(_short(row)), tuple[Expectation, ...], strict=False)
        return msgspec.convert({**given, "expect": (*map(_plain, written), *map(_plain, short))}, Case, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(f"Row {number} is no case: {error}. Expected: {_known()}.") from error


def _plain(one: Expectation) -> Any:
    return msgspec.to_builtins(one)


def _known() -> str:
    return ", ".join(sorted(_CASE | _SHORT))


def _short(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The expectations that have a column of their own."""
    for kind in TEXTS:
        yield from ({"kind": kind, "text": text} for text in _several(row.get(kind)))
    for text in _several(row.get("cites")):
        yield {"kind": "cites", "text": text, "page": row.get("page") or None}
    for kind in NUMBERS:
        if row.get(kind) not in (None, ""):
            yield {"kind": kind, "value": row[kind]}
    if row.get("number") not in (None, ""):
        yield {"kind": "number", "value": row["number"], "within": row.get("within") or 0.0}
    if str(row.get("refuses", "")).lower() in ("true", "yes", "1", "是"):
        yield {"kind": "refuses"}
    if row.get("json"):
        yield {"kind": "json", "form": row["json"]}


def _several(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _json_lines(content: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in json_lines(content):
        try:
            row = msgspec.json.decode(line)
        except (msgspec.DecodeError, RecursionError) as error:
            raise UsageError(f"Row {number} is no JSON: {error}. Expected an object in each line.") from error
        if not isinstance(row, dict):
            raise UsageError(f"Row {number} is {line[:80]!r}. Expected an object in each line.")
        yield number, row


def _csv(content: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    rows = csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline=""))
    for number, row in enumerate(rows, 2):
        if None in row:
            raise UsageError(f"Row {number} has more cells than the head has names. Expected as many; quote commas.")
        if any(row.values()):
            yield number, {name.strip(): value for name, value in row.items() if value}
