"""Every layer of the onion, every way in which a call ends, and the receipt that it leaves."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from small_world import (
    ADMIN,
    CORRECTABLE,
    READER,
    Ask,
    Censor,
    FixedPolicy,
    LosingReceipts,
    Plain,
    Told,
    UnreadableCorrections,
    raising,
    ruling,
    telling,
    world,
)

from wainao.kernel import (
    BlockedError,
    BudgetError,
    Call,
    ConflictError,
    DeniedError,
    EngineError,
    NeedsPersonError,
    NotFoundError,
    StoreError,
    TimedOutError,
    UsageError,
    Verdict,
)
from wainao.testing import FixedCorrections, InMemoryMeter
from wainao.types import Delta, Usage, told_in
from wainao.types.usage import MOST

pytestmark = pytest.mark.anyio


async def never_called(call):
    pytest.fail("the capability must not be reached")
    yield


async def test_a_call_that_works_is_on_record_with_all_that_belongs_to_it():
    async def invoke(call):
        call.used(Usage(input_tokens=3, output_tokens=5, cost_microusd=7))
        call.depends(model="m-1")
        call.noted("check", "pass", "all well")
        yield Told(text="five days")

    home = world(invoke)
    outcome = await home.run(Ask(question="leave?"))
    receipt = home.last
    assert outcome.output == receipt.output == Told(text="five days")
    assert (receipt.status, receipt.error, receipt.actor, receipt.tenant) == ("ok", None, "ann", "local")
    assert (receipt.capability, receipt.input) == ("test:plain", Ask(question="leave?"))
    assert receipt.id == outcome.receipt == receipt.root
    assert receipt.usage == outcome.usage == Usage(calls=1, input_tokens=3, output_tokens=5, cost_microusd=7)
    assert receipt.versions == {"policy": "rights-4", "model": "m-1"}
    assert receipt.verdicts[-1] == Verdict(by="check", said="pass", why="all well")
    assert receipt.labels == outcome.labels == ("ai-generated",)
    assert receipt.started_us <= receipt.finished_us
    assert home.meter.settled == {receipt.id: outcome.usage}


@pytest.mark.parametrize(("beyond", "left"), [(2**70, MOST), (-5, 0), (-(2**70), 0), (MOST, MOST)])
async def test_what_no_call_can_use_is_neither_set_aside_nor_recorded(beyond, left):
    set_aside: list[Usage] = []
    said = Usage(calls=1, input_tokens=beyond, output_tokens=beyond, cost_microusd=beyond)

    async def invoke(call):
        set_aside.extend(home.meter.reserved.values())
        call.used(replace(said, calls=0))
        yield Told(text="done")

    home = world(invoke, spec={"estimate": lambda _: said})
    outcome = await home.run()
    bound = Usage(calls=1, input_tokens=left, output_tokens=left, cost_microusd=left)
    assert (set_aside, home.last.usage, home.meter.settled) == ([bound], bound, {outcome.receipt: bound})


async def test_who_lacks_the_right_is_denied_on_record():
    home = world(never_called, spec={"risk": "write"})
    with pytest.raises(DeniedError, match="'write'") as denied:
        await home.run()
    assert (home.last.status, home.last.id) == ("denied", denied.value.receipt)
    assert home.meter.settled == {}


async def test_an_act_waits_for_a_person_and_goes_on_once_approved():
    home = world(telling("done"), spec={"risk": "act"})
    clerk = type(READER)(id="clerk", rights=frozenset({"read", "act"}))
    with pytest.raises(NeedsPersonError) as waiting:
        await home.run(Ask(question="pay"), actor=clerk)
    assert home.last.status == "waiting"
    approval = waiting.value.approval
    with pytest.raises(DeniedError):
        await home.run(Ask(question="pay"), actor=clerk, approval=approval)
    home.approvals.approve(approval, by="root")
    with pytest.raises(DeniedError):
        await home.run(Ask(question="pay ten times"), actor=clerk, approval=approval)
    assert home.last.status == "denied"
    outcome = await home.run(Ask(question="pay"), actor=clerk, approval=approval)
    assert outcome.output.text == "done"
    assert (home.last.status, told_in("en", home.last.verdicts[0].why)) == ("ok", "approved by root")
    with pytest.raises(DeniedError):
        await home.run(Ask(question="pay"), actor=clerk, approval=approval)


async def test_an_act_within_a_call_goes_on_once_a_person_approved_it_and_the_outer_call_is_sent_again():
    async def passes_on(call):
        yield (await call.run("test:act", Ask(question="pay"))).output

    home = world(passes_on, Plain(telling("paid"), "test:act", risk="act"))
    clerk = type(READER)(id="clerk", rights=frozenset({"read", "act"}))
    with pytest.raises(NeedsPersonError) as waiting:
        await home.run(actor=clerk)
    assert [draft.status for draft in home.receipts.sealed.values()] == ["waiting", "waiting"]
    home.approvals.approve(waiting.value.approval, by="root")
    other = type(READER)(id="other", rights=frozenset({"read", "act"}))
    with pytest.raises(NeedsPersonError):
        await home.run(actor=other)
    assert (await home.run(actor=clerk, approval=waiting.value.approval)).output.text == "paid"
    with pytest.raises(NeedsPersonError):
        await home.run(actor=clerk, approval=waiting.value.approval)


async def test_an_approved_act_within_which_another_act_waits_needs_both():
    async def passes_on(call):
        yield (await call.run("test:act", Ask(question="pay"))).output

    home = world(passes_on, Plain(telling("paid"), "test:act", risk="act"), spec={"risk": "act"})
    clerk = type(READER)(id="clerk", rights=frozenset({"read", "act"}))

    async def approved(approval: str | None = None) -> str:
        with pytest.raises(NeedsPersonError) as waiting:
            await home.run(actor=clerk, approval=approval)
        home.approvals.approve(waiting.value.approval, by="root")
        return waiting.value.approval

    await approved(await approved())
    assert home.last.capability == "test:plain"
    assert (await home.run(actor=clerk, approval=await approved())).output.text == "paid"


async def test_an_approval_that_was_given_serves_no_call_that_does_not_name_it():
    home = world(telling("done"), spec={"risk": "act"})
    clerk = type(READER)(id="clerk", rights=frozenset({"read", "act"}))
    with pytest.raises(NeedsPersonError) as waiting:
        await home.run(actor=clerk)
    home.approvals.approve(waiting.value.approval, by="root")
    with pytest.raises(NeedsPersonError):
        await home.run(actor=clerk)


async def test_an_administrators_act_waits_for_nobody():
    home = world(telling("done"), spec={"risk": "act"})
    assert (await home.run(actor=ADMIN)).output.text == "done"


async def test_a_policy_of_ones_own_decides():
    for say, error in (("deny", DeniedError), ("ask", NeedsPersonError)):
        home = world(never_called, policy=FixedPolicy(say))
        with pytest.raises(error, match="because"):
            await home.run(actor=ADMIN)
        assert home.last.versions["policy"] == "fixed-1"


async def test_a_used_up_budget_stops_the_call_on_record():
    home = world(telling("one"), meter=InMemoryMeter(limit_calls=1))
    await home.run()
    with pytest.raises(BudgetError):
        await home.run()
    assert home.last.status == "budget"


@pytest.mark.parametrize("side", ["input", "output"])
async def test_a_guard_blocks_on_either_side_and_says_so(side):
    home = world(telling("the codeword"), guards=(Censor(("codeword",), say="block", on=side),))
    with pytest.raises(BlockedError, match="not to be said"):
        await home.run(Ask(question="what is the codeword?"))
    assert home.last.status == "blocked"
    assert home.last.verdicts[-1] == Verdict(by="guard:words", said="block", why="word: not to be said")
    assert home.last.output is None
    assert home.meter.settled


async def test_a_guard_on_the_input_redacts_what_the_capability_sees():
    async def echo(call):
        yield Told(text=call.input.question)

    home = world(echo, guards=(Censor(("4711",), on="input"),))
    assert (await home.run(Ask(question="my code is 4711"))).output.text == "my code is █"
    assert home.last.verdicts[-1].said == "redact"


@pytest.mark.parametrize(
    ("error", "expected", "status"),
    [
        (EngineError("broken"), EngineError, "failed"),
        (TimedOutError("slow"), TimedOutError, "timed_out"),
        (UsageError("wrong"), UsageError, "failed"),
        (ValueError("odd"), EngineError, "failed"),
        (TimeoutError("inside"), EngineError, "failed"),
        (StopIteration("odd"), EngineError, "failed"),
        (StopAsyncIteration("odd"), EngineError, "failed"),
        (RecursionError("deep"), EngineError, "failed"),
    ],
)
@pytest.mark.parametrize("before", [(), (Delta(text="a "),)])
async def test_whatever_a_capability_raises_ends_the_call_in_order(error, expected, status, before):
    home = world(raising(error, *before))
    with pytest.raises(expected) as raised:
        await home.run()
    assert type(raised.value) is expected
    assert raised.value.receipt == home.last.id
    assert (home.last.status, home.last.error) == (status, str(raised.value))
    assert home.meter.settled


def odd(*_):
    raise ValueError("odd")


@pytest.mark.parametrize(
    ("spec", "behind"),
    [
        ({"estimate": odd}, {}),
        ({"correctable": replace(CORRECTABLE, question=odd)}, {}),
        ({"correctable": replace(CORRECTABLE, bases=odd)}, {}),
        ({}, {"guards": (type("Odd", (Censor,), {"check": odd})(()),)}),
    ],
    ids=["estimate", "question", "bases", "guard"],
)
async def test_what_else_an_extension_brings_and_raises_ends_the_call_in_order(spec, behind):
    home = world(telling("never mind"), spec=spec, **behind)
    with pytest.raises(EngineError, match="ValueError: odd") as raised:
        await home.run(Ask(question="leave?"))
    assert raised.value.receipt == home.last.id
    assert (home.last.status, home.last.error) == ("failed", str(raised.value))


async def test_an_error_names_the_receipt_of_the_call_that_one_made():
    shared = StoreError("one failed write, of which many calls hear")

    async def calls(call):
        yield (await call.run("test:fails", Ask())).output

    home = world(calls, Plain(raising(shared), "test:fails"))
    for _ in range(2):
        with pytest.raises(StoreError) as failed:
            await home.run()
        assert failed.value.receipt == home.last.id == home.last.root


class OwnBaseException(BaseException):
    pass


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3), OwnBaseException("own"), GeneratorExit()])
def test_what_is_no_exception_passes_as_it_is_and_leaves_a_receipt(error):
    home = world(raising(error, Delta(text="a ")))
    with pytest.raises(type(error)):
        asyncio.run(home.run())
    assert home.last.status == ("cancelled" if isinstance(error, GeneratorExit) else "failed")
    assert home.meter.settled


async def test_a_call_that_takes_too_long_is_timed_out():
    async def slow(call):
        yield Delta(text="wait ")
        await asyncio.sleep(30)
        yield Told(text="never")

    home = world(slow, spec={"timeout_s": 0.05})
    with pytest.raises(TimedOutError, match=r"0\.05 s"):
        await home.run()
    assert home.last.status == "timed_out"
    assert home.meter.settled


async def test_a_cancelled_call_leaves_a_receipt_and_gives_its_reservation_back():
    begun = asyncio.Event()

    async def slow(call):
        begun.set()
        await asyncio.sleep(30)
        yield Told(text="never")

    home = world(slow, meter=InMemoryMeter(limit_calls=2))
    task = asyncio.create_task(home.run())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert home.last.status == "cancelled"
    assert home.meter.settled == {home.last.id: Usage(calls=1)}


async def test_a_call_cancelled_while_it_reserves_gives_back_what_was_reserved_all_the_same():
    class Slow(InMemoryMeter):
        async def reserve(self, call, estimate):
            reservation = await super().reserve(call, estimate)
            await asyncio.sleep(30)
            return reservation

    home = world(never_called, meter=Slow(limit_calls=9))
    task = asyncio.create_task(home.run())
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert home.meter.settled == {home.last.id: Usage(calls=1)}


async def test_something_cancelled_inside_is_a_failure_and_not_a_cancellation():
    async def waits_for_the_dead(call):
        dead = asyncio.get_running_loop().create_future()
        dead.cancel()
        await dead
        yield Told(text="never")

    home = world(waits_for_the_dead)
    with pytest.raises(EngineError, match="was cancelled"):
        await home.run()
    assert home.last.status == "failed"


async def test_a_standing_correction_takes_the_place_of_the_answer():
    home = world(
        never_called,
        spec={"correctable": CORRECTABLE},
        corrections=FixedCorrections({"leave?": ruling("leave?", "six days")}),
    )
    outcome = await home.run(Ask(question="leave?"))
    assert outcome.output == Told(text="six days", origin="human")
    assert outcome.correction == ruling("leave?", "six days")
    assert (home.last.correction, home.last.labels) == ("c1", ("human-written",))
    assert home.last.verdicts[-1].by == "correction"


async def test_a_corrected_answer_passes_the_output_guards_like_any_other():
    home = world(
        never_called,
        spec={"correctable": CORRECTABLE},
        corrections=FixedCorrections({"code?": ruling("code?", "it is 4711")}),
        guards=(Censor(("4711",), on="output"),),
    )
    outcome = await home.run(Ask(question="code?"))
    assert outcome.output.text == "it is █"
    assert outcome.correction is not None
    assert "4711" not in outcome.correction.answer
    assert "4711" not in repr(home.last)


async def test_without_readable_corrections_there_is_no_answer():
    home = world(never_called, spec={"correctable": CORRECTABLE}, corrections=UnreadableCorrections())
    with pytest.raises(StoreError):
        await home.run(Ask(question="leave?"))
    assert home.last.status == "failed"
    assert home.meter.settled


async def test_what_is_not_correctable_does_not_ask_for_corrections():
    home = world(telling("plain"), corrections=UnreadableCorrections())
    assert (await home.run()).output.text == "plain"


async def test_where_there_is_no_question_nothing_is_matched():
    home = world(telling("plain"), spec={"correctable": CORRECTABLE}, corrections=UnreadableCorrections())
    assert (await home.run(Ask(question=""))).output.text == "plain"


@pytest.mark.parametrize(("inner", "said"), [(True, "six days"), (False, "from a model")])
async def test_what_other_capabilities_ask_is_matched_only_where_that_is_wanted(inner: bool, said: str):
    async def asks(call: Call):
        yield Told(text=(await call.run("test:model", Ask(question="leave?"))).output.text)

    home = world(asks, corrections=FixedCorrections({"leave?": ruling("leave?", "six days")}))
    home.kernel.register(Plain(telling("from a model"), "test:model", correctable=replace(CORRECTABLE, inner=inner)))
    assert (await home.run()).output.text == said
    asked_directly = await home.kernel.run("test:model", Ask(question="leave?"), actor=READER)
    assert asked_directly.output.text == "six days"


async def test_without_a_receipt_there_is_no_answer():
    home = world(telling("a ", "b"), receipts=LosingReceipts())
    async with home.kernel.stream("test:plain", Ask(), actor=READER) as stream:
        assert [await anext(stream), await anext(stream)] == [Delta(text="a "), Delta(text="b")]
        with pytest.raises(StoreError, match="disk full"):
            await anext(stream)
        with pytest.raises(UsageError):
            _ = stream.outcome


async def test_a_failed_call_whose_receipt_is_lost_says_both():
    home = world(raising(EngineError("broken")), receipts=LosingReceipts())
    with pytest.raises(StoreError, match="disk full") as lost:
        await home.run()
    assert str(lost.value.__cause__) == "broken"


async def test_what_may_change_the_world_is_on_record_before_it_begins():
    opened = []

    async def look(call):
        opened.append(call.id in home.receipts.opened)
        yield Told(text="written")

    home = world(look, spec={"risk": "write"})
    await home.run(actor=ADMIN)
    assert opened == [True]


async def test_an_unknown_capability_is_named_with_the_nearest_one():
    with pytest.raises(NotFoundError, match="test:plain"):
        await world(telling("x")).run(name="test:plane")


async def test_an_input_of_the_wrong_type_is_the_callers_mistake():
    with pytest.raises(UsageError, match="takes a Ask"):
        await world(telling("x")).kernel.run("test:plain", {"question": "x"}, actor=READER)


async def test_two_capabilities_cannot_share_a_name():
    with pytest.raises(ConflictError, match="test:plain"):
        world(telling("x"), Plain(telling("y")))
