"""Plans: what is included, what stops there, what is paid for beyond it, and the statement at the end of the month."""

import csv
import dataclasses
import io

import pytest
from access_world import Prompt, World
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.access.capabilities.plans import AssignInput, StatementInput
from wainao.features.access.capabilities.teams import JoinInput, TeamInput
from wainao.features.access.plans import this_month
from wainao.features.access.store import Plan, put_plan, subscribe
from wainao.features.access.types import ActorInput, KeyInput
from wainao.kernel import BudgetError, ConflictError, NotFoundError, UsageError
from wainao.store.portion import Portion
from wainao.types import ALL_RIGHTS, Actor

pytestmark = pytest.mark.anyio

FAR = Actor(id="far", tenant="far", rights=ALL_RIGHTS)
MONTH = this_month()


async def member(world: World, id: str = "ann", team: str = "sales") -> Actor:
    await world.run("teams:add", TeamInput(id=team))
    await world.run("actors:add", ActorInput(id=id))
    await world.run("teams:join", JoinInput(team=team, actor=id))
    return world.actors.authenticate((await world.run("keys:add", KeyInput(actor=id))).key)


async def statement(world: World, actor: Actor | None = None, month: str | None = None):
    told = await world.run("plans:statement", StatementInput(month=month), actor=actor)
    return {row.payer: row for row in told.rows}


async def test_a_plan_that_blocks_stops_at_what_is_included(world):
    ann = await member(world)
    await world.run("plans:set", Plan(id="small", fee_microusd=5_000_000, tokens=25, beyond="block"))
    await world.run("plans:assign", AssignInput(plan="small", team="sales"))
    for _ in range(2):
        await world.run("models:chat", Prompt(), actor=ann)
    with pytest.raises(BudgetError, match=r"team:sales.*by its plan"):
        await world.run("models:chat", Prompt(), actor=ann)
    row = (await statement(world))["team:sales"]
    assert (row.tokens, row.included_tokens, row.charge_microusd) == (20, 25, 5_000_000)


async def test_a_plan_counts_what_was_used_this_month_before_there_was_one(world):
    ann = await member(world)
    for _ in range(2):
        await world.run("models:chat", Prompt(), actor=ann)
    await world.run("plans:set", Plan(id="small", tokens=25, beyond="block"))
    await world.run("plans:assign", AssignInput(plan="small", team="sales"))
    with pytest.raises(BudgetError):
        await world.run("models:chat", Prompt(), actor=ann)
    await world.run("plans:set", Plan(id="small", tokens=35, beyond="block"))  # for all who have it, at once
    await world.run("models:chat", Prompt(), actor=ann)
    with pytest.raises(BudgetError):
        await world.run("models:chat", Prompt(), actor=ann)
    await world.run("plans:set", Plan(id="small", tokens=35, beyond="pay"))
    await world.run("models:chat", Prompt(), actor=ann)
    await world.run("plans:set", Plan(id="small", tokens=55, beyond="block"))
    await world.run("models:chat", Prompt(), actor=ann)
    with pytest.raises(BudgetError):
        await world.run("models:chat", Prompt(), actor=ann)
    await world.run("plans:assign", AssignInput(plan=None, team="sales"))
    await world.run("models:chat", Prompt(), actor=ann)


async def test_what_is_beyond_a_plan_that_pays_is_charged(world):
    ann = await member(world)
    plan = Plan(
        id="pro",
        fee_microusd=1_000,
        calls=1,
        call_microusd=10,
        tokens=15,
        million_tokens_microusd=2_000_000,
        cost_microusd=150,
        markup_percent=20,
    )
    await world.run("plans:set", plan)
    await world.run("plans:assign", AssignInput(plan="pro", team="sales"))
    for _ in range(3):
        await world.run("models:chat", Prompt(), actor=ann)
    row = (await statement(world))["team:sales"]
    assert (row.calls, row.tokens, row.cost_microusd) == (3, 30, 300)
    assert row.charge_microusd == 1_000 + 2 * 10 + 15 * 2 + 180


async def test_a_cost_is_charged_on_with_a_markup(world):
    ann = await member(world)
    await world.run("plans:set", Plan(id="at-cost-and-a-fifth", cost_microusd=0, markup_percent=20))
    await world.run("plans:assign", AssignInput(plan="at-cost-and-a-fifth", team="sales"))
    await world.run("models:chat", Prompt(cost_microusd=101), actor=ann)
    assert (await statement(world))["team:sales"].charge_microusd == 122


