"""A call's time: it ends the call, and nothing else that its task does."""

from __future__ import annotations

import asyncio

import pytest
from small_world import READER, Ask, Plain, Told, world

from wainao.kernel import EngineError, TimedOutError
from wainao.types import Delta

pytestmark = pytest.mark.anyio

SOON_S = 0.03


async def waits_after_one(call):
    yield Delta(text="a")
    await asyncio.sleep(30)
    yield Told(text="never")


async def test_a_reader_is_not_cancelled_when_the_calls_time_is_over():
    home = world(waits_after_one, spec={"timeout_s": SOON_S})
    async with home.kernel.stream("test:plain", Ask(), actor=READER) as stream:
        await anext(stream)
        await asyncio.sleep(SOON_S * 2)
        with pytest.raises(TimedOutError):
            await anext(stream)
    assert home.last.status == "timed_out"
    await asyncio.sleep(0)  # no cancellation is left over


async def test_what_is_ready_when_a_slow_reader_comes_is_still_given():
    async def invoke(call):
        yield Delta(text="a")
        yield Told(text="a")

    home = world(invoke, spec={"timeout_s": SOON_S})
    async with home.kernel.stream("test:plain", Ask(), actor=READER) as stream:
        await anext(stream)
        await asyncio.sleep(SOON_S * 2)
        assert [item async for item in stream] == []
    assert stream.outcome.output == Told(text="a")


async def test_a_capability_that_catches_the_cancellation_has_not_run_out_of_time():
    async def stubborn(call):
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            yield Told(text="at the last moment")

    home = world(stubborn, spec={"timeout_s": SOON_S})
    assert (await home.run()).output.text == "at the last moment"
    assert asyncio.current_task().cancelling() == 0


async def test_whoever_is_cancelled_while_the_time_runs_out_stays_cancelled():
    async def invoke(call):
        asyncio.get_running_loop().call_at(call.deadline, asyncio.current_task().cancel)
        await asyncio.sleep(30)
        yield Told(text="never")

    home = world(invoke, spec={"timeout_s": SOON_S})
    task = asyncio.create_task(home.run())
    with pytest.raises(asyncio.CancelledError):
        await task
    assert home.last.status == "cancelled"


async def test_a_stream_may_be_read_by_another_task_than_the_one_that_began_it():
    home = world(waits_after_one, spec={"timeout_s": SOON_S})
    async with home.kernel.stream("test:plain", Ask(), actor=READER) as stream:
        await anext(stream)
        with pytest.raises(TimedOutError):
            await asyncio.create_task(anext_of(stream))


async def anext_of(stream):
    return await anext(stream)


async def test_time_that_a_child_uses_up_is_the_parents_too():
    async def slow(call):
        await asyncio.sleep(30)
        yield Told(text="never")

    async def waits(call):
        try:
            await call.run("test:slow", Ask())
        except EngineError:
            yield Told(text="went on without it")

    home = world(waits, Plain(slow, "test:slow", timeout_s=SOON_S))
    assert (await home.run()).output.text == "went on without it"
    assert [draft.status for draft in home.receipts.sealed.values()] == ["timed_out", "ok"]
