"""What results are shown as: rows as what fits them; pages that tools bring, which reach nothing but the bridge."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from console_page import ConsolePage
from playwright.sync_api import expect

from spoken import DISCOVERED, Spoken, said, speaking
from wainao import Wainao, capability
from wainao.testing import running

ATTACK = (Path(__file__).parent / "surface_attack.html").read_text(encoding="utf-8")
LONG_MS = 30_000

Shown = Callable[[str], tuple[ConsolePage, Spoken]]


@dataclass(frozen=True, kw_only=True)
class City:
    name: str
    latitude: float
    longitude: float
    people: int


@capability("geo:cities", zh="城市", en="Cities")
def cities() -> list[City]:
    "Where people live."
    return [
        City(name="Köln", latitude=50.9, longitude=7.0, people=1_084_831),
        City(name="<img src=x onerror=window.pwned=1>", latitude=-33.9, longitude=151.2, people=5_312_000),
    ]


def test_rows_are_a_table_in_any_order_a_chart_and_a_map_that_asks_nobody(open_console, wainao_home):
    with Wainao.open(wainao_home, capabilities=[cities]) as brain, running(brain) as url:
        console = open_console(url, color_scheme="dark")
        page = console.page
        page.evaluate("location.hash = '#/tools/store/geo%3Acities'")
        page.get_by_role("button", name="Run", exact=True).click(timeout=LONG_MS)
        first = page.locator(".tool-result tbody tr").first
        expect(first).to_contain_text("Köln", timeout=LONG_MS)
        for _ in range(2):
            page.get_by_role("button", name="people", exact=True).press("Enter")
        expect(first).to_contain_text("5312000")
        for view, drawn in (("Chart", "rect.bar"), ("Map", "circle")):
            page.get_by_role("button", name=view, exact=True).click()
            expect(page.locator(f".tool-result svg {drawn}")).to_have_count(2)
            assert console.barriers() == []
        expect(page.locator(".map .land")).to_have_attribute("d", re.compile("^M.{9000}"))
        assert page.evaluate("window.pwned") is None


@pytest.fixture
def shown(open_console: Callable[..., ConsolePage], wainao_home: Path) -> Iterator[Shown]:
    """The result of a tool that brings that page, and its server."""
    with ExitStack() as stack:

        def opened(page: str) -> tuple[ConsolePage, Spoken]:
            spoken = bringing(page)
            url = stack.enter_context(speaking(spoken))
            settings = {"private": [url.removesuffix("/mcp")]}
            brain = stack.enter_context(Wainao.open(wainao_home, tools=settings))
            brain.call("tools:add", source=url, name="weather")
            console = open_console(stack.enter_context(running(brain)))
            console.page.evaluate("location.hash = '#/tools/store/weather%3Atoday'")
            console.page.get_by_role("button", name="Run", exact=True).click(timeout=LONG_MS)
            return console, spoken

        yield opened


def bringing(page: str) -> Spoken:
    def read(params: dict[str, Any]) -> Any:
        contents = {"uri": params["uri"], "mimeType": "text/html;profile=mcp-app", "text": page}
        return {"contents": [contents], "resultType": "complete", "ttlMs": 0, "cacheScope": "private"}

    tools = [
        {"name": "Today", "annotations": {"readOnlyHint": True}, "_meta": {"ui": {"resourceUri": "ui://w/today"}}},
        {"name": "Send", "annotations": {"readOnlyHint": False}},
    ]
    about = DISCOVERED | {"capabilities": {"tools": {}, "resources": {}}}
    return Spoken(tools, server_discover=lambda _: about, resources_read=read)


def test_a_page_shows_what_its_tool_gave_and_gets_nothing_else_whatever_it_tries(shown):
    console, spoken = shown(ATTACK)
    page = console.page
    frame = page.frame_locator("iframe.surface")
    expect(frame.locator("#result")).to_have_text("called Today", timeout=LONG_MS)
    expect(frame.locator("#log")).to_contain_text("end", timeout=LONG_MS)
    said = frame.locator("#log").inner_text().split("\n")
    assert [line for line in said if line.startswith(("GOT", "BROKEN"))] == []
    assert said[:5] == ["origin null Today", "read called Today", "write true", "markup is drawn", "end"]
    expect(page.locator("iframe.surface")).to_have_attribute("height", "300")
    calls = [params["name"] for method, params in spoken.asked if method == "tools/call"]
    assert calls == ["Today", "Today"], "what writes waits for a person"
    frame.get_by_role("button", name="Leave").click()
    expect(frame.locator("#log")).to_have_count(0)
    assert [one.url for one in page.frames if "evil" in one.url] == []
    assert page.evaluate("window.pwned") is None
    assert page.url.startswith(console.url)
    # The browser says of each attempt that it was blocked; nothing of it left.
    assert [one for one in console.faults if one.startswith("request") and "evil.example" not in one] == []
    console.faults = []


@pytest.mark.parametrize(
    "page",
    [
        "<h1>Here</h1><iframe srcdoc=\"<script>top.postMessage('within', '*')</script>\"></iframe>",
        "<h1>Here</h1><div><template shadowrootmode=closed><iframe srcdoc='x'></iframe></template></div>",
    ],
)
def test_a_page_with_frames_is_not_shown(shown, page):
    console, _ = shown(page)
    frame = console.page.frame_locator("iframe.surface")
    expect(console.page.locator("iframe.surface")).to_be_visible(timeout=LONG_MS)
    console.page.wait_for_timeout(500)
    expect(frame.get_by_role("heading", name="Here")).to_have_count(0)
    assert [one for one in console.page.frames if one.parent_frame and one.parent_frame.parent_frame] == []
    console.faults = []


def test_one_that_does_no_harm_is_shown_without_a_fault(shown):
    console, _ = shown("<!doctype html><html lang=en><title>Weather</title><main><h1>Sunny</h1></main></html>")
    expect(console.page.frame_locator("iframe.surface").get_by_role("heading")).to_have_text("Sunny", timeout=LONG_MS)
    assert console.barriers() == []


READS_ALOUD = """<!doctype html><html lang=en><title>Aloud</title><pre id=told></pre><script>
  const send = (message) => parent.postMessage({ jsonrpc: "2.0", ...message }, "*");
  addEventListener("message", ({ data }) => {
    if (data.id === 1) send({ method: "ui/notifications/initialized" });
    if (data.method === "ui/notifications/tool-result") told.textContent = JSON.stringify(data.params.content);
  });
  send({ id: 1, method: "ui/initialize", params: {} });
</script></html>"""


def test_a_page_gets_no_file_of_a_person_by_naming_its_digest(open_console, wainao_home):
    secret: list[str] = []

    def call(_: dict[str, Any]) -> Any:
        words = [{"type": "image", "mimeType": "image/png", "digest": secret[0], "size": 6}]
        return said(json.dumps(words))

    spoken = bringing(READS_ALOUD)
    spoken.replies = {**spoken.replies, "tools/call": call}
    with (
        speaking(spoken) as address,
        Wainao.open(wainao_home, tools={"private": [address.removesuffix("/mcp")]}) as brain,
        running(brain) as url,
    ):
        secret.append(brain.call("tools:upload", content=b"secret", media_type="text/plain").output.digest)
        brain.call("tools:add", source=address, name="weather")
        console = open_console(url)
        console.page.evaluate("location.hash = '#/tools/store/weather%3Atoday'")
        console.page.get_by_role("button", name="Run", exact=True).click(timeout=LONG_MS)
        told = console.page.frame_locator("iframe.surface").locator("#told")
        expect(told).to_contain_text(secret[0], timeout=LONG_MS)
        expect(told).not_to_contain_text("c2VjcmV0")