async def test_who_has_no_plan_is_charged_what_it_cost_and_what_has_no_price_is_told(world):
    ann, bob = await member(world), await world.let_in("bob")
    await world.run("models:chat", Prompt(), actor=ann)
    await world.run("models:chat", Prompt(cost_microusd=None), actor=bob)
    rows = await statement(world)
    assert (rows["team:sales"].plan, rows["team:sales"].charge_microusd, rows["team:sales"].unpriced) == (None, 100, 0)
    assert (rows["actor:bob"].charge_microusd, rows["actor:bob"].unpriced) == (0, 1)


async def test_statements_of_months_past_do_not_change(world):
    state = world.home.database("state")
    old = Plan(id="pro", fee_microusd=5)
    state.write(lambda connection: put_plan(connection, old, tenant="local", month="2026-01")).result()
    state.write(lambda connection: subscribe(connection, "team:sales", "pro", tenant="local", month="2026-02")).result()
    await member(world)
    await world.run("plans:set", dataclasses.replace(old, fee_microusd=7))
    months = {month: await statement(world, month=month) for month in ("2026-01", "2026-02", MONTH)}
    charges = {month: row["team:sales"].charge_microusd for month, row in months.items() if "team:sales" in row}
    assert charges == {"2026-02": 5, MONTH: 7}
    await world.run("plans:assign", AssignInput(plan=None, team="sales"))
    assert (await statement(world, month="2026-02"))["team:sales"].charge_microusd == 5
    assert "team:sales" not in await statement(world)


async def test_others_see_their_own_statement_and_another_tenant_none(world):
    ann, bob = await member(world), await world.let_in("bob")
    await world.run("plans:set", Plan(id="pro", fee_microusd=5))
    for actor in (ann, bob):
        await world.run("models:chat", Prompt(), actor=actor)
    assert set(await statement(world, actor=bob)) == {"actor:bob"}
    assert set(await statement(world, actor=ann)) == set()
    far = await statement(world, actor=FAR)
    assert set(far) <= {"actor:far"}
    exported = await world.run("plans:export", StatementInput(), actor=bob)
    assert [row["payer"] for row in csv.DictReader(io.StringIO(exported.content.decode()))] == ["actor:bob"]
    assert (await world.run("plans:list", Portion(), actor=FAR)).plans == ()
    with pytest.raises(NotFoundError):
        await world.run("plans:assign", AssignInput(plan="pro", team="sales"), actor=FAR)


async def test_a_plan_is_only_for_whoever_pays(world):
    await member(world)
    await world.run("plans:set", Plan(id="pro"))
    with pytest.raises(ConflictError, match="charged to the team 'sales'"):
        await world.run("plans:assign", AssignInput(plan="pro", actor="ann"))
    for nobody in (AssignInput(plan="pro"), AssignInput(plan="pro", team="sales", actor="ann")):
        with pytest.raises(UsageError, match="not clear"):
            await world.run("plans:assign", nobody)
    for missing in ({"team": "hr"}, {"actor": "eve"}):
        with pytest.raises(NotFoundError):
            await world.run("plans:assign", AssignInput(plan="pro", **missing))
    with pytest.raises(NotFoundError, match="no plan 'gold'"):
        await world.run("plans:assign", AssignInput(plan="gold", team="sales"))
    await world.run("plans:assign", AssignInput(plan="pro", team="sales"))
    listed = await world.run("plans:list", Portion())
    assert [(one.subject, one.plan) for one in listed.assigned] == [("team:sales", "pro")]


@pytest.mark.parametrize(
    "wrong", [{"fee_microusd": -1}, {"tokens": 10**30}, {"markup_percent": -5}, {"beyond": "block"}]
)
def test_a_plan_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(UsageError):
        Plan(id="pro", **wrong)


@pytest.mark.parametrize("month", ["november", "2026-13", "2026-1", "2026-11-01", ""])
async def test_a_month_that_is_none_is_refused(world, month):
    with pytest.raises(UsageError, match="is no month"):
        await world.run("plans:statement", StatementInput(month=month))


amounts = st.integers(0, 10**9)


@given(calls=amounts, tokens=amounts, cost=amounts, more=amounts)
def test_more_use_never_costs_less_and_what_is_included_costs_the_fee(calls, tokens, cost, more):
    plan = Plan(
        id="pro",
        fee_microusd=7,
        calls=10**6,
        tokens=10**6,
        cost_microusd=10**6,
        call_microusd=3,
        million_tokens_microusd=5,
        markup_percent=15,
    )
    charge = plan.charge_microusd(calls=calls, tokens=tokens, cost_microusd=cost)
    assert charge >= 7
    assert charge <= plan.charge_microusd(calls=calls + more, tokens=tokens + more, cost_microusd=cost + more)
    if max(calls, tokens, cost) <= 10**6:
        assert charge == 7
