"""Releases in the console: made, gated, blocked by name, overridden, promoted, rolled back; cases and runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from console_page import ConsolePage
from playwright.sync_api import Locator, expect

from wainao import Wainao
from wainao.testing import running

LONG_MS = 30_000
HOSTILE = '<img src=x onerror="window.pwned=1"> [go](javascript:window.pwned=2)'
GOOD = "# Leave\n\nUp to five days of annual leave may be carried over.\n\n# Pay\n\nSalary is paid on the 25th.\n"
CASES = (
    '{"id": "leave", "question": "How many days of annual leave may be carried over?", "says": "five days"}\n'
    '{"id": "pay", "question": "When is salary paid?", "contains": ["25th"]}\n'
)


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    file = tmp_path / "in" / "handbook.md"
    file.parent.mkdir()
    file.write_text(GOOD)
    return file


@pytest.fixture
def brain(wainao_home, handbook) -> Iterator[Wainao]:
    with Wainao.open(wainao_home) as opened:
        opened.call("knowledge:add", paths=[str(handbook)])
        yield opened


@pytest.fixture
def console(open_console, brain) -> Iterator[ConsolePage]:
    with running(brain) as url:
        opened = open_console(url)
        opened.go("Releases")
        yield opened


def part(console: ConsolePage, name: str) -> None:
    console.page.get_by_role("navigation", name="Releases").get_by_role("link", name=name, exact=True).click()


def card(console: ConsolePage, name: str) -> Locator:
    heading = console.page.get_by_role("heading", name=name, exact=True)
    return console.page.locator(".release").filter(has=heading)


def write_cases(console: ConsolePage, cases: str) -> None:
    part(console, "Cases")
    console.page.get_by_text("Make a set of cases").click()
    form = console.page.locator("form.correct")
    form.get_by_label("Name", exact=True).fill("basics")
    form.get_by_label("Made of").select_option("jsonl")
    form.get_by_label("Cases").fill(cases)
    form.get_by_role("button", name="Save").click()
    expect(card(console, "basics@1")).to_be_visible(timeout=LONG_MS)


def make(console: ConsolePage, note: str) -> None:
    console.page.get_by_text("Create a release").click()
    form = console.page.locator("form.correct")
    form.get_by_label("Name", exact=True).fill("handbook")
    form.get_by_label("basics").check()
    form.get_by_label("Note (optional)").fill(note)
    form.get_by_role("button", name="Pin the current versions").click()


def state(console: ConsolePage, name: str, word: str) -> None:
    expect(card(console, name).locator("header .state")).to_have_text(word, timeout=LONG_MS)


def act(console: ConsolePage, name: str, deed: str, why: str) -> None:
    card(console, name).get_by_role("button", name=deed, exact=True).click()
    card(console, name).get_by_role("textbox").fill(why)
    card(console, name).get_by_role("button", name=deed, exact=True).click()


def gate(console: ConsolePage, name: str) -> None:
    card(console, name).get_by_role("button", name="Gate", exact=True).click()
    card(console, name).get_by_role("button", name="Start the gate").click()


def test_a_release_that_got_worse_is_blocked_by_name_and_passes_only_on_a_persons_word(console, brain, handbook):
    write_cases(console, CASES)
    part(console, "Releases")
    expect(console.page.get_by_text("There are no releases yet.")).to_be_visible(timeout=LONG_MS)
    make(console, "the first")
    gate(console, "handbook@1")
    state(console, "handbook@1", "Passed")
    act(console, "handbook@1", "Promote", "good enough")
    state(console, "handbook@1", "Running")

    handbook.write_text(GOOD.replace("five days", "nine days"))
    brain.call("knowledge:add", paths=[str(handbook)])
    make(console, HOSTILE)
    gate(console, "handbook@2")
    state(console, "handbook@2", "Blocked")
    report = card(console, "handbook@2")
    report.get_by_text("Gate report and history").click()
    expect(report.get_by_text("Blocked by the gate")).to_be_visible(timeout=LONG_MS)
    expect(report).to_contain_text("worse than in the running release: 1")
    worse = report.locator(".pairs.urgent .pair")
    expect(worse).to_have_count(1)
    expect(worse).to_contain_text("basics/leave")
    expect(worse.locator(".side").first).to_contain_text("five days")
    expect(worse.locator(".side").last).to_contain_text("nine days")
    expect(worse.locator(".difference del")).to_have_text("five")
    expect(report.get_by_role("img", name="Compared with handbook@1, which is running")).to_be_visible()
    expect(report.locator(".figures")).to_contain_text("−50 %")
    assert console.barriers() == []

    report.get_by_role("button", name="Override").click()
    send = report.locator("form").get_by_role("button", name="Override")
    expect(send).to_be_disabled()
    report.get_by_label("Why it may pass (required)").fill("nine is the new rule")
    send.click()
    state(console, "handbook@2", "Overridden")
    act(console, "handbook@2", "Promote", "")
    state(console, "handbook@2", "Running")
    state(console, "handbook@1", "Replaced")
    report.get_by_text("History", exact=True).click()
    expect(report.locator(".events")).to_contain_text("overrode the gate: nine is the new rule", timeout=LONG_MS)
    expect(report).to_contain_text(HOSTILE)
    assert console.page.evaluate("window.pwned") is None
    assert console.page.locator("main img, main script, main [onerror]").count() == 0

    act(console, "handbook@2", "Roll back", "complaints")
    state(console, "handbook@2", "Withdrawn")
    state(console, "handbook@1", "Running")


def test_how_high_the_gate_is_and_what_it_would_ask(console, brain):
    write_cases(console, CASES + '{"id": "no", "question": "When is tea served?", "contains": ["four"]}\n')
    part(console, "Releases")
    make(console, "the first")
    release = card(console, "handbook@1")
    release.get_by_role("button", name="Gate", exact=True).click()
    release.get_by_role("button", name="Rehearse").click()
    expect(console.page.get_by_text("3 cases, of which 3 would be asked.")).to_be_visible(timeout=LONG_MS)
    release.get_by_label("What counts as worse").select_option("significant")
    release.get_by_label("Must pass at least (%)").fill("90")
    release.get_by_role("button", name="Start the gate").click()
    state(console, "handbook@1", "Blocked")
    release.get_by_text("Gate report and history").click()
    expect(release).to_contain_text("passed: 66.7%, where at least 90.0% must", timeout=LONG_MS)


def test_attacks_are_a_set_of_their_own_and_one_on_trial_is_gated(console, brain):
    brain.call("corrections:propose", question="When is tea served?", answer="At four.", scope="everyone", hold=True)
    (tea,) = brain.call("corrections:list").output.corrections
    brain.call("corrections:trial", correction=tea.id)
    part(console, "Cases")
    console.page.get_by_text("Make a set of cases").click()
    form = console.page.locator("form.correct")
    form.get_by_label("Made of").select_option("attacks")
    form.get_by_role("button", name="Save").click()
    expect(console.page.locator(".release header")).to_contain_text("red team", timeout=LONG_MS)
    assert console.barriers() == []

    brain.call("evaluations:add", name="basics", content=CASES)
    part(console, "Releases")
    make(console, "with tea")
    release = card(console, "handbook@1")
    release.get_by_role("button", name="Gate", exact=True).click()
    release.get_by_label("Include the corrections on trial and compare with running without them").check()
    release.get_by_role("button", name="Start the gate").click()
    expect(console.page.get_by_text("Passed the gate").first).to_be_visible(timeout=LONG_MS)
    report = brain.call("releases:show", release="handbook").output
    assert report.release.state == "made"


def test_a_release_of_a_model_pins_what_it_is_told_first(console, brain):
    brain.call("evaluations:add", name="basics", content=CASES)
    brain.call("deployments:add", name="near", model="scripted-1", base_url="http://127.0.0.1:9")
    console.page.reload()
    console.page.get_by_text("Create a release").click()
    form = console.page.locator("form.correct")
    form.get_by_label("Name", exact=True).fill("helper")
    expect(form.get_by_label("System prompt (optional)")).to_have_count(0)
    form.get_by_label("Capability").select_option("models:chat")
    form.get_by_role("combobox", name="Route").select_option("near")
    form.get_by_label("System prompt (optional)").fill("Be brief.")
    form.get_by_label("basics").check()
    form.get_by_role("button", name="Pin the current versions").click()
    expect(card(console, "helper@1")).to_contain_text("Ask a model · near", timeout=LONG_MS)
    (made,) = brain.call("releases:list").output.releases
    assert (made.target.capability, made.target.route, made.target.system) == ("models:chat", "near", "Be brief.")


def test_a_correction_that_is_not_needed_any_more_is_offered_for_retirement(console, brain):
    id = brain.call(
        "corrections:propose", question="When is salary paid?", answer="On the 25th.", scope="everyone"
    ).output.correction
    brain.call("evaluations:add", name="basics", content=CASES)
    brain.call("releases:create", name="handbook", sets=["basics"])
    brain.call("releases:gate", release="handbook")
    brain.call("releases:promote", release="handbook")
    part(console, "Cases")
    part(console, "Releases")
    release = card(console, "handbook@1")
    release.get_by_text("Gate report and history").click()
    offer = release.locator(".offer")
    expect(offer).to_contain_text("When is salary paid?", timeout=LONG_MS)
    offer.get_by_role("button", name="Retire").click()
    expect(offer).to_have_count(0, timeout=LONG_MS)
    assert [one.id for one in brain.call("corrections:list", state="retired").output.corrections] == [id]


def test_cases_are_run_looked_at_and_compared(console, brain, handbook):
    write_cases(console, CASES + f'{{"id": "evil", "question": "{HOSTILE.replace(chr(34), "")}", "refuses": true}}\n')
    card(console, "basics@1").get_by_text("Cases", exact=True).last.click()
    expect(card(console, "basics@1").locator("tbody tr")).to_have_count(3, timeout=LONG_MS)
    expect(card(console, "basics@1")).to_contain_text("says five days")
    assert console.barriers() == []

    part(console, "Runs")
    console.page.get_by_role("button", name="Run", exact=True).click()
    expect(console.page.get_by_text("Done: 3 of 3 passed")).to_be_visible(timeout=LONG_MS)
    handbook.write_text(GOOD.replace("25th", "1st"))
    brain.call("knowledge:add", paths=[str(handbook)])
    console.page.get_by_role("button", name="Run", exact=True).click()
    expect(console.page.get_by_text("Done: 2 of 3 passed")).to_be_visible(timeout=LONG_MS)

    runs = console.page.locator(".release")
    expect(runs).to_have_count(2)
    runs.first.get_by_text("Results").click()
    expect(runs.first.locator("tbody tr").first).to_contain_text("failed", timeout=LONG_MS)
    expect(runs.first.locator("tbody tr").first).to_contain_text("basics/pay")
    console.page.get_by_text("Compare two runs").click()
    console.page.get_by_role("button", name="Compare", exact=True).click()
    worse = console.page.locator(".pairs.urgent .pair")
    expect(worse).to_contain_text("basics/pay", timeout=LONG_MS)
    expect(worse.locator(".difference ins")).to_have_text("1st")
    assert console.barriers() == []
    assert console.page.evaluate("window.pwned") is None


def test_a_run_that_is_stopped_goes_on_where_it_was(open_console, wainao_home):
    from wainao.testing import ModelServer
    from wainao.testing.model_server import Reply, reply_json
    from wainao.testing.said import Said, openai_whole

    def slowly(request: object) -> Reply:
        whole = reply_json(openai_whole(Said(text="It is.")))
        return Reply(headers=whole.headers, pieces=(0.2, *whole.pieces))

    cases = "".join(f'{{"id": "c{n}", "question": "Is it {n}?", "contains": ["It is"]}}\n' for n in range(30))
    with ModelServer(slowly) as model, Wainao.open(wainao_home) as brain, running(brain) as url:
        brain.call("deployments:add", name="slow", model="scripted-1", base_url=model.url)
        brain.call("evaluations:add", name="many", content=cases)
        console = open_console(url)
        console.go("Releases")
        part(console, "Runs")
        console.page.get_by_role("combobox", name="Capability").select_option("models:chat")
        console.page.get_by_role("combobox", name="Route").select_option("slow")
        console.page.get_by_role("button", name="Run", exact=True).click()
        bar = console.page.locator(".work")
        expect(bar.get_by_text("of 30")).to_be_visible(timeout=LONG_MS)
        bar.get_by_role("button", name="Stop").click()
        expect(bar).to_have_count(0, timeout=LONG_MS)
        run = console.page.locator(".release")
        expect(run.locator("header .state")).to_have_text("Unfinished", timeout=LONG_MS)
        run.get_by_role("button", name="Go on").click()
        expect(console.page.get_by_text("Done: 30 of 30 passed")).to_be_visible(timeout=LONG_MS)
        expect(run.first.locator("header .state")).to_have_text("Ended", timeout=LONG_MS)


def test_a_canary_is_watched_on_live_requests(open_console, wainao_home):
    from wainao.testing import ModelServer

    with ModelServer(lambda _: "It is.") as model, Wainao.open(wainao_home) as brain, running(brain) as url:
        brain.call(
            "evaluations:add", name="basics", content='{"id": "c", "question": "Is it?", "contains": ["It is"]}\n'
        )
        for name, share in (("near", 1.0), ("far", 0.5)):
            brain.call("deployments:add", name=name, model="scripted-1", base_url=model.url)
            target = {"capability": "models:chat", "route": name}
            brain.call("releases:create", name="bot", target=target, sets=["basics"], door="assistant")
            brain.call("releases:gate", release="bot")
            brain.call("releases:promote", release="bot", share=share)
        for _ in range(12):
            brain.call("models:chat", model="assistant", messages=[{"role": "user", "content": "Is it?"}])
        console = open_console(url)
        console.go("Releases")
        canary = card(console, "bot@2")
        canary.get_by_text("Gate report and history").click()
        live = canary.locator(".live")
        expect(live).to_contain_text("Errors", timeout=LONG_MS)
        expect(live.get_by_role("columnheader", name="bot@1")).to_be_visible()
        expect(live.locator(".state").first).to_have_text(re.compile("no worse|too few requests yet"))
        assert console.barriers() == []
        brain.call("releases:rollback", name="bot", why="people complained")
        console.page.reload()
        expect(card(console, "bot@2")).to_contain_text("people complained", timeout=LONG_MS)
