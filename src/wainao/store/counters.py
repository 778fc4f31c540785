"""How much of each budget is used up: the counters, and what calls under way have set aside of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable

from wainao.store.budget import RATE_SECONDS, Amount, Budget, Period, counting_seconds, next_window_s, window
from wainao.types import Usage

_SUMS = (
    "SELECT COALESCE(SUM(calls), 0), COALESCE(SUM(tokens), 0), COALESCE(SUM(cost_microusd), 0),"
    " COALESCE(SUM(unpriced), 0)"
)
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

Values = tuple[int, int, int, int]
Place = tuple[str, Period, str]
"""A subject, a period, and the window in it."""


class Counters:
    """The counters as one transaction finds and leaves them; what it adds is written together, at the end."""

    def __init__(self, connection: sqlite3.Connection, *, process: str, now_s: float) -> None:
        self.connection = connection
        self._process = process
        self._now_s = now_s
        self._used: dict[tuple[str, Period], Values] = {}
        self._added: dict[Place, Values] = {}
        self._reserved: list[tuple[object, ...]] = []
        self._released = False

    def used(self, budget: Budget) -> Amount:
        """How much is used up in the window that we are in."""
        key = (budget.subject, budget.period)
        if key not in self._used:
            self._used[key] = read_used(self.connection, budget, self._now_s).values
        return Amount.of(self._used[key])

    def set_aside(self, id: str, budget: Budget, asked: Amount) -> None:
        """Count what a call asks for, until it is settled."""
        self.used(budget)
        key, at = (budget.subject, budget.period), self._place(budget)
        self._used[key] = _plus(self._used[key], asked.values)
        self._added[at] = _plus(self._added.get(at, (0, 0, 0, 0)), asked.values)
        self._reserved.append((id, self._process, *at, *asked.values))

    def room_in_s(self, budget: Budget, place: int, asked: Amount) -> float | None:
        """In how many seconds the limit at `place` will cover a call, if nobody else asks; None: it never will."""
        limit, more = budget.limits[place], asked.values[place]
        if limit is None or more > limit:
            return None
        if budget.period != "minute":
            return next_window_s(budget.period, self._now_s)
        self.write()
        kept = 0
        for second, *used in self._seconds(budget):  # the newest first: those may stay that leave room for the call
            kept += used[place]
            if kept + more > limit:
                return int(second) + RATE_SECONDS + 1 - self._now_s
        return 0.0

    def write(self) -> None:
        """Bring the tables to where these counters are."""
        self.connection.executemany(_COUNT, [(*at, *values) for at, values in self._added.items()])
        self.connection.executemany(_SET_ASIDE, self._reserved)
        # Seconds that do not count are of no use to anybody; days and months are kept.
        minutes = {subject for subject, period, _ in self._added if period == "minute"}
        self.connection.executemany(
            "DELETE FROM meter_counters WHERE subject = ? AND period = 'minute' AND time_window NOT BETWEEN ? AND ?",
            [(subject, *counting_seconds(self._now_s)) for subject in minutes],
        )
        self._added.clear()
        self._reserved.clear()

    def release(self, dead: Callable[[Iterable[str]], Iterable[str]]) -> bool:
        """Forget what those processes had set aside that are `dead` among all that have; whether there was any.

        It stays counted, since nobody knows how much of it was used. But nothing of theirs is under way any more. One
        look is enough for a transaction.
        """
        if self._released:
            return False
        self._released = True
        self.write()
        tokens = [token for (token,) in self.connection.execute("SELECT DISTINCT process FROM meter_reservations")]
        gone = [{"process": token} for token in dead(tokens)]
        for process in gone:
            self.connection.execute(_END, process)
            self.connection.execute("DELETE FROM meter_reservations WHERE process = :process", process)
        self._used.clear()
        return bool(gone)

    def _place(self, budget: Budget) -> Place:
        return budget.subject, budget.period, window(budget.period, self._now_s)

    def _seconds(self, budget: Budget) -> Iterable[tuple[str, int, int, int]]:
        return self.connection.execute(
            "SELECT time_window, calls, tokens, cost_microusd FROM meter_counters"
            " WHERE subject = ? AND period = 'minute' AND time_window BETWEEN ? AND ? ORDER BY time_window DESC",
            (budget.subject, *counting_seconds(self._now_s)),
        )


def read_used(connection: sqlite3.Connection, budget: Budget, now_s: float) -> Amount:
    """How much of a budget is used up in the window in which `now_s` is."""
    span = counting_seconds(now_s) if budget.period == "minute" else (window(budget.period, now_s),) * 2
    return Amount.of(
        connection.execute(
            f"{_SUMS} FROM meter_counters WHERE subject = ? AND period = ? AND time_window BETWEEN ? AND ?",
            (budget.subject, budget.period, *span),
        ).fetchone()
    )


def write_used(connection: sqlite3.Connection, budget: Budget, used: Amount, *, now_s: float) -> None:
    """Say how much of a budget was used up in its present window before there was one; calls under way are added."""
    at = (budget.subject, budget.period, window(budget.period, now_s))
    where = "WHERE subject = ? AND period = ? AND time_window = ?"
    under_way = connection.execute(f"{_SUMS} FROM meter_reservations {where}", at).fetchone()
    connection.execute(f"DELETE FROM meter_counters {where}", at)
    connection.execute(_COUNT, (*at, *_plus(used.values, under_way)))


def settle(connection: sqlite3.Connection, id: str, usage: Usage) -> None:
    """Replace what a call has set aside, if it has, by what it used; nothing of it is under way any more.

    Where its price turns out to be unknown, the estimate is the best that there is: it is not free.
    """
    values = {
        "id": id,
        "calls": usage.calls,
        "tokens": usage.input_tokens + usage.output_tokens,
        "cost": usage.cost_microusd,
        "unpriced": int(usage.cost_microusd is None),
    }
    connection.execute(_SETTLE, values)
    connection.execute("DELETE FROM meter_reservations WHERE id = :id", values)


_SETTLE = """
    UPDATE meter_counters SET
        calls = meter_counters.calls - gone.calls
            + CASE WHEN gone.period = 'now' OR gone.calls = 0 THEN 0 ELSE :calls END,
        tokens = meter_counters.tokens - gone.tokens + CASE gone.period WHEN 'now' THEN 0 ELSE :tokens END,
        cost_microusd = meter_counters.cost_microusd - gone.cost_microusd
            + CASE gone.period WHEN 'now' THEN 0 ELSE COALESCE(:cost, gone.cost_microusd) END,
        unpriced = meter_counters.unpriced - gone.unpriced + CASE gone.period WHEN 'now' THEN 0 ELSE :unpriced END
    FROM meter_reservations AS gone
    WHERE gone.id = :id AND gone.subject = meter_counters.subject AND gone.period = meter_counters.period
        AND gone.time_window = meter_counters.time_window
"""


_END = """
    UPDATE meter_counters SET calls = meter_counters.calls - gone.calls
    FROM (
        SELECT subject, SUM(calls) AS calls FROM meter_reservations
        WHERE process = :process AND period = 'now' GROUP BY subject
    ) AS gone
    WHERE meter_counters.period = 'now' AND gone.subject = meter_counters.subject
"""


def _plus(one: Values, more: Values) -> Values:
    return one[0] + more[0], one[1] + more[1], one[2] + more[2], one[3] + more[3]
