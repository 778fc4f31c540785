"""What was used, summed up by day and by who and what: kept beside the log, in the transactions that make it longer.

It holds nothing that the headers do not say, so it can be made anew from them; a report then reads a few hundred rows
instead of a million receipts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

import msgspec

from wainao.kernel import Draft
from wainao.store.sqlite import Migration
from wainao.types import Usage

MIGRATIONS = (
    Migration(
        "1-usage",
        """
        CREATE TABLE usage_days (
            day TEXT NOT NULL,
            tenant TEXT NOT NULL,
            actor TEXT NOT NULL,
            team TEXT NOT NULL,
            key TEXT NOT NULL,
            capability TEXT NOT NULL,
            model TEXT NOT NULL,
            route TEXT NOT NULL,
            calls INTEGER NOT NULL,
            requests INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            input_tokens INTEGER NOT NULL,
            output_tokens INTEGER NOT NULL,
            cost_microusd INTEGER NOT NULL,
            unpriced INTEGER NOT NULL,
            PRIMARY KEY (day, tenant, actor, team, key, capability, model, route)
        );
        """,
    ),
)

_US_PER_DAY = 86_400_000_000


class Place(NamedTuple):
    """Where a call is counted: the day (UTC) on which it began, who called, what. An empty text: there is none."""

    day: str
    tenant: str
    actor: str
    team: str
    key: str
    capability: str
    model: str
    route: str


class Amounts(NamedTuple):
    """What calls used. `requests` are those that no other call made, `unpriced` those whose cost nobody knows.

    The cost is in millionths of a US dollar; that of an unpriced call is not in it.
    """

    calls: int = 0
    requests: int = 0
    failed: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_microusd: int = 0
    unpriced: int = 0

    def plus(self, other: Amounts) -> Amounts:
        return Amounts(*[one + more for one, more in zip(self, other, strict=True)])


Entry = tuple[Place, Amounts]
Sums = dict[Place, Amounts]


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a header says that is counted; a draft says the same."""

    actor: str
    capability: str
    finished_us: int
    key: str | None = None
    parent: str | None
    started_us: int
    status: str
    team: str | None = None
    tenant: str
    usage: Usage
    versions: dict[str, str]


def entry(call: Draft | Said) -> Entry:
    """What the record of a call adds, and where."""
    usage, versions = call.usage, call.versions
    place = Place(
        _day(call.started_us // _US_PER_DAY),
        call.tenant,
        call.actor,
        call.team or "",
        call.key or "",
        call.capability,
        versions.get("model", ""),
        versions.get("route", ""),
    )
    return place, Amounts(
        usage.calls,
        0 if call.parent else usage.calls,
        int(call.status != "ok"),
        usage.input_tokens,
        usage.output_tokens,
        usage.cost_microusd or 0,
        int(usage.cost_microusd is None),
    )


def add(connection: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Count what has just been sealed."""
    insert(connection, summed(entries))


def summed(entries: Iterable[Entry]) -> Sums:
    """Entries of one place as one."""
    sums: Sums = {}
    for place, amounts in entries:
        known = sums.get(place)
        sums[place] = amounts if known is None else known.plus(amounts)
    return sums


def insert(connection: sqlite3.Connection, sums: Sums) -> None:
    connection.executemany(_ADD, [(*place, *amounts) for place, amounts in sums.items()])


def of_receipts(connection: sqlite3.Connection, *, first: int = 0) -> Iterator[Entry]:
    """What the receipts add, from the one with the number `first` on: about 5 s for a million."""
    return map(entry, told(connection, first=first))


def told(connection: sqlite3.Connection, *, first: int = 0) -> Iterator[Said]:
    """What the headers say, from that of the receipt with the number `first` on."""
    rows = connection.execute("SELECT header FROM receipts WHERE idx >= ? ORDER BY idx", (first,))
    return (said_of(header) for (header,) in rows)


def catch_up(connection: sqlite3.Connection) -> None:
    """Count the receipts of a log that is older than the table."""
    if connection.execute("SELECT 1 FROM usage_days LIMIT 1").fetchone() is None:
        add(connection, of_receipts(connection))


@lru_cache(maxsize=64)
def _day(number: int) -> str:
    return datetime.fromtimestamp(number * 86_400, UTC).strftime("%Y-%m-%d")


said_of = msgspec.json.Decoder(Said).decode
"""What a header says that is counted."""
_COLUMNS = (*Place._fields, *Amounts._fields)
_ADD = (
    f"INSERT INTO usage_days ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
    f" ON CONFLICT ({', '.join(Place._fields)}) DO UPDATE SET "
    + ", ".join(f"{name} = usage_days.{name} + excluded.{name}" for name in Amounts._fields)
)
