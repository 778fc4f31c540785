"""Plans at work: who has which, what that allows, and what a month of it costs."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from wainao.features.access.store import MIGRATIONS, Plan, plans, put_plan, subscribe, subscriptions
from wainao.kernel import NotFoundError, UsageError
from wainao.store.budget import Amount, Budget
from wainao.store.counters import write_used
from wainao.store.home import Home
from wainao.store.ledger.tally import Amounts
from wainao.store.ledger.usage import Which, used
from wainao.store.meter import write_budget

_NOTHING = Amounts()


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """What one payer ("team:sales", "actor:ann") used in a month, and what that costs; without a plan, what it cost."""

    payer: str
    plan: Plan | None
    amounts: Amounts
    charge_microusd: int


class Plans:
    """The plans of all tenants. Terms and who has them hold from the month on in which they were set."""

    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        self._ledger = home.ledger
        self._changes = home.changes
        self._database.migrate("access", MIGRATIONS)

    async def put(self, plan: Plan, *, tenant: str) -> None:
        """Set the terms of a plan, for all who have it, from this month on."""
        await self._ledger.caught_up()
        await self._changes.write(partial(_put, plan=plan, tenant=tenant, month=this_month()))

    async def assign(self, subject: str, plan: str | None, *, tenant: str) -> None:
        """Let a subject have a plan, or none, from this month on. Raises NotFoundError."""
        await self._ledger.caught_up()
        await self._changes.write(partial(_assign, subject=subject, plan=plan, tenant=tenant, month=this_month()))

    def all(self, *, tenant: str) -> tuple[dict[str, Plan], dict[str, str]]:
        """The plans as they are this month, by id; and which one each subject has."""
        month = this_month()
        with self._database.read() as connection:
            return plans(connection, tenant=tenant, month=month), subscriptions(connection, tenant=tenant, month=month)

    async def statements(self, *, tenant: str, month: str) -> list[Statement]:
        """One for everybody who used something in that month (2026-11), or has a plan; the dearest first."""
        await self._ledger.caught_up()
        return await asyncio.to_thread(self._statements, tenant, month)

    def _statements(self, tenant: str, month: str) -> list[Statement]:
        with self._database.read() as connection:
            lines = used(connection, _of_month(month, tenant), by=("team", "actor"))
            terms = plans(connection, tenant=tenant, month=month)
            having = subscriptions(connection, tenant=tenant, month=month)
        sums = dict.fromkeys(having, _NOTHING)
        for line in lines:
            team, actor = line.place
            payer = f"team:{team}" if team else f"actor:{actor}"
            sums[payer] = sums.get(payer, _NOTHING).plus(line.amounts)
        made = [_statement(payer, terms.get(having.get(payer, "")), amounts) for payer, amounts in sums.items()]
        return sorted(made, key=lambda one: (-one.charge_microusd, one.payer))


def this_month() -> str:
    return datetime.now(UTC).strftime("%Y-%m")


def check_month(month: str) -> str:
    """Raises UsageError when that is no month."""
    try:
        if datetime.strptime(month, "%Y-%m").strftime("%Y-%m") == month:
            return month
    except ValueError:
        pass
    raise UsageError(f"{month!r} is no month. Expected one such as '2026-11'.")


def _of_month(month: str, tenant: str) -> Which:
    year, number = map(int, month.split("-"))
    return Which(since=f"{month}-01", until=f"{month}-{monthrange(year, number)[1]}", tenant=tenant)


def _statement(payer: str, plan: Plan | None, amounts: Amounts) -> Statement:
    charge = amounts.cost_microusd
    if plan is not None:
        charge = plan.charge_microusd(
            calls=amounts.requests,
            tokens=amounts.input_tokens + amounts.output_tokens,
            cost_microusd=amounts.cost_microusd,
        )
    return Statement(payer=payer, plan=plan, amounts=amounts, charge_microusd=charge)


def _put(connection: sqlite3.Connection, *, plan: Plan, tenant: str, month: str) -> None:
    put_plan(connection, plan, tenant=tenant, month=month)
    for subject, name in subscriptions(connection, tenant=tenant, month=month).items():
        if name == plan.id:
            _allow(connection, subject, plan, tenant=tenant, month=month)


def _assign(connection: sqlite3.Connection, *, subject: str, plan: str | None, tenant: str, month: str) -> None:
    known = plans(connection, tenant=tenant, month=month)
    if plan is not None and plan not in known:
        raise NotFoundError(f"There is no plan {plan!r}. `wainao plans list` shows them.")
    subscribe(connection, subject, plan, tenant=tenant, month=month)
    _allow(connection, subject, None if plan is None else known[plan], tenant=tenant, month=month)


def _allow(connection: sqlite3.Connection, subject: str, plan: Plan | None, *, tenant: str, month: str) -> None:
    """Let the meter stop at what is included: at nothing, unless the plan blocks what is beyond it."""
    if plan is None or plan.beyond == "pay":
        write_budget(connection, Budget(subject=subject, period="plan"))
        return
    allowance = Budget(
        subject=subject, period="plan", calls=plan.calls, tokens=plan.tokens, cost_microusd=plan.cost_microusd
    )
    write_budget(connection, allowance)
    kind, _, id = subject.partition(":")
    whose = {"team": id} if kind == "team" else {"actor": id, "team": ""}
    sums = [line.amounts for line in used(connection, replace(_of_month(month, tenant), **whose), by=())]
    write_used(connection, allowance, _amount(*sums), now_s=time.time())


def _amount(sums: Amounts = _NOTHING) -> Amount:
    return Amount(
        calls=sums.requests,
        tokens=sums.input_tokens + sums.output_tokens,
        cost_microusd=sums.cost_microusd,
        unpriced=sums.unpriced,
    )
