"""A whole answer is a stream read to its end; a stream left early has ended too, on record."""

from __future__ import annotations

import asyncio

import pytest
from small_world import ADMIN, CORRECTABLE, READER, Ask, Censor, Plain, Step, Told, raising, ruling, telling, world

from wainao.kernel import DeniedError, EngineError, Unfinished, UsageError
from wainao.testing import FixedCorrections, InMemoryReceipts
from wainao.types import Actor, Delta, Usage

pytestmark = pytest.mark.anyio


async def read(home, input=None, **more):
    async with home.kernel.stream("test:plain", input or Ask(), actor=READER, **more) as stream:
        items = [item async for item in stream]
    return items, stream


async def many(call):
    yield Delta(text="a ")
    yield Step(done=1)
    yield Delta(text="b")
    yield Step(done=2)
    yield Told(text="a b")


@pytest.mark.parametrize(
    "invoke", [telling("a ", "b"), telling(), many], ids=["deltas", "nothing but the answer", "mixed"]
)
async def test_running_and_reading_a_stream_to_its_end_are_the_same(invoke):
    home = world(invoke)
    whole = await home.run()
    whole_receipt = home.last
    _, stream = await read(home)
    assert stream.outcome.output == whole.output
    assert (stream.outcome.labels, stream.outcome.usage) == (whole.labels, whole.usage)
    assert stream.receipt == stream.outcome.receipt == home.last.id
    for field in ("status", "output", "verdicts", "versions", "labels", "usage", "input"):
        assert getattr(home.last, field) == getattr(whole_receipt, field)


async def test_increments_come_in_order_and_the_answer_last_of_all():
    items, stream = await read(world(many))
    assert items == [Delta(text="a "), Step(done=1), Delta(text="b"), Step(done=2)]
    assert stream.outcome.output == Told(text="a b")


async def test_a_corrected_answer_streams_too():
    home = world(
        raising(AssertionError()),
        spec={"correctable": CORRECTABLE},
        corrections=FixedCorrections({"q": ruling("q", "six")}),
    )
    items, stream = await read(home, Ask(question="q"))
    assert (items, stream.outcome.output.text) == ([], "six")


async def test_increments_leave_while_the_capability_still_works():
    go_on = asyncio.Event()

    async def invoke(call):
        yield Delta(text="first")
        await go_on.wait()
        yield Told(text="first")

    async with world(invoke).kernel.stream("test:plain", Ask(), actor=READER) as stream:
        assert await anext(stream) == Delta(text="first")
        go_on.set()
        assert [item async for item in stream] == []
    assert stream.outcome.output.text == "first"


async def test_a_refusal_is_raised_before_anything_is_streamed():
    home = world(telling("x"), spec={"risk": "write"})
    with pytest.raises(DeniedError):
        async with home.kernel.stream("test:plain", Ask(), actor=READER):
            pytest.fail("the block must not be entered")


async def test_nothing_is_shown_before_the_call_is_on_record():
    on_record = []

    class Watched(InMemoryReceipts):
        def open(self, draft):
            class Opened:
                def __await__(self):
                    on_record.append(draft.id)
                    yield from ()

            return Opened()

    home = world(telling("a", "b"), receipts=Watched())
    async with home.kernel.stream("test:plain", Ask(), actor=READER) as stream:
        assert on_record == [stream.receipt]
        assert [item async for item in stream]
    await home.run()
    assert on_record == [stream.receipt], "what nobody is shown may wait for its end"


async def test_what_was_shown_before_a_call_broke_off_is_on_its_receipt():
    async def breaks(call):
        yield Delta(text="a ", of="thought")
        yield Delta(text="thought", of="thought")
        yield Step(done=1)
        yield Delta(text="half an ")
        yield Delta(text="answer")
        raise EngineError("broken")

    home = world(breaks)
    with pytest.raises(EngineError):
        await read(home)
    assert home.last.output == Unfinished(shown=(Delta(text="a thought", of="thought"), Delta(text="half an answer")))
    with pytest.raises(EngineError):
        await home.run()
    assert home.last.output is None, "nobody was shown anything"


async def test_what_a_guard_held_back_was_not_shown():
    async def breaks(call):
        yield Delta(text="the code")
        yield Delta(text="word is secr")
        raise EngineError("broken")

    home = world(breaks, guards=(Censor(("codeword", "secret")),))
    with pytest.raises(EngineError):
        await read(home)
    assert home.last.output == Unfinished(shown=(Delta(text="the █ is "),))


async def test_a_stream_has_no_outcome_before_its_end():
    async with world(telling("a", "b")).kernel.stream("test:plain", Ask(), actor=READER) as stream:
        await anext(stream)
        with pytest.raises(UsageError, match="not been read to its end"):
            _ = stream.outcome


