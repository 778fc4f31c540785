"""The way between the views: at the side, at the bottom of a phone, and with keys alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from wainao import Wainao
from wainao.testing import running

PHONE = {"width": 390, "height": 844}
NEAR = ["Ask", "Documents", "Models", "Corrections", "Approvals"]
ALL = [*NEAR[:3], "Tools", "Corrections", "Releases", "Approvals", "Receipts", "Usage", "Capabilities", "Settings"]


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_has_five_views_at_hand_and_the_rest_in_a_sheet(open_console, wainao_home, width):
    with Wainao.open(wainao_home) as brain, running(brain) as url:
        console = open_console(url, viewport={**PHONE, "width": width}, has_touch=True)
        page = console.page
        rail = page.get_by_role("navigation", name="Navigation")
        expect(rail.get_by_role("link")).to_have_text(NEAR)
        box = rail.bounding_box()
        assert box is not None
        assert page.evaluate("document.querySelector('.rail').scrollWidth") <= box["width"] <= width

        more = rail.get_by_role("button", name="More")
        assert more.get_attribute("aria-haspopup") == "dialog"
        more.focus()
        page.keyboard.press("Enter")
        sheet = page.get_by_role("dialog", name="All pages")
        expect(sheet.get_by_role("link")).to_have_text(ALL)
        assert console.barriers() == []
        page.keyboard.press("Escape")
        expect(sheet).to_have_count(0)
        expect(more).to_be_focused()

        more.click()
        sheet.get_by_role("link", name="Receipts").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Receipts")
        expect(sheet).to_have_count(0)
        more.click()
        expect(sheet.locator("[aria-current=page]")).to_have_text("Receipts")


def test_keys_are_told_by_a_question_mark_anywhere(console):
    page = console.page
    console.go("Receipts")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard")
    expect(dialog).to_contain_text("Go to the question")
    assert console.barriers() == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.keyboard.press("/")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type("?")
    expect(page.locator("#question")).to_have_value("?")
    expect(dialog).to_have_count(0)
