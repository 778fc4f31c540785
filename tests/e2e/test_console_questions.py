"""Questions that results bring, in the console: filled in by a person, shown whole before anything is written."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from spoken import Spoken, said, speaking
from wainao import Wainao
from wainao.testing import running

LONG_MS = 30_000
HOSTILE = "Which seat? <img src=x onerror=window.pwned=1>"
SCHEMA = {"type": "object", "properties": {"seat": {"enum": ["aisle", "window"]}}, "required": ["seat"]}
FORM = {"message": HOSTILE, "tool": "Book", "schema": SCHEMA, "arguments": {"train": "ICE 9"}}
TOOLS = [
    {"name": "Trains", "annotations": {"readOnlyHint": True}},
    {"name": "Book", "annotations": {"readOnlyHint": False}, "inputSchema": {"type": "object"}},
]


def test_a_result_asks_and_a_person_answers_by_a_call_that_is_shown_before(open_console, wainao_home):
    def call(params: dict[str, Any]) -> Any:
        told = {"trains": ["ICE 9"], "x-wainao-form": FORM} if params["name"] == "Trains" else {"booked": "14A"}
        return said(params["name"]) | {"structuredContent": told}

    spoken = Spoken(TOOLS, tools_call=call)
    with (
        speaking(spoken) as address,
        Wainao.open(wainao_home, tools={"private": [address.removesuffix("/mcp")]}) as brain,
        running(brain) as url,
    ):
        brain.call("tools:add", source=address, name="rail")
        console = open_console(url)
        page = console.page
        page.evaluate("location.hash = '#/tools/store/rail%3Atrains'")
        page.get_by_role("button", name="Run", exact=True).click(timeout=LONG_MS)
        question = page.locator(".question-form")
        expect(question).to_contain_text("Which seat?", timeout=LONG_MS)
        expect(question.locator(".request").first).to_contain_text("ICE 9")
        expect(page.locator(".tool-result").first).not_to_contain_text("x-wainao-form")
        assert page.evaluate("window.pwned") is None
        question.get_by_label("seat").select_option("window")
        assert console.barriers() == []
        question.get_by_role("button", name="Show the request").click()
        expect(question.locator(".confirm")).to_contain_text("ICE 9")
        asked = [params for method, params in spoken.asked if method == "tools/call"]
        assert [one["name"] for one in asked] == ["Trains"], "nothing was sent yet"
        question.get_by_role("button", name="Send it").click()
        expect(question.locator(".tool-result")).to_contain_text("14A", timeout=LONG_MS)
        asked = [params for method, params in spoken.asked if method == "tools/call"]
        assert asked[-1]["arguments"] == {"seat": "window", "train": "ICE 9"}
        # Whether a tool of a server brings a page is asked for at each result, and these bring none.
        console.forgive(404)
