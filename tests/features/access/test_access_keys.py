"""Keys that are bound, replaced and charged to teams; and what nobody gets out of them."""

import logging

import pytest
from access_world import Prompt, World

from wainao.features.access.capabilities.keys import KeysInput
from wainao.features.access.capabilities.teams import JoinInput, LeaveInput, RemoveInput, TeamInput
from wainao.features.access.types import (
    ActorInput,
    BudgetInput,
    KeyInput,
    LimitInput,
    RotateInput,
)
from wainao.kernel import BudgetError, DeniedError, NotFoundError, RateError, UnauthenticatedError, UsageError
from wainao.store.portion import Portion
from wainao.types import ALL_RIGHTS, Actor

pytestmark = pytest.mark.anyio


async def team(world: World, id: str, *members: str) -> None:
    await world.run("teams:add", TeamInput(id=id, name=id.title()))
    for member in members:
        await world.run("teams:join", JoinInput(team=id, actor=member))


async def test_a_key_for_questions_does_not_reach_a_model_by_way_of_one(world):
    bound = await world.let_in("ann", capabilities=("knowledge:ask",))
    with pytest.raises(DeniedError, match="knowledge:ask only"):
        await world.run("models:chat", Prompt(), actor=bound)
    with pytest.raises(DeniedError, match="needs 'models:chat'"):
        await world.run("knowledge:ask", Prompt(), actor=bound)
    both = await world.let_in("bob", capabilities=("knowledge:ask", "models:chat"), routes=("m-*",))
    await world.run("knowledge:ask", Prompt(model="m-2"), actor=both)
    with pytest.raises(DeniedError, match="the model 'big'"):
        await world.run("knowledge:ask", Prompt(model="big"), actor=both)


async def test_a_key_for_reading_does_not_write(world):
    reader = await world.let_in("ann", "read", "write", "act", "admin")
    await world.run("teams:add", TeamInput(id="hr"), actor=reader)
    key = await world.run("keys:add", KeyInput(actor="ann", rights=("read",)))
    with pytest.raises(DeniedError):
        await world.run("teams:add", TeamInput(id="law"), actor=world.actors.authenticate(key.key))


async def test_a_bound_key_makes_no_key_that_is_bound_less(world):
    caller = await world.let_in("ann", *ALL_RIGHTS, capabilities=("keys:*", "models:chat"), routes=("m-1",))
    wide = await world.run("keys:add", KeyInput(actor="ann"))
    for attempt in (
        KeyInput(actor="ann"),
        KeyInput(actor="ann", capabilities=("models:*",), routes=("m-1",)),
        KeyInput(actor="ann", capabilities=("models:chat",)),
        KeyInput(actor="ann", capabilities=("models:chat",), routes=("m-1", "m-2")),
    ):
        with pytest.raises(DeniedError, match="cannot make a key"):
            await world.run("keys:add", attempt, actor=caller)
    with pytest.raises(DeniedError, match="cannot make a key"):
        await world.run("keys:rotate", RotateInput(prefix=wide.prefix), actor=caller)
    await world.run("keys:add", KeyInput(actor="ann", capabilities=("keys:list",), routes=()), actor=caller)


async def test_a_key_is_replaced_and_what_it_may_use_goes_on(world):
    ann = await world.let_in("ann", name="CI")
    await world.run("budgets:set", BudgetInput(key=ann.key, period="total", calls=2))
    await world.run("models:chat", Prompt(), actor=ann)
    rotated = await world.run("keys:rotate", RotateInput(prefix=ann.key, overlap_hours=1.0))
    assert rotated.old_expires_us is not None
    again = world.actors.authenticate(rotated.key)
    await world.run("models:chat", Prompt(), actor=again)
    for actor in (ann, again):
        with pytest.raises(BudgetError, match=f"key:{ann.key}"):
            await world.run("models:chat", Prompt(), actor=actor)
    rows = (await world.run("keys:list", KeysInput())).keys
    assert [(row.prefix, row.name, row.line, row.replaced_by) for row in rows] == [
        (ann.key, "CI", ann.key, rotated.prefix),
        (rotated.prefix, "CI", ann.key, None),
    ]


@pytest.mark.parametrize("hours", [-1.0, float("nan"), float("inf"), 24 * 365.0])
async def test_an_overlap_that_makes_no_sense_is_refused(world, hours):
    ann = await world.let_in("ann")
    with pytest.raises(UsageError, match="Expected 0 to"):
        await world.run("keys:rotate", RotateInput(prefix=ann.key, overlap_hours=hours))


async def test_a_key_is_in_no_log_no_error_no_receipt_and_no_file(world, caplog):
    with caplog.at_level(logging.DEBUG):
        await world.run("actors:add", ActorInput(id="ann"))
        made = await world.run("keys:add", KeyInput(actor="ann", name="CI"))
        rotated = await world.run("keys:rotate", RotateInput(prefix=made.prefix))
        with pytest.raises(UnauthenticatedError) as refused:
            world.actors.authenticate(made.key[:-1] + ("y" if made.key.endswith("x") else "x"))
        world.actors.authenticate(rotated.key)
    world.home.close()
    kept = b"".join(path.read_bytes() for path in world.home.path.rglob("*") if path.is_file())
    for secret in (made.key[12:], rotated.key[12:]):
        assert secret.encode() not in kept
        assert secret not in caplog.text
        assert secret[:-1] not in str(refused.value)
        assert secret not in repr((made, rotated))


