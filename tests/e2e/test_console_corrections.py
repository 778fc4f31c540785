"""Corrections in the console: decided on, tried out and rolled back; the queue of answers that are not right."""

from __future__ import annotations

import httpx
import pytest
from console_page import ConsolePage
from playwright.sync_api import Locator, expect

from wainao import Wainao
from wainao.testing import running

LONG_MS = 30_000
QUESTION = "Can annual leave be carried over to the next year?"
CLOSE = "Can annual leave be carried over into the next year?"
LEAVE = b"# Leave\n\nUp to five days of annual leave may be carried over to the next year.\n"
FILE = {"name": "leave.md", "mimeType": "text/markdown", "buffer": LEAVE}


def propose(brain: Wainao, question: str, answer: str, **fields: object) -> str:
    given = {"scope": "everyone", **fields}
    return brain.call("corrections:propose", question=question, answer=answer, **given).output.correction


def item(console: ConsolePage, text: str) -> Locator:
    return console.page.locator(".correction").filter(has=console.page.locator("header", has_text=text))


def say(console: ConsolePage, brain: Wainao, who: str, path: str, **given: object) -> None:
    """Something that somebody else says, who may write and is no administrator."""
    brain.call("actors:add", id=who, name=who, rights=["read", "write"])
    key = brain.call("keys:add", actor=who).output.key
    said = httpx.post(f"{console.url}/api/{path}", json=given, headers={"authorization": f"Bearer {key}"})
    assert said.json()["status"] == "proposed"


def part(console: ConsolePage, name: str) -> None:
    console.page.get_by_role("navigation", name="Corrections").get_by_role("link", name=name).click()


def answers(brain: Wainao, question: str) -> str:
    return brain.call("knowledge:ask", question=question).output.answer


def test_conflicts_are_shown_and_decided_before_approval(console, brain):
    old = propose(brain, QUESTION, "Yes, five days, until 31 March.")
    propose(brain, CLOSE, "Yes, ten days, until 30 June.", hold=True)
    console.go("Corrections")
    waiting = item(console, CLOSE)
    conflict = waiting.locator(".conflict")
    expect(conflict.locator(".side")).to_have_count(2, timeout=LONG_MS)
    expect(conflict.locator(".side").first).to_contain_text("ten days")
    expect(conflict.locator(".side").last).to_contain_text("five days")
    expect(conflict.locator(".difference del").first).to_have_text("five")
    expect(conflict.locator(".difference ins").first).to_have_text("ten")

    approve = waiting.get_by_role("button", name="Approve")
    expect(approve).to_be_disabled()
    conflict.get_by_label("This one takes the other's place").check()
    approve.click()
    expect(item(console, CLOSE).locator(".state").first).to_have_text("Standing", timeout=LONG_MS)
    expect(item(console, QUESTION).locator(".state").first).to_have_text("Superseded")
    assert answers(brain, CLOSE) == "Yes, ten days, until 30 June."
    assert brain.call("corrections:list", state="superseded").output.corrections[0].id == old


def test_both_may_hold(console, brain):
    propose(brain, QUESTION, "Yes, five days.")
    propose(brain, CLOSE, "Yes, ten days.", hold=True)
    console.go("Corrections")
    item(console, CLOSE).get_by_label("Both hold").check()
    item(console, CLOSE).get_by_role("button", name="Approve").click()
    expect(item(console, CLOSE).locator(".state").first).to_have_text("Standing", timeout=LONG_MS)
    assert (answers(brain, QUESTION), answers(brain, CLOSE)) == ("Yes, five days.", "Yes, ten days.")
    console.page.get_by_text("Conflicts between corrections in force").click()
    found = console.page.locator(".found .conflict")
    expect(found.first).to_contain_text("ten days", timeout=LONG_MS)
    expect(found.first.locator(".difference").first).to_be_visible()
    assert console.barriers() == []


