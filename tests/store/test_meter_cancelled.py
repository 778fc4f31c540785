"""A client may leave at any moment: nothing stays set aside for its call, wherever the writer stood just then."""

from __future__ import annotations

import asyncio
import random
import threading
from pathlib import Path

import pytest
from ledger_world import draft, look
from meter_worker import ANN, Spend, Spending, UnderWay

from wainao.kernel import Kernel, Ports, RightsPolicy
from wainao.store.budget import Budget
from wainao.store.home import Home
from wainao.store.meter import SqliteMeter
from wainao.testing import in_memory_ports

LIMIT = Budget(subject="team:sales", period="now", calls=5)


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home", durable=False)
    yield home
    home.close()


def kernel(home: Home, meter: SqliteMeter, folder: Path) -> Kernel:
    memory = in_memory_ports()
    ports = Ports(
        receipts=home.ledger,
        policy=RightsPolicy(),
        approvals=memory.approvals,
        meter=meter,
        corrections=memory.corrections,
    )
    return Kernel(ports, [Spend(UnderWay(folder), random.Random(1))])


@pytest.mark.parametrize("sealing", [True, False], ids=["behind a receipt", "alone"])
def test_a_call_that_is_cancelled_before_it_was_let_in_leaves_nothing_set_aside(home, tmp_path, sealing):
    """Its receipt may get into a batch that is written before what it wants to set aside."""
    meter, go_on = SqliteMeter(home), threading.Event()
    calls = kernel(home, meter, tmp_path / "under-way")

    async def leave_while_the_writer_is_busy() -> None:
        await meter.set_budget(LIMIT)
        await meter.set_budget(Budget(subject="team:sales", period="total", tokens=100))
        home.database("state").write(lambda _: go_on.wait())
        others = [home.ledger.seal(draft())] if sealing else []
        calling = asyncio.create_task(calls.run("tools:spend", Spending(tokens=1), actor=ANN))
        await asyncio.sleep(0.01)
        calling.cancel()
        await asyncio.sleep(0.01)
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await calling
        await asyncio.gather(*others)
        await home.ledger.caught_up()

    asyncio.run(leave_while_the_writer_is_busy())
    assert meter.spent(LIMIT).amount.values == (0, 0, 0, 0)
    assert look(home.path, "SELECT * FROM meter_reservations") == []
    assert look(home.path, "SELECT status FROM receipts WHERE capability = 'tools:spend'") == [("cancelled",)]


def test_calls_that_are_cancelled_at_any_moment_leave_nothing_set_aside(home, tmp_path):
    meter, pick = SqliteMeter(home), random.Random(3)
    calls = kernel(home, meter, tmp_path / "under-way")

    async def leave() -> None:
        calling = asyncio.create_task(calls.run("tools:spend", Spending(tokens=1), actor=ANN))
        await asyncio.sleep(pick.uniform(0.0, 0.004))
        calling.cancel()
        await asyncio.gather(calling, return_exceptions=True)

    async def all_leave() -> None:
        await meter.set_budget(Budget(subject="team:sales", period="now", calls=10_000))
        for _ in range(20):
            await asyncio.gather(*(leave() for _ in range(20)))

    asyncio.run(all_leave())
    # Who is cancelled while the receipt is being written does not wait for it; what was queued before is written first.
    home.database("state").write(lambda _: None).result()
    assert look(home.path, "SELECT * FROM meter_reservations") == []
