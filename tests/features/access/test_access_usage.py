"""What was used, told to those whom it concerns, down to the last token; and files that no spreadsheet runs."""

import csv
import io
from datetime import UTC, datetime

import pytest
from access_world import Prompt, World

from wainao.features.access.capabilities.teams import JoinInput, TeamInput
from wainao.features.access.capabilities.usage import UsageInput
from wainao.features.access.table import to_csv
from wainao.features.access.types import KeyInput, Nothing
from wainao.kernel import DeniedError, UsageError
from wainao.store.ledger.usage import Dimension
from wainao.types import ALL_RIGHTS, Actor

pytestmark = pytest.mark.anyio

FAR = Actor(id="far", tenant="far", rights=ALL_RIGHTS)


async def busy(world: World) -> tuple[Actor, Actor]:
    """Ann, of the sales team, made two calls of one model and asked a question of another; Bob one without a price."""
    await world.run("teams:add", TeamInput(id="sales"))
    await world.let_in("ann")
    await world.run("teams:join", JoinInput(team="sales", actor="ann"))
    ann = world.actors.authenticate((await world.run("keys:add", KeyInput(actor="ann"))).key)
    bob = await world.let_in("bob")
    for _ in range(2):
        await world.run("models:chat", Prompt(), actor=ann)
    await world.run("knowledge:ask", Prompt(model="m-2", tokens=5, cost_microusd=7), actor=ann)
    await world.run("models:chat", Prompt(tokens=1, cost_microusd=None), actor=bob)
    await world.run("models:chat", Prompt(model="far-1", tokens=1_000, cost_microusd=1), actor=FAR)
    return ann, bob


async def rows(world: World, *by: Dimension, actor: Actor | None = None, **more: str) -> list[tuple[object, ...]]:
    """The dimensions asked for, then requests, calls, tokens, money and unpriced calls."""
    report = await world.run("usage:report", UsageInput(by=by, **more), actor=actor)
    amounts = ("requests", "calls", "input_tokens", "cost_microusd", "unpriced")
    return [tuple(getattr(row, name) for name in (*by, *amounts)) for row in report.rows]


async def test_it_is_told_by_actor_team_key_model_route_and_capability(world):
    ann, bob = await busy(world)
    by_actor = {row[0]: row[1:] for row in await rows(world, "actor") if row[0] != "owner"}
    assert by_actor == {"ann": (3, 4, 25, 207, 0), "far": (1, 1, 1_000, 1, 0), "bob": (1, 1, 1, None, 1)}
    assert await rows(world, "team", team="sales") == [("sales", 3, 4, 25, 207, 0)]
    assert {row[0]: row[3] for row in await rows(world, "key")} == {ann.key: 25, bob.key: 1, "": 1_000}
    assert {row[:2]: row[3:] for row in await rows(world, "model", "route") if row[0]} == {
        ("m-1", "to-m-1"): (3, 21, 200, 1),
        ("m-2", "to-m-2"): (1, 5, 7, 0),
        ("far-1", "to-far-1"): (1, 1_000, 1, 0),
    }
    by_capability = {row[0]: row[1:] for row in await rows(world, "capability", actor=ann)}
    assert by_capability["knowledge:ask"] == (1, 1, 0, 0, 0)
    assert by_capability["models:chat"] == (2, 3, 25, 207, 0)


async def test_the_days_and_months_are_in_order_and_the_others_dearest_first(world):
    await busy(world)
    today = datetime.now(UTC).date().isoformat()
    assert [row[:2] for row in await rows(world, "day", "model", actor=FAR) if row[1]] == [(today, "far-1")]
    assert [row[0] for row in await rows(world, "month")] == [today[:7]]
    assert [row[0] for row in await rows(world, "actor")][:2] == ["ann", "far"]


