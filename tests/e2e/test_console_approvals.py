"""Calls that wait for a person: shown exactly, approved or refused with a word why, or allowed for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from console_page import ConsolePage
from playwright.sync_api import Locator, expect

from wainao import Wainao
from wainao.kernel import NeedsPersonError
from wainao.testing import running

LONG_MS = 30_000
HOSTILE = "<img src=x onerror=window.pwned=1>"
TURNED = "Pay \u202eeerht\u202c euros"


@pytest.fixture
def brain(wainao_home) -> Iterator[Wainao]:
    with Wainao.open(wainao_home, policy={"ask": ["corrections:propose"]}) as opened:
        yield opened


@pytest.fixture
def open_approvals(open_console, brain) -> Iterator[Callable[[], ConsolePage]]:
    with running(brain) as url:

        def opened() -> ConsolePage:
            console = open_console(url)
            console.page.evaluate("location.hash = '#/approvals'")
            expect(console.page.get_by_role("heading", level=1)).to_have_text("Approvals")
            return console

        yield opened


def ask(brain: Wainao, answer: str) -> None:
    with pytest.raises(NeedsPersonError):
        brain.call("corrections:propose", question="When is tea?", answer=answer, scope="everyone")


def cards(console: ConsolePage) -> Locator:
    return console.page.locator(".approval")


def part(console: ConsolePage, name: str) -> None:
    console.page.get_by_role("navigation", name="Approvals").get_by_role("link", name=name, exact=True).click()


def test_approvals_are_given_and_refused(open_approvals, brain):
    ask(brain, "At four.")
    ask(brain, HOSTILE)
    console = open_approvals()
    page = console.page
    expect(cards(console)).to_have_count(2, timeout=LONG_MS)
    expect(page.locator(".rail .tally")).to_contain_text("waiting: 2")
    assert page.evaluate("window.pwned") is None
    assert console.barriers() == []
    cards(console).filter(has_text="At four.").get_by_role("button", name="Approve").click()
    expect(cards(console)).to_have_count(1, timeout=LONG_MS)
    expect(page.locator(".rail .tally")).to_contain_text("waiting: 1")
    cards(console).get_by_label("Why (optional)").fill("Not an answer.")
    cards(console).get_by_role("button", name="Refuse").click()
    expect(page.get_by_text("No call waits for approval.")).to_be_visible(timeout=LONG_MS)
    expect(page.locator(".rail .tally")).to_have_count(0)
    part(console, "Decided")
    expect(cards(console).filter(has_text=HOSTILE)).to_contain_text("Not an answer.", timeout=LONG_MS)
    rows = brain.call("approvals:list", state=None).output.approvals
    assert {(row.input["answer"], row.state, row.decided_why) for row in rows} == {
        ("At four.", "approved", ""),
        (HOSTILE, "refused", "Not an answer."),
    }


def test_a_request_shows_what_cannot_be_seen(open_approvals, brain):
    ask(brain, TURNED)
    console = open_approvals()
    expect(cards(console).locator(".request")).to_contain_text("Pay ⟨U+202E⟩eerht⟨U+202C⟩ euros", timeout=LONG_MS)


def test_a_grant_is_given_from_a_call_and_taken_back(open_approvals, brain):
    ask(brain, "At four.")
    console = open_approvals()
    page = console.page
    cards(console).get_by_role("button", name="Always allow…").click()
    form = cards(console).locator("form")
    expect(form.get_by_label("Bounds of the input")).to_have_value(
        "answer=At four.\nquestion=When is tea?\nscope=everyone"
    )
    form.get_by_label("Bounds of the input").fill("scope=everyone")
    form.get_by_role("button", name="Give it").click()
    expect(page.get_by_text("No call waits for approval.")).to_be_visible(timeout=LONG_MS)
    assert brain.call("corrections:propose", question="When?", answer="Now.", scope="everyone").output.correction

    part(console, "Grants")
    grant = cards(console)
    expect(grant.locator(".limits")).to_have_text("scope = everyone", timeout=LONG_MS)
    assert console.barriers() == []
    for _ in range(2):
        grant.get_by_role("button", name="Revoke the grant for corrections:propose").click()
    expect(grant.locator("header .state")).to_have_text("Revoked", timeout=LONG_MS)
    ask(brain, "At five.")
