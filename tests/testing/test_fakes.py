"""The fakes that we ship behave as the engines do, as far as a test can tell."""

from __future__ import annotations

import gc
import socket
import warnings

import httpx
import pytest

from wainao import Correctable, Ruling, Spec, Words
from wainao.kernel import BudgetError, DeniedError, Kernel, NeedsPersonError, RightsPolicy
from wainao.store.function import FunctionCapability, capability
from wainao.testing import (
    FixedCorrections,
    InMemoryApprovals,
    InMemoryMeter,
    InMemoryReceipts,
    ModelServer,
    in_memory_ports,
)
from wainao.types import owner

pytestmark = pytest.mark.anyio


@capability("tools:shout", en="Shout")
def shout(text: str) -> str:
    return text.upper()


async def call(kernel: Kernel, text: str = "a", **more):
    return await kernel.run("tools:shout", shout.spec.input(text=text), actor=owner(), **more)


async def test_receipts_are_there_to_be_looked_at():
    receipts = InMemoryReceipts()
    outcome = await call(Kernel(in_memory_ports(receipts=receipts), [shout]))
    assert receipts.last is receipts.sealed[outcome.receipt]
    assert (receipts.last.output, outcome.proof.size) == (outcome.output, 1)
    assert outcome.receipt in receipts.opened


async def test_a_budget_ends():
    meter = InMemoryMeter(limit_calls=1)
    kernel = Kernel(in_memory_ports(meter=meter), [shout])
    outcome = await call(kernel)
    assert meter.settled[outcome.receipt].calls == 1
    with pytest.raises(BudgetError):
        await call(kernel)


async def test_an_approval_serves_one_call_of_the_same_input():
    approvals = InMemoryApprovals()
    kernel = Kernel(in_memory_ports(approvals=approvals, policy=RightsPolicy(ask=frozenset({"tools:*"}))), [shout])
    with pytest.raises(NeedsPersonError) as waiting:
        await call(kernel)
    approval = waiting.value.approval
    with pytest.raises(DeniedError, match="Nobody has given"):
        await call(kernel, approval=approval)
    approvals.approve(approval)
    with pytest.raises(DeniedError, match="not for this call"):
        await call(kernel, "another", approval=approval)
    assert (await call(kernel, approval=approval)).output.result == "A"
    with pytest.raises(DeniedError):
        await call(kernel, approval=approval)


async def test_a_ruling_answers_its_question():
    def answer(ruling: Ruling):
        return shout.spec.output(result=ruling.answer)

    words = Words("喊", "Shout")
    spec = Spec(
        name="tools:shout",
        title=words,
        description=words,
        input=shout.spec.input,
        output=shout.spec.output,
        correctable=Correctable(question=lambda given: given.text, answer=answer),
    )
    corrected = FunctionCapability(spec=spec, function=shout.function, wants_call=None, wraps=True)
    ruling = Ruling(id="r", question="a", answer="b", author="ann", written_at="2026-01-01", scope="everyone")
    kernel = Kernel(in_memory_ports(corrections=FixedCorrections({"a": ruling})), [corrected])
    assert [(await call(kernel, text)).output.result for text in ("a", "x")] == ["b", "X"]


def test_the_fixtures_we_ship_work_together(server_url, wainao_home, model_server):
    assert httpx.get(f"{server_url}/readyz").status_code == 200
    assert (wainao_home / "state.db").exists()
    chat = {"model": "scripted-1", "messages": [{"role": "user", "content": "hi"}], "stream": True}
    assert "Hel" in httpx.post(f"{model_server.url}/chat/completions", json=chat).text


def test_a_server_that_ends_while_somebody_connects_leaves_no_socket_behind():
    with warnings.catch_warnings(record=True) as left:
        warnings.simplefilter("always", ResourceWarning)
        for _ in range(30):
            with ModelServer() as server:
                client = socket.create_connection(("127.0.0.1", server.port))
            client.close()
        gc.collect()
    assert [str(warning.message) for warning in left] == []
