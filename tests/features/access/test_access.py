"""What an administrator does about people, keys, budgets and approvals, and what nobody else can."""

import pytest
from access_world import Letter

from wainao.features.access.capabilities.teams import TeamInput
from wainao.features.access.types import (
    ActorInput,
    ApprovalsInput,
    BudgetInput,
    DecideInput,
    KeyInput,
    RevokeInput,
)
from wainao.kernel import (
    BudgetError,
    DeniedError,
    NeedsPersonError,
    NotFoundError,
    UnauthenticatedError,
    UsageError,
)
from wainao.store.portion import Portion
from wainao.types import ALL_RIGHTS, Actor, owner

pytestmark = pytest.mark.anyio


async def test_a_new_actor_gets_a_key_and_is_known_by_it_until_it_is_revoked(world):
    await world.run("actors:add", ActorInput(id="ann", name="安", rights=("read", "write"), bases=("hr",)))
    made = await world.run("keys:add", KeyInput(actor="ann", expires_at="2999-01-01"))
    assert made.key.startswith(made.prefix)
    known = world.actors.authenticate(made.key)
    assert (known.id, known.rights, known.bases) == ("ann", {"read", "write"}, {"hr"})
    listed = await world.run("actors:list", Portion())
    assert [(row.id, row.name, row.disabled) for row in listed.actors] == [("ann", "安", False)]
    assert [(key.prefix, key.actor, key.revoked_us) for key in listed.keys] == [(made.prefix, "ann", None)]
    revoked = await world.run("keys:revoke", RevokeInput(prefix=made.prefix))
    assert revoked.revoked_us is not None
    with pytest.raises(UnauthenticatedError):
        world.actors.authenticate(made.key)


async def test_what_is_not_said_of_an_actor_stays_as_it_was(world):
    await world.run("actors:add", ActorInput(id="ann", name="安", bases=("hr",)))
    wider = await world.run("actors:add", ActorInput(id="ann", rights=("read", "write")))
    assert (wider.name, set(wider.rights), wider.bases) == ("安", {"read", "write"}, ("hr",)), "no base was opened"
    out = await world.run("actors:add", ActorInput(id="ann", disabled=True))
    assert (out.disabled, set(out.rights), out.bases) == (True, {"read", "write"}, ("hr",))
    assert (await world.run("actors:add", ActorInput(id="ann", name="Ann"))).disabled, "nobody let it in again"
    back = await world.run("actors:add", ActorInput(id="ann", disabled=False, bases=("*",)))
    assert (back.name, back.disabled, back.bases) == ("Ann", False, None)


async def test_a_key_is_in_the_answer_and_nowhere_else(world):
    await world.run("actors:add", ActorInput(id="ann"))
    made = await world.run("keys:add", KeyInput(actor="ann"))
    world.home.close()
    for path in world.home.path.rglob("*"):
        assert not path.is_file() or made.key[12:].encode() not in path.read_bytes(), path


@pytest.mark.parametrize("expires_at", ["tomorrow", "2020-01-01", ""])
async def test_a_key_cannot_expire_at_no_time_or_in_the_past(world, expires_at):
    await world.run("actors:add", ActorInput(id="ann"))
    with pytest.raises(UsageError, match="Expected"):
        await world.run("keys:add", KeyInput(actor="ann", expires_at=expires_at))


async def test_a_budget_binds_the_next_call(world):
    await world.run("actors:add", ActorInput(id="ann", rights=("read", "act", "admin")))
    ann = Actor(id="ann", rights=frozenset({"read", "act", "admin"}))
    row = await world.run("budgets:set", BudgetInput(actor="ann", period="day", calls=1))
    assert (row.subject, row.calls, row.calls_used) == ("actor:ann", 1, 0)
    await world.run("tools:send", Letter(text="1"), actor=ann)
    with pytest.raises(BudgetError, match="does not cover this call"):
        await world.run("tools:send", Letter(text="2"), actor=ann)
    (listed,) = (await world.run("budgets:list", Portion())).budgets
    assert (listed.subject, listed.calls_used) == ("actor:ann", 1)


async def test_a_budget_without_an_actor_is_everybodys(world):
    await world.run("budgets:set", BudgetInput(period="total", calls=1))
    await world.run("tools:send", Letter(text="1"))
    (listed,) = (await world.run("budgets:list", Portion())).budgets
    assert (listed.subject, listed.calls_used) == ("tenant:local", 1)
    with pytest.raises(BudgetError):
        await world.run("tools:send", Letter(text="2"))
    await world.run("budgets:set", BudgetInput(period="total", calls=9))
    await world.run("tools:send", Letter(text="2"))


