"""Releases: what would be worse than what runs is stopped by name, and only a person lets it pass, on record."""

from __future__ import annotations

import asyncio
from xml.etree import ElementTree

import pytest
from learn_house import CHAT, House, case, has

from wainao.app.wire import read_input
from wainao.kernel import ConflictError, DeniedError, NotFoundError, UsageError
from wainao.testing.model_server import fails
from wainao.types import Actor, joined, owner, system

GOOD = {"leave": "Leave may be carried over until 31 March.", "days": "There are 12 days.", "VPN": "Use the client."}
BAD = {**GOOD, "leave": "Leave is lost at the end of the year."}


def office(house: House) -> None:
    """Three questions, a good model, a bad one, and one correction."""
    house.model("good", **GOOD)
    house.model("bad", **BAD)
    house.add(
        "basics",
        case("leave", "What about leave?", has("31 March")),
        case("days", "How many days?", has("12")),
        case("vpn", "How is the VPN used?", has("browser")),
    )


def release(house: House, route: str, **more) -> str:
    made = house.call(
        "releases:create", name="support", target={**CHAT, "route": route}, sets=["basics"], **more
    ).output
    return f"support@{made.version}"


def gate(house: House, named: str = "support", **more):
    return house.call("releases:gate", release=named, **more).output


def running(house: House, route: str = "good", **more) -> str:
    named = release(house, route, **more)
    assert gate(house, named).verdict == "passed"
    return house.call("releases:promote", release=named).output.name


def test_a_release_that_breaks_something_is_blocked_by_name(house):
    office(house)
    running(house)
    told = gate(house, release(house, "bad"))
    assert (told.verdict, told.running, told.passed, told.cases) == ("blocked", "support@1", 1, 3)
    assert [(pair.case, pair.before, pair.after) for pair in told.worse] == [
        ("basics/leave", GOOD["leave"], BAD["leave"])
    ]
    assert joined(told.why).en == "worse than in the running release: 1"
    assert joined(told.why).zh == "1 个用例比运行中的发布差"
    assert told.asked == 3
    with pytest.raises(ConflictError, match="passed the gate"):
        house.call("releases:promote", release="support@2")


def test_what_the_running_release_fails_too_does_not_block(house):
    office(house)
    running(house)
    told = gate(house, release(house, "good"))
    assert (told.verdict, told.asked, told.comparison.difference) == ("passed", 0, 0.0), "the same again: all is known"


def test_only_what_chance_does_not_explain_blocks_if_so_wanted(house):
    office(house)
    running(house)
    assert gate(house, release(house, "bad"), rule="significant").verdict == "passed"
    told = gate(house, "support", rule="significant", least=0.5)
    assert (told.verdict, joined(told.why).en) == ("blocked", "passed: 33.3%, where at least 50.0% must")


def test_every_correction_is_a_case_and_is_offered_for_retirement(house):
    office(house)
    id = house.correct("What about parking?", "Parking is free for visitors.")
    told = gate(house, release(house, "good"))
    assert (told.verdict, told.cases, told.broken, told.retire) == ("passed", 8, (), ())
    house.call("releases:promote", release="support")
    assert house.call("releases:retirements", name="support").output.corrections == ()
    assert house.call("corrections:list").output.corrections[0].hits == 0, "nobody but the gate has asked"
    house.model("learnt", **GOOD, parking="Yes, parking is free for all visitors.")
    told = gate(house, release(house, "learnt"))
    assert (told.verdict, told.retire) == ("passed", (id,))
    assert [pair.case for pair in told.comparison.better] == [f"corrections-of-support/{id}/unaided"]
    house.call("releases:promote", release="support")
    (offer,) = house.call("releases:retirements", name="support").output.corrections
    assert (offer.correction, offer.answer, offer.author) == (id, "Parking is free for visitors.", "owner")
    forgot = gate(house, release(house, "good"))
    assert (forgot.verdict, [pair.case for pair in forgot.worse]) == (
        "blocked",
        [f"corrections-of-support/{id}/unaided"],
    )


def test_a_correction_that_answers_what_it_should_not_blocks_whatever_runs(house):
    office(house)
    id = house.correct("Is leave 5 days?", "It is 7 days.")
    house.call("corrections:alias", correction=id, question="Is leave 6 days?")
    told = gate(house, release(house, "good"))
    assert told.verdict == "blocked"
    assert [pair.case.rpartition("/")[2] for pair in told.broken] == ["near-1-number"]
    assert "of another question" in joined(told.broken[0].why).en


def test_a_person_may_override_with_a_reason_on_record(house):
    office(house)
    running(house)
    named = release(house, "bad")
    with pytest.raises(ConflictError, match="nothing to override"):
        house.call("releases:override", release=named, why="hurry")
    gate(house, named)
    kernel = house.brain.kernel
    input = read_input(kernel.spec("releases:override"), {"release": named, "why": "hurry"})
    for actor in (Actor(id="ann", rights=frozenset({"read", "write"})), system()):
        with pytest.raises(DeniedError):
            asyncio.run(kernel.run("releases:override", input, actor=actor))
    with pytest.raises(UsageError, match="the reason"):
        house.call("releases:override", release=named, why="  ")
    ann = Actor(id="ann", rights=owner().rights)
    outcome = asyncio.run(kernel.run("releases:override", input, actor=ann))
    assert house.call("releases:promote", release=named).output.state == "running"
    events = house.call("releases:show", release=named).output.events
    assert [(one.kind, one.actor) for one in events] == [
        ("made", "owner"),
        ("blocked", "owner"),
        ("overridden", "ann"),
        ("promoted", "owner"),
    ]
    assert (events[2].why, events[2].receipt) == ("hurry", outcome.receipt)


