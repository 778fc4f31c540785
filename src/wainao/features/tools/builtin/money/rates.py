"""The rates that an installation knows, by tenant, day and base."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wainao.features.tools.builtin.money.table import Rate
from wainao.kernel import NotFoundError
from wainao.store.home import Home
from wainao.store.sqlite import Migration

MIGRATIONS = (
    Migration(
        "1-rates",
        """
        CREATE TABLE tools_rates (
            tenant TEXT NOT NULL, date TEXT NOT NULL, base TEXT NOT NULL, currency TEXT NOT NULL, rate TEXT NOT NULL,
            source TEXT NOT NULL, PRIMARY KEY (tenant, date, base, currency)
        ) WITHOUT ROWID;
        """,
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What one unit was worth, on which day, as who said."""

    rate: Fraction
    date: date
    source: str


class Rates:
    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        self._database.migrate("tools-rates", MIGRATIONS)

    async def put(self, tenant: str, rates: Iterable[Rate], *, source: str) -> None:
        rows = [(tenant, one.date.isoformat(), one.base, one.currency, f"{one.rate:f}", source) for one in rates]
        await self._database.async_write(
            lambda connection: connection.executemany(
                "INSERT OR REPLACE INTO tools_rates VALUES (?, ?, ?, ?, ?, ?)", rows
            )
        )

    def find(self, tenant: str, from_: str, to: str, *, until: date) -> Found:
        """The newest that is not after `until`: directly, the other way round, or by a base that has both that day.

        Raises NotFoundError that says what is known.
        """
        with self._database.read() as connection:
            for day, base in _tables(connection, tenant, (from_, to), until):
                worth, source = _worth(connection, tenant, day, base, (from_, to))
                if {from_, to} <= worth.keys():
                    return Found(rate=worth[to] / worth[from_], date=date.fromisoformat(day), source=source)
            known = [row[0] for row in connection.execute(_KNOWN, (tenant, tenant))]
        raise NotFoundError(_unknown(from_, to, until, known))


_KNOWN = (
    "SELECT currency FROM tools_rates WHERE tenant = ? UNION SELECT base FROM tools_rates WHERE tenant = ? ORDER BY 1"
)


def _tables(connection: sqlite3.Connection, tenant: str, pair: tuple[str, str], until: date) -> list[tuple[str, str]]:
    """Days and bases of tables that have one of both, the newest first."""
    return connection.execute(
        "SELECT DISTINCT date, base FROM tools_rates WHERE tenant = ? AND date <= ? AND currency IN (?, ?) "
        "ORDER BY date DESC",
        (tenant, until.isoformat(), *pair),
    ).fetchall()


def _worth(
    connection: sqlite3.Connection, tenant: str, day: str, base: str, pair: tuple[str, str]
) -> tuple[Mapping[str, Fraction], str]:
    """What one `base` was worth in each, and in itself; and who said so."""
    rows = connection.execute(
        "SELECT currency, rate, source FROM tools_rates WHERE tenant = ? AND date = ? AND base = ? AND currency IN "
        "(?, ?)",
        (tenant, day, base, *pair),
    ).fetchall()
    sources = sorted({source for _, _, source in rows})
    return {base: Fraction(1)} | {currency: Fraction(rate) for currency, rate, _ in rows}, ", ".join(sources)


def _unknown(from_: str, to: str, until: date, known: list[str]) -> str:
    if not known:
        return (
            f"No exchange rate from {from_} to {to} is known, nor any other: none come with Wainao. Expected a table "
            "of rates with their date: an administrator gives one (wainao call currency:rates content=@rates.csv "
            "source=…), or sets [tools] rates_url."
        )
    return (
        f"No exchange rate from {from_} to {to} is known for {until} or before. Expected two of {', '.join(known)}. "
        "Ask for those, or have an administrator add a table: currency:rates."
    )
