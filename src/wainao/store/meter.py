"""Budgets and rates: set aside before a call, settled after it, exact with any number of processes."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args

from wainao.kernel import BudgetError, Call, UsageError
from wainao.store.home import Home
from wainao.store.sqlite import Migration
from wainao.types import Usage

Period = Literal["minute", "day", "month", "total"]

_WINDOWS: dict[Period, str] = {"minute": "%Y-%m-%dT%H:%M", "day": "%Y-%m-%d", "month": "%Y-%m", "total": "total"}

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
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Budget:
    """What an actor ("actor:ann") or a tenant ("tenant:local") may use up in a period (UTC); None: as much as it likes.

    A rate is a budget per minute. Money is in millionths of a US dollar; tokens are input and output together.
    """

    subject: str
    period: Period
    calls: int | None = None
    tokens: int | None = None
    cost_microusd: int | None = None

    def __post_init__(self) -> None:
        if self.period not in get_args(Period):
            raise UsageError(f"There is no period {self.period!r}. Expected one of {', '.join(get_args(Period))}.")
        if any(limit is not None and limit < 0 for limit in self.limits):
            raise UsageError(f"A budget cannot be negative: {self.limits!r}. Expected 0 or more, or None for no limit.")

    @property
    def limits(self) -> tuple[int | None, int | None, int | None]:
        return self.calls, self.tokens, self.cost_microusd


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """What was used, or set aside. `unpriced` calls cost something that nobody knows, not counted in the money."""

    calls: int = 0
    tokens: int = 0
    cost_microusd: int = 0
    unpriced: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Spent:
    """How much of a budget is used up in its period's present window, calls under way included at their estimate."""

    budget: Budget
    amount: Amount


class SqliteMeter:
    """Implements the kernel's `Meter`. An actor without budgets costs a look into memory and no write."""

    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        self._process = home.process
        self._changes = home.changes
        self._limited: tuple[int | None, frozenset[str]] = (None, frozenset())
        self._database.migrate("meter", MIGRATIONS)
        self._database.write(self._release_dead).result()

    async def reserve(self, call: Call, estimate: Usage) -> str | None:
        """A call that is estimated at nothing at all, not even a call, is under no budget."""
        subjects = (f"actor:{call.actor.id}", f"tenant:{call.actor.tenant}")
        if estimate == Usage() or self._subjects_with_budgets().isdisjoint(subjects):
            return None
        # What a call makes others do is part of it: tokens and money count where they are used, the call counts once.
        asked = _amount(estimate, calls=0 if call.draft.parent else estimate.calls)
        await self._database.async_write(lambda connection: self._reserve(connection, call.id, subjects, asked))
        return call.id

    def settle(self, reservation: str, usage: Usage) -> Awaitable[None]:
        """Queued and not waited for. Should the process die before it is written, the estimate stands."""
        self._database.async_write(lambda connection: _settle(connection, reservation, usage))
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done

    async def set_budget(self, budget: Budget) -> None:
        """Take effect for the next call, in every process. A budget without any limit is removed.

        What was used in the present window under an earlier budget of that period counts; nothing else does.
        """
        await self._changes.write(lambda connection: _set_budget(connection, budget))

    def budgets(self) -> list[Budget]:
        with self._database.read() as connection:
            return _budgets(connection, None)

    def spent(self, budget: Budget) -> Spent:
        """How much of a budget is used up in the window that we are in."""
        with self._database.read() as connection:
            return Spent(budget=budget, amount=_used(connection, budget, _window(budget, datetime.now(UTC))))

    def _subjects_with_budgets(self) -> frozenset[str]:
        mark = self._changes.mark()
        known, subjects = self._limited
        if mark is None or mark != known:
            subjects = frozenset(budget.subject for budget in self.budgets())
            self._limited = (mark, subjects)
        return subjects

    def _reserve(self, connection: sqlite3.Connection, id: str, subjects: Sequence[str], asked: Amount) -> None:
        now = datetime.now(UTC)
        for budget in _budgets(connection, subjects):
            window = _window(budget, now)
            _refuse_excess(budget, _used(connection, budget, window), asked)
            _count(connection, budget, window, asked)
            connection.execute(
                "INSERT INTO meter_reservations (id, process, subject, period, time_window, calls, tokens,"
                " cost_microusd, unpriced) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (id, self._process.token, budget.subject, budget.period, window, *_values(asked)),
            )

    def _release_dead(self, connection: sqlite3.Connection) -> None:
        """Forget what processes that died had set aside. It stays counted: nobody knows how much of it was used."""
        tokens = [token for (token,) in connection.execute("SELECT DISTINCT process FROM meter_reservations")]
        dead = self._process.dead(tokens)
        connection.executemany("DELETE FROM meter_reservations WHERE process = ?", [(token,) for token in dead])


