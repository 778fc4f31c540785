"""How calls went and how long they took, summed up for ever: kept beside the log, in the transactions that extend it.

Like the sums by day it holds nothing that the headers do not say. Its rows only grow, whichever process writes them, so
they are counters as monitoring wants them. They name nothing that a caller can make up, and nobody: their number is
bounded by what administrators set up.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from wainao.kernel import Draft
from wainao.store.ledger.tally import Amounts, Said, entry, told
from wainao.store.sqlite import Migration

MIGRATIONS = (
    Migration(
        "1-series",
        """
        CREATE TABLE usage_series (
            tenant TEXT NOT NULL,
            capability TEXT NOT NULL,
            route TEXT NOT NULL,
            deployment TEXT NOT NULL,
            status TEXT NOT NULL,
            bucket INTEGER NOT NULL,
            took_us INTEGER NOT NULL,
            calls INTEGER NOT NULL,
            requests INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            input_tokens INTEGER NOT NULL,
            output_tokens INTEGER NOT NULL,
            cost_microusd INTEGER NOT NULL,
            unpriced INTEGER NOT NULL,
            PRIMARY KEY (tenant, capability, route, deployment, status, bucket)
        ) WITHOUT ROWID;
        """,
    ),
)

BOUNDS_S = tuple(2**place / 100 for place in range(14))
"""Bucket 0 holds calls up to the first of these, and so on; the last one what took longer. They are those of
OpenTelemetry's `gen_ai.server.request.duration`: 0.01, 0.02, 0.04, … 81.92 s."""


class Key(NamedTuple):
    """What calls have in common that are counted together. An empty text: there is none."""

    tenant: str
    capability: str
    route: str
    deployment: str
    status: str
    bucket: int


class Counted(NamedTuple):
    """What is known of them; see `Amounts`."""

    took_us: int
    amounts: Amounts


Point = tuple[tuple[str, str, str, str, str, int], tuple[int, ...]]
"""What one call adds, and to which `Key`: `took_us`, then the amounts in their order."""


def point(call: Draft | Said, amounts: Amounts) -> Point:
    """What the record of a call adds, which used `amounts`."""
    versions = call.versions
    took_us = call.finished_us - call.started_us
    route, deployment = versions.get("route", ""), versions.get("deployment", "")
    key = (call.tenant, call.capability, route, deployment, call.status, bisect_left(_BOUNDS_US, took_us))
    return key, (took_us if took_us > 0 else 0, *amounts)  # less than nothing where the clock was set back


def add(connection: sqlite3.Connection, points: Iterable[Point]) -> None:
    """Count what has just been sealed, or what was counted elsewhere."""
    connection.executemany(_ADD, [(*key, *numbers) for key, numbers in summed(points)])


def summed(points: Iterable[Point]) -> list[Point]:
    """Points of one key as one."""
    alike: dict[tuple[Any, ...], list[tuple[int, ...]]] = {}
    for key, numbers in points:
        alike.setdefault(key, []).append(numbers)
    return [(_named(*key), tuple(map(sum, zip(*many, strict=True)))) for key, many in alike.items()]


def of_receipts(connection: sqlite3.Connection, *, first: int = 0) -> Iterator[Point]:
    """What the receipts add, from the one with the number `first` on."""
    return (point(said, entry(said)[1]) for said in told(connection, first=first))


def catch_up(connection: sqlite3.Connection) -> None:
    """Count the receipts of a log that is older than the table."""
    if connection.execute("SELECT 1 FROM usage_series LIMIT 1").fetchone() is None:
        add(connection, of_receipts(connection))


def counted(connection: sqlite3.Connection, *, tenant: str | None = None) -> list[tuple[Key, Counted]]:
    """All that was ever counted, of one tenant or of all."""
    where, values = ("", ()) if tenant is None else (" WHERE tenant = ?", (tenant,))
    split = len(Key._fields)
    return [
        (Key(*row[:split]), Counted(row[split], Amounts(*row[split + 1 :])))
        for row in connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM usage_series{where}", values)
    ]


def _named(tenant: str, capability: str, route: str, deployment: str, status: str, bucket: int) -> Key:
    """All versions of a deployment are one to whoever watches it."""
    return Key(tenant, capability, route, deployment.partition("@")[0], status, bucket)


_BOUNDS_US = tuple(round(bound * 1e6) for bound in BOUNDS_S)
_NUMBERS = ("took_us", *Amounts._fields)
_COLUMNS = (*Key._fields, *_NUMBERS)
_ADD = (
    f"INSERT INTO usage_series ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
    f" ON CONFLICT ({', '.join(Key._fields)}) DO UPDATE SET "
    + ", ".join(f"{name} = usage_series.{name} + excluded.{name}" for name in _NUMBERS)
)
