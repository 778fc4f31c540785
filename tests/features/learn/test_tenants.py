"""Evaluations of another tenant than the owner's: its administrator runs them, and neither sees the other's."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from learn_house import CHAT, House, case, has

from wainao.app.wire import read_input
from wainao.kernel import DeniedError, NotFoundError
from wainao.types import ALL_RIGHTS, Actor

EVE = Actor(id="eve", tenant="other", rights=ALL_RIGHTS)
REX = Actor(id="rex", tenant="other", rights=frozenset({"read", "write"}))


def as_(house: House, actor: Actor, name: str, /, **fields: Any) -> Any:
    kernel = house.brain.kernel
    return asyncio.run(kernel.run(name, read_input(kernel.spec(name), fields), actor=actor)).output


@pytest.fixture
def other(house: House) -> House:
    house.model("good", days="There are 12 days.", parking="Ask the porter.")
    as_(house, EVE, "evaluations:add", name="basics", cases=[case("days", "How many days?", has("12"))])
    return house


def test_their_administrator_runs_compares_and_gates(other):
    target = {**CHAT, "route": "good"}
    run = as_(other, EVE, "evaluations:run", sets=["basics"], target=target)
    assert (run.passed, run.asked) == (1, 1)
    versions = as_(other, EVE, "evaluations:results", run=run.run).versions
    assert {"route:good", "deployment:good"} <= set(versions)
    assert other.url not in str(versions), "a tenant learns no address"
    as_(other, EVE, "corrections:propose", question="What about parking?", answer="Free.", scope="everyone")
    as_(other, EVE, "releases:create", name="bot", target=target, sets=["basics"])
    told = as_(other, EVE, "releases:gate", release="bot")
    assert (told.verdict, told.cases, told.asked) == ("passed", 6, 6), "a correction might have answered"
    assert as_(other, EVE, "releases:promote", release="bot").state == "running"
    with pytest.raises(DeniedError):
        as_(other, REX, "evaluations:run", sets=["basics"], target=target)


def test_a_changed_deployment_is_seen_by_them_too(other):
    target = {**CHAT, "route": "good"}
    as_(other, EVE, "evaluations:run", sets=["basics"], target=target)
    other.call("deployments:add", name="good", model="good-2", base_url=other.url)
    assert as_(other, EVE, "evaluations:run", sets=["basics"], target=target).asked == 1


def test_doors_are_the_owners(other):
    target = {**CHAT, "route": "good"}
    as_(other, EVE, "releases:create", name="bot", target=target, sets=["basics"], door="assistant")
    as_(other, EVE, "releases:gate", release="bot")
    with pytest.raises(DeniedError, match="belong to the owner"):
        as_(other, EVE, "releases:promote", release="bot")


def test_neither_sees_what_the_other_has(other):
    run = as_(other, EVE, "evaluations:run", sets=["basics"], target={**CHAT, "route": "good"}).run
    as_(other, EVE, "releases:create", name="bot", target={**CHAT, "route": "good"}, sets=["basics"])
    assert other.call("evaluations:sets").output.sets == ()
    assert other.call("evaluations:runs").output.runs == ()
    for name, fields in (
        ("evaluations:results", {"run": run}),
        ("evaluations:show", {"name": "basics"}),
        ("releases:show", {"release": "bot"}),
    ):
        with pytest.raises(NotFoundError):
            other.call(name, **fields)
    other.add("basics", case("days", "How many days?", has("12")))
    assert other.run("basics", route="good").asked == 1, "not even a reply is shared"