@pytest.mark.parametrize("limits", [{"calls": 0}, {"calls": 0, "tokens": 0, "cost_microusd": 0}])
async def test_no_budget_locks_the_last_administrator_out(world, limits):
    """Whoever set the owner's budget to nothing by mistake can still put things right."""
    await world.run("budgets:set", BudgetInput(actor="owner", period="total", **limits))
    with pytest.raises(BudgetError):
        await world.run("tools:send", Letter(text="1"))
    await world.run("actors:add", ActorInput(id="ann", rights=("read", "write", "act")))
    await world.run("keys:revoke", RevokeInput(prefix=(await world.run("keys:add", KeyInput(actor="ann"))).prefix))
    await world.run("actors:list", Portion())
    with pytest.raises(NeedsPersonError) as waiting:
        await world.run("tools:send", Letter(text="dear"), actor=Actor(id="ann", rights=frozenset({"act"})))
    await world.run("approvals:list", ApprovalsInput())
    await world.run("approvals:decide", DecideInput(approval=waiting.value.approval, approve=False))
    await world.run("budgets:list", Portion())
    await world.run("budgets:set", BudgetInput(actor="owner", period="total"))
    await world.run("tools:send", Letter(text="1"))


async def test_an_administrator_is_one_of_all_bases(world):
    with pytest.raises(UsageError, match="sees every base"):
        await world.run("actors:add", ActorInput(id="ann", rights=("read", "admin"), bases=("main",)))


async def test_a_person_sees_what_waits_and_decides(world):
    ann = Actor(id="ann", rights=frozenset({"read", "act"}))
    with pytest.raises(NeedsPersonError) as waiting:
        await world.run("tools:send", Letter(text="dear"), actor=ann)
    (row,) = (await world.run("approvals:list", ApprovalsInput())).approvals
    assert (row.id, row.capability, row.actor, row.state) == (waiting.value.approval, "tools:send", "ann", "waiting")
    assert row.input == {"text": "dear", "seal": "***"}
    decided = await world.run("approvals:decide", DecideInput(approval=row.id, approve=True, why="fine"))
    assert decided.state == "approved"
    with pytest.raises(DeniedError, match="for another call"):
        await world.run("tools:send", Letter(text="dear", seal="forged"), actor=ann, approval=row.id)
    sent = await world.run("tools:send", Letter(text="dear"), actor=ann, approval=row.id)
    assert sent == Letter(text="dear")
    assert (await world.run("approvals:list", ApprovalsInput())).approvals == ()
    (row,) = (await world.run("approvals:list", ApprovalsInput(state="used"))).approvals
    assert (row.decided_by, row.decided_why) == ("owner", "fine")


async def test_without_the_right_admin_none_of_it_can_be_done(world):
    ann = Actor(id="ann", rights=ALL_RIGHTS - {"admin"})
    for spec in world.kernel:
        if spec.right == "admin":
            with pytest.raises(DeniedError):
                await world.run(spec.name, spec.example, actor=ann)


async def test_an_administrator_reaches_no_further_than_the_own_tenant(world):
    far = Actor(id="far", tenant="far", rights=ALL_RIGHTS)
    await world.run("actors:add", ActorInput(id="ann"))
    assert (await world.run("actors:list", Portion(), actor=far)).actors == ()
    with pytest.raises(NotFoundError):
        await world.run("keys:add", KeyInput(actor="ann"), actor=far)
    with pytest.raises(NotFoundError):
        await world.run("budgets:set", BudgetInput(actor="ann", calls=0), actor=far)
    with pytest.raises(DeniedError):
        await world.run("actors:add", ActorInput(id="bob", tenant="local"), actor=far)
    added = await world.run("actors:add", ActorInput(id="bob@far", tenant="far"))
    assert added.tenant == "far"


async def test_nobody_learns_from_an_id_that_is_taken_whom_other_tenants_have(world):
    """What an administrator is told of an id does not depend on who is there in tenants that are not theirs."""
    far = Actor(id="far", tenant="far", rights=ALL_RIGHTS)
    await world.run("actors:add", ActorInput(id="ann"))
    await world.run("teams:add", TeamInput(id="sales"))
    told = set()
    for name, input in (("actors:add", ActorInput), ("teams:add", TeamInput)):
        for id in ("ann", "sales", "free"):
            with pytest.raises(UsageError, match="ends in '@far'") as refused:
                await world.run(name, input(id=id), actor=far)
            told.add(str(refused.value).replace(f"'{id}", "ID"))
        assert (await world.run(name, input(id="ann@far"), actor=far)).tenant == "far"
        assert (await world.run(name, input(id="ann@far", name="Ann"), actor=far)).name == "Ann"
    assert len(told) == 1


async def test_who_was_let_in_under_another_name_before_can_still_be_changed(world):
    await world.actors.put(Actor(id="old", tenant="far"))
    changed = await world.run("actors:add", ActorInput(id="old", tenant="far", name="Old"))
    assert changed.name == "Old"


async def test_the_owner_looks_after_the_actors_of_every_tenant(world):
    await world.run("actors:add", ActorInput(id="bob@far", tenant="far", rights=("read", "admin")))
    key = await world.run("keys:add", KeyInput(actor="bob@far"))
    bob = world.actors.authenticate(key.key)
    assert bob.tenant == "far"
    await world.run("budgets:set", BudgetInput(actor="bob@far", calls=5))
    for actor in (owner(), bob):
        assert [row.id for row in (await world.run("actors:list", Portion(), actor=actor)).actors] == ["bob@far"]
        assert [row.subject for row in (await world.run("budgets:list", Portion(), actor=actor)).budgets] == [
            "actor:bob@far"
        ]
    await world.run("keys:revoke", RevokeInput(prefix=key.prefix))
    with pytest.raises(UnauthenticatedError):
        world.actors.authenticate(key.key)
