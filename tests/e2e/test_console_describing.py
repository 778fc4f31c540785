"""An administrator describes a tool on its page: a model writes the draft, the person corrects it, and it is in use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from console_page import ConsolePage
from playwright.sync_api import expect

from wainao import Wainao
from wainao.testing import ModelServer

HOSTILE = "<svg onload=window.pwned=1>"
SUGGESTED = {
    "title": {"zh": "汇率换算", "en": "Convert currency"},
    "description": {"zh": HOSTILE, "en": "Converts an amount."},
    "samples": {"zh": ["把 30 美元换成人民币"], "en": ["30 dollars in yuan"]},
}
OPERATION = {"get": {"operationId": "q9", "summary": "QX-9 service", "responses": {"200": {"description": "ok"}}}}
DOCUMENT = {"openapi": "3.1.0", "info": {"title": "Box", "version": "1"}, "paths": {"/q9": OPERATION}}


@pytest.fixture
def brain(wainao_home: Path) -> Iterator[Wainao]:
    """With a toolbox, and a model that always suggests the same."""
    with ModelServer(lambda _: json.dumps(SUGGESTED)) as model:
        models = {"base_url": model.url, "model": "scripted-1"}
        with Wainao.open(wainao_home, models=models) as opened:
            opened.call("tools:add", source="box.json", document=json.dumps(DOCUMENT).encode(), name="box")
            yield opened


def test_a_suggestion_is_corrected_saved_and_taken_back(console: ConsolePage, brain: Wainao):
    page = console.page
    page.evaluate("location.hash = '#/tools/store/box%3Aq9'")
    page.get_by_text("Describe this tool in your own words").click()
    page.get_by_role("button", name="Let the model suggest").click()
    title = page.get_by_label("Title in English")
    expect(title).to_have_value("Convert currency", timeout=20_000)
    assert page.get_by_label("Description in Chinese").input_value() == HOSTILE
    assert brain.call("tools:show", name="box:q9").output.tool.own is None
    assert console.barriers() == []

    title.fill(f"Rates {HOSTILE}")
    page.get_by_label("Requests that it serves").fill("30 dollars in yuan\n\n  欧元是多少  ")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".box-head")).to_contain_text(f"Rates {HOSTILE}", timeout=20_000)
    expect(page.get_by_text("Described by you")).to_be_visible()
    tool = brain.call("tools:show", name="box:q9").output.tool
    assert tool.samples == ("30 dollars in yuan", "欧元是多少")
    assert page.evaluate("window.pwned") is None

    page.get_by_text("Describe this tool in your own words").click()
    page.get_by_role("button", name="Use the tool's own words again").click()
    expect(page.locator(".box-head")).to_contain_text("QX-9 service", timeout=20_000)
    expect(page.get_by_text("Described by you")).to_have_count(0)
