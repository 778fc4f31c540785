"""Use and cost in the console: sums by day and by whom, as CSV too."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from playwright.sync_api import expect

from wainao import Wainao
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
        expect(page.locator(".usage .caution")).to_contain_text("not included in the cost: 1")
        with page.expect_download() as download:
            page.get_by_role("button", name="Export CSV").click()
        rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
        assert {row["route"] for row in rows} >= {"free", "unpriced"}

        page.get_by_label("From", exact=True).fill("2020-01-01")
        page.get_by_label("To", exact=True).fill("2020-01-31")
        expect(page.get_by_text("There was no usage in this period.")).to_be_visible(timeout=LONG_MS)
