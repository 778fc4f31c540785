"""Whatever is stored, in whatever field: the page shows it as text and does nothing else with it."""

from __future__ import annotations

import httpx
import pytest
from console_page import ConsolePage
from playwright.sync_api import expect

from wainao import Wainao
from wainao.testing import ModelServer, running

HOSTILE = (
    '<img src=x onerror="window.pwned=1"> <script>window.pwned=2</script> <svg onload=window.pwned=3> '
    "[link](javascript:window.pwned=4) ![pixel](http://198.51.100.7/p.png) <style>*{display:none}</style> {{7*7}}"
)
NAME = "<img src=x onerror=window.pwned=5>.md"


def is_unharmed(console: ConsolePage) -> None:
    page = console.page
    assert page.evaluate("window.pwned") is None
    assert page.locator("main img, main script, main iframe, main style, .beside script, .beside style").count() == 0
    assert page.locator("[onerror], [onload], [onclick], a[href^='javascript:' i], [style]").count() == 0


def test_every_stored_field(console):
    document = f"# {HOSTILE}\n\nThe hostile document says {HOSTILE} about annual leave.\n"
    console.add({"name": NAME, "mimeType": "text/markdown", "buffer": document.encode()})
    is_unharmed(console)

    turn = console.ask("What does the hostile document say about annual leave?")
    turn.expect_origin("documents")
    turn.open_citation()
    is_unharmed(console)
    console.page.keyboard.press("Escape")

    turn.correct(HOSTILE, **{"Why (optional)": HOSTILE})
    turn.expect_origin("human")
    expect(turn.at.locator(".said")).to_have_text(HOSTILE)
    is_unharmed(console)

    console.ask(HOSTILE).at.locator(".badge, .failure").wait_for()
    is_unharmed(console)
    for view in ("Corrections", "Receipts", "Documents", "Ask"):
        console.go(view)
        console.page.wait_for_load_state("networkidle")
        is_unharmed(console)

    turn.at.locator(".receipt-of").click()
    expect(console.beside).to_contain_text("<script>window.pwned=2</script>")
    is_unharmed(console)


def test_every_field_of_corrections(open_console, wainao_home):
    with Wainao.open(wainao_home) as brain, running(brain) as url:
        for answer, hold in (("Yes.", False), (HOSTILE, True)):
            brain.call(
                "corrections:propose",
                question=f"Who? {HOSTILE}",
                answer=answer,
                why=HOSTILE,
                scope="everyone",
                hold=hold,
            )
        wrong = brain.call("knowledge:ask", question=f"What? {HOSTILE} {HOSTILE}")
        item = brain.call("corrections:dissatisfied", receipt=wrong.receipt, why=HOSTILE).output.item
        brain.call("corrections:dismiss", item=item, why=HOSTILE)
        console = open_console(url)
        page = console.page
        console.go("Corrections")
        expect(page.locator(".conflict .difference")).to_contain_text("window.pwned=2")
        page.get_by_text("Roll back", exact=True).click()
        page.locator("form.correct").get_by_label("Author").fill("owner")
        page.get_by_role("button", name="Rehearse").click()
        expect(page.locator(".taken")).to_contain_text("window.pwned=2")
        is_unharmed(console)
        assert console.barriers() == []

        page.get_by_role("link", name="Queue").click()
        page.get_by_role("combobox", name="Status").select_option("dismissed")
        expect(page.locator(".queue-card")).to_contain_text(HOSTILE)
        is_unharmed(console)
        assert console.barriers() == []

        page.get_by_role("link", name="Why it fires").click()
        page.get_by_role("textbox", name="Question").fill(f"who? {HOSTILE}")
        page.get_by_role("button", name="Explain").click()
        expect(page.locator(".candidate")).to_contain_text("window.pwned=2")
        is_unharmed(console)
        assert console.barriers() == []


def test_names_of_actors(open_console, wainao_home):
    with Wainao.open(wainao_home) as brain, running(brain) as url:
        brain.call("actors:add", id="stranger", name=HOSTILE, rights=["read", "write", "admin"])
        key = brain.call("keys:add", actor="stranger").output.key
        correction = {"question": "Who are you?", "answer": HOSTILE, "scope": "everyone"}
        said = httpx.post(f"{url}/api/corrections/propose", json=correction, headers={"authorization": f"Bearer {key}"})
        assert said.json()["status"] == "standing"
        console = open_console(url)
        turn = console.ask("who are you")
        turn.expect_origin("human")
        is_unharmed(console)
        console.go("Corrections")
        expect(console.page.locator(".correction")).to_have_count(1)
        is_unharmed(console)


@pytest.mark.parametrize("cut", [3, 7, 40])
def test_what_a_model_writes(open_console, wainao_home, cut):
    from wainao.testing.model_server import says

    text = (
        f"## Leave\n\n**Five days** may be carried over [1]. {HOSTILE}\n\n| a | {HOSTILE} |\n| --- | --- |\n| 1 | 2 |"
    )
    with ModelServer([says(text, characters=cut)]) as model:
        models = {"base_url": model.url, "model": "scripted-1"}
        with Wainao.open(wainao_home, models=models) as brain, running(brain) as url:
            console = open_console(url)
            console.add(
                {"name": "leave.md", "mimeType": "text/markdown", "buffer": b"Five days may be carried over.\n"}
            )
            turn = console.ask("How many days may be carried over?")
            turn.expect_origin("model")
            expect(turn.at.locator(".badge")).to_contain_text("AI-generated")
            expect(turn.at.locator(".prose strong")).to_have_text("Five days")
            is_unharmed(console)