async def test_others_see_their_own_keys_and_budgets_and_no_more(world):
    ann, bob = await world.let_in("ann"), await world.let_in("bob")
    for actor in ("ann", "bob"):
        await world.run("budgets:set", BudgetInput(actor=actor, calls=5))
        await world.run("limits:set", LimitInput(actor=actor, calls_at_once=5))
    await world.run("budgets:set", BudgetInput(calls=100))
    assert {row.actor for row in (await world.run("keys:list", KeysInput(actor="bob"), actor=ann)).keys} == {"ann"}
    assert {row.subject for row in (await world.run("budgets:list", Portion(), actor=bob)).budgets} == {"actor:bob"}
    assert {row.subject for row in (await world.run("limits:list", Portion(), actor=bob)).limits} == {"actor:bob"}


async def test_an_administrator_sees_and_sets_nothing_of_another_tenant(world):
    far = Actor(id="far", tenant="far", rights=ALL_RIGHTS)
    ann = await world.let_in("ann")
    await team(world, "sales", "ann")
    for subject in ({"actor": "ann"}, {"team": "sales"}, {"key": ann.key}, {}):
        await world.run("budgets:set", BudgetInput(calls=5, **subject))
        if subject:
            with pytest.raises(NotFoundError):
                await world.run("budgets:set", BudgetInput(calls=0, **subject), actor=far)
            with pytest.raises(NotFoundError):
                await world.run("limits:set", LimitInput(calls_at_once=0, **subject), actor=far)
    for name in ("keys:list", "teams:list", "budgets:list", "limits:list"):
        told = await world.run(name, KeysInput() if name == "keys:list" else Portion(), actor=far)
        assert [getattr(told, field) for field in told.__slots__] == [()]
    for name, input in (
        ("keys:rotate", RotateInput(prefix=ann.key)),
        ("teams:join", JoinInput(team="sales", actor="ann")),
        ("teams:leave", LeaveInput(team="sales", actor="ann")),
        ("teams:remove", RemoveInput(team="sales")),
    ):
        with pytest.raises(NotFoundError):
            await world.run(name, input, actor=far)
    with pytest.raises(DeniedError):
        await world.run("teams:add", TeamInput(id="hr", tenant="local"), actor=far)


async def test_a_team_pays_for_its_members_until_they_leave(world):
    await world.let_in("ann")
    await team(world, "sales", "ann")
    await world.run("budgets:set", BudgetInput(team="sales", period="total", calls=1))
    key = await world.run("keys:add", KeyInput(actor="ann", team="sales"))
    ann = world.actors.authenticate(key.key)
    await world.run("models:chat", Prompt(), actor=ann)
    with pytest.raises(BudgetError, match="team:sales"):
        await world.run("models:chat", Prompt(), actor=ann)
    left = await world.run("teams:leave", LeaveInput(team="sales", actor="ann"))
    assert (left.members, left.charged) == ((), ())
    with pytest.raises(UnauthenticatedError):
        world.actors.authenticate(key.key)


async def test_a_refusal_does_not_tell_what_others_used(world):
    for id in ("ann", "bob"):
        await world.let_in(id)
    await team(world, "sales", "ann", "bob")
    keys = [(await world.run("keys:add", KeyInput(actor=id))).key for id in ("ann", "bob")]
    ann, bob = map(world.actors.authenticate, keys)
    for subject in ({"team": "sales"}, {}):
        await world.run("budgets:set", BudgetInput(period="total", tokens=1_000, **subject))
        await world.run("models:chat", Prompt(tokens=777), actor=ann)
        with pytest.raises(BudgetError) as refused:
            await world.run("models:chat", Prompt(tokens=900), actor=bob)
        assert "777" not in str(refused.value)
        await world.run("budgets:set", BudgetInput(period="total", **subject))
    await world.run("budgets:set", BudgetInput(actor="ann", period="total", tokens=1_000))
    await world.run("models:chat", Prompt(tokens=333), actor=ann)
    with pytest.raises(BudgetError, match="333 tokens are used up"):
        await world.run("models:chat", Prompt(tokens=900), actor=ann)


async def test_limits_are_set_shown_and_taken_away(world):
    ann = await world.let_in("ann")
    await world.run("limits:set", LimitInput(key=ann.key, calls_per_minute=2, tokens_per_minute=1000, calls_at_once=1))
    await world.run("models:chat", Prompt(), actor=ann)
    (row,) = (await world.run("limits:list", Portion())).limits
    assert (row.subject, row.calls_per_minute_used, row.tokens_per_minute_used) == (f"key:{ann.key}", 1, 10)
    assert (row.calls_at_once, row.calls_at_once_used) == (1, 0)
    await world.run("models:chat", Prompt(), actor=ann)
    with pytest.raises(RateError, match="per minute"):
        await world.run("models:chat", Prompt(), actor=ann)
    await world.run("limits:set", LimitInput(key=ann.key))
    await world.run("models:chat", Prompt(), actor=ann)
    assert (await world.run("limits:list", Portion())).limits == ()


async def test_only_one_can_be_named_and_it_must_be_there(world):
    with pytest.raises(UsageError, match="Both 'actor' and 'team'"):
        await world.run("budgets:set", BudgetInput(actor="ann", team="sales", calls=1))
    for missing in ({"actor": "ann"}, {"team": "sales"}, {"key": "wk_3f9k2m7q"}):
        with pytest.raises(NotFoundError):
            await world.run("limits:set", LimitInput(calls_at_once=1, **missing))


@pytest.mark.parametrize("id", ["", "Sales", "a b", "a/b", "owner", "-x"])
async def test_a_team_whose_name_could_be_mistaken_is_refused(world, id):
    with pytest.raises(UsageError, match="A team cannot be called"):
        await world.run("teams:add", TeamInput(id=id))
