"""Every registered capability leaves a receipt, however its call ends, and describes itself for every face."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_type_hints

import pytest
from jsonschema import Draft202012Validator
from world import World, model_settings, opened_world

from wainao import Delta, Wainao, WainaoError
from wainao.app.http.openapi import document
from wainao.app.wire import envelope, parse, plain, read_input, to_json
from wainao.kernel import Call, Capability, EngineError, Kernel, Spec, UsageError
from wainao.testing import InMemoryReceipts, in_memory_ports
from wainao.types import ALL_RIGHTS, Actor

pytestmark = pytest.mark.anyio


def specs() -> list[Spec]:
    with TemporaryDirectory() as home, Wainao.open(home, models=model_settings("http://127.0.0.1:9/v1")) as brain:
        return sorted(brain.kernel, key=lambda spec: spec.name)


NAMES = [spec.name for spec in specs()]
READS = [spec.name for spec in specs() if spec.risk == "read"]

OWNER = Actor(id="owner", rights=ALL_RIGHTS)
STRANGER = Actor(id="stranger", rights=frozenset())


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with TemporaryDirectory() as folder, opened_world(Path(folder)) as made:
        yield made


class Under:
    """A capability under test: its own spec and work, with something happening before or in the middle of it."""

    def __init__(self, capability: Capability, *, first: Any = None, then: Any = None, **changes: Any) -> None:
        self.spec: Spec = dataclasses.replace(capability.spec, **changes)
        self._capability = capability
        self._first = first
        self._then = then

    async def invoke(self, call: Call) -> AsyncIterator[Any]:
        if self._first is not None:
            yield self._first
        if self._then is not None:
            await self._then()
        async for item in self._capability.invoke(call):
            yield item


@pytest.fixture(scope="module")
def described(world: World) -> Callable[[Spec], Draft202012Validator]:
    """What a capability answers, as the description of the API has it."""
    told = document((one.spec for one in world.capabilities), version="1")

    def of(spec: Spec) -> Draft202012Validator:
        answer = told["paths"]["/api/" + spec.name.replace(":", "/")]["post"]["responses"]["200"]["content"]
        schema = answer.get("application/json", {}).get("schema", {})  # the bytes of a file are of no schema
        return Draft202012Validator(schema | {"components": told["components"]})

    return of


def kernel_of(world: World, capability: Capability) -> tuple[Kernel, InMemoryReceipts]:
    """Receipts in memory, so that they can be looked at; all others as they are."""
    receipts = InMemoryReceipts()
    others = [one for one in world.capabilities if one.spec.name != capability.spec.name]
    ports = in_memory_ports(receipts=receipts)
    return Kernel(ports, [capability, *others], sources=world.brain.sources), receipts


@pytest.fixture(params=NAMES)
def capability(request: pytest.FixtureRequest, world: World) -> Capability:
    return next(one for one in world.capabilities if one.spec.name == request.param)


@pytest.fixture
def given(capability: Capability, world: World) -> Any:
    return world.input(capability.spec)


async def test_it_succeeds_on_record_with_what_the_description_of_the_api_says(capability, given, world, described):
    kernel, receipts = kernel_of(world, capability)
    outcome = await kernel.run(capability.spec.name, given, actor=OWNER)
    sealed = receipts.sealed[outcome.receipt]
    assert (sealed.status, sealed.capability, sealed.output) == ("ok", capability.spec.name, outcome.output)
    assert isinstance(outcome.output, capability.spec.output)
    assert [fault.message for fault in described(capability.spec).iter_errors(parse(to_json(envelope(outcome))))] == []


async def test_it_is_denied_on_record(capability, given, world):
    kernel, receipts = kernel_of(world, capability)
    with pytest.raises(WainaoError) as failed:
        await kernel.run(capability.spec.name, given, actor=STRANGER)
    assert (failed.value.code, receipts.last.status, receipts.last.actor) == ("denied", "denied", "stranger")
    assert failed.value.receipt == receipts.last.id


async def test_it_fails_on_record(capability, given, world):
    async def fail() -> None:
        raise OSError("the disk is gone")

    kernel, receipts = kernel_of(world, Under(capability, then=fail))
    with pytest.raises(WainaoError, match="the disk is gone"):
        await kernel.run(capability.spec.name, given, actor=OWNER)
    assert receipts.last.status == "failed"


async def test_it_is_cancelled_on_record(capability, given, world):
    begun = asyncio.Event()

    async def wait() -> None:
        begun.set()
        await asyncio.Event().wait()

    kernel, receipts = kernel_of(world, Under(capability, then=wait))
    task = asyncio.create_task(kernel.run(capability.spec.name, given, actor=OWNER))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert receipts.last.status == "cancelled"


async def test_it_is_left_early_on_record(capability, given, world):
    kernel, receipts = kernel_of(world, Under(capability, first=Delta(text="…")))
    async with kernel.stream(capability.spec.name, given, actor=OWNER) as stream:
        assert await anext(stream) == Delta(text="…")
    assert receipts.sealed[stream.receipt].status == "cancelled"
    with pytest.raises(UsageError):
        _ = stream.outcome


async def test_it_times_out_on_record(capability, given, world):
    async def wait() -> None:
        await asyncio.sleep(60)

    kernel, receipts = kernel_of(world, Under(capability, then=wait, timeout_s=0.01))
    with pytest.raises(WainaoError) as failed:
        await kernel.run(capability.spec.name, given, actor=OWNER)
    assert (failed.value.code, receipts.last.status) == ("timed_out", "timed_out")


@pytest.mark.parametrize("capability", READS, indirect=True)  # a second time, others would be other calls
async def test_streaming_it_gives_what_running_it_gives(capability, given, world):
    kernel, _ = kernel_of(world, capability)
    ran = await kernel.run(capability.spec.name, given, actor=OWNER)
    async with kernel.stream(capability.spec.name, given, actor=OWNER) as stream:
        async for _ in stream:
            pass
    assert type(stream.outcome.output) is type(ran.output)


async def test_a_number_that_no_store_can_hold_is_refused_or_of_no_weight(capability, given, world):
    kernel, _ = kernel_of(world, capability)
    numbers = [name for name, kind in get_type_hints(capability.spec.input).items() if kind is int]
    for name in numbers:
        try:
            await kernel.run(capability.spec.name, dataclasses.replace(given, **{name: 2**70}), actor=OWNER)
        except EngineError as error:
            pytest.fail(f"{name}: {error}")
        except WainaoError:
            pass


def test_its_input_and_output_travel_as_json(capability, given):
    assert read_input(capability.spec, parse(to_json(given))) == given
    assert read_input(capability.spec, plain(given)) == given


def test_its_spec_is_enough_for_every_face(capability):
    spec = capability.spec
    assert spec.example is not None, "forms, the reference and this suite need an example"
    assert isinstance(spec.example, spec.input)
    assert spec.title.zh != spec.title.en
    assert spec.description.zh != spec.description.en

    names = {item.name for item in dataclasses.fields(spec.input)}
    assert spec.secret <= names