async def test_the_total_is_all_of_it_and_nothing_is_nothing(world):
    await busy(world)
    report = await world.run("usage:report", UsageInput(by=("actor",)))
    assert report.total.input_tokens == sum(row.input_tokens for row in report.rows)
    assert (report.total.cost_microusd, report.total.unpriced) == (208, 1)
    empty = await world.run("usage:report", UsageInput(since="2020-01-01", until="2020-12-31"))
    assert (empty.rows, empty.total.calls, empty.total.cost_microusd) == ((), 0, 0)


async def test_what_fails_or_is_refused_is_counted_as_failed(world):
    ann = await world.let_in("ann", capabilities=("models:chat",))
    with pytest.raises(DeniedError):
        await world.run("knowledge:ask", Prompt(), actor=ann)
    report = await world.run("usage:report", UsageInput(by=("capability",), actor="ann"))
    assert [(row.capability, row.calls, row.failed) for row in report.rows] == [("knowledge:ask", 1, 1)]


async def test_nobody_reads_what_others_used(world):
    _, bob = await busy(world)
    assert {row[0] for row in await rows(world, "actor", actor=bob)} == {"bob"}
    assert {row[0] for row in await rows(world, "actor", actor=bob, since="2020-01-01")} == {"bob"}
    for ask in ({"actor": "ann"}, {"team": "sales"}):
        report = await world.run("usage:report", UsageInput(**ask), actor=bob)
        assert {row.actor for row in report.rows} <= {"bob"}
    assert {row[0] for row in await rows(world, "actor", actor=FAR)} == {"far"}
    assert await rows(world, "actor", actor=FAR, team="sales") == []
    exported = await world.run("usage:export", UsageInput(by=("actor",)), actor=bob)
    assert b"ann" not in exported.content
    with pytest.raises(DeniedError):
        await world.run("usage:recount", Nothing(), actor=FAR)


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": "yesterday"},
        {"until": "2026-02-30"},
        {"since": "2026-02-02", "until": "2026-02-01"},
        {"since": "2999-01-01"},
        {"by": ("actor", "actor")},
    ],
)
async def test_a_report_that_makes_no_sense_is_refused(world, wrong):
    with pytest.raises(UsageError):
        await world.run("usage:report", UsageInput(**wrong))


async def test_a_file_holds_what_the_report_says(world):
    await busy(world)
    wanted = UsageInput(by=("actor", "model"))
    report = await world.run("usage:report", wanted)
    exported = await world.run("usage:export", wanted)
    assert exported.name == f"usage-{report.since}-{report.until}.csv"
    read = list(csv.DictReader(io.StringIO(exported.content.decode())))
    assert [(row["actor"], row["model"], row["cost_microusd"]) for row in read] == [
        (row.actor, row.model, "" if row.cost_microusd is None else str(row.cost_microusd)) for row in report.rows
    ]


async def test_no_cell_is_a_formula(world):
    """A model's name is whatever an endpoint calls it."""
    ann = await world.let_in("ann")
    for model in ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\tx", "\rx", "＝1", 'a","=b'):
        await world.run("models:chat", Prompt(model=model), actor=ann)
    exported = await world.run("usage:export", UsageInput(by=("model",)))
    cells = [row[0] for row in csv.reader(io.StringIO(exported.content.decode(), newline=""))]
    assert len(cells) == 10
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r＝"))]
    assert "'=cmd|' /C calc'!A0" in cells


def test_numbers_stay_numbers_and_nothing_is_empty():
    assert to_csv(["a", "b", "c"], [{"a": -1, "b": None, "c": "x"}]) == b"a,b,c\r\n-1,,x\r\n"


async def test_the_sums_are_made_anew_from_the_receipts(world):
    await busy(world)
    before = await rows(world, "actor", "model", "capability")
    world.home.database("state").write(
        lambda connection: connection.execute("UPDATE usage_days SET calls = 99")
    ).result()
    assert (await world.run("usage:recount", Nothing())).rows > 5
    after = await rows(world, "actor", "model", "capability")
    counted = {row[:3]: row[3:] for row in after}
    for row in before:
        if row[2] not in ("usage:report", "usage:recount"):
            assert counted[row[:3]] == row[3:]
