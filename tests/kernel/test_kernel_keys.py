"""What a key is bound to holds for every call that is made with it, also for those that its calls make."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from small_world import Ask, Plain, Told, World, raising, telling

from wainao.kernel import BudgetError, DeniedError, RateError
from wainao.types import ALL_RIGHTS, Actor

pytestmark = pytest.mark.anyio


@dataclass(frozen=True, kw_only=True)
class Prompt:
    model: str = ""


def bound(*, capabilities: tuple[str, ...] | None = None, routes: tuple[str, ...] | None = None) -> Actor:
    return Actor(
        id="ann",
        rights=ALL_RIGHTS,
        key="wk_3f9k2m7q",
        team="sales",
        capabilities=None if capabilities is None else frozenset(capabilities),
        routes=None if routes is None else frozenset(routes),
    )


async def ask_a_model(call):
    yield Told(text=(await call.run("models:chat", Prompt(model="big"))).output.text)


def house() -> World:
    return World(
        (
            Plain(ask_a_model, "knowledge:ask"),
            Plain(telling("plain"), "knowledge:search"),
            Plain(telling("thought"), "models:chat", input=Prompt),
        )
    )


@pytest.mark.parametrize(
    ("capabilities", "reached"),
    [
        (("knowledge:search",), {"knowledge:search"}),
        (("knowledge:*",), {"knowledge:search"}),
        (("knowledge:*", "models:chat"), {"knowledge:search", "knowledge:ask"}),
        (("knowledge:ask",), set()),
        ((), set()),
    ],
)
async def test_no_capability_is_reached_around_the_key(capabilities, reached):
    home, actor = house(), bound(capabilities=capabilities)
    for name in ("knowledge:search", "knowledge:ask"):
        if name in reached:
            await home.run(name=name, actor=actor)
        else:
            with pytest.raises(DeniedError, match="The key 'wk_3f9k2m7q' is for"):
                await home.run(name=name, actor=actor)


@pytest.mark.parametrize(
    ("routes", "model", "allowed"),
    [
        (("big",), "big", True),
        (("big",), "bigger", False),
        (("big*",), "bigger", True),
        (("big",), "", False),
        (("default",), "", True),
        ((), "big", False),
    ],
)
async def test_no_model_is_used_that_the_key_is_not_for(routes, model, allowed):
    home, actor = house(), bound(routes=routes)
    if allowed:
        assert (await home.run(Prompt(model=model), "models:chat", actor)).output.text == "thought"
    else:
        with pytest.raises(DeniedError, match="the model"):
            await home.run(Prompt(model=model), "models:chat", actor)


async def test_a_model_is_not_reached_by_way_of_a_question():
    with pytest.raises(DeniedError, match="the model 'big'"):
        await house().run(name="knowledge:ask", actor=bound(routes=("small",)))


async def test_a_receipt_names_the_key_and_who_is_charged():
    home = house()
    await home.run(Ask(), "knowledge:ask", bound())
    assert {(draft.key, draft.team) for draft in home.receipts.sealed.values()} == {("wk_3f9k2m7q", "sales")}


async def test_a_rate_that_is_used_up_is_a_budget_on_record_and_says_when_to_come_back():
    told = RateError("slow down", limit="actor:ann, 3 calls per minute", retry_after_s=12.5)
    home = World((Plain(raising(told)),))
    with pytest.raises(BudgetError) as refused:
        await home.run()
    assert (home.last.status, refused.value.retry_after_s, refused.value.code) == ("budget", 12.5, "rate")