async def test_a_stream_left_early_leaves_a_receipt_that_says_so():
    cleaned_up = []

    async def invoke(call):
        try:
            call.used(Usage(output_tokens=1))
            yield Delta(text="a")
            yield Delta(text="b")
            yield Told(text="ab")
        finally:
            cleaned_up.append(True)

    home = world(invoke)
    async with home.kernel.stream("test:plain", Ask(), actor=READER) as stream:
        assert await anext(stream) == Delta(text="a")
    assert (home.last.status, home.last.id) == ("cancelled", stream.receipt)
    assert cleaned_up == [True]
    assert home.meter.settled == {stream.receipt: Usage(calls=1, output_tokens=1)}


async def test_an_error_of_the_reader_ends_the_call_on_record_and_stays_the_readers():
    home = world(telling("a", "b"))
    with pytest.raises(LookupError):
        async with home.kernel.stream("test:plain", Ask(), actor=READER):
            raise LookupError
    assert home.last.status == "cancelled"


async def test_a_task_that_is_cancelled_while_it_reads_leaves_a_receipt():
    reading = asyncio.Event()

    async def work(home):
        async with home.kernel.stream("test:plain", Ask(), actor=READER) as stream:
            await anext(stream)
            reading.set()
            await asyncio.sleep(30)

    home = world(telling("a", "b"))
    task = asyncio.create_task(work(home))
    await reading.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert home.last.status == "cancelled"
    assert home.meter.settled


async def test_who_calls_while_reading_a_stream_is_recorded_as_themselves():
    # Identity once travelled in a context variable, and the inner call went on the record of the stream's own caller.
    ann, bob = READER, Actor(id="bob")
    home = world(telling("a", "b"), Plain(telling("inner"), "test:other"))
    async with home.kernel.stream("test:plain", Ask(), actor=ann) as stream:
        async for _ in stream:
            await home.run(name="test:other", actor=bob)
    made = [(draft.capability, draft.actor, draft.parent) for draft in home.receipts.sealed.values()]
    assert made == [("test:other", "bob", None)] * 2 + [("test:plain", "ann", None)]


async def test_many_at_once_are_each_recorded_as_themselves():
    async def echo(call):
        for _ in range(3):
            await asyncio.sleep(0)
            yield Delta(text=call.actor.id)
        yield Told(text=call.actor.id)

    home = world(echo)
    actors = [Actor(id=f"u{n}") for n in range(50)]
    outcomes = await asyncio.gather(*(home.run(actor=actor) for actor in actors))
    for actor, outcome in zip(actors, outcomes, strict=True):
        assert outcome.output.text == home.receipts.sealed[outcome.receipt].actor == actor.id


async def test_children_know_their_parent_their_root_and_the_time_that_is_left():
    seen = {}

    async def leaf(call):
        seen["leaf"] = call
        yield Told(text="leaf")

    async def middle(call):
        seen["middle"] = call
        outcome = await call.run("test:leaf", Ask())
        yield outcome.output

    async def top(call):
        seen["top"] = call
        async with call.stream("test:middle", Ask()) as stream:
            async for _ in stream:
                pass
        yield stream.outcome.output

    home = world(top, Plain(middle, "test:middle", timeout_s=60.0), Plain(leaf, "test:leaf"), spec={"timeout_s": 5.0})
    outcome = await home.run(actor=ADMIN)
    assert seen["leaf"].draft.parent == seen["middle"].id
    assert seen["middle"].draft.parent == seen["top"].id
    assert {call.draft.root for call in seen.values()} == {outcome.receipt}
    assert {call.actor for call in seen.values()} == {ADMIN}
    assert {call.deadline for call in seen.values()} == {seen["top"].deadline}


async def test_a_child_has_no_more_rights_than_its_caller():
    async def tries(call):
        await call.run("test:writes", Ask())
        yield Told(text="written")

    home = world(tries, Plain(telling("x"), "test:writes", risk="write"))
    with pytest.raises(DeniedError):
        await home.run()
    assert [draft.status for draft in home.receipts.sealed.values()] == ["denied", "denied"]


async def test_leaving_a_stream_ends_the_calls_beneath_it_too():
    async def passes_on(call):
        async with call.stream("test:leaf", Ask()) as stream:
            async for item in stream:
                yield item
        yield stream.outcome.output

    home = world(passes_on, Plain(telling("a", "b"), "test:leaf"))
    async with home.kernel.stream("test:plain", Ask(), actor=READER) as stream:
        await anext(stream)
    assert [(draft.capability, draft.status) for draft in home.receipts.sealed.values()] == [
        ("test:leaf", "cancelled"),
        ("test:plain", "cancelled"),
    ]


async def test_a_child_runs_out_of_its_parents_time():
    async def slow(call):
        await asyncio.sleep(30)
        yield Told(text="never")

    async def waits(call):
        yield (await call.run("test:slow", Ask())).output

    home = world(waits, Plain(slow, "test:slow", timeout_s=60.0), spec={"timeout_s": 0.05})
    with pytest.raises(EngineError):
        await home.run()
    child, parent = home.receipts.sealed.values()
    assert (parent.capability, parent.status) == ("test:plain", "timed_out")
    assert child.status in ("timed_out", "cancelled")
