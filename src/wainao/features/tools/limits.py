"""How often a tool may be called, by an administrator's word: counted by the same meter as every budget."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace

from wainao.store.budget import Budget, Period, tool_subject
from wainao.store.home import Home
from wainao.store.meter import SqliteMeter, budgets_in, write_budget
from wainao.types import Actor

_PERIODS: tuple[Period, ...] = ("minute", "now")


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """How often `name` may be called, a toolbox or one tool ("bank", "bank:pay"), in any 60 seconds and at once.

    None: as often as one likes. It is for everybody together, or with `each` for each actor by itself. How much of it
    is used now is told of the actor who looks, and to an administrator of everybody together; else None.
    """

    name: str
    each: bool = False
    calls_per_minute: int | None = None
    calls_per_minute_used: int | None = None
    calls_at_once: int | None = None
    calls_at_once_used: int | None = None


class Limits:
    """Exact with any number of processes, and in force with the next call in each."""

    def __init__(self, home: Home) -> None:
        self._changes = home.changes
        self._meter = SqliteMeter(home)

    async def set(self, tenant: str, limit: Limit) -> None:
        """In place of what was said before. A limit without any number is none."""
        budgets = list(_budgets(tenant, limit))

        def work(connection: sqlite3.Connection) -> None:
            for budget in budgets:
                write_budget(connection, budget)

        await self._changes.write(work)

    def of(self, actor: Actor, name: str) -> list[Limit]:
        """Those of a toolbox and its tools, or of one tool, as `actor` sees them."""
        found: dict[str, Limit] = {}
        for budget in self._meter.budgets():
            limit = _read(budget, actor.tenant)
            if limit is not None and _covers(limit.name, name):
                used = self._used(budget, limit, actor)
                found[budget.subject] = _with(found.get(budget.subject, limit), budget, used)
        return list(found.values())

    def _used(self, budget: Budget, limit: Limit, actor: Actor) -> int | None:
        if not limit.each and not actor.may("admin"):
            return None  # what others did is not everybody's to know
        own = replace(budget, subject=_subject(actor.tenant, limit, actor.id))
        return self._meter.spent(own).amount.calls


def forget_limits(connection: sqlite3.Connection, tenant: str, box: str) -> None:
    """As part of removing a toolbox: another one of that name begins without them."""
    for budget in budgets_in(connection):
        limit = _read(budget, tenant)
        if limit is not None and limit.name.partition(":")[0] == box:
            write_budget(connection, Budget(subject=budget.subject, period=budget.period))


def _budgets(tenant: str, limit: Limit) -> Iterator[Budget]:
    subject = _subject(tenant, limit)
    for period, calls in zip(_PERIODS, (limit.calls_per_minute, limit.calls_at_once), strict=True):
        yield Budget(subject=subject, period=period, calls=calls)


def _subject(tenant: str, limit: Limit, actor: str = "") -> str:
    return tool_subject(limit.name, tenant=tenant, actor=actor if limit.each else None)


def _read(budget: Budget, tenant: str) -> Limit | None:
    """The limit that a budget stands for, without its numbers; None where it is something else, or another tenant's."""
    name = budget.subject.removeprefix("tool:").partition("/")[0]
    limit = Limit(name=name.removesuffix("@"), each=name.endswith("@"))
    return limit if budget.subject == _subject(tenant, limit) else None


def _with(limit: Limit, budget: Budget, used: int | None) -> Limit:
    if budget.period == "now":
        return replace(limit, calls_at_once=budget.calls, calls_at_once_used=used)
    return replace(limit, calls_per_minute=budget.calls, calls_per_minute_used=used)


def _covers(limited: str, name: str) -> bool:
    """Whether what is said of `limited` belongs on the page of `name`: its own, its tools', its toolbox's."""
    return limited == name or limited == name.partition(":")[0] or limited.startswith(f"{name}:")
