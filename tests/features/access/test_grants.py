"""Standing grants: what need not ask a person each time, within which bounds, until when."""

from __future__ import annotations

from typing import Any

import pytest
from access_world import Journey, Letter
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from wainao.features.access.bounds import schema_of
from wainao.features.access.capabilities.grants import GrantInput, RevokeInput
from wainao.kernel import ConflictError, DeniedError, NeedsPersonError, NotFoundError, UsageError
from wainao.store.portion import Portion
from wainao.types import Actor

ANN = Actor(id="ann", rights=frozenset({"read", "act"}))


def fits(bounds: list[str], input: Any) -> bool:
    return bool(Draft202012Validator(schema_of(bounds)).is_valid(input))


@pytest.mark.parametrize(
    ("bound", "inside", "outside"),
    [
        ("amount<=100", [100, 0.5, -3], [100.01, "5", None, True]),
        ("amount<100", [99], [100]),
        ("amount>=5", [5], [4]),
        ("amount>5", [6], [5]),
        ("to=EUR|USD", ["EUR", "USD"], ["eur", "GBP", "", ["EUR"]]),
        ("to=美元", ["美元"], ["欧元"]),
        ("count=3", [3, "3"], [4, "03"]),
        ("open=1", [1, "1"], [True]),
        ("open=true", [True, "true"], [False, 1, None]),
        ("to^=drafts/", ["drafts/", "drafts/a"], ["a/drafts/", "Drafts/", 1]),
        ("to^=a.b", ["a.b"], ["axb"]),
    ],
)
def test_a_bound_says_which_inputs_it_covers(bound, inside, outside):
    field = bound.replace("<", "=").replace(">", "=").replace("^", "=").split("=")[0]
    assert [value for value in inside if not fits([bound], {field: value})] == []
    assert [value for value in outside if fits([bound], {field: value})] == []
    assert not fits([bound], {}), "a field that is bounded has to be there"


def test_a_bound_reaches_into_an_object():
    assert fits(["to.city=Köln"], {"to": {"city": "Köln"}})
    assert not fits(["to.city=Köln"], {"to": {"city": "Bonn"}})
    assert not fits(["to.city=Köln"], {"to.city": "Köln"})


@given(st.floats(-1e6, 1e6), st.integers(-1000, 1000))
def test_numbers_are_compared_as_numbers(value, limit):
    assert fits([f"x<={limit}"], {"x": value}) == (value <= limit)
    assert fits([f"x>{limit}", "x<=5"], {"x": value}) == (limit < value <= 5)


@pytest.mark.parametrize("bound", ["", "amount", "amount<=", "<=5", "amount<=many", "amount=>5x"])
def test_what_is_no_bound_is_refused(bound):
    if bound == "amount=>5x":
        assert not fits([bound], {"amount": 5})
        return
    with pytest.raises(UsageError, match="Write"):
        schema_of([bound])


@pytest.mark.anyio
async def test_fields_are_called_as_people_call_them(world):
    wanted = GrantInput(actor="ann", capability="tools:travel", until_at="2999-01-01", bounds=("from=Köln|Bonn",))
    await world.run("grants:give", wanted)
    assert await world.run("tools:travel", Journey(from_="Köln"), actor=ANN) == Journey(from_="Köln")
    with pytest.raises(NeedsPersonError):
        await world.run("tools:travel", Journey(from_="Trier"), actor=ANN)


@pytest.mark.anyio
async def test_a_grant_covers_what_keeps_its_bounds_and_nothing_else(world):
    wanted = GrantInput(actor="ann", capability="tools:send", until_at="2999-01-01", bounds=("text^=dear ",))
    grant = await world.run("grants:give", wanted)
    assert await world.run("tools:send", Letter(text="dear Bob"), actor=ANN) == Letter(text="dear Bob")
    for text, actor in (("you fool", ANN), ("dear Bob", Actor(id="eve", rights=ANN.rights))):
        with pytest.raises(NeedsPersonError):
            await world.run("tools:send", Letter(text=text), actor=actor)
    abroad = Actor(id="ann", tenant="abroad", rights=ANN.rights)
    with pytest.raises(NeedsPersonError):
        await world.run("tools:send", Letter(text="dear Bob"), actor=abroad)
    revoked = await world.run("grants:revoke", RevokeInput(grant=grant.id))
    assert revoked.revoked_by == "owner"
    with pytest.raises(NeedsPersonError):
        await world.run("tools:send", Letter(text="dear Bob"), actor=ANN)
    with pytest.raises(ConflictError, match="before"):
        await world.run("grants:revoke", RevokeInput(grant=grant.id))
    (listed,) = (await world.run("grants:list", Portion())).grants
    assert listed == revoked


@pytest.mark.anyio
async def test_a_grant_for_everybody_and_for_a_kind_ends_with_its_day(world, monkeypatch):
    await world.run("grants:give", GrantInput(actor="*", capability="tools:*", until_at="2999-01-01"))
    assert await world.run("tools:send", Letter(text="1"), actor=ANN) == Letter(text="1")
    with pytest.raises(UsageError, match="over already"):
        await world.run("grants:give", GrantInput(actor="*", capability="tools:*", until_at="2020-01-01"))


@pytest.mark.anyio
async def test_only_an_administrator_gives_and_only_in_the_own_tenant(world):
    with pytest.raises(DeniedError):
        await world.run("grants:give", GrantInput(actor="ann", capability="*", until_at="2999-01-01"), actor=ANN)
    grant = await world.run("grants:give", GrantInput(actor="ann", capability="tools:send", until_at="2999-01-01"))
    other = Actor(id="boss", tenant="abroad", rights=frozenset({"read", "write", "admin"}))
    with pytest.raises(NotFoundError):
        await world.run("grants:revoke", RevokeInput(grant=grant.id), actor=other)
    assert (await world.run("grants:list", Portion(), actor=other)).grants == ()


@pytest.mark.anyio
async def test_a_machine_cannot_grant_itself_anything(world):
    """Not even with an administrator's key: that, too, writes."""
    wanted = GrantInput(actor="*", capability="*", until_at="2999-01-01")
    with pytest.raises(NeedsPersonError):
        await world.run("grants:give", wanted, tainted=True)
