"""Sources set right in the console: a passage marked, a fact replaced, a question pointed elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from console_page import ConsolePage
from playwright.sync_api import Locator, expect

from wainao import Wainao

LONG_MS = 30_000
QUESTION = "How many days of annual leave may be carried over?"
LEAVE = b"# Leave\n\nUp to 30 days of annual leave may be carried over. Dogs may be brought to 30 rooms.\n"
TEA = b"# Tea\n\nTea is served at four in the hall. Annual leave is no matter of this sheet.\n"
HOSTILE = "<img src=x onerror=window.pwned=1>"


@pytest.fixture
def brain(wainao_home, tmp_path) -> Iterator[Wainao]:
    for name, content in (("leave.md", LEAVE), ("tea.md", TEA)):
        (tmp_path / name).write_bytes(content)
    with Wainao.open(wainao_home) as opened:
        opened.call("knowledge:add", paths=[str(tmp_path / "leave.md"), str(tmp_path / "tea.md")])
        yield opened


def fixes(console: ConsolePage) -> Locator:
    console.go("Documents")
    console.page.get_by_role("navigation", name="Documents").get_by_role("link", name="Set right").click()
    return console.page.locator(".fix")


def rehearse(form: Locator, places: str) -> None:
    form.get_by_role("button", name="See what it changes").click()
    expect(form.locator(".places summary")).to_have_text(places, timeout=LONG_MS)


def test_a_cited_passage_is_marked_and_taken_back(console, brain):
    turn = console.ask(QUESTION)
    turn.expect_origin("documents")
    beside = turn.open_citation()
    beside.get_by_role("button", name="Mark a passage…").click()
    form = beside.locator("form")
    expect(form.get_by_label("Passage")).to_have_value("Up to 30 days of annual leave may be carried over.")
    form.get_by_label("wrong").check()
    form.get_by_label("Why (optional)").fill(HOSTILE)
    rehearse(form, "Places that it changes: 1")
    assert console.barriers() == []
    form.get_by_label("outdated").check()
    expect(form.locator(".places")).to_have_count(0)
    rehearse(form, "Places that it changes: 1")
    form.get_by_role("button", name="Put it into force").click()
    expect(beside.locator("del")).to_have_text("Up to 30 days of annual leave may be carried over.", timeout=LONG_MS)
    expect(beside.locator(".amended")).to_contain_text(HOSTILE)
    assert console.page.evaluate("window.pwned") is None
    assert console.barriers() == []
    assert "30 days" not in brain.call("knowledge:ask", question=QUESTION).output.answer

    fix = fixes(console)
    expect(fix).to_contain_text("outdated", timeout=LONG_MS)
    fix.get_by_text("Effects and history").click()
    expect(fix.locator(".events")).to_contain_text("approved it", timeout=LONG_MS)
    assert console.barriers() == []
    fix.get_by_role("button", name="Revoke").click()
    expect(fix.locator("header .state")).to_have_text("Revoked", timeout=LONG_MS)
    assert "30 days" in brain.call("knowledge:ask", question=QUESTION).output.answer


def test_a_fact_is_replaced_after_its_places_were_shown(console, brain):
    fixes(console)
    page = console.page
    expect(page.get_by_text("There are no source fixes yet.")).to_be_visible(timeout=LONG_MS)
    page.get_by_text("Replace a fact").click()
    form = page.locator("form.correct")
    form.get_by_label("Old value").fill("30 days")
    form.get_by_label("New value").fill("45 days")
    rehearse(form, "Places that it changes: 1")
    expect(form.locator(".difference ins")).to_have_text("45")
    form.get_by_role("button", name="Put it into force").click()
    expect(page.locator(".fix h2")).to_contain_text("30 days → 45 days", timeout=LONG_MS)

    turn = console.ask(QUESTION)
    turn.expect_origin("documents")
    expect(turn.at.locator(".answer")).to_contain_text("45 days")
    expect(turn.at.locator(".source-amended")).to_contain_text("set right")
    beside = turn.open_citation()
    expect(beside.locator("del")).to_have_text("30 days")
    expect(beside.locator(".amended.replaced")).to_contain_text("45 days")


def test_a_question_is_pointed_to_its_document(console, brain):
    turn = console.ask("When may leave be taken in the hall?")
    turn.at.get_by_role("button", name="Point to a document…").click()
    form = turn.at.locator("form")
    form.get_by_label("The document that should answer").select_option(label="tea.md (main)")
    form.get_by_label("Which passage (optional)").fill("Tea is served at four in the hall.")
    form.get_by_role("button", name="See what it changes").click()
    form.get_by_role("button", name="Put it into force").click()
    expect(turn.at.locator(".sources")).to_contain_text("tea.md", timeout=LONG_MS)
    expect(fixes(console)).to_contain_text("When may leave be taken in the hall?", timeout=LONG_MS)