def test_a_roll_back_brings_back_what_ran_and_its_door(house):
    office(house)

    def at_the_door() -> str:
        told = house.call("models:chat", messages=[{"role": "user", "content": "leave?"}], model="assistant")
        return told.output.text

    running(house, "good", door="assistant")
    assert at_the_door() == GOOD["leave"]
    named = release(house, "bad", door="assistant")
    gate(house, named)
    house.call("releases:override", release=named, why="to see it")
    house.call("releases:promote", release=named)
    assert at_the_door() == BAD["leave"]
    back = house.call("releases:rollback", name="support", why="complaints").output
    assert (back.version, back.state, at_the_door()) == (1, "running", GOOD["leave"])
    assert [one.state for one in house.call("releases:list").output.releases] == ["withdrawn", "running"]
    with pytest.raises(NotFoundError, match="nothing to go back to"):
        house.call("releases:rollback", name="support")


def test_a_canary_gets_its_share_and_can_be_taken_back(house):
    office(house)
    running(house, "good", door="assistant")
    house.model("new", **GOOD)
    named = release(house, "new", door="assistant")
    gate(house, named)
    assert house.call("releases:promote", release=named, share=0.25).output.state == "canary"

    def shares() -> dict[str, float]:
        options = house.call("routes:explain", route="assistant").output.options
        return {one.deployment: round(one.share, 1) for one in options}

    assert shares() == {"new": pytest.approx(0.25, abs=0.1), "good": pytest.approx(0.75, abs=0.1)}
    assert house.call("releases:rollback", name="support").output.version == 1
    assert shares() == {"good": 1.0}
    gate(house, named)
    house.call("releases:promote", release=named)
    assert shares() == {"new": 1.0}


def test_a_release_that_takes_the_whole_door_ends_the_canary_at_it(house):
    office(house)
    running(house, "good", door="assistant")
    house.model("new", **GOOD)
    house.model("newer", **GOOD)
    for route, share in (("new", 0.25), ("newer", 1.0)):
        named = release(house, route, door="assistant")
        gate(house, named)
        house.call("releases:promote", release=named, share=share)
    states = [one.state for one in house.call("releases:list").output.releases]
    assert states == ["running", "withdrawn", "replaced"]
    with pytest.raises(NotFoundError, match="is a canary now"):
        house.call("releases:watch", name="support")
    assert house.call("releases:rollback", name="support").output.version == 1


def test_a_canary_gets_its_share_however_the_routes_are_numbered(house):
    office(house)
    house.call("routes:set", name="late", targets=[{"deployment": "good", "order": 1}])
    running(house, "late", door="assistant")
    house.model("new", **GOOD)
    named = release(house, "new", door="assistant")
    gate(house, named)
    house.call("releases:promote", release=named, share=0.25)
    options = house.call("routes:explain", route="assistant").output.options
    assert {one.deployment: round(one.share, 1) for one in options} == {
        "new": pytest.approx(0.25, abs=0.1),
        "good": pytest.approx(0.75, abs=0.1),
    }


def test_what_changed_since_the_gate_does_not_go_live(house):
    office(house)
    named = release(house, "good")
    gate(house, named)
    house.call("deployments:add", name="good", model="good-2", base_url=house.url)
    with pytest.raises(ConflictError, match="deployment:good changed"):
        house.call("releases:promote", release=named)
    told = gate(house, named)
    assert told.changed == ("deployment:good",)
    house.call("corrections:propose", question="Who?", answer="Ann.", scope="everyone")
    assert told.verdict == "passed"
    assert house.call("releases:promote", release=named).output.state == "running", "corrections hold for whatever runs"


def test_what_cannot_be_asked_blocks_until_it_can(house):
    office(house)
    named = release(house, "good")
    house.says["good"]["days"] = lambda: fails(500)
    told = gate(house, named)
    assert (told.verdict, told.unsettled) == ("blocked", 1)
    house.says["good"]["days"] = GOOD["days"]
    assert (gate(house, named).verdict, house.asked["What about leave?"]) == ("passed", 1)


def test_a_dry_run_asks_and_keeps_nothing(house):
    office(house)
    house.correct("What about parking?", "Free.")
    named = release(house, "good")
    told = gate(house, named, dry_run=True)
    assert (told.verdict, told.cases, told.asked, sum(house.asked.values())) == ("planned", 8, 8, 0)
    assert [one.name for one in house.call("evaluations:sets").output.sets] == ["basics"]
    gate(house, named)
    assert gate(house, named, dry_run=True).asked == 0


