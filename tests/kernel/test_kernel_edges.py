"""Capabilities that break the contract, and what must never be on record."""

from __future__ import annotations

import pytest
from small_world import ADMIN, READER, Ask, Plain, Step, Told, telling, world

from wainao.kernel import EngineError, Match, SettingsError, Spec
from wainao.types import Delta, Words

pytestmark = pytest.mark.anyio


async def nothing(call):
    return
    yield


async def only_increments(call):
    yield Delta(text="a")
    yield Step(done=1)


async def twice(call):
    yield Told(text="one")
    yield Told(text="two")


async def goes_on(call):
    yield Told(text="one")
    yield Delta(text="two")


async def pretends_a_person_said_it(call):
    yield Match()
    yield Told(text="one")


async def forgot_to_yield(call):
    return Told(text="one")


def no_generator(call):
    return [Told(text="one")]


def raises_at_once(call):
    raise LookupError("gone")


async def breaks_while_cleaning_up(call):
    try:
        yield Told(text="one")
    finally:
        raise LookupError("gone")


@pytest.mark.filterwarnings("ignore:coroutine 'forgot_to_yield' was never awaited")
@pytest.mark.parametrize(
    ("invoke", "match"),
    [
        (nothing, "ended without a Told"),
        (only_increments, "ended without a Told"),
        (twice, "went on after its Told"),
        (goes_on, "went on after its Told"),
        (pretends_a_person_said_it, "yielded a Match"),
        (forgot_to_yield, "coroutine"),
        (no_generator, "list"),
        (raises_at_once, "gone"),
        (breaks_while_cleaning_up, "gone"),
    ],
)
async def test_a_capability_that_breaks_its_contract_fails_in_order(invoke, match):
    home = world(invoke)
    with pytest.raises(EngineError, match=match):
        await home.run()
    assert (home.last.status, home.last.output) == ("failed", None)
    assert home.meter.settled


async def test_the_outcome_of_another_call_is_not_an_answer():
    async def passes_the_outcome_on(call):
        yield await call.run("test:leaf", Ask())

    home = world(passes_the_outcome_on, Plain(telling("leaf"), "test:leaf"))
    with pytest.raises(EngineError, match=r"yield its outcome\.output"):
        await home.run()


async def test_a_capability_that_cannot_be_closed_leaves_a_receipt_and_an_error():
    async def stubborn(call):
        try:
            yield Delta(text="a")
        finally:
            yield Delta(text="never mind")

    home = world(stubborn)
    with pytest.raises(EngineError, match="GeneratorExit"):
        async with home.kernel.stream("test:plain", Ask(), actor=READER) as stream:
            await anext(stream)
    assert home.last.status == "failed"


async def test_a_plain_async_iterator_will_do():
    class Once:
        def __init__(self) -> None:
            self.items = [Delta(text="a"), Told(text="a")]

        def __aiter__(self):
            return self

        async def __anext__(self):
            if not self.items:
                raise StopAsyncIteration
            return self.items.pop(0)

    assert (await world(lambda call: Once()).run()).output == Told(text="a")


async def test_secret_fields_reach_the_capability_and_no_record():
    seen = []

    async def invoke(call):
        seen.append(call.input.key)
        yield Told(text="stored")

    home = world(invoke, spec={"secret": frozenset({"key"}), "risk": "write"})
    await home.run(Ask(question="store", key="sk-canary"), actor=ADMIN)
    assert seen == ["sk-canary"]
    assert home.last.input == Ask(question="store", key="***")
    assert "sk-canary" not in repr([*home.receipts.opened.values(), *home.receipts.sealed.values()])


async def test_a_secret_field_that_does_not_exist_is_found_out():
    with pytest.raises(EngineError, match="passwort"):
        await world(telling("x"), spec={"secret": frozenset({"passwort"})}).run()


@pytest.mark.parametrize("name", ["plain", "Test:plain", "test:", ":x", "test:pl ain", "te st:x", "test:Plain"])
def test_a_name_is_kind_and_name(name):
    with pytest.raises(SettingsError, match="kind:name"):
        Spec(name=name, title=Words("", ""), description=Words("", ""), input=Ask, output=Told)
