"""plans:set, plans:list, plans:assign, plans:statement and plans:export."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, fields

from wainao.features.access.plans import Plans, Statement, check_month, this_month
from wainao.features.access.store import Plan
from wainao.features.access.table import MEDIA_TYPE, Export, to_csv
from wainao.kernel import Call, ConflictError, Spec, UsageError
from wainao.store.actor_tables import no_actor, no_team
from wainao.store.actors import Actors, check_id
from wainao.store.portion import Portion
from wainao.store.works import free
from wainao.types import Actor, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanList:
    """The plans as they are this month, and who has which."""

    plans: tuple[Plan, ...]
    assigned: tuple[Assignment, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Assignment:
    """`subject` is "team:sales" or "actor:ann"; `plan` None: it has none any more."""

    subject: str
    plan: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AssignInput:
    """For one `team`, or one `actor` that is in no team. `plan` None takes its plan away."""

    plan: str | None
    team: str | None = None
    actor: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementInput:
    """A month such as 2026-11, in UTC; None: this one, up to now."""

    month: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementRow:
    """What one payer used in a month and is charged: by its plan, or without one what it cost.

    Money is in millionths of a US dollar. Of the calls, `unpriced` cost something that nobody knows: it is not charged.
    """

    month: str
    payer: str
    plan: str | None
    calls: int
    tokens: int
    cost_microusd: int
    unpriced: int
    included_calls: int | None
    included_tokens: int | None
    included_microusd: int | None
    fee_microusd: int
    charge_microusd: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Statements:
    month: str
    rows: tuple[StatementRow, ...]


class SetPlan:
    """`plans:set`."""

    spec = Spec(
        name="plans:set",
        title=Words("设定套餐", "Set a plan"),
        description=Words(
            "设定一个套餐：月费、每月包含的次数、词元和金额，超出后拒绝还是按量付费。自本月起生效，以往账单不变。",
            "Set what a plan costs and includes each month, and whether usage beyond it is refused "
            "or charged. It applies from this month on; earlier statements stay.",
        ),
        input=Plan,
        output=Plan,
        risk="write",
        right="admin",
        estimate=free,
        example=Plan(id="team-50", fee_microusd=50_000_000, cost_microusd=40_000_000, markup_percent=20),
    )

    def __init__(self, plans: Plans) -> None:
        self._plans = plans

    async def invoke(self, call: Call) -> AsyncIterator[Plan]:
        check_id(call.input.id, "A plan")
        await self._plans.put(call.input, tenant=call.actor.tenant)
        yield call.input


class ListPlans:
    """`plans:list`."""

    spec = Spec(
        name="plans:list",
        title=Words("套餐列表", "Plans"),
        description=Words("列出套餐以及谁用哪个。", "List the plans and who has which."),
        input=Portion,
        output=PlanList,
        right="admin",
        estimate=free,
        example=Portion(),
    )

    def __init__(self, plans: Plans) -> None:
        self._plans = plans

    async def invoke(self, call: Call) -> AsyncIterator[PlanList]:
        plans, having = self._plans.all(tenant=call.actor.tenant)
        assigned = (Assignment(subject=subject, plan=plan) for subject, plan in having.items())
        yield PlanList(plans=call.input.of(plans.values()), assigned=call.input.of(assigned))


class AssignPlan:
    """`plans:assign`."""

    spec = Spec(
        name="plans:assign",
        title=Words("分配套餐", "Assign a plan"),
        description=Words(
            "让一个团队，或不属于任何团队的使用者，自本月起使用某个套餐，或不再使用。",
            "Give a team, or an actor without a team, a plan from this month on, or remove it.",
        ),
        input=AssignInput,
        output=Assignment,
        risk="write",
        right="admin",
        estimate=free,
        example=AssignInput(plan="team-50", team="sales"),
    )

    def __init__(self, plans: Plans, actors: Actors) -> None:
        self._plans = plans
        self._actors = actors

    async def invoke(self, call: Call) -> AsyncIterator[Assignment]:
        wanted: AssignInput = call.input
        subject = self._subject(wanted, call.actor.tenant)
        if wanted.plan is not None and wanted.actor is not None:
            self._refuse_member(wanted.actor, call.actor.tenant)
        await self._plans.assign(subject, wanted.plan, tenant=call.actor.tenant)
        yield Assignment(subject=subject, plan=wanted.plan)

    def _subject(self, wanted: AssignInput, tenant: str) -> str:
        """Plans are a tenant's own, so even the owner gives them to its own tenant alone."""
        if (wanted.actor is None) == (wanted.team is None):
            raise UsageError("It is not clear who is to have the plan. Name either a team or an actor.")
        if wanted.team is not None:
            if not self._actors.teams.knows(wanted.team, tenant=tenant):
                raise no_team(wanted.team)
            return f"team:{wanted.team}"
        if wanted.actor is None or not self._actors.knows(wanted.actor, tenant=tenant):
            raise no_actor(wanted.actor)
        return f"actor:{wanted.actor}"

    def _refuse_member(self, actor: str, tenant: str) -> None:
        teams = [team.id for team in self._actors.teams.all(tenant=tenant) if actor in team.charged]
        if teams:
            raise ConflictError(
                f"The calls of {actor!r} are charged to the team {teams[0]!r}, so that a plan of its own would never "
                "be used. Give the plan to the team."
            )


