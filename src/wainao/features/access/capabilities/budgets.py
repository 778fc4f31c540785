"""budgets:set and budgets:list."""

from __future__ import annotations

from collections.abc import AsyncIterator

from wainao.features.access.types import BudgetInput, BudgetList, BudgetRow, Nothing, free, reach
from wainao.kernel import Call, Spec
from wainao.store.actors import Actors, no_actor
from wainao.store.budget import Budget, Spent
from wainao.store.meter import SqliteMeter
from wainao.types import Actor, Words


class SetBudget:
    """`budgets:set`."""

    spec = Spec(
        name="budgets:set",
        title=Words("设定预算", "Set a budget"),
        description=Words(
            "限定一个成员或整个租户每分钟、每天、每月或总共可用的次数、令牌数和金额。",
            "How many calls and tokens and how much money an actor, or all together, may use in a period.",
        ),
        input=BudgetInput,
        output=BudgetRow,
        risk="write",
        right="admin",
        estimate=free,
        example=BudgetInput(actor="ann", period="month", calls=10_000, cost_microusd=50_000_000),
    )

    def __init__(self, meter: SqliteMeter, actors: Actors) -> None:
        self._meter = meter
        self._actors = actors

    async def invoke(self, call: Call) -> AsyncIterator[BudgetRow]:
        wanted: BudgetInput = call.input
        budget = Budget(
            subject=self._subject(wanted.actor, call.actor),
            period=wanted.period,
            calls=wanted.calls,
            tokens=wanted.tokens,
            cost_microusd=wanted.cost_microusd,
        )
        await self._meter.set_budget(budget)
        yield _row(self._meter.spent(budget))

    def _subject(self, actor: str | None, caller: Actor) -> str:
        if actor is None:
            return f"tenant:{caller.tenant}"
        if not self._actors.knows(actor, tenant=reach(caller)):
            raise no_actor(actor)
        return f"actor:{actor}"


class ListBudgets:
    """`budgets:list`."""

    spec = Spec(
        name="budgets:list",
        title=Words("预算列表", "Budgets"),
        description=Words("列出预算及其已用部分。", "Every budget, and how much of it is used up."),
        input=Nothing,
        output=BudgetList,
        right="admin",
        estimate=free,
        example=Nothing(),
    )

    def __init__(self, meter: SqliteMeter, actors: Actors) -> None:
        self._meter = meter
        self._actors = actors

    async def invoke(self, call: Call) -> AsyncIterator[BudgetList]:
        found = [budget for budget in self._meter.budgets() if self._reaches(call.actor, budget.subject)]
        yield BudgetList(budgets=tuple(_row(self._meter.spent(budget)) for budget in found))

    def _reaches(self, caller: Actor, subject: str) -> bool:
        kind, _, id = subject.partition(":")
        if kind == "tenant":
            return reach(caller) in (id, None)
        return self._actors.knows(id, tenant=reach(caller))


def _row(spent: Spent) -> BudgetRow:
    budget, amount = spent.budget, spent.amount
    return BudgetRow(
        subject=budget.subject,
        period=budget.period,
        calls=budget.calls,
        calls_used=amount.calls,
        tokens=budget.tokens,
        tokens_used=amount.tokens,
        cost_microusd=budget.cost_microusd,
        cost_microusd_used=amount.cost_microusd,
        unpriced=amount.unpriced,
    )
