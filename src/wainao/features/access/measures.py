"""How much of budgets is used up and what waits for a person, for whoever watches the installation."""

from __future__ import annotations

from collections.abc import Iterator

from wainao.kernel import now_us
from wainao.store.budget import Spent
from wainao.store.home import Home
from wainao.store.measure import Measure
from wainao.store.meter import SqliteMeter

_WAITING = "Calls that wait for a person."
_USED = "Share of a budget that is used up, of its scarcest limit."
_WATCHED = ("team:", "tenant:")
"""Whose budgets are told: those of people and keys may be thousands, and name somebody."""


def measures(home: Home, meter: SqliteMeter) -> Iterator[Measure]:
    with home.database("state").read() as connection:
        waiting = connection.execute(
            "SELECT tenant, COUNT(*) FROM approvals WHERE state = 'waiting' AND expires_us > ? GROUP BY tenant",
            (now_us(),),
        ).fetchall()
    for tenant, number in waiting:
        yield Measure(name="wainao_approvals_waiting", help=_WAITING, labels={"tenant": tenant}, value=number)
    for budget in meter.budgets():
        if budget.subject.startswith(_WATCHED):
            labels = {"subject": budget.subject, "period": budget.period}
            share = _share(meter.spent(budget))
            yield Measure(name="wainao_budget_used_ratio", help=_USED, labels=labels, value=share)


def _share(spent: Spent) -> float:
    used = zip(spent.amount.values, spent.budget.limits, strict=False)  # unpriced calls, at the end, have no limit
    return max((amount / limit if limit else 1.0 for amount, limit in used if limit is not None), default=0.0)
