"""A described API, taken in once, is there for programs that speak the protocol: read at once, changed by a yes."""

from __future__ import annotations

import asyncio
from typing import Any

import anyio
import pytest
from mcp import Client

from bank_server import KEY, Bank
from wainao import Wainao
from wainao.testing.server import running

pytestmark = pytest.mark.anyio


@pytest.fixture
def taken_in(brain: Wainao, bank: Bank) -> Wainao:
    brain.call("tools:add", source=f"{bank.url}/openapi.json", name="bank")
    brain.call("tools:credential", box="bank", scheme="key", value=KEY)
    return brain


@pytest.mark.parametrize("era", ["legacy", "2026-07-28"])
async def test_a_client_reads_at_once_and_changes_once_a_person_agreed(taken_in, bank, era):
    transfer = {"to": "李雷", "amount": 12.5}
    with running(taken_in) as url:
        async with Client(f"{url}/mcp", mode=era) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert tools["bank-make_transfer"].annotations.read_only_hint is False
            rates = await client.call_tool("bank-latest_rates", {"base": "USD", "symbols": ["CNY"]})
            assert "7.12" in rates.content[0].text
            wrong = await client.call_tool("bank-make_transfer", {"to": "李雷", "amount": -1})
            assert wrong.meta["wainao/error"]["code"] == "usage"
            waits = await client.call_tool("bank-make_transfer", transfer)
            assert (waits.meta["wainao/error"]["code"], bank.transfers) == ("needs_person", [])
            approval = waits.meta["wainao/error"]["approval"]
            await asyncio.to_thread(taken_in.call, "approvals:decide", approval=approval, approve=True)
            other = await client.call_tool("bank-make_transfer", transfer | {"amount": 1250})
            assert (other.meta["wainao/error"]["code"], bank.transfers) == ("needs_person", [])
            made = await client.call_tool("bank-make_transfer", transfer)
            assert (made.is_error, [one["amount"] for one in bank.transfers]) == (False, [12.5])
    assert KEY not in str((tools, rates, wrong, waits, made))


async def test_a_grant_lets_what_it_covers_through_without_asking(taken_in, bank):
    fields = {"capability": "bank:make_transfer", "until_at": "2099-01-01", "bounds": ["amount<=20"]}
    await asyncio.to_thread(taken_in.call, "grants:give", actor="owner", **fields)
    with running(taken_in) as url, anyio.fail_after(30):
        async with Client(f"{url}/mcp") as client:
            told = [await client.call_tool("bank-make_transfer", {"to": "a", "amount": amount}) for amount in (20, 21)]
    assert [code_of(one) for one in told] == ["", "needs_person"]
    assert [one["amount"] for one in bank.transfers] == [20]


def code_of(result: Any) -> str:
    return str(result.meta["wainao/error"]["code"]) if result.is_error else ""
