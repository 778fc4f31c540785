"""How far receipts have been sent, and the headers that the collector wants."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import partial

from wainao.kernel import now_us
from wainao.store.home import Home
from wainao.store.ledger.book import read_head
from wainao.store.sqlite import Migration
from wainao.store.vault import Vault

MIGRATIONS = (
    Migration(
        "1-telemetry",
        """
        CREATE TABLE telemetry_sent (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            position INTEGER NOT NULL,
            spans INTEGER NOT NULL DEFAULT 0,
            refused INTEGER NOT NULL DEFAULT 0,
            sent_us INTEGER,
            failures INTEGER NOT NULL DEFAULT 0,
            again_us INTEGER NOT NULL DEFAULT 0,
            error TEXT
        );
        CREATE TABLE telemetry_headers (origin TEXT, name TEXT, sealed BLOB NOT NULL, PRIMARY KEY (origin, name));
        """,
    ),
)

FIRST_REST_S, LONGEST_REST_S = 5.0, 300.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Stand:
    """`position` is the number of the receipt that is next. `refused` are the spans that the collector would not take.

    After `failures` in a row the last one is told in `error`, and nothing is tried before `again_us`. Times are
    microseconds since 1970, UTC.
    """

    position: int
    spans: int = 0
    refused: int = 0
    sent_us: int | None = None
    failures: int = 0
    again_us: int = 0
    error: str | None = None


class Sent:
    """One row, which every process reads, and the one that sends writes."""

    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        self._vault = Vault(home.keys)
        self._database.migrate("telemetry", MIGRATIONS)

    def stand(self) -> Stand | None:
        """None: nothing was ever to be sent."""
        with self._database.read() as connection:
            row = connection.execute(f"SELECT {', '.join(Stand.__slots__)} FROM telemetry_sent").fetchone()
        return None if row is None else Stand(**dict(zip(Stand.__slots__, row, strict=True)))

    def size(self) -> int:
        """How many receipts there are."""
        with self._database.read() as connection:
            return read_head(connection).size

    async def begin(self) -> None:
        """From here on: what was recorded before anybody wanted it sent stays here."""

        def work(connection: sqlite3.Connection) -> None:
            size = read_head(connection).size
            connection.execute(
                "INSERT INTO telemetry_sent (one, position) VALUES (1, ?) ON CONFLICT DO NOTHING", (size,)
            )

        await self._database.async_write(work)

    async def advance(self, position: int, *, spans: int, refused: int, error: str | None) -> None:
        """All before that place has been taken, or refused for good."""
        sql = (
            "UPDATE telemetry_sent SET position = ?, spans = spans + ?, refused = refused + ?, sent_us = ?,"
            " failures = 0, again_us = 0, error = ?"
        )
        await self._database.async_write(partial(_run, sql, (position, spans, refused, now_us(), error)))

    async def failed(self, error: str, *, failures: int, retry_after_s: float | None) -> None:
        """For the how manieth time in a row: the rest is twice as long each time, unless it asks for more."""
        rest_s = max(min(FIRST_REST_S * 2.0 ** min(failures - 1, 16), LONGEST_REST_S), retry_after_s or 0.0)
        again_us = now_us() + round(rest_s * 1e6)
        sql = "UPDATE telemetry_sent SET failures = ?, again_us = ?, error = ?"
        await self._database.async_write(partial(_run, sql, (failures, again_us, error)))

    async def put_header(self, origin: str, name: str, value: str) -> None:
        """An empty value takes it away. What failed may go well now, so that it is tried at once."""
        sealed = self._vault.seal(value, place=_place(origin, name)) if value else None

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM telemetry_headers WHERE origin = ? AND name = ?", (origin, name))
            if sealed is not None:
                connection.execute("INSERT INTO telemetry_headers VALUES (?, ?, ?)", (origin, name, sealed))
            connection.execute("UPDATE telemetry_sent SET again_us = 0")

        await self._database.async_write(work)

    def headers(self, origin: str) -> dict[str, str]:
        """Those that were given for that place and for no other. Raises IntegrityError."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT name, sealed FROM telemetry_headers WHERE origin = ?", (origin,)
            ).fetchall()
        return {name: self._vault.open(sealed, place=_place(origin, name)) for name, sealed in rows}

    def names(self, origin: str) -> tuple[str, ...]:
        """Of those headers."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT name FROM telemetry_headers WHERE origin = ? ORDER BY name", (origin,))
            return tuple(name for (name,) in rows)


def _place(origin: str, name: str) -> str:
    return f"telemetry:{origin}:{name}"


def _run(sql: str, values: tuple[object, ...], connection: sqlite3.Connection) -> None:
    connection.execute(sql, values)
