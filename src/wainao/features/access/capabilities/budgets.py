"""budgets:set, budgets:list, limits:set and limits:list."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from functools import reduce

from wainao.features.access.subjects import Subjects
from wainao.features.access.types import (
    BudgetInput,
    BudgetList,
    BudgetRow,
    LimitInput,
    LimitList,
    LimitRow,
)
from wainao.kernel import Call, Spec
from wainao.store.budget import Budget, Spent
from wainao.store.meter import SqliteMeter
from wainao.store.portion import Portion
from wainao.store.works import free
from wainao.types import Words


class SetBudget:
    """`budgets:set`."""

    spec = Spec(
        name="budgets:set",
        title=Words("设定预算", "Set a budget"),
        description=Words(
            "限定一个使用者、团队、密钥或整个租户每分钟、每天、每月或总共可用的次数、词元数和金额。",
            "Set how many calls and tokens and how much money an actor, a team, a key or the whole "
            "tenant may use in a period.",
        ),
        input=BudgetInput,
        output=BudgetRow,
        risk="write",
        right="admin",
        estimate=free,
        example=BudgetInput(actor="ann", period="month", calls=10_000, cost_microusd=50_000_000),
    )

    def __init__(self, meter: SqliteMeter, subjects: Subjects) -> None:
        self._meter = meter
        self._subjects = subjects

    async def invoke(self, call: Call) -> AsyncIterator[BudgetRow]:
        wanted: BudgetInput = call.input
        budget = Budget(
            subject=self._subjects.named(call.actor, actor=wanted.actor, team=wanted.team, key=wanted.key),
            period=wanted.period,
            calls=wanted.calls,
            tokens=wanted.tokens,
            cost_microusd=wanted.cost_microusd,
            if_unpriced=wanted.if_unpriced,
        )
        await self._meter.set_budget(budget)
        yield _budget_row(self._meter.spent(budget))


class ListBudgets:
    """`budgets:list`."""

    spec = Spec(
        name="budgets:list",
        title=Words("预算列表", "Budgets"),
        description=Words(
            "列出预算及其已用部分；管理员看到整个租户的，其他人看到自己的。",
            "List budgets and how much of each is used up. An administrator sees the whole tenant, "
            "others see their own.",
        ),
        input=Portion,
        output=BudgetList,
        estimate=free,
        example=Portion(),
    )

    def __init__(self, meter: SqliteMeter, subjects: Subjects) -> None:
        self._meter = meter
        self._subjects = subjects

    async def invoke(self, call: Call) -> AsyncIterator[BudgetList]:
        found = (budget for budget in self._meter.budgets() if self._subjects.shown(call.actor, budget.subject))
        yield BudgetList(budgets=tuple(_budget_row(self._meter.spent(budget)) for budget in call.input.of(found)))


class SetLimit:
    """`limits:set`."""

    spec = Spec(
        name="limits:set",
        title=Words("设定速率", "Set a limit"),
        description=Words(
            "限定一个使用者、团队、密钥或整个租户每分钟的次数和词元数，以及同时进行的次数。",
            "Set how many calls and tokens are allowed per minute, and how many calls at once, for "
            "an actor, a team, a key or the whole tenant.",
        ),
        input=LimitInput,
        output=LimitRow,
        risk="write",
        right="admin",
        estimate=free,
        example=LimitInput(team="sales", calls_per_minute=600, tokens_per_minute=100_000, calls_at_once=20),
    )

    def __init__(self, meter: SqliteMeter, subjects: Subjects) -> None:
        self._meter = meter
        self._subjects = subjects

    async def invoke(self, call: Call) -> AsyncIterator[LimitRow]:
        wanted: LimitInput = call.input
        subject = self._subjects.named(call.actor, actor=wanted.actor, team=wanted.team, key=wanted.key)
        budgets = (
            Budget(subject=subject, period="minute", calls=wanted.calls_per_minute, tokens=wanted.tokens_per_minute),
            Budget(subject=subject, period="now", calls=wanted.calls_at_once),
        )
        row = LimitRow(subject=subject)
        for budget in budgets:
            await self._meter.set_budget(budget)
            row = _with(row, self._meter.spent(budget))
        yield row


class ListLimits:
    """`limits:list`."""

    spec = Spec(
        name="limits:list",
        title=Words("速率列表", "Limits"),
        description=Words(
            "列出速率与并发的上限及当前占用；管理员看到整个租户的，其他人看到自己的。",
            "List rate and concurrency limits with their current use. An administrator sees the "
            "whole tenant, others see their own.",
        ),
        input=Portion,
        output=LimitList,
        estimate=free,
        example=Portion(),
    )

    def __init__(self, meter: SqliteMeter, subjects: Subjects) -> None:
        self._meter = meter
        self._subjects = subjects

    async def invoke(self, call: Call) -> AsyncIterator[LimitList]:
        found: dict[str, list[Budget]] = {}
        for budget in self._meter.budgets():
            if budget.period in ("minute", "now") and self._subjects.shown(call.actor, budget.subject):
                found.setdefault(budget.subject, []).append(budget)
        yield LimitList(limits=tuple(self._row(*one) for one in call.input.of(found.items())))

    def _row(self, subject: str, budgets: Iterable[Budget]) -> LimitRow:
        return reduce(_with, map(self._meter.spent, budgets), LimitRow(subject=subject))


def _budget_row(spent: Spent) -> BudgetRow:
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
        if_unpriced=budget.if_unpriced,
    )


def _with(row: LimitRow, spent: Spent) -> LimitRow:
    budget, amount = spent.budget, spent.amount
    if budget.period == "now":
        return replace(row, calls_at_once=budget.calls, calls_at_once_used=amount.calls)
    return replace(
        row,
        calls_per_minute=budget.calls,
        calls_per_minute_used=amount.calls,
        tokens_per_minute=budget.tokens,
        tokens_per_minute_used=amount.tokens,
    )
