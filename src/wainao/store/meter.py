"""Budgets and rates: set aside before a call, settled with its receipt, exact with any number of processes."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from functools import partial
from typing import Any

from wainao.kernel import Call
from wainao.store.budget import (
    RATE_SECONDS,
    Amount,
    Budget,
    Spent,
    amount,
    next_window_s,
    oldest_second,
    refusal,
    refuse_unpriced,
    refused,
    window,
)
from wainao.store.home import Home
from wainao.store.ledger.record import Record
from wainao.store.sqlite import Migration
from wainao.types import Actor, Usage

MIGRATIONS = (
    Migration(
        "1-meter",
        """
        CREATE TABLE meter_budgets (
            subject TEXT NOT NULL,
            period TEXT NOT NULL,
            calls INTEGER,
            tokens INTEGER,
            cost_microusd INTEGER,
            PRIMARY KEY (subject, period)
        );
        CREATE TABLE meter_counters (
            subject TEXT NOT NULL,
            period TEXT NOT NULL,
            time_window TEXT NOT NULL,
            calls INTEGER NOT NULL,
            tokens INTEGER NOT NULL,
            cost_microusd INTEGER NOT NULL,
            unpriced INTEGER NOT NULL,
            PRIMARY KEY (subject, period, time_window)
        );
        CREATE TABLE meter_reservations (
            id TEXT NOT NULL,
            process TEXT NOT NULL,
            subject TEXT NOT NULL,
            period TEXT NOT NULL,
            time_window TEXT NOT NULL,
            calls INTEGER NOT NULL,
            tokens INTEGER NOT NULL,
            cost_microusd INTEGER NOT NULL,
            unpriced INTEGER NOT NULL,
            PRIMARY KEY (id, subject, period)
        );
        """,
    ),
    Migration(
        "2-rates",
        """
        ALTER TABLE meter_budgets ADD COLUMN if_unpriced TEXT NOT NULL DEFAULT 'refuse';
        DELETE FROM meter_counters WHERE period = 'minute';
        DELETE FROM meter_reservations WHERE period = 'minute';
        """,
    ),
)


class SqliteMeter:
    """Implements the kernel's `Meter`. A call that no budget applies to costs a look into memory and no write.

    `clock` tells the time in seconds since 1970.
    """

    def __init__(self, home: Home, *, clock: Callable[[], float] = time.time) -> None:
        self._database = home.database("state")
        self._ledger = home.ledger
        self._process = home.process
        self._changes = home.changes
        self._clock = clock
        self._known: tuple[int | None, Mapping[str, Sequence[Budget]]] = (None, {})
        self._database.migrate("meter", MIGRATIONS)
        self._database.write(self._release_dead).result()

    async def reserve(self, call: Call, estimate: Usage) -> str | None:
        """A call that is estimated at nothing at all, not even a call, is under no budget."""
        budgets = self._applying(call.actor)
        if not budgets or estimate == Usage():
            return None
        # What a call makes others do is part of it: tokens and money count where they are used, the call counts once.
        asked = amount(estimate, calls=0 if call.draft.parent else estimate.calls)
        for budget in budgets:
            refuse_unpriced(budget, asked, call.spec.name)
        work = partial(self._reserve, id=call.id, budgets=budgets, asked=asked)
        await self._database.async_write(work)
        return call.id

    def settle(self, reservation: str, usage: Usage) -> Awaitable[None]:
        """Written with the call's receipt: what a client was told has ended is under way no longer.

        Should the process die before that, the estimate stands.
        """

        def work(connection: sqlite3.Connection, _: Record) -> None:
            _settle(connection, reservation, usage)

        self._ledger.beside(reservation, work)
        return _DONE

    async def set_budget(self, budget: Budget) -> None:
        """Take effect for the next call, in every process. A budget without any limit is removed.

        What was used in the present window under an earlier budget of that period counts; nothing else does.
        """
        await self._changes.write(partial(write_budget, budget=budget))

    def budgets(self) -> list[Budget]:
        with self._database.read() as connection:
            return _budgets(connection)

    def spent(self, budget: Budget) -> Spent:
        """How much of a budget is used up in the window that we are in."""
        with self._database.read() as connection:
            return Spent(budget=budget, amount=_used(connection, budget, self._clock()))

    def _applying(self, actor: Actor) -> list[Budget]:
        known = self._by_subject()
        if not known:
            return []
        subjects = (f"actor:{actor.id}", f"team:{actor.team}", f"key:{actor.key}", f"tenant:{actor.tenant}")
        payer = subjects[1 if actor.team else 0]
        found = (budget for subject in subjects if subject in known for budget in known[subject])
        return [budget for budget in found if budget.period != "plan" or budget.subject == payer]

    def _by_subject(self) -> Mapping[str, Sequence[Budget]]:
        mark = self._changes.mark()
        known, budgets = self._known
        if mark is None or mark != known:
            budgets = _grouped(self.budgets())
            self._known = (mark, budgets)
        return budgets

    def _reserve(self, connection: sqlite3.Connection, *, id: str, budgets: Sequence[Budget], asked: Amount) -> None:
        now = self._clock()
        for budget in budgets:
            if budget.period == "now" and not asked.calls:
                continue
            self._refuse_excess(connection, budget, asked, now)
            at = (budget.subject, budget.period, window(budget.period, now))
            counted = Amount(calls=asked.calls) if budget.period == "now" else asked
            connection.execute(_COUNT, (*at, *counted.values))
            connection.execute(_SET_ASIDE, (id, self._process.token, *at, *counted.values))
            if budget.period == "minute":  # seconds past are of no use to anybody; days and months are kept
                connection.execute(_FORGET_SECONDS, (budget.subject, oldest_second(now)))

    def _refuse_excess(self, connection: sqlite3.Connection, budget: Budget, asked: Amount, now_s: float) -> None:
        used = _used(connection, budget, now_s)
        place = refusal(budget, used, asked)
        if place is not None and budget.period == "now" and self._release_dead(connection):
            used = _used(connection, budget, now_s)
            place = refusal(budget, used, asked)
        if place is not None:
            after_s = _retry_after_s(connection, budget, place, asked, now_s)
            raise refused(budget, place, used, asked, retry_after_s=after_s)

    def _release_dead(self, connection: sqlite3.Connection) -> int:
        """Forget what processes that died had set aside; how much that was.

        It stays counted, since nobody knows how much of it was used. But nothing of theirs is under way any more.
        """
        tokens = [token for (token,) in connection.execute("SELECT DISTINCT process FROM meter_reservations")]
        dead = [(token,) for token in self._process.dead(tokens)]
        connection.executemany(_END_DEAD, [token * 2 for token in dead])
        return connection.executemany("DELETE FROM meter_reservations WHERE process = ?", dead).rowcount if dead else 0


class _Done:
    """Nothing to wait for."""

    def __await__(self) -> Generator[Any, None, None]:
        yield from ()


_DONE = _Done()

_COUNT = (
    "INSERT INTO meter_counters (subject, period, time_window, calls, tokens, cost_microusd, unpriced)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (subject, period, time_window) DO UPDATE SET"
    " calls = meter_counters.calls + excluded.calls, tokens = meter_counters.tokens + excluded.tokens,"
    " cost_microusd = meter_counters.cost_microusd + excluded.cost_microusd,"
    " unpriced = meter_counters.unpriced + excluded.unpriced"
)
_SET_ASIDE = (
    "INSERT INTO meter_reservations (id, process, subject, period, time_window, calls, tokens, cost_microusd, unpriced)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_FORGET_SECONDS = "DELETE FROM meter_counters WHERE subject = ? AND period = 'minute' AND time_window < ?"
_END_DEAD = (
    "UPDATE meter_counters SET calls = calls - (SELECT SUM(gone.calls) FROM meter_reservations AS gone"
    " WHERE gone.process = ? AND gone.period = 'now' AND gone.subject = meter_counters.subject)"
    " WHERE period = 'now' AND subject IN"
    " (SELECT subject FROM meter_reservations WHERE process = ? AND period = 'now')"
)


def write_budget(connection: sqlite3.Connection, budget: Budget) -> None:
    """Set or remove a budget, as a part of a larger change. The caller tells every process; see `Changes.write`."""
    if budget.limits == (None, None, None):
        connection.execute(
            "DELETE FROM meter_budgets WHERE subject = ? AND period = ?", (budget.subject, budget.period)
        )
        return
    connection.execute(
        "INSERT INTO meter_budgets (subject, period, calls, tokens, cost_microusd, if_unpriced)"
        " VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (subject, period) DO UPDATE SET calls = excluded.calls, tokens = excluded.tokens,"
        " cost_microusd = excluded.cost_microusd, if_unpriced = excluded.if_unpriced",
        (budget.subject, budget.period, *budget.limits, budget.if_unpriced),
    )


def write_used(connection: sqlite3.Connection, budget: Budget, used: Amount, *, now_s: float) -> None:
    """Say how much of a budget was used up in its present window before there was one; calls under way are added."""
    at = (budget.subject, budget.period, window(budget.period, now_s))
    under_way = connection.execute(
        "SELECT COALESCE(SUM(calls), 0), COALESCE(SUM(tokens), 0), COALESCE(SUM(cost_microusd), 0),"
        " COALESCE(SUM(unpriced), 0) FROM meter_reservations WHERE subject = ? AND period = ? AND time_window = ?",
        at,
    ).fetchone()
    connection.execute("DELETE FROM meter_counters WHERE subject = ? AND period = ? AND time_window = ?", at)
    connection.execute(_COUNT, (*at, *(one + more for one, more in zip(used.values, under_way, strict=True))))


def _budgets(connection: sqlite3.Connection) -> list[Budget]:
    rows = connection.execute(
        "SELECT subject, period, calls, tokens, cost_microusd, if_unpriced FROM meter_budgets ORDER BY subject, period"
    )
    return [
        Budget(subject=subject, period=period, calls=calls, tokens=tokens, cost_microusd=cost, if_unpriced=unpriced)
        for subject, period, calls, tokens, cost, unpriced in rows
    ]


def _grouped(budgets: Sequence[Budget]) -> dict[str, list[Budget]]:
    groups: dict[str, list[Budget]] = {}
    for budget in budgets:
        groups.setdefault(budget.subject, []).append(budget)
    return groups


def _used(connection: sqlite3.Connection, budget: Budget, now_s: float) -> Amount:
    first = oldest_second(now_s) if budget.period == "minute" else window(budget.period, now_s)
    calls, tokens, cost_microusd, unpriced = connection.execute(
        "SELECT COALESCE(SUM(calls), 0), COALESCE(SUM(tokens), 0), COALESCE(SUM(cost_microusd), 0),"
        " COALESCE(SUM(unpriced), 0) FROM meter_counters"
        f" WHERE subject = ? AND period = ? AND time_window {'>=' if budget.period == 'minute' else '='} ?",
        (budget.subject, budget.period, first),
    ).fetchone()
    return Amount(calls=calls, tokens=tokens, cost_microusd=cost_microusd, unpriced=unpriced)


def _retry_after_s(
    connection: sqlite3.Connection, budget: Budget, place: int, asked: Amount, now_s: float
) -> float | None:
    """In how many seconds the limit at `place` will cover the call, if nobody else asks; None: it never will."""
    limit, more = budget.limits[place], asked.values[place]
    if limit is None or more > limit:
        return None
    if budget.period != "minute":
        return next_window_s(budget.period, now_s)
    seconds = connection.execute(
        "SELECT time_window, calls, tokens, cost_microusd FROM meter_counters"
        " WHERE subject = ? AND period = 'minute' AND time_window >= ? ORDER BY time_window DESC",
        (budget.subject, oldest_second(now_s)),
    )
    kept = 0
    for second, *used in seconds:  # the newest first: those may stay that leave room for the call
        kept += used[place]
        if kept + more > limit:
            return int(second) + RATE_SECONDS + 1 - now_s
    return 0.0


def _settle(connection: sqlite3.Connection, id: str, usage: Usage) -> None:
    rows = connection.execute(
        "DELETE FROM meter_reservations WHERE id = ?"
        " RETURNING subject, period, time_window, calls, tokens, cost_microusd, unpriced",
        (id,),
    ).fetchall()
    for subject, period, at, *reserved in rows:
        change = [used - before for used, before in zip(_finally(period, reserved, usage), reserved, strict=True)]
        connection.execute(
            "UPDATE meter_counters SET calls = calls + ?, tokens = tokens + ?, cost_microusd = cost_microusd + ?,"
            " unpriced = unpriced + ? WHERE subject = ? AND period = ? AND time_window = ?",
            (*change, subject, period, at),
        )


def _finally(period: str, reserved: Sequence[int], usage: Usage) -> tuple[int, int, int, int]:
    """What stays counted of a call that has ended."""
    if period == "now":
        return 0, 0, 0, 0
    calls, tokens, cost_microusd, unpriced = amount(usage, calls=usage.calls if reserved[0] else 0).values
    # Where the price turns out to be unknown, the estimate is the best that there is; it is not free.
    return calls, tokens, reserved[2] if unpriced else cost_microusd, unpriced
