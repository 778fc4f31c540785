"""What every engine behind the kernel's ports must do, whatever it keeps things in."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from store_engines import ENGINES, HOUR_US, Store, Wish, call, kernel, usage

from wainao.kernel import (
    BudgetError,
    Call,
    ConflictError,
    DeniedError,
    NeedsPersonError,
    NotFoundError,
    RateError,
    Spec,
    UnauthenticatedError,
    UnpricedError,
    UsageError,
    now_us,
)
from wainao.store.actor_keys import Bounds, prefix_of
from wainao.store.approvals import LIFETIME_S, State
from wainao.store.budget import Budget
from wainao.store.portion import Portion
from wainao.types import ALL_RIGHTS, Actor, Words

pytestmark = pytest.mark.anyio

ANN = Actor(id="ann", rights=frozenset({"read", "act"}))


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = ENGINES[request.param](tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """The same store, as another process has it open."""
    opened = store.again()
    yield opened
    opened.close()


# Receipts.


async def test_receipts_are_counted_in_the_order_they_were_sealed_in(store):
    proofs = [await store.receipts.seal(call().draft) for _ in range(3)]
    assert [proof.index for proof in proofs] == [0, 1, 2]
    assert [proof.size for proof in proofs] == [1, 2, 3]


async def test_two_processes_write_one_log(store, other):
    sealing = [one.receipts.seal(call().draft) for one in (store, other) * 50]
    proofs = await asyncio.gather(*sealing)
    assert sorted(proof.index for proof in proofs) == list(range(100))
    report = await asyncio.to_thread(other.verify)
    assert (report.records, report.intact) == (100, True)


async def test_sealing_queues_at_once_and_opening_may_be_left_alone(store):
    draft = call().draft
    store.receipts.open(draft)
    sealing = store.receipts.seal(draft)
    later = await store.receipts.seal(call().draft)
    assert (await sealing).index < later.index


# The meter.


async def begin(store: Store, *, actor: Actor | None = None, parent: str | None = None, **asked: int | None) -> Call:
    """A call for which the budgets that apply had room; they must be some."""
    wish = call(actor=actor, parent=parent)
    assert await store.meter.reserve(wish, usage(**asked)) == wish.id
    return wish


async def end(store: Store, wish: Call, **used: int | None) -> None:
    await store.meter.settle(wish.id, usage(**used))
    await store.receipts.seal(wish.draft)


async def spend(store: Store, **asked: int) -> None:
    await end(store, await begin(store, **asked), **asked)


def limited(period: str = "total", subject: str = "actor:ann", **limits: int | None) -> Budget:
    return Budget(subject=subject, period=period, **limits)


def used_of(store: Store, budget: Budget) -> tuple[int, int, int, int]:
    return store.meter.spent(budget).amount.values


async def test_without_a_budget_nothing_is_set_aside(store):
    assert await store.meter.reserve(call(), usage(tokens=10**9)) is None


@pytest.mark.parametrize("unit", ["calls", "tokens", "cost_microusd"])
async def test_a_budget_is_used_up_exactly(store, unit):
    limits = {"calls": 100, "tokens": 100, "cost_microusd": 100} | {unit: 3}
    await store.meter.set_budget(limited("day", **limits))
    for _ in range(3):
        await spend(store, **{unit: 1})
    with pytest.raises(BudgetError, match=r"'actor:ann' \(.*3 .* per day\)") as refused:
        await spend(store, **{unit: 1})
    assert (refused.value.code, refused.value.retry_after_s) == ("budget", 16 * 3600)


@pytest.mark.parametrize(("period", "days"), [("day", 1), ("month", 17), ("plan", 17), ("total", None)])
async def test_a_period_begins_anew_when_the_refusal_says(store, period, days):
    await store.meter.set_budget(limited(period, calls=1))
    await spend(store)
    with pytest.raises(BudgetError) as refused:
        await begin(store)
    if days is None:
        assert refused.value.retry_after_s is None
        return
    assert refused.value.retry_after_s == days * 86_400 - 8 * 3600
    store.clock.move(refused.value.retry_after_s - 1)
    with pytest.raises(BudgetError):
        await begin(store)
    store.clock.move(1)
    await spend(store)


async def test_a_refused_call_sets_nothing_aside_anywhere(store):
    await store.meter.set_budget(limited("day", calls=10))
    await store.meter.set_budget(limited("total", "tenant:local", calls=0))
    with pytest.raises(BudgetError, match="tenant:local"):
        await spend(store)
    assert used_of(store, limited("day"))[0] == 0


async def test_actor_team_key_and_tenant_each_have_budgets_of_their_own(store):
    ann = Actor(id="ann", rights=frozenset({"read"}), team="sales", key="wk_3f9k2m7q")
    subjects = ["actor:ann", "team:sales", "key:wk_3f9k2m7q", "tenant:local"]
    for subject in [*subjects, "actor:bob", "team:hr", "key:wk_other", "tenant:far"]:
        await store.meter.set_budget(limited(subject=subject, calls=2))
    await begin(store, actor=ann)
    assert [used_of(store, budget)[0] for budget in store.meter.budgets()] == [
        int(budget.subject in subjects) for budget in store.meter.budgets()
    ]
    for subject in subjects:
        await store.meter.set_budget(limited(subject=subject, calls=1))
        with pytest.raises(BudgetError, match=subject):
            await begin(store, actor=ann)
        await store.meter.set_budget(limited(subject=subject, calls=2))


async def test_a_plan_is_used_by_whoever_pays_and_by_nobody_else(store):
    plans = [limited("plan", subject, calls=5) for subject in ("actor:ann", "team:sales")]
    for plan in plans:
        await store.meter.set_budget(plan)
    await begin(store, actor=Actor(id="ann", team="sales"))
    assert [used_of(store, plan)[0] for plan in plans] == [0, 1]
    await begin(store, actor=Actor(id="ann"))
    assert [used_of(store, plan)[0] for plan in plans] == [1, 1]


async def test_what_is_set_aside_counts_until_it_is_settled_and_then_what_was_used(store):
    budget = limited("month", tokens=100)
    await store.meter.set_budget(budget)
    first = await begin(store, tokens=80)
    with pytest.raises(BudgetError):
        await begin(store, tokens=30)
    await end(store, first, tokens=20)
    await end(store, await begin(store, tokens=80), tokens=95)
    assert used_of(store, budget)[1] == 115


async def test_settling_twice_changes_nothing(store):
    budget = limited(calls=10, tokens=100)
    await store.meter.set_budget(budget)
    wish = await begin(store, tokens=10)
    await store.meter.settle(wish.id, usage(tokens=10))
    await end(store, wish, tokens=10)
    assert used_of(store, budget)[1] == 10


async def test_what_was_used_is_settled_with_the_receipt_and_not_before(store):
    budget = limited(tokens=100)
    await store.meter.set_budget(budget)
    wish = await begin(store, tokens=80)
    await store.meter.settle(wish.id, usage(tokens=5))
    await store.receipts.seal(call().draft)
    assert used_of(store, budget)[1] == 80
    await store.receipts.seal(wish.draft)
    assert used_of(store, budget)[1] == 5


async def test_a_call_without_a_price_is_refused_where_money_has_a_limit(store):
    await store.meter.set_budget(limited(cost_microusd=100))
    with pytest.raises(UnpricedError, match="wainao prices set"):
        await begin(store, cost_microusd=None)
    await begin(store, cost_microusd=1)


async def test_a_call_without_a_price_passes_where_the_operator_says_so_and_is_counted_apart(store):
    budget = limited(cost_microusd=100, if_unpriced="count")
    await store.meter.set_budget(budget)
    await end(store, await begin(store, cost_microusd=None), cost_microusd=None)
    assert used_of(store, budget) == (1, 0, 0, 1)


async def test_a_price_that_turns_out_to_be_unknown_leaves_the_estimate_and_is_never_free(store):
    budget = limited(cost_microusd=100)
    await store.meter.set_budget(budget)
    await end(store, await begin(store, cost_microusd=50), cost_microusd=None)
    assert used_of(store, budget) == (1, 0, 50, 1)


async def test_a_call_made_by_a_call_counts_its_tokens_but_not_as_a_call(store):
    budget = limited(calls=1, tokens=100)
    await store.meter.set_budget(budget)
    for parent in (None, "p"):
        await end(store, await begin(store, parent=parent, tokens=10), tokens=10)
    assert used_of(store, budget)[:2] == (1, 20)


async def test_a_budget_set_in_one_process_binds_the_next_call_in_another(store, other):
    assert await other.meter.reserve(call(), usage()) is None
    await store.meter.set_budget(limited("day", calls=0))
    with pytest.raises(BudgetError):
        await other.meter.reserve(call(), usage())
    await store.meter.set_budget(limited("day"))
    assert await other.meter.reserve(call(), usage()) is None


@pytest.mark.parametrize("period", ["now", "minute", "total"])
async def test_two_processes_racing_for_one_budget_overspend_by_nothing(store, other, period):
    await store.meter.set_budget(limited(period, calls=57))
    racing = [one.meter.reserve(call(), usage()) for one in (store, other) * 100]
    outcomes = await asyncio.gather(*racing, return_exceptions=True)
    assert sum(isinstance(outcome, str) for outcome in outcomes) == 57
    assert all(isinstance(outcome, (str, BudgetError)) for outcome in outcomes)


# Rates: a minute that slides, and how much may be under way at once.


async def test_no_sixty_seconds_hold_more_than_a_minute_may(store):
    await store.meter.set_budget(limited("minute", calls=3))
    begun: list[float] = []
    for step in [0.0, 0.4, 30.0, 29.5, *[0.1] * 20, 30.0, 0.5, 0.5, 60.0, 0.0, 0.0, 0.0]:
        store.clock.move(step)
        with contextlib.suppress(RateError):
            await spend(store)
            begun.append(store.clock.now_us / 1e6)
    assert len(begun) == 9
    assert all(later - one > 60 for one, later in zip(begun, begun[3:], strict=False))


async def test_a_rate_says_when_there_will_be_room(store):
    await store.meter.set_budget(limited("minute", tokens=100))
    await spend(store, tokens=60)
    store.clock.move(20.25)
    await spend(store, tokens=30)
    for asked, after_s in ((20, 40.75), (80, 60.75), (101, None)):
        with pytest.raises(RateError, match="per minute") as refused:
            await begin(store, tokens=asked)
        assert (refused.value.code, refused.value.retry_after_s) == ("rate", after_s)
    store.clock.move(40.74)
    with pytest.raises(RateError):
        await begin(store, tokens=20)
    store.clock.move(0.01)
    await begin(store, tokens=20)


async def test_so_many_are_under_way_at_once_and_none_more(store, other):
    await store.meter.set_budget(limited("now", calls=2))
    first = await begin(store)
    await begin(other)
    with pytest.raises(RateError, match="2 calls under way at once, and has as many") as refused:
        await begin(store)
    assert refused.value.retry_after_s == 1.0
    await begin_child(store, first)
    await end(store, first)
    await begin(other)
    with pytest.raises(RateError):
        await begin(store)
    assert used_of(store, limited("now"))[0] == 2


async def begin_child(store: Store, parent: Call) -> None:
    """What a call makes others do is under way within it."""
    child = call(parent=parent.id)
    await store.meter.reserve(child, usage())
    await end(store, child)


async def test_what_a_process_that_is_gone_had_under_way_is_not_any_more(store, other):
    concurrent, total = limited("now", calls=2), limited("total", calls=10)
    for budget in (concurrent, total):
        await store.meter.set_budget(budget)
    for _ in range(2):
        await begin(other)
    with pytest.raises(RateError):
        await begin(store)
    other.close()
    kept = await begin(store)
    assert (used_of(store, concurrent)[0], used_of(store, total)[0]) == (1, 3)
    await end(store, kept)
    assert (used_of(store, concurrent)[0], used_of(store, total)[0]) == (0, 3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"period": "week"},
        {"period": "day", "calls": -1},
        {"period": "day", "tokens": 2**63},
        {"period": "now", "tokens": 1},
        {"period": "day", "if_unpriced": "free"},
    ],
)
def test_a_budget_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(UsageError):
        Budget(subject="actor:ann", **wrong)


# Approvals.


async def approved(store: Store, wish: Call, **changes: bool) -> str:
    approval = await store.approvals.request(wish, "it acts")
    await store.approvals.decide(approval, **({"approve": True} | changes), by="boss", tenant="local")
    return approval


async def test_an_approval_serves_that_call_once(store):
    approval = await approved(store, call())
    assert await store.approvals.claim(approval, call()) == "boss"
    with pytest.raises(DeniedError, match="used already"):
        await store.approvals.claim(approval, call())


async def test_what_was_given_for_a_call_is_found_until_it_is_used_or_too_old(store, other):
    waiting = await store.approvals.request(call(), "it acts")
    assert await other.approvals.claim(None, call()) is None
    await store.approvals.decide(waiting, approve=True, by="boss", tenant="local")
    for another in (call("another wish"), call(name="tools:other"), call(actor=Actor(id="bob"))):
        assert await other.approvals.claim(None, another) is None
    assert await other.approvals.claim(None, call()) == "boss"
    assert await other.approvals.claim(None, call()) is None
    await approved(store, call())
    store.clock.now_us += LIFETIME_S * 1_000_000
    assert await other.approvals.claim(None, call()) is None


@pytest.mark.parametrize("named", [True, False], ids=["by its id", "by what it is for"])
async def test_of_many_who_claim_at_once_one_succeeds(store, other, named):
    """To those who come without an id, as machines do, it is as if there were none: they ask a person anew."""
    approval = await approved(store, call())
    claims = [one.approvals.claim(approval if named else None, call()) for one in (store, other) * 10]
    outcomes = await asyncio.gather(*claims, return_exceptions=True)
    assert outcomes.count("boss") == 1
    assert named or outcomes.count(None) == len(claims) - 1


async def test_so_many_calls_wait_for_a_person_and_no_more(store, monkeypatch):
    """Budgets count calls that are made: these would fill the list of whoever decides."""
    monkeypatch.setattr("wainao.store.approvals.MOST_WAITING", 2)
    first = await store.approvals.request(call("a"), "it acts")
    await store.approvals.request(call("b"), "it acts")
    with pytest.raises(RateError, match="2 calls of 'ann' wait"):
        await store.approvals.request(call("c"), "it acts")
    assert await store.approvals.request(call("a"), "it acts") == first
    await store.approvals.request(call("c", actor=Actor(id="bob", rights=frozenset({"act"}))), "it acts")
    await store.approvals.decide(first, approve=False, by="boss", tenant="local")
    await store.approvals.request(call("c"), "it acts")


@pytest.mark.parametrize(
    "another",
    [
        call("another wish"),
        call(name="tools:other"),
        call(actor=Actor(id="bob", rights=frozenset({"act"}))),
        call(secret="another"),
    ],
    ids=["input", "capability", "actor", "secret"],
)
async def test_an_approval_serves_no_other_call(store, another):
    approval = await approved(store, call())
    with pytest.raises(DeniedError, match="for another call"):
        await store.approvals.claim(approval, another)
    assert await store.approvals.claim(approval, call()) == "boss"


async def test_nobody_can_claim_what_waits_was_refused_is_too_old_or_never_was(store):
    waiting = await store.approvals.request(call(), "it acts")
    with pytest.raises(DeniedError, match="nobody has decided"):
        await store.approvals.claim(waiting, call())
    refused = await approved(store, call("b"), approve=False)
    with pytest.raises(DeniedError, match="refused"):
        await store.approvals.claim(refused, call("b"))
    old = await approved(store, call("c"))
    store.clock.now_us += LIFETIME_S * 1_000_000
    with pytest.raises(DeniedError, match="too old"):
        await store.approvals.claim(old, call("c"))
    with pytest.raises(NotFoundError):
        await store.approvals.claim("never-was", call())


async def test_what_is_decided_is_decided(store):
    approval = await approved(store, call())
    with pytest.raises(ConflictError, match="approved already"):
        await store.approvals.decide(approval, approve=False, by="boss", tenant="local")


async def test_asking_again_while_it_waits_is_the_same_request(store, other):
    first = await store.approvals.request(call(), "it acts")
    assert await other.approvals.request(call(), "it acts") == first
    assert await other.approvals.request(call("another"), "it acts") != first
    waiting = store.approvals.all(tenant="local", state="waiting", portion=Portion())
    assert [approval.why for approval in waiting] == ["it acts"] * 2


async def test_a_list_has_the_newest_of_those_that_are_in_a_state(store):
    expired = {await store.approvals.request(call("old"), "it acts"), await approved(store, call("also old"))}
    refused = await approved(store, call("no"), approve=False)
    store.clock.now_us += LIFETIME_S * 1_000_000
    first = await store.approvals.request(call("one"), "it acts")
    store.clock.now_us += 1  # of one moment, neither is the newer one
    second = await store.approvals.request(call("two"), "it acts")
    given = await approved(store, call("yes"))

    def listed(state: State | None, **portion: int) -> list[str]:
        found = store.approvals.all(tenant="local", state=state, portion=Portion(**portion))
        assert state is None or {one.state for one in found} <= {state}
        return [one.id for one in found]

    assert listed("waiting") == [second, first]
    assert (listed("waiting", limit=1), listed("waiting", skip=1)) == ([second], [first])
    assert (set(listed("expired")), listed("refused"), listed("approved"), listed("used")) == (
        expired,
        [refused],
        [given],
        [],
    )
    assert set(listed(None)) == expired | {refused, first, second, given}


async def test_another_tenants_requests_do_not_exist(store):
    approval = await store.approvals.request(call(), "it acts")
    assert store.approvals.all(tenant="other", state=None, portion=Portion()) == []
    with pytest.raises(NotFoundError):
        await store.approvals.decide(approval, approve=True, by="boss", tenant="other")


async def test_a_person_decides_in_one_process_and_the_call_goes_on_in_another(store, other):
    gate = kernel(store, Act())
    with pytest.raises(NeedsPersonError) as waiting:
        await gate.run("tools:act", Wish(text="x"), actor=ANN)
    await other.approvals.decide(waiting.value.approval, approve=True, by="boss", tenant="local")
    outcome = await gate.run("tools:act", Wish(text="x"), actor=ANN, approval=waiting.value.approval)
    assert outcome.output == Wish(text="x")


class Act:
    spec = Spec(
        name="tools:act", title=Words("做", "Act"), description=Words("做", "Act"), input=Wish, output=Wish, risk="act"
    )

    async def invoke(self, call: Call) -> AsyncIterator[Wish]:
        yield call.input


# Actors and keys.


async def keyed(store: Store, actor: Actor = ANN) -> str:
    await store.actors.put(actor)
    return await store.actors.keys.add(actor.id, tenant=actor.tenant)


def with_key(actor: Actor, key: str, **changes: Any) -> Actor:
    """The actor as somebody with that key."""
    return dataclasses.replace(actor, key=prefix_of(key), **changes)


async def test_a_key_is_known_in_every_process_as_its_actor(store, other):
    actor = Actor(id="ann", name="安", rights=frozenset({"read", "write"}), bases=frozenset({"hr", "law"}))
    key = await keyed(store, actor)
    assert other.actors.authenticate(key) == with_key(actor, key)


async def test_what_is_revoked_disabled_or_expired_opens_nothing_at_once(store, other):
    key = await keyed(store)
    await store.actors.keys.revoke(key.rpartition("_")[0], tenant="local")
    expired = await store.actors.keys.add("ann", tenant="local", expires_us=now_us() - 1)
    valid = await store.actors.keys.add("ann", tenant="local", expires_us=now_us() + HOUR_US)
    assert other.actors.authenticate(valid) == with_key(ANN, valid)
    await store.actors.put(ANN, disabled=True)
    for refused in (key, expired, valid):
        with pytest.raises(UnauthenticatedError):
            other.actors.authenticate(refused)


async def test_rights_that_were_taken_are_gone_at_once(store, other):
    key = await keyed(store)
    await store.actors.put(Actor(id="ann", rights=frozenset()))
    assert other.actors.authenticate(key).rights == frozenset()


async def test_only_the_whole_key_opens(store):
    key = await keyed(store)
    others = [key[:-1], key[:-1] + ("a" if key[-1] != "a" else "b"), key.upper(), "", "wk_", key + "x", f"{key}\n"]
    for wrong in others:
        with pytest.raises(UnauthenticatedError):
            store.actors.authenticate(wrong)


async def test_keys_are_long_all_different_and_nowhere_on_disk(store, tmp_path):
    keys = [await keyed(store) for _ in range(20)]
    assert len({key[-43:] for key in keys}) == 20
    store.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert not any(key[-43:].encode() in kept for key in keys)


async def test_another_tenants_people_and_keys_do_not_exist(store):
    key = await keyed(store)
    assert (store.actors.all(tenant="other"), store.actors.keys.all(tenant="other")) == ([], [])
    with pytest.raises(NotFoundError):
        await store.actors.keys.add("ann", tenant="other")
    with pytest.raises(NotFoundError):
        await store.actors.keys.revoke(key[:11], tenant="other")
    with pytest.raises(ConflictError):
        await store.actors.put(Actor(id="ann", tenant="other"))
    assert store.actors.authenticate(key) == with_key(ANN, key)


BOUNDS = [
    (Bounds(), {}),
    (Bounds(rights=frozenset({"read"})), {"rights": frozenset({"read"})}),
    (Bounds(rights=frozenset({"write", "admin"})), {"rights": frozenset()}),
    (Bounds(bases=frozenset({"hr", "it"})), {"bases": frozenset({"hr"})}),
    (
        Bounds(capabilities=frozenset({"models:*"}), routes=frozenset()),
        {"capabilities": frozenset({"models:*"}), "routes": frozenset()},
    ),
]


@pytest.mark.parametrize(("bounds", "bound"), BOUNDS)
async def test_a_key_is_bound_to_no_more_than_its_actor_may(store, other, bounds, bound):
    actor = dataclasses.replace(ANN, bases=frozenset({"hr", "law"}))
    await store.actors.put(actor)
    key = await store.actors.keys.add("ann", tenant="local", bounds=bounds)
    assert other.actors.authenticate(key) == with_key(actor, key, **bound)


async def test_an_administrator_with_a_key_for_some_bases_is_none(store):
    await store.actors.put(Actor(id="ann", rights=ALL_RIGHTS))
    key = await store.actors.keys.add("ann", tenant="local", bounds=Bounds(bases=frozenset({"hr"})))
    known = store.actors.authenticate(key)
    assert (known.bases, known.may("admin"), known.may("act")) == ({"hr"}, False, True)


async def test_a_key_is_replaced_without_a_gap(store, other):
    await store.actors.put(ANN)
    bounds = Bounds(capabilities=frozenset({"models:*"}))
    old = await store.actors.keys.add("ann", tenant="local", name="CI", bounds=bounds)
    new = await store.actors.keys.rotate(prefix_of(old), tenant="local", overlap_us=HOUR_US)
    for key in (old, new):  # both are of one line: budgets and reports go on
        assert other.actors.authenticate(key).key == prefix_of(old)
        assert other.actors.authenticate(key).capabilities == bounds.capabilities
    with pytest.raises(ConflictError, match="was replaced"):
        await store.actors.keys.rotate(prefix_of(old), tenant="local", overlap_us=0)
    newest = await store.actors.keys.rotate(prefix_of(new), tenant="local", overlap_us=0)
    with pytest.raises(UnauthenticatedError):
        other.actors.authenticate(new)
    assert other.actors.authenticate(newest).key == prefix_of(old)
    assert {key.line for key in other.actors.keys.all(tenant="local")} == {prefix_of(old)}


async def test_what_replaces_a_key_lasts_as_long_as_the_key_was_made_for(store):
    await store.actors.put(ANN)
    old = await store.actors.keys.add("ann", tenant="local", expires_us=now_us() + HOUR_US)
    new = await store.actors.keys.rotate(prefix_of(old), tenant="local", overlap_us=5 * HOUR_US)
    kept = [store.actors.keys.find(prefix_of(key), tenant="local") for key in (old, new)]
    first, second = kept
    assert second.expires_us - second.created_us == first.expires_us - first.created_us
    assert first.expires_us <= second.created_us + HOUR_US, "the overlap must not make the old one live longer"
    await store.actors.keys.revoke(second.prefix, tenant="local")
    with pytest.raises(ConflictError, match="opens nothing"):
        await store.actors.keys.rotate(second.prefix, tenant="local", overlap_us=0)


async def test_of_many_who_replace_one_key_at_once_one_succeeds(store, other):
    key = prefix_of(await keyed(store))
    rotating = [one.actors.keys.rotate(key, tenant="local", overlap_us=0) for one in (store, other) * 5]
    outcomes = await asyncio.gather(*rotating, return_exceptions=True)
    assert sum(isinstance(outcome, str) for outcome in outcomes) == 1


async def test_it_is_noted_when_a_key_was_last_used(store, other):
    key = await keyed(store)
    assert other.actors.keys.find(prefix_of(key), tenant="local").last_used_us is None
    before = now_us()
    for _ in range(3):
        store.actors.authenticate(key)
    await store.receipts.seal(call().draft)  # whatever was queued before is written now
    last_used_us = other.actors.keys.find(prefix_of(key), tenant="local").last_used_us
    assert before <= last_used_us <= now_us()


# Teams.


async def in_teams(store: Store, *teams: str) -> None:
    await store.actors.put(ANN)
    for team in teams:
        await store.actors.teams.put(team, name="", tenant="local")
        await store.actors.teams.join(team, "ann", tenant="local")


async def charged(store: Store, key: str) -> str | None:
    return store.actors.authenticate(key).team


async def test_a_call_is_charged_to_the_actors_first_team_or_to_that_of_its_key(store, other):
    await in_teams(store, "sales", "hr")
    plain = await store.actors.keys.add("ann", tenant="local")
    own = await store.actors.keys.add("ann", tenant="local", team="hr")
    assert (await charged(other, plain), await charged(other, own)) == ("sales", "hr")
    await store.actors.teams.join("hr", "ann", tenant="local", charged=True)
    assert (await charged(other, plain), await charged(other, own)) == ("hr", "hr")
    (hr, sales) = other.actors.teams.all(tenant="local")
    assert (hr.members, hr.charged, sales.members, sales.charged) == (("ann",), ("ann",), ("ann",), ())


async def test_who_leaves_a_team_is_not_charged_to_it_and_its_keys_open_nothing(store, other):
    await in_teams(store, "sales", "hr")
    plain = await store.actors.keys.add("ann", tenant="local")
    own = await store.actors.keys.add("ann", tenant="local", team="sales")
    await store.actors.teams.leave("sales", "ann", tenant="local")
    assert await charged(other, plain) == "hr"
    with pytest.raises(UnauthenticatedError):
        other.actors.authenticate(own)
    await store.actors.teams.remove("hr", tenant="local")
    assert await charged(other, plain) is None
    assert [team.id for team in other.actors.teams.all(tenant="local")] == ["sales"]


async def test_a_key_for_a_team_is_only_for_its_members(store):
    await in_teams(store, "sales")
    await store.actors.teams.put("hr", name="", tenant="local")
    with pytest.raises(ConflictError, match="not in the team 'hr'"):
        await store.actors.keys.add("ann", tenant="local", team="hr")
    with pytest.raises(NotFoundError):
        await store.actors.keys.add("ann", tenant="local", team="law")


async def test_another_tenants_teams_do_not_exist(store):
    await in_teams(store, "sales")
    await store.actors.teams.put("far-team", name="", tenant="far")
    assert [team.id for team in store.actors.teams.all(tenant="far")] == ["far-team"]
    for work in (
        store.actors.teams.join("sales", "ann", tenant="far"),
        store.actors.teams.leave("sales", "ann", tenant="far"),
        store.actors.teams.remove("sales", tenant="far"),
        store.actors.teams.join("far-team", "ann", tenant="far"),
        store.actors.teams.join("sales", "bob", tenant="local"),
        store.actors.teams.leave("sales", "bob", tenant="local"),
    ):
        with pytest.raises(NotFoundError):
            await work
    with pytest.raises(ConflictError):
        await store.actors.teams.put("sales", name="", tenant="far")
    with pytest.raises(ConflictError, match="another tenant"):
        await store.actors.teams.join("far-team", "ann", tenant=None)


@pytest.mark.parametrize("id", ["", "owner", "system", "wainao", "Ann", "a b", "a/b", "-a", "a" * 65, "安"])
async def test_a_name_that_could_be_mistaken_is_refused(store, id):
    with pytest.raises(UsageError):
        await store.actors.put(Actor(id=id))
