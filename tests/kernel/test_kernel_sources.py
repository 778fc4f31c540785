"""Capabilities that come and go while the process runs, each tenant's apart."""

from __future__ import annotations

import pytest
from small_world import READER, Ask, Plain, telling

from wainao.kernel import Capability, Kernel, NotFoundError, UsageError
from wainao.testing import InMemoryReceipts, in_memory_ports
from wainao.types import Actor

pytestmark = pytest.mark.anyio


class Shelf:
    def __init__(self) -> None:
        self.on: dict[tuple[str, str], Capability] = {}

    def put(self, tenant: str, capability: Plain) -> None:
        self.on[tenant, capability.spec.name] = capability

    def find(self, name: str, tenant: str) -> Capability | None:
        return self.on.get((tenant, name))

    def all(self, tenant: str) -> list[Capability]:
        return [capability for (owner, _), capability in self.on.items() if owner == tenant]


ELSEWHERE = Actor(id="eve", tenant="elsewhere", rights=frozenset({"read"}))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def kernel(shelf: Shelf) -> Kernel:
    return Kernel(in_memory_ports(receipts=InMemoryReceipts()), [Plain(telling("own"))], sources=[shelf])


async def test_what_comes_can_be_called_by_its_tenant_alone(kernel, shelf):
    shelf.put("local", Plain(telling("sunny"), name="weather:now"))
    assert (await kernel.run("weather:now", Ask(), actor=READER)).output.text == "sunny"
    with pytest.raises(NotFoundError):
        await kernel.run("weather:now", Ask(), actor=ELSEWHERE)
    with pytest.raises(NotFoundError):
        kernel.spec("weather:now")
    assert kernel.spec("weather:now", READER).name == "weather:now"


async def test_what_goes_is_gone_at_the_next_call(kernel, shelf):
    shelf.put("local", Plain(telling("sunny"), name="weather:now"))
    await kernel.run("weather:now", Ask(), actor=READER)
    shelf.on.clear()
    with pytest.raises(NotFoundError):
        await kernel.run("weather:now", Ask(), actor=READER)


async def test_nothing_that_comes_takes_the_place_of_the_kernels_own(kernel, shelf):
    shelf.put("local", Plain(telling("a stranger's"), name="test:plain"))
    assert (await kernel.run("test:plain", Ask(), actor=READER)).output.text == "own"


def test_an_actor_is_shown_what_it_may_call(kernel, shelf):
    shelf.put("local", Plain(telling("sunny"), name="weather:now"))
    shelf.put("local", Plain(telling("sent"), name="mail:send", risk="act"))
    shelf.put("elsewhere", Plain(telling("rain"), name="weather:there"))
    assert [spec.name for spec in kernel.specs(READER)] == ["test:plain", "weather:now"]
    bound = Actor(id="ann", rights=frozenset({"read", "act"}), capabilities=frozenset({"mail:*"}))
    assert [spec.name for spec in kernel.specs(bound)] == ["mail:send"]


async def test_an_input_that_makes_no_sense_is_refused_before_anybody_is_asked(shelf):
    def check(ask: Ask) -> None:
        if not ask.question:
            raise UsageError("no question")

    receipts = InMemoryReceipts()
    careful = Plain(telling("sent"), name="mail:send", risk="act", check=check)
    kernel = Kernel(in_memory_ports(receipts=receipts), [careful])
    with pytest.raises(UsageError, match="no question"):
        await kernel.run("mail:send", Ask(), actor=READER)
    assert not receipts.sealed