def test_what_one_on_trial_would_do_is_previewed(console, brain):
    propose(brain, "When is tea served?", "At four.", hold=True)
    console.go("Corrections")
    item(console, "tea").get_by_role("button", name="Try it out").click()
    item(console, "tea").get_by_role("button", name="Preview").click()
    verdict = console.page.locator(".verdict-of")
    expect(verdict.locator(".state")).to_have_text("fires", timeout=LONG_MS)
    expect(verdict).to_contain_text("At four.")
    console.page.get_by_label("With those on trial").uncheck()
    console.page.get_by_role("button", name="Explain").click()
    expect(verdict.locator(".state")).to_have_text("silent", timeout=LONG_MS)


def test_tried_out_retired_and_restored(console, brain):
    propose(brain, "When is tea served?", "At four.", hold=True)
    console.go("Corrections")
    tea = item(console, "When is tea served?")
    for button, state in (
        ("Try it out", "On trial"),
        ("Approve", "Standing"),
        ("Retire", "Retired"),
        ("Restore", "Standing"),
        ("Revoke correction", "Revoked"),
    ):
        tea.get_by_role("button", name=button).click()
        expect(tea.locator(".state")).to_have_text(state, timeout=LONG_MS)
    tea.get_by_text("History").click()
    events = tea.locator(".events li")
    expect(events.last).to_contain_text("revoked it")
    assert [event.get_by_role("button").count() for event in events.all()] == [1] * events.count()


def test_filters_hits_and_a_wording_that_is_accepted_in_one_click(console, brain):
    tea = propose(brain, "When is tea served?", "At four.")
    propose(brain, "Where do I park?", "Behind the house.", scope="user")
    brain.call("knowledge:ask", question="when is tea served")
    say(console, brain, "lei", "corrections/alias", correction=tea, question="At what time is tea?")
    console.go("Corrections")
    shown = console.page.locator(".correction")
    expect(shown).to_have_count(2, timeout=LONG_MS)
    expect(item(console, "tea")).to_contain_text("answered 1×")
    expect(item(console, "tea")).to_contain_text("last on")
    expect(console.page.locator(".coverage")).to_contain_text("answered 1 (100 %)")

    wording = item(console, "tea").locator(".wordings", has_text="wait for approval")
    wording.get_by_role("button", name="Approve").click()
    expect(wording).to_have_count(0, timeout=LONG_MS)
    assert answers(brain, "At what time is tea?") == "At four."

    console.page.get_by_role("combobox", name="Holds for").select_option("user")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("Where do I park?")
    console.page.get_by_role("searchbox", name="Author").fill("nobody")
    expect(console.page.get_by_text("Nothing found")).to_be_visible(timeout=LONG_MS)


def test_all_of_an_author_is_rolled_back_after_a_rehearsal_and_brought_back(console, brain):
    propose(brain, "When is tea served?", "At four.")
    for question in ("Who is the dean?", "Who is the cook?"):
        say(console, brain, "mallory", "corrections/propose", question=question, answer="I am.", scope="everyone")
    console.go("Corrections")
    page, states = console.page, console.page.locator(".correction header .state")
    expect(states).to_have_text(["Proposed", "Proposed", "Standing"], timeout=LONG_MS)
    page.get_by_text("Roll back", exact=True).click()
    form = page.locator("form.correct")
    expect(form.get_by_role("button", name="Rehearse")).to_be_disabled()
    form.get_by_label("Author").fill("mallory")
    form.get_by_role("button", name="Rehearse").click()
    expect(form.locator(".taken li")).to_have_count(2, timeout=LONG_MS)
    expect(states).to_have_text(["Proposed", "Proposed", "Standing"])

    form.get_by_label("Author").fill("mallory ")
    expect(form.locator(".taken")).to_have_count(0)
    form.get_by_role("button", name="Rehearse").click()
    form.get_by_role("button", name="Roll back now").click()
    expect(states).to_have_text(["Revoked", "Revoked", "Standing"], timeout=LONG_MS)
    page.get_by_role("button", name="Undo").click()
    expect(states).to_have_text(["Proposed", "Proposed", "Standing"], timeout=LONG_MS)