class ShowStatement:
    """`plans:statement`."""

    spec = Spec(
        name="plans:statement",
        title=Words("月度账单", "Statements"),
        description=Words(
            "显示各团队和使用者某月的用量与应付金额。管理员看到整个租户的，其他人看到自己的。",
            "Show what each team and actor used in a month and is charged. An administrator sees the "
            "whole tenant, others see their own.",
        ),
        input=StatementInput,
        output=Statements,
        estimate=free,
        example=StatementInput(month="2026-11"),
    )

    def __init__(self, plans: Plans) -> None:
        self._plans = plans

    async def invoke(self, call: Call) -> AsyncIterator[Statements]:
        yield await self.statements(call.actor, call.input)

    async def statements(self, caller: Actor, wanted: StatementInput) -> Statements:
        """What `caller` may see of that month. Raises UsageError."""
        month = this_month() if wanted.month is None else check_month(wanted.month)
        found = await self._plans.statements(tenant=caller.tenant, month=month)
        seen = [one for one in found if caller.may("admin") or one.payer == f"actor:{caller.id}"]
        return Statements(month=month, rows=tuple(_row(month, one) for one in seen))


class ExportStatement:
    """`plans:export`."""

    spec = Spec(
        name="plans:export",
        title=Words("导出账单", "Statements as a file"),
        description=Words("把某月的账单导出为 CSV。", "Export the statements of a month as CSV."),
        input=StatementInput,
        output=Export,
        estimate=free,
        example=StatementInput(month="2026-11"),
    )

    def __init__(self, shown: ShowStatement) -> None:
        self._shown = shown

    async def invoke(self, call: Call) -> AsyncIterator[Export]:
        told = await self._shown.statements(call.actor, call.input)
        columns = [item.name for item in fields(StatementRow)]
        yield Export(
            name=f"statements-{told.month}.csv",
            media_type=MEDIA_TYPE,
            content=to_csv(columns, map(asdict, told.rows)),
        )


def _row(month: str, told: Statement) -> StatementRow:
    plan, amounts = told.plan, told.amounts
    return StatementRow(
        month=month,
        payer=told.payer,
        plan=None if plan is None else plan.id,
        calls=amounts.requests,
        tokens=amounts.input_tokens + amounts.output_tokens,
        cost_microusd=amounts.cost_microusd,
        unpriced=amounts.unpriced,
        included_calls=None if plan is None else plan.calls,
        included_tokens=None if plan is None else plan.tokens,
        included_microusd=None if plan is None else plan.cost_microusd,
        fee_microusd=0 if plan is None else plan.fee_microusd,
        charge_microusd=told.charge_microusd,
    )
