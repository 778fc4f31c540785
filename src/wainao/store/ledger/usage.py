"""Reports on what was used, from the sums that the ledger keeps: some ten thousand rows for a million receipts."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from wainao.store.ledger.tally import Amounts

Dimension = Literal["day", "month", "tenant", "actor", "team", "key", "capability", "model", "route"]
"""What a report can be broken down by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Which:
    """Whose use, in which days (ISO 8601, UTC, both included); None: anybody's. An empty team: calls of no team's."""

    since: str
    until: str
    tenant: str | None = None
    actor: str | None = None
    team: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """What was used at one place: the values of the dimensions asked for, in their order."""

    place: tuple[str, ...]
    amounts: Amounts


def used(connection: sqlite3.Connection, which: Which, *, by: Sequence[Dimension]) -> list[Line]:
    """One line for each combination of values that occurs; days and months in order, else the dearest first."""
    names = [_COLUMNS.get(dimension, dimension) for dimension in by]
    sums = ", ".join(f"SUM({name})" for name in Amounts._fields)
    conditions, values = ["day >= ?", "day <= ?"], [which.since, which.until]
    for name in ("tenant", "actor", "team"):
        if (value := getattr(which, name)) is not None:
            conditions.append(f"{name} = ?")
            values.append(value)
    grouped = f" GROUP BY {', '.join(names)}" if names else ""
    sql = f"SELECT {', '.join([*names, sums])} FROM usage_days WHERE {' AND '.join(conditions)}{grouped}"
    rows = [row for row in connection.execute(sql, values) if row[-1] is not None]
    lines = [Line(place=tuple(row[: len(names)]), amounts=Amounts(*row[len(names) :])) for row in rows]
    times = [place for place, dimension in enumerate(by) if dimension in ("day", "month")]
    return sorted(lines, key=lambda line: ([line.place[at] for at in times], _dearest_first(line.amounts), line.place))


_COLUMNS = {"month": "SUBSTR(day, 1, 7)"}


def _dearest_first(amounts: Amounts) -> tuple[int, int, int]:
    return -amounts.cost_microusd, -amounts.input_tokens - amounts.output_tokens, -amounts.calls
