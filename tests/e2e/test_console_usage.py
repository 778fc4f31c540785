"""Use and cost in the console: sums by day and by whom, as CSV too; and calls that wait for a person."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import expect

from wainao import Wainao
from wainao.kernel import NeedsPersonError
from wainao.testing import ModelServer, running

LONG_MS = 30_000
TEA = {"messages": [{"role": "user", "content": "Tea?"}]}


def test_costs_and_what_nobody_knows_the_price_of(open_console, wainao_home):
    with ModelServer(["Green tea."]) as model, Wainao.open(wainao_home) as brain, running(brain) as url:
        brain.call(
            "deployments:add",
            name="free",
            model="one",
            base_url=model.url,
            usd_per_million_in=2000.0,
            usd_per_million_out=0.0,
        )
        brain.call("deployments:add", name="unpriced", model="two", base_url=model.url)
        for name in ("free", "unpriced"):
            brain.call("models:chat", model=name, **TEA)
        console = open_console(url)
        console.go("Usage")
        page = console.page
        page.get_by_role("combobox", name="By").select_option("route")
        table = page.locator(".figures")
        expect(table.get_by_role("row").filter(has_text="unpriced")).to_contain_text(
            "1 of unknown price", timeout=LONG_MS
        )
        expect(table.get_by_role("row").filter(has_text="free")).to_contain_text("US$")
        expect(table.get_by_role("row").filter(has_text="Total")).to_contain_text("+ 1 of unknown price")

        page.get_by_role("button", name="Cost").click()
        expect(page.locator(".unpriced")).to_have_count(1)
        expect(page.locator(".usage .caution")).to_contain_text("not in these costs: 1")
        with page.expect_download() as download:
            page.get_by_role("button", name="Export CSV").click()
        rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
        assert {row["route"] for row in rows} >= {"free", "unpriced"}

        page.get_by_label("From", exact=True).fill("2020-01-01")
        page.get_by_label("To", exact=True).fill("2020-01-31")
        expect(page.get_by_text("Nothing was used in these days.")).to_be_visible(timeout=LONG_MS)


def test_approvals_are_given_and_refused(open_console, wainao_home):
    with Wainao.open(wainao_home, policy={"ask": ["corrections:propose"]}) as brain, running(brain) as url:
        for answer in ("At four.", "<img src=x onerror=window.pwned=1>"):
            with pytest.raises(NeedsPersonError):
                brain.call("corrections:propose", question="When is tea?", answer=answer, scope="everyone")
        console = open_console(url)
        console.go("Usage")
        waiting = console.page.locator(".approval")
        expect(waiting).to_have_count(2, timeout=LONG_MS)
        assert console.page.evaluate("window.pwned") is None
        waiting.filter(has_text="At four.").get_by_role("button", name="Approve").click()
        expect(waiting).to_have_count(1, timeout=LONG_MS)
        waiting.get_by_label("Why (optional)").fill("Not an answer.")
        waiting.get_by_role("button", name="Refuse").click()
        expect(waiting).to_have_count(0, timeout=LONG_MS)
        expect(console.page.get_by_text("No call waits for approval.")).to_be_visible()
        rows = brain.call("approvals:list", state=None).output.approvals
        assert {(row.input["answer"], row.state, row.decided_why) for row in rows} == {
            ("At four.", "approved", ""),
            ("<img src=x onerror=window.pwned=1>", "refused", "Not an answer."),
        }
