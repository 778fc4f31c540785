"""An answer that a model writes: seen while it comes, marked as a machine's, doubtful sentences pointed out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from console_page import ConsolePage
from playwright.sync_api import expect

from wainao import Wainao
from wainao.testing import ModelServer, running
from wainao.testing.model_server import says

SUPPORTED = "Up to five days of leave may be carried over."
INVENTED = "Flights are always booked in business class."
SLOW = says(f"{SUPPORTED.replace('five days', '**five days**')} [1] {INVENTED} [1]", characters=5, pause_s=0.1)


@pytest.fixture
def console(open_console, wainao_home) -> Iterator[ConsolePage]:
    with ModelServer([SLOW]) as model:
        models = {"base_url": model.url, "model": "scripted-1"}
        with Wainao.open(wainao_home, models=models) as brain, running(brain) as url:
            opened = open_console(url)
            opened.add({"name": "leave.md", "mimeType": "text/markdown", "buffer": SUPPORTED.encode()})
            yield opened


def test_it_is_a_machines_from_the_first_word(console):
    turn = console.ask("How many days of leave may be carried over?")
    coming = turn.at.locator(".writing")
    expect(coming.locator(".prose")).not_to_be_empty()
    assert INVENTED not in coming.inner_text()
    expect(coming).to_contain_text("AI-generated")

    expect(coming).to_have_count(0, timeout=20_000)
    turn.expect_origin("model")
    expect(turn.at.locator(".badge")).to_contain_text("scripted-1")
    expect(turn.at.locator(".prose")).to_contain_text(SUPPORTED)
    expect(turn.at.locator(".prose strong")).to_have_text("five days")
    expect(turn.at.locator(".unsupported")).to_have_text(INVENTED)
    expect(turn.at.locator(".doubt")).to_have_count(1)
    expect(turn.open_citation().locator("mark")).to_have_text(SUPPORTED)


def test_stop_ends_the_call_on_record(console):
    turn = console.ask("How many days of leave may be carried over?")
    expect(turn.at.locator(".writing .prose")).not_to_be_empty()
    console.page.get_by_role("button", name="Stop").click()
    expect(turn.at).to_contain_text("Stopped.")
    expect(turn.at.locator(".writing")).to_have_count(1)
    console.go("Receipts")
    expect(console.page.locator(".rows .state").first).to_have_text("Cancelled")


def test_strict_leaves_doubtful_sentences_out(console):
    console.go("Ask")
    console.page.get_by_label("Strict").check()
    turn = console.ask("How many days of leave may be carried over?")
    turn.expect_origin("model")
    expect(turn.at.locator(".writing")).to_have_count(0, timeout=20_000)
    expect(turn.at.locator(".prose")).to_contain_text(SUPPORTED)
    expect(turn.at.locator(".prose")).not_to_contain_text("business class")
