"""Our own page in programs of others (MCP Apps): shown by our console, which is such a program, and by a bare one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from console_page import ConsolePage
from playwright.sync_api import Page, expect

from wainao import Wainao
from wainao.app.mcp.shown import page
from wainao.testing import running

LONG_MS = 30_000
CHART = '{"series": [{"values": [3, 5.5, 4]}], "labels": ["Jan", "Feb", "Mar"], "title": "Sales"}'
HOSTILE = "<img src=x onerror=parent.pwned=1>"

HOST = """<!doctype html><iframe sandbox="allow-scripts" style="width: 600px; height: 600px"></iframe>
<script>
  const frame = document.querySelector("iframe");
  window.asked = [];
  addEventListener("message", ({ source, data }) => {
    if (source !== frame.contentWindow) return;
    const reply = (result) => source.postMessage({ jsonrpc: "2.0", id: data.id, result }, "*");
    const tell = (method, params) => source.postMessage({ jsonrpc: "2.0", method, params }, "*");
    window.asked.push(data);
    if (data.method === "ui/initialize")
      reply({
        protocolVersion: "2026-01-26",
        hostInfo: { name: "bare", version: "1" },
        hostCapabilities: { serverTools: {} },
        hostContext: { theme: "light", locale: "en", toolInfo: { tool: window.tool } },
      });
    else if (data.method === "ui/notifications/initialized") {
      tell("ui/notifications/tool-input", { arguments: window.input });
      tell("ui/notifications/tool-result", window.result);
    } else if (data.method === "tools/call") reply(window.next);
  });
</script>"""


def in_a_host(console: ConsolePage, html: str, **told: object) -> Page:
    """The page in a frame of nobody's, of a program that says what it is told to."""
    shown = console.page.context.new_page()
    shown.set_content(HOST)
    for name, value in told.items():
        shown.evaluate("([name, value]) => { window[name] = value; }", [name, value])
    shown.evaluate("html => { document.querySelector('iframe').srcdoc = html; }", html)
    return shown


@pytest.fixture
def html() -> str:
    (contents,) = page().contents
    return contents.text


def test_a_chart_called_in_another_program_is_shown_there(
    open_console: Callable[..., ConsolePage], wainao_home: Path, tmp_path: Path
) -> None:
    with (
        Wainao.open(tmp_path / "house") as house,
        running(house) as address,
        Wainao.open(wainao_home, tools={"private": [address]}) as brain,
        running(brain) as url,
    ):
        brain.call("tools:add", source=f"{address}/mcp", name="house")
        console = open_console(url)
        console.page.evaluate("location.hash = '#/tools/store/house%3Acharts-draw'")
        console.page.get_by_label("Write it as JSON").check(timeout=LONG_MS)
        console.page.get_by_label("The whole input").fill(CHART)
        console.page.get_by_role("button", name="Run", exact=True).click()
        picture = console.page.frame_locator("iframe.surface").locator("img.result")
        expect(picture).to_be_visible(timeout=LONG_MS)
        # The page says how high it is once its picture is there.
        console.page.wait_for_function("document.querySelector('iframe.surface').clientHeight > 200", timeout=LONG_MS)
        assert picture.evaluate("image => image.naturalWidth") > 100
        assert console.barriers() == []


def test_rows_are_a_table_and_forms_go_on_with_calls(console: ConsolePage, html: str) -> None:
    rows = [{"city": HOSTILE, "people": 3}, {"city": "Bonn", "people": 5}]
    question = {
        "message": {"zh": "哪一个？", "en": "Which one?"},
        "tool": "geo:city",
        "schema": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
        "arguments": {"in": "DE"},
    }
    shown = in_a_host(
        console,
        html,
        tool={"name": "geo-cities", "inputSchema": {"type": "object", "properties": {"most": {"type": "integer"}}}},
        input={"most": 2},
        result={"content": [], "structuredContent": {"result": rows, "form": question}, "isError": False},
        next={"content": [{"type": "text", "text": "no"}], "isError": True},
    )
    inside = shown.frame_locator("iframe")
    expect(inside.locator("tbody tr")).to_have_count(2, timeout=LONG_MS)
    expect(inside.locator("tbody")).to_contain_text(HOSTILE)
    inside.get_by_role("button", name="Chart", exact=True).click()
    expect(inside.locator("rect.bar")).to_have_count(2)
    inside.get_by_label("name").fill("Bonn")
    inside.get_by_role("button", name="Run", exact=True).first.click()
    expect(inside.locator(".caution")).to_have_text("no")
    inside.get_by_text("Again with other values").click()
    inside.get_by_label("most").fill("7")
    inside.get_by_role("button", name="Run", exact=True).click()
    shown.wait_for_function("asked.filter((one) => one.method === 'tools/call').length === 2")
    calls = shown.evaluate("asked.filter((one) => one.method === 'tools/call').map((one) => one.params)")
    assert calls == [
        {"name": "geo-city", "arguments": {"in": "DE", "name": "Bonn"}},
        {"name": "geo-cities", "arguments": {"most": 7}},
    ]
    assert shown.evaluate("window.pwned") is None
    assert shown.evaluate("asked.some((one) => one.method === 'ui/notifications/size-changed')")
    shown.close()


def test_what_is_no_result_breaks_nothing(console: ConsolePage, html: str) -> None:
    shown = in_a_host(
        console,
        html,
        tool=None,
        input={},
        result={
            "content": [{"type": "image", "data": "javascript:alert(1)", "mimeType": "image/png"}, None, {"type": 3}],
            "structuredContent": {"form": {"message": "x", "tool": "../x", "schema": 1}},
        },
        next={},
    )
    inside = shown.frame_locator("iframe")
    expect(inside.locator(".tool-result")).to_be_attached(timeout=LONG_MS)
    expect(inside.locator("img")).to_have_count(0)
    expect(inside.locator(".capability-form")).to_have_count(0)
    shown.close()