def _budgets(connection: sqlite3.Connection, subjects: Sequence[str] | None) -> list[Budget]:
    where = "" if subjects is None else f" WHERE subject IN ({', '.join('?' * len(subjects))})"
    rows = connection.execute(
        f"SELECT subject, period, calls, tokens, cost_microusd FROM meter_budgets{where} ORDER BY subject, period",
        tuple(subjects or ()),
    )
    return [
        Budget(subject=subject, period=period, calls=calls, tokens=tokens, cost_microusd=cost)
        for subject, period, calls, tokens, cost in rows
    ]


def _used(connection: sqlite3.Connection, budget: Budget, window: str) -> Amount:
    row = connection.execute(
        "SELECT calls, tokens, cost_microusd, unpriced FROM meter_counters"
        " WHERE subject = ? AND period = ? AND time_window = ?",
        (budget.subject, budget.period, window),
    ).fetchone()
    return Amount() if row is None else _from_row(row)


def _refuse_excess(budget: Budget, used: Amount, asked: Amount) -> None:
    for limit, have, more, unit in zip(
        budget.limits, _values(used), _values(asked), ("calls", "tokens", "millionths of a dollar"), strict=False
    ):
        if limit is not None and have + more > limit:
            raise BudgetError(
                f"The budget of {budget.subject!r} ({limit} {unit} per {budget.period}) does not cover this call: "
                f"{have} are used up or set aside, and it asks for {more}. Wait for the next {budget.period} (UTC), or "
                "ask an administrator for more."
            )


def _count(connection: sqlite3.Connection, budget: Budget, window: str, amount: Amount) -> None:
    connection.execute(
        "INSERT INTO meter_counters (subject, period, time_window, calls, tokens, cost_microusd, unpriced)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (subject, period, time_window) DO UPDATE SET"
        " calls = meter_counters.calls + excluded.calls, tokens = meter_counters.tokens + excluded.tokens,"
        " cost_microusd = meter_counters.cost_microusd + excluded.cost_microusd,"
        " unpriced = meter_counters.unpriced + excluded.unpriced",
        (budget.subject, budget.period, window, *_values(amount)),
    )
    if budget.period == "minute":  # minutes past are of no use to anybody; days and months are kept
        connection.execute(
            "DELETE FROM meter_counters WHERE subject = ? AND period = 'minute' AND time_window < ?",
            (budget.subject, window),
        )


def _settle(connection: sqlite3.Connection, id: str, usage: Usage) -> None:
    rows = connection.execute(
        "DELETE FROM meter_reservations WHERE id = ?"
        " RETURNING subject, period, time_window, calls, tokens, cost_microusd, unpriced",
        (id,),
    ).fetchall()
    for subject, period, window, *reserved in rows:
        spent = _amount(usage, calls=usage.calls if reserved[0] else 0)
        correction = [used - before for used, before in zip(_values(spent), reserved, strict=True)]
        connection.execute(
            "UPDATE meter_counters SET calls = calls + ?, tokens = tokens + ?, cost_microusd = cost_microusd + ?,"
            " unpriced = unpriced + ? WHERE subject = ? AND period = ? AND time_window = ?",
            (*correction, subject, period, window),
        )


def _set_budget(connection: sqlite3.Connection, budget: Budget) -> None:
    if budget.limits == (None, None, None):
        connection.execute(
            "DELETE FROM meter_budgets WHERE subject = ? AND period = ?", (budget.subject, budget.period)
        )
        return
    connection.execute(
        "INSERT INTO meter_budgets (subject, period, calls, tokens, cost_microusd) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (subject, period) DO UPDATE SET calls = excluded.calls, tokens = excluded.tokens,"
        " cost_microusd = excluded.cost_microusd",
        (budget.subject, budget.period, *budget.limits),
    )


def _window(budget: Budget, now: datetime) -> str:
    return now.strftime(_WINDOWS[budget.period])


def _amount(usage: Usage, *, calls: int) -> Amount:
    return Amount(
        calls=calls,
        tokens=usage.input_tokens + usage.output_tokens,
        cost_microusd=usage.cost_microusd or 0,
        unpriced=int(usage.cost_microusd is None),
    )


def _values(amount: Amount) -> tuple[int, int, int, int]:
    return amount.calls, amount.tokens, amount.cost_microusd, amount.unpriced


def _from_row(row: tuple[int, int, int, int]) -> Amount:
    calls, tokens, cost_microusd, unpriced = row
    return Amount(calls=calls, tokens=tokens, cost_microusd=cost_microusd, unpriced=unpriced)
