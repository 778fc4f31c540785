"""For everybody: keyboard, input methods, both languages, both themes, narrow screens, other machines."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from wainao import Wainao
from wainao.testing import running

VIEWS = (
    *("", "models", "models/deployments", "models/store", "documents"),
    *("corrections", "corrections/queue", "corrections/why", "releases", "releases/cases", "releases/runs"),
    *("receipts", "usage", "capabilities", "settings"),
)
LEAVE = b"Five days of leave may be carried over.\n\nLeave is asked for three days before it begins.\n"


def test_keyboard_alone(console):
    console.add({"name": "leave.md", "mimeType": "text/markdown", "buffer": LEAVE})
    page = console.page
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("/")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type("When and how is leave asked for, and how much of leave may be carried over?")
    page.keyboard.press("Enter")
    chips = page.locator(".chip")
    expect(chips.first).to_be_visible()
    chips.first.focus()
    page.keyboard.press("Enter")
    expect(console.beside.locator("mark").first).to_be_visible()
    expect(chips.first).to_be_focused()
    if chips.count() > 1:
        before = console.beside.locator("mark").first.inner_text()
        page.keyboard.press("ArrowRight")
        expect(chips.nth(1)).to_be_focused()
        expect(console.beside.locator("mark").first).not_to_have_text(before)
    page.keyboard.press("Escape")
    expect(console.beside).to_have_count(0)
    expect(chips.first).to_be_focused()


def test_enter_that_ends_a_composition_asks_nothing(console):
    box = console.page.locator("#question")
    box.fill("nianjia")
    for composing in ({"isComposing": True}, {"keyCode": 229}):
        box.dispatch_event("keydown", {"key": "Enter", "bubbles": True, "cancelable": True, **composing})
    expect(console.page.locator(".turn")).to_have_count(0)
    box.press("Shift+Enter")
    expect(box).to_have_value("nianjia\n")
    expect(console.page.locator(".turn")).to_have_count(0)


def test_language_follows_the_browser_until_it_is_chosen(open_console, server_url):
    console = open_console(server_url, locale="zh-CN")
    page = console.page
    expect(page.get_by_role("heading", level=1)).to_have_text("问你自己的文档")
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    page.get_by_role("link", name="设置").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
    page.get_by_role("button", name="Dark").click()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
@pytest.mark.parametrize("width", [320, 375, 800, 1440])
def test_nothing_runs_out_of_the_screen(open_console, server_url, locale, width):
    console = open_console(server_url, locale=locale, viewport={"width": width, "height": 700})
    for view in VIEWS:
        console.page.goto(f"{server_url}/#/{view}")
        expect(console.page.get_by_role("heading", level=1)).to_be_visible()
        console.page.wait_for_load_state("networkidle")
        wide = console.page.evaluate("Math.max(document.documentElement.scrollWidth, main.scrollWidth) - innerWidth")
        assert wide <= 0, f"{view!r} is {wide} px too wide"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_view_has_a_barrier(open_console, server_url, scheme):
    console = open_console(server_url, color_scheme=scheme)
    for view in VIEWS:
        console.page.goto(f"{server_url}/#/{view}")
        console.page.wait_for_load_state("networkidle")
        expect(console.page.get_by_role("heading", level=1)).to_be_visible()
        assert console.barriers() == [], view


def test_key_is_asked_for_and_kept_for_the_tab_only(open_console, wainao_home):
    with Wainao.open(wainao_home, server={"local_owner": False}) as brain, running(brain) as url:
        brain.call("actors:add", id="lei", name="李雷", rights=["read"])
        key = brain.call("keys:add", actor="lei").output.key
        console = open_console(url)
        dialog = console.page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        dialog.get_by_label("Key").fill(key)
        dialog.get_by_role("button", name="Enter").click()
        expect(dialog).to_be_hidden()
        console.go("Settings")
        expect(console.page.locator("main")).to_contain_text("李雷")
        assert console.page.evaluate("JSON.stringify(localStorage)").find(key) == -1
        console.forgive(401)


def test_every_capability_has_a_form(console):
    console.go("Capabilities")
    forms = console.page.locator("details.capability")
    expect(forms.filter(has_text="knowledge:search")).to_be_visible()
    form = forms.filter(has_text="knowledge:bases")
    form.locator("summary").click()
    form.get_by_role("button", name="Run").click()
    expect(form.locator("pre")).to_contain_text('"bases"')