def test_an_answer_that_is_not_right_is_queued_and_put_right_with_keys_alone(console, brain):
    page = console.page
    console.add(FILE)
    turn = console.ask(QUESTION)
    turn.expect_origin("documents")
    turn.at.get_by_role("button", name="Not right").click()
    turn.at.get_by_label("What is wrong (optional)").fill("It does not say until when.")
    page.keyboard.press("Enter")
    expect(turn.at.get_by_role("button", name="In the queue", exact=True)).to_be_disabled(timeout=LONG_MS)
    nothing = console.ask("Which telephone number does the fire brigade of Ulaanbaatar have?")
    nothing.expect_origin("none")
    nothing.at.get_by_role("button", name="Not right").click()
    nothing.at.get_by_label("What is wrong (optional)").press("Enter")
    expect(nothing.at.get_by_role("button", name="In the queue", exact=True)).to_be_disabled(timeout=LONG_MS)

    console.go("Corrections")
    part(console, "Queue")
    cards = page.locator(".queue-card")
    expect(cards).to_have_count(2, timeout=LONG_MS)
    expect(cards.last).to_contain_text("It does not say until when.")
    expect(cards.last.locator(".passage")).to_contain_text("Up to five days")
    for key, focused in (("j", 0), ("j", 1), ("j", 1), ("k", 0), ("j", 1)):
        page.keyboard.press(key)
        expect(cards.nth(focused)).to_be_focused()
    page.keyboard.press("c")
    expect(cards.last.get_by_label("The right answer")).to_be_focused()
    cards.last.get_by_label("The right answer").fill("Five days, until 31 March. j and k are letters here.")
    expect(cards.last.locator(".difference ins").first).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(cards).to_have_count(1, timeout=LONG_MS)
    assert answers(brain, QUESTION) == "Five days, until 31 March. j and k are letters here."

    page.keyboard.press("j")
    expect(cards.first).to_be_focused()
    page.keyboard.press("d")
    cards.get_by_label("Why (optional)").fill("Nobody knows.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The queue is empty.")).to_be_visible(timeout=LONG_MS)
    page.get_by_role("combobox", name="Status").select_option("dismissed")
    expect(cards).to_contain_text("Nobody knows.", timeout=LONG_MS)


@pytest.mark.parametrize(
    ("question", "outcome", "told"),
    [
        ("can annual leave be carried over to the NEXT year", "fires", "the same question"),
        ("May annual leave be carried over into the following year?", "beside", "alike"),
        ("Who waters the plants in the hall?", "silent", "nothing stands out"),
    ],
)
def test_why_a_correction_does_or_does_not_fire(console, brain, question, outcome, told):
    propose(brain, QUESTION, "Yes, five days.")
    console.go("Corrections")
    part(console, "Why it fires")
    page = console.page
    page.get_by_role("textbox", name="Question").fill(question)
    page.get_by_role("button", name="Explain").click()
    verdict = page.locator(".verdict-of")
    expect(verdict.locator(".state")).to_have_text(outcome, timeout=LONG_MS)
    expect(verdict).to_contain_text(told)
    expect(verdict.locator(".candidate")).to_have_count(0 if outcome == "silent" else 1)
    if outcome == "beside":
        expect(verdict.locator(".difference ins").first).to_have_text("May")
        verdict.get_by_role("button", name="Yes, the same question").click()
        expect(verdict.locator(".state")).to_have_text("fires", timeout=LONG_MS)
        expect(verdict).to_contain_text("a person confirmed")


@pytest.mark.parametrize("width", range(320, 420, 20))
def test_no_citation_number_begins_a_line(open_console, brain, width):
    with running(brain) as url:
        console = open_console(url, viewport={"width": width, "height": 700})
        console.add(FILE)
        turn = console.ask(QUESTION)
        turn.expect_origin("documents")
        kept = turn.at.locator(".kept").first
        assert kept.evaluate(
            """kept => {
              const word = document.createRange();
              word.selectNodeContents(kept.firstChild);
              const [text, chip] = [word.getBoundingClientRect(), kept.querySelector(".chip").getBoundingClientRect()];
              return text.width > 0 && chip.top < text.bottom && chip.bottom > text.top;
            }"""
        )
