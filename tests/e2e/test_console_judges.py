"""Other wordings accepted and refused many at once; a model examined before it may judge; what is exported."""

from __future__ import annotations

import json
import re
from pathlib import Path

from console_page import ConsolePage
from playwright.sync_api import Route, expect

from wainao.testing import ModelServer
from wainao.testing.model_server import Received

LONG_MS = 60_000
LEAVE = "Can annual leave be carried over to the next year?"
NEW = ("Is annual leave carried over to the next year?", "Annual leave: carried over to next year?")


def different(request: Received) -> str:
    """A judge that finds nothing the same: it lets nothing fire, wrongly or not."""
    numbers = range(1, 1 + len(re.findall(r"<<[0-9a-f]{16} ", request.body["messages"][-1]["content"])))
    return json.dumps({"opinions": [{"number": at, "piece": "who", "verdict": "different"} for at in numbers]})


def on_less(route: Route) -> None:
    """The built-in set takes a while: one question of it is enough to see what comes of an exam."""
    near_misses = [{"text": "Can 6 days of annual leave be carried over?", "kind": "number"}]
    group = {
        "question": "Can 5 days of annual leave be carried over?",
        "paraphrases": [LEAVE],
        "near_misses": near_misses,
    }
    route.continue_(post_data={**route.request.post_data_json, "groups": [group]})


def part(console: ConsolePage, view: str, name: str) -> None:
    console.go(view)
    console.page.get_by_role("navigation", name=view).get_by_role("link", name=name, exact=True).click()


def test_wordings_are_found_accepted_and_refused_at_once(console, brain):
    brain.call("corrections:propose", question=LEAVE, answer="Yes, five days.", scope="everyone")
    for question in (*NEW, *NEW):
        assert brain.call("knowledge:ask", question=question).related
    part(console, "Corrections", "Wordings")
    page = console.page
    expect(page.get_by_text("No wordings wait for a decision.")).to_be_visible(timeout=LONG_MS)
    page.get_by_role("button", name="Look", exact=True).click()
    rows = page.locator(".waiting-list li")
    expect(rows).to_have_count(2, timeout=LONG_MS)
    expect(rows.first).to_contain_text("asked 2×")
    expect(page.get_by_role("button", name="Accept those chosen")).to_be_disabled()
    assert console.barriers() == []

    page.get_by_label(NEW[0]).check()
    expect(page.get_by_text("1 of 2 chosen")).to_be_visible()
    page.get_by_role("button", name="Accept those chosen").click()
    expect(rows).to_have_count(1, timeout=LONG_MS)
    assert brain.call("knowledge:ask", question=NEW[0]).output.answer == "Yes, five days."
    page.get_by_label("0 of 1 chosen").check()
    page.get_by_role("button", name="Refuse those chosen").click()
    expect(page.get_by_text("No wordings wait for a decision.")).to_be_visible(timeout=LONG_MS)
    page.get_by_role("button", name="Look", exact=True).click()
    expect(page.get_by_text("New wordings found: 0")).to_be_visible(timeout=LONG_MS)


def test_a_judge_is_examined_stopped_and_examined_on_less(console, brain):
    with ModelServer(different) as model:
        brain.call("deployments:add", name="near", model="scripted-1", base_url=model.url)
        part(console, "Corrections", "Judges")
        page = console.page
        expect(page.get_by_text("No model has been examined yet.")).to_be_visible(timeout=LONG_MS)
        page.get_by_role("combobox", name="Judge").select_option("near")
        page.get_by_role("button", name="Examine").click()
        bar = page.locator(".work")
        expect(bar).to_contain_text("Exam of near", timeout=LONG_MS)
        bar.get_by_role("button", name="Stop").click()
        expect(bar).to_have_count(0, timeout=LONG_MS)
        page.route("**/api/corrections/judge-eval", on_less)
        page.get_by_role("button", name="Examine").click()
        report = page.locator(".exam")
        expect(report.locator("h3")).to_have_text(["English"], timeout=LONG_MS)
        expect(report).to_contain_text("1 near-misses say too little")
        expect(report.get_by_role("row", name="another number")).to_be_visible()
        expect(report.locator(".exam-language .state")).to_have_text("may not fire")
        assert console.barriers() == []


def test_what_people_taught_is_exported(console, brain):
    brain.call("corrections:propose", question=LEAVE, answer="Yes, five days.", scope="everyone")
    brain.call("evaluations:add", name="basics", content='{"id": "pay", "question": "When?", "contains": ["25th"]}\n')
    part(console, "Releases", "Export")
    page = console.page

    def downloaded() -> bytes:
        with page.expect_download() as download:
            page.get_by_role("button", name="Download").click()
        return Path(download.value.path()).read_bytes()

    (row,) = map(json.loads, downloaded().splitlines())
    assert [turn["content"] for turn in row["messages"]] == [LEAVE, "Yes, five days."]
    page.get_by_role("radio", name="A set of cases").check()
    expect(page.get_by_role("combobox", name="Set of cases")).to_have_value("basics")
    assert json.loads(downloaded())["question"] == "When?"
    assert console.barriers() == []
