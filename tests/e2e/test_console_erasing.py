"""Erasing in the console: rehearsed, done, and nothing of it on the page any more."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

CANARY = "Zelda-Quintero-7f3a91"


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)], ids=["wide", "narrow"])
def test_a_receipt_is_rehearsed_erased_and_names_who_did_it(console, brain, width, height):
    page = console.page
    page.set_viewport_size({"width": width, "height": height})
    kept = brain.call("tools:upload", content=CANARY.encode(), name=f"{CANARY}.txt")
    page.goto(f"{console.url}/#/receipts/{kept.receipt}")
    pane = page.locator(".receipt")
    expect(pane.get_by_text(CANARY).first).to_be_visible()
    pane.get_by_text("Erase", exact=True).click()
    pane.get_by_role("textbox", name="Why").fill("<img src=x onerror=alert(1)> asked for it")
    pane.get_by_role("button", name="Rehearse").click()
    expect(pane.get_by_text("Receipts whose contents would be erased: 1. Copies as well: files 1.")).to_be_visible()
    assert not brain.receipt(kept.receipt).output.erased
    pane.get_by_role("button", name="Erase for good").click()
    expect(pane.get_by_text("The content was erased on request.")).to_be_visible()
    expect(page.get_by_text(CANARY)).to_have_count(0)
    shown = brain.receipt(kept.receipt).output
    assert shown.erased
    assert console.barriers() == []
    pane.locator(".caution button").click()
    expect(pane.get_by_text(shown.erased_by)).to_be_visible()
    expect(page.get_by_text(CANARY)).to_have_count(0)
