"""Budgets and rates: set aside before a call, settled with its receipt, exact with any number of processes."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from copy import copy
from dataclasses import dataclass, replace
from functools import partial

from wainao.kernel import BudgetError, Call
from wainao.store.budget import TOOL, Amount, Budget, Spent, amount, refusal, refuse_unpriced, refused, tool_subject
from wainao.store.counters import Counters, read_used, settle
from wainao.store.delivery import DONE, Delivery, deliver
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


@dataclass(slots=True)
class _Wish:
    """A call that wants something set aside, and who waits for it."""

    id: str
    budgets: Sequence[Budget]
    asked: Amount
    done: asyncio.Future[None]
    refused: BudgetError | None = None


class SqliteMeter:
    """Implements the kernel's `Meter`. A call that no budget applies to costs a look into memory and no write.

    Calls that begin at once are looked at together, one after the other. `clock` tells the time in seconds since 1970.
    """

    def __init__(self, home: Home, *, clock: Callable[[], float] = time.time) -> None:
        self._database = home.database("state")
        self._ledger = home.ledger
        self._process = home.process
        self._changes = home.changes
        self._clock = clock
        self._known: tuple[int | None, Mapping[str, Sequence[Budget]]] = (None, {})
        self._lock = threading.Lock()
        self._batch: list[_Wish] | None = None
        # The writer thread's own: calls that have ended, though nobody could write it down, and those that it settles.
        self._owed: dict[str, Usage] = {}
        self._settling: tuple[str, ...] = ()
        self._database.migrate("meter", MIGRATIONS)
        self._database.write(lambda connection: self._counters(connection).release(self._process.dead)).result()

    def applies(self, call: Call) -> bool:
        return bool(self._applying(call))

    async def reserve(self, call: Call, estimate: Usage) -> str | None:
        """A call that is estimated at nothing at all, not even a call, is under no budget."""
        budgets = self._applying(call)
        if not budgets or estimate == Usage():
            return None
        # What a call makes others do is part of it: tokens and money count where they are used, the call counts once.
        asked = amount(estimate, calls=0 if call.draft.parent else estimate.calls)
        for budget in budgets:
            refuse_unpriced(budget, asked, call.spec.name)
        wish = _Wish(call.id, budgets, asked, asyncio.get_running_loop().create_future())
        self._queue(wish)
        await wish.done
        return call.id

    def settle(self, reservation: str, usage: Usage) -> Awaitable[None]:
        """Written with the call's receipt: what a client was told has ended is under way no longer.

        Where the receipt cannot be written, it is written when the next call reserves. Should the process die before
        that, the estimate stands.
        """

        def work(connection: sqlite3.Connection, _: Record) -> None:
            settle(connection, reservation, usage)

        self._ledger.beside(reservation, work, lost=partial(self._owed.__setitem__, reservation, usage))
        return DONE

    async def set_budget(self, budget: Budget) -> None:
        """Take effect for the next call, in every process. A budget without any limit is removed.

        What was used in the present window under an earlier budget of that period counts; nothing else does.
        """
        await self._changes.write(partial(write_budget, budget=budget))

    def budgets(self) -> list[Budget]:
        with self._database.read() as connection:
            return budgets_in(connection)

    def spent(self, budget: Budget) -> Spent:
        """How much of a budget is used up in the window that we are in."""
        with self._database.read() as connection:
            return Spent(budget=budget, amount=read_used(connection, budget, self._clock()))

    def _applying(self, call: Call) -> list[Budget]:
        known, actor = self._by_subject(), call.actor
        if not known:
            return []
        subjects = (f"actor:{actor.id}", f"team:{actor.team}", f"key:{actor.key}", f"tenant:{actor.tenant}")
        payer = subjects[1 if actor.team else 0]
        found = (budget for subject in subjects if subject in known for budget in known[subject])
        own = [budget for budget in found if budget.period != "plan" or budget.subject == payer]
        return [*own, *_of_tool(known, call.spec.name, actor)]

    def _by_subject(self) -> Mapping[str, Sequence[Budget]]:
        mark = self._changes.mark()
        known, budgets = self._known
        if mark is None or mark != known:
            budgets = _grouped(self.budgets())
            self._known = (mark, budgets)
        return budgets

    def _queue(self, wish: _Wish) -> None:
        """Into the batch that is still open for more."""
        with self._lock:
            if self._batch is None:
                batch: list[_Wish] = []
                self._database.write(partial(self._reserve, batch), then=partial(self._tell, batch))
                self._batch = batch
            self._batch.append(wish)

    # In the writer thread: inside its transaction, and after it.

    def _reserve(self, batch: list[_Wish], connection: sqlite3.Connection) -> None:
        self._shut(batch)
        self._settle_owed(connection)
        counters = self._counters(connection)
        for wish in batch:
            # Of a call that was cancelled the receipt, and what settles it, may have overtaken us.
            if not wish.done.cancelled():
                wish.refused = self._set_aside(counters, wish)
        counters.write()

    def _settle_owed(self, connection: sqlite3.Connection) -> None:
        self._settling = tuple(self._owed)
        for call in self._settling:
            settle(connection, call, self._owed[call])

    def _shut(self, batch: list[_Wish]) -> None:
        """Nothing more goes into it."""
        with self._lock:
            if self._batch is batch:
                self._batch = None

    def _tell(self, batch: list[_Wish], done: Future[None]) -> None:
        self._shut(batch)  # where the transaction could not even begin, nobody has yet
        error = done.exception()
        if error is None:
            for call in self._settling:
                self._owed.pop(call, None)
        deliveries: list[Delivery] = [(wish.done, copy(error) or wish.refused) for wish in batch]
        deliver(deliveries)

    def _set_aside(self, counters: Counters, wish: _Wish) -> BudgetError | None:
        """In every budget that applies, or in none."""
        asked = [(budget, _asked(budget, wish.asked)) for budget in wish.budgets]
        for budget, more in asked:
            if excess := self._excess(counters, budget, more):
                return excess
        for budget, more in asked:
            counters.set_aside(wish.id, budget, more)
        return None

    def _excess(self, counters: Counters, budget: Budget, asked: Amount) -> BudgetError | None:
        used = counters.used(budget)
        place = refusal(budget, used, asked)
        if place is not None and budget.period == "now" and counters.release(self._process.dead):
            used = counters.used(budget)
            place = refusal(budget, used, asked)
        if place is None:
            return None
        return refused(budget, place, used, asked, retry_after_s=counters.room_in_s(budget, place, asked))

    def _counters(self, connection: sqlite3.Connection) -> Counters:
        return Counters(connection, process=self._process.token, now_s=self._clock())


def _of_tool(known: Mapping[str, Sequence[Budget]], name: str, actor: Actor) -> Iterator[Budget]:
    """What is said of the capability itself, or of all of its kind: for everybody together, and for each actor."""
    for limited in (name.partition(":")[0], name):
        yield from known.get(tool_subject(limited, tenant=actor.tenant), ())
        own = tool_subject(limited, tenant=actor.tenant, actor=actor.id)
        for budget in known.get(tool_subject(limited, tenant=actor.tenant, actor=""), ()):
            yield replace(budget, subject=own)


def _asked(budget: Budget, asked: Amount) -> Amount:
    """Only calls are under way; what they use is not, at once. A tool's calls count whichever call makes them."""
    if budget.subject.startswith(TOOL):
        return Amount(calls=1)
    return Amount(calls=asked.calls) if budget.period == "now" else asked


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


def budgets_in(connection: sqlite3.Connection) -> list[Budget]:
    """All that are set, by subject."""
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