def test_reports_for_people_and_for_build_servers(house):
    office(house)
    running(house)
    named = release(house, "bad")
    with pytest.raises(NotFoundError, match="never gated"):
        house.call("releases:report", release=named)
    gate(house, named)
    suite = ElementTree.fromstring(house.call("releases:report", release=named, style="junit").output.text)
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "3",
        "failures": "1",
        "errors": "0",
        "skipped": "1",
    }
    assert [(one.get("classname"), one.get("name"), [it.tag for it in one]) for one in suite] == [
        ("basics", "leave", ["failure"]),
        ("basics", "days", []),
        ("basics", "vpn", ["skipped"]),
    ]
    told = house.call("releases:report", release=named, language="zh").output.text
    assert told.startswith("# support@2：未通过")
    assert "| basics/leave | What about leave? |" in told


def test_a_report_for_build_servers_is_xml_whatever_cases_are_called(house):
    house.model("good", **GOOD)
    house.add("odd", case("a\x01b", "What about leave?", has("31 March")))
    house.call("releases:create", name="odd", target={**CHAT, "route": "good"}, sets=["odd"])
    gate(house, "odd")
    (only,) = ElementTree.fromstring(house.call("releases:report", release="odd", style="junit").output.text)
    assert only.get("name") == "a\N{REPLACEMENT CHARACTER}b"


def test_nothing_to_pass_is_no_pass(house):
    house.model("good", **GOOD)
    house.call("releases:create", name="bare", target={**CHAT, "route": "good"})
    with pytest.raises(UsageError, match="nothing to pass"):
        gate(house, "bare")
    with pytest.raises(NotFoundError):
        gate(house, "bare@2")
    with pytest.raises(NotFoundError):
        house.call("releases:create", name="x", sets=["none"])


def test_cases_that_were_all_erased_are_nothing_to_pass(house):
    house.model("good", **GOOD)
    asked = house.call("models:chat", messages=[{"role": "user", "content": "leave?"}], model="good")
    house.call("evaluations:from-receipts", name="june", capability="models:chat")
    house.call("releases:create", name="bare", target={**CHAT, "route": "good"}, sets=["june"])
    house.call("receipts:erase", receipt=asked.receipt, why="a drill")
    with pytest.raises(UsageError, match="no case is in the sets"):
        gate(house, "bare")


def test_what_is_on_trial_is_tested_before_it_stands(house):
    """It answers in the gate alone, changes nothing about the release, and its approval names the run."""
    office(house)
    running(house)
    fine = house.correct("What about parking?", "Parking is free for visitors.", hold=True)
    bad = house.correct("What about leave?", "Leave is lost in May.", hold=True)
    for one in (fine, bad):
        house.call("corrections:trial", correction=one)
    asked = [{"role": "user", "content": "What about parking?"}]
    assert house.call("models:chat", messages=asked, model="good").output.text == "I do not know."
    told = gate(house, "support@1", trial=True)
    assert (told.verdict, told.trial, told.running, told.broken) == ("blocked", True, "support@1", ())
    assert [(pair.case, pair.after) for pair in told.worse] == [("basics/leave", "Leave is lost in May.")]
    named = {pair.case.split("/")[1] for pair in told.comparison.better}
    assert named == {fine, bad}, "they answer their questions, which nothing did before"
    shown = house.call("releases:show", release="support@1").output
    assert (shown.release.state, shown.gate.trial) == ("running", False)
    report = house.call("releases:report", release="support@1", gate=told.gate).output.text
    assert report.startswith("# support@1 with corrections on trial: blocked")
    assert house.call("releases:report", release="support@1").output.text.startswith("# support@1: passed")
    assert house.call("releases:retirements", name="support").output.release == "support@1"

    house.call("corrections:revoke", correction=bad)
    told = gate(house, "support@1", trial=True)
    assert (told.verdict, told.cases) == ("passed", 8)
    with pytest.raises(UsageError, match="tested it on trial"):
        house.call("corrections:approve", correction=fine, run=shown.gate.run)
    house.call("corrections:approve", correction=fine, run=told.run)
    (approved,) = [
        one for one in house.call("corrections:history", correction=fine).output.events if one.kind == "approved"
    ]
    assert approved.detail == f"run {told.run}: passed 4 of its 5 cases, 6 of all 8"
    assert house.call("models:chat", messages=asked, model="good").output.text == "Parking is free for visitors."


def test_only_an_administrator_sees_what_is_on_trial(house):
    house.says = {"2+2": "five"}
    id = house.correct("2+2?", "four", hold=True)
    house.call("corrections:trial", correction=id)
    house.add("sum", case("on", "2+2?", has("four")))
    assert [house.run("sum", corrections=kind).passed for kind in ("off", "standing", "trial")] == [0, 0, 1]
    assert house.asked["2+2?"] == 2, "with and without corrections are two questions"
    kernel = house.brain.kernel
    chat = read_input(kernel.spec("models:chat"), {"messages": [{"role": "user", "content": "2+2?"}]})
    with pytest.raises(DeniedError, match="on trial"):
        asyncio.run(kernel.run("models:chat", chat, actor=Actor(id="ann"), overlay="trial"))
