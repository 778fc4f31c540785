"""Every tool has a row and a page, wherever it came from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bank_server import Bank
from wainao import Wainao, capability
from wainao.app.wire import read_input
from wainao.kernel import NotFoundError, UsageError
from wainao.types import Actor

CLERK = Actor(id="clerk", rights=frozenset({"read"}))
STRANGER = Actor(id="owner", tenant="elsewhere", rights=frozenset({"read"}))


@capability("sums:vat", zh="增值税", en="Value added tax", samples=("VAT on 200",), example={"net": 200.0})
def vat(net: float, percent: float = 19.0) -> float:
    "The tax on a net amount."
    return net * percent / 100


@pytest.fixture
def office(wainao_home: Path, bank: Bank):
    with Wainao.open(wainao_home, capabilities=[vat], tools={"private": [bank.url]}) as brain:
        brain.call("tools:add", source="bank.json", document=bank.description, name="bank")
        listed = {"name": "fly", "description": "Book a flight 订机票", "parameters": {}}
        brain.call("tools:import-catalogue", content=json.dumps(listed).encode(), name="market")
        yield brain


def browsed(brain: Wainao, actor: Actor | None = None, **fields):
    if actor is None:
        return brain.call("tools:browse", **fields).output
    given = read_input(brain.kernel.spec("tools:browse", actor), fields)
    return brain._loop.run(brain.kernel.run("tools:browse", given, actor=actor)).output


def test_all_kinds_stand_in_one_list_and_are_found_by_words_of_both_languages(office):
    found = {row.name: row for row in browsed(office).tools}
    sources = {name: found[name].source for name in ("units:convert", "sums:vat", "bank:read_notes", "market:fly")}
    assert list(sources.values()) == ["builtin", "python", "openapi", "catalogue"]
    assert found["bank:make_transfer"].risk == "write"
    assert "tools:browse" not in found
    assert [row.name for row in browsed(office, search="机票 BOOK").tools] == ["market:fly"]
    first = browsed(office, limit=3)
    assert (len(first.tools), first.total) == (3, len(found))
    office.call("tools:change", name="bank", state="off")
    assert {row.state for row in browsed(office, search="bank:").tools} == {"off"}


def test_a_list_has_what_its_reader_may_call_and_nothing_of_another_tenant(office):
    office.call("tools:demonstrate", tool="bank:read_notes")
    assert {"bank:read_notes", "units:convert"} <= {row.name for row in browsed(office, CLERK).tools}
    elsewhere = browsed(office, STRANGER).tools
    assert {row.source for row in elsewhere} == {"builtin", "python"}
    assert {(row.health, row.demos, row.calls) for row in elsewhere} == {("unknown", 0, 0)}
    few = Actor(id="few", rights=frozenset({"read"}), capabilities=frozenset({"tools:browse", "calc:*"}))
    assert {row.name for row in browsed(office, few).tools if row.box is None} == {"calc:evaluate"}


def test_health_follows_from_receipts_and_demonstrations(office, bank):
    def health(name: str) -> str:
        return next(row.health for row in browsed(office).tools if row.name == name)

    assert health("bank:latest_rates") == "unknown"
    office.call("tools:demonstrate", tool="bank:latest_rates", arguments={"base": "USD"})
    assert health("bank:latest_rates") == "well"
    bank.broken = 30
    for _ in range(2):
        office.call("bank:latest_rates")
    assert health("bank:latest_rates") == "failing"
    office.call("tools:replay", box="bank")
    assert health("bank:latest_rates") == "drifted"


def test_a_catalogue_that_takes_the_name_of_another_is_looked_into_anew(office):
    def found() -> list[str]:
        return [one.tool for one in office.call("tools:find", request="book", among="catalogues").output.proposals]

    assert found() == ["fly"]
    office.call("tools:remove", name="market")
    listed = {"name": "sail", "description": "Book a boat", "parameters": {}}
    office.call("tools:import-catalogue", content=json.dumps(listed).encode(), name="market")
    assert found() == ["sail"]


@pytest.mark.parametrize("name", ["units:convert", "sums:vat"])
def test_a_tool_of_no_toolbox_has_a_page_is_demonstrated_replayed_and_reviewed(office, name):
    shown = office.call("tools:show", name=name).output
    assert shown.box is None
    (example,) = shown.tool.examples
    demo = office.call("tools:demonstrate", tool=name, arguments=example, title="Shown").output
    assert json.loads(demo.output)["result"]
    replayed = office.call("tools:replay", box=name.partition(":")[0]).output
    assert (len(replayed.demos), replayed.drifted) == (1, 0)
    office.call("tools:review", tool=name, stars=5)
    shown = office.call("tools:show", name=name).output
    assert (shown.records[0].calls, len(shown.demos), shown.reviews[0].stars) == (2, 1, 5)
    row = next(row for row in browsed(office).tools if row.name == name)
    assert (row.demos, row.stars, row.health) == (1, 5.0, "well")


def test_where_a_tool_comes_from_and_what_it_needs_are_said(office):
    told = {
        name: office.call("tools:show", name=name).output.tool
        for name in ("units:convert", "sums:vat", "bank:make_transfer")
    }
    assert [one.maker for one in told.values()] == ["wainao", vat.function.__module__.partition(".")[0], "bank.json"]
    assert [one.right for one in told.values()] == ["read", "read", "write"]
    assert "from" in told["units:convert"].input["properties"]
    assert told["units:convert"].examples[0]["from"] == "斤"


def test_what_has_no_page_is_told_so(office):
    for name in ("nowhere", "nowhere:at-all", "bank:nothing", "knowledge:ask"):
        with pytest.raises(NotFoundError):
            office.call("tools:show", name=name)
    with pytest.raises(NotFoundError, match="no toolbox 'nowhere'"):
        office.call("tools:replay", box="nowhere")
    with pytest.raises(UsageError, match="no reading tool"):
        office.call("tools:demonstrate", tool="tools:list")


def test_each_version_says_what_it_changed_and_a_tools_page_only_what_changed_that(office, bank):
    wider = json.loads(bank.description)
    ok = {"204": {"description": "gone"}}
    wider["paths"]["/v1/notes"]["delete"] = {"operationId": "dropNotes", "summary": "Drop all notes", "responses": ok}
    office.call("tools:add", source="bank.json", document=json.dumps(wider).encode(), name="bank", accept=True)
    (change,) = office.call("tools:show", name="bank").output.changes
    assert (change.version, change.added, change.removed) == (2, ("bank:drop_notes",), ())
    assert "risk act" in change.wider[0].en
    assert office.call("tools:show", name="bank:drop_notes").output.changes == (change,)
    assert office.call("tools:show", name="bank:read_notes").output.changes == ()
