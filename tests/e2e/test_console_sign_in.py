"""Signing in to the console with an identity provider, as a person does it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from console_page import ConsolePage
from playwright.sync_api import expect

from identity_provider import CLIENT, SECRET, Provider, open_provider
from wainao import Wainao
from wainao.app.http.listening import address, listen
from wainao.app.http.serve import make_server

PEOPLE = [{"value": "staff", "rights": ["read", "write"]}]


@pytest.fixture
def provider() -> Iterator[Provider]:
    with open_provider() as served:
        served.asks_first = True
        served.person |= {"name": "李雷", "groups": ["staff"]}
        yield served


@pytest.fixture
def url(wainao_home: Path, tmp_path: Path, provider: Provider) -> Iterator[str]:
    """Served where the settings say, so that the provider sends browsers back there."""
    listener = listen("127.0.0.1", 0)
    here = address(listener)
    sign_in = {"issuer": provider.url, "client_id": CLIENT, "client_secret": SECRET, "address": here, "name": "Firm"}
    with Wainao.open(wainao_home, sign_in={**sign_in, "people": PEOPLE}, server={"local_owner": False}) as brain:
        (tmp_path / "leave.md").write_text("Five days of leave may be carried over.")
        brain.add(tmp_path / "leave.md")
        server = make_server(brain)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield here
        server.should_exit = True
        thread.join()


@pytest.fixture
def open_page(
    open_console: Callable[..., ConsolePage], url: str, provider: Provider
) -> Iterator[Callable[..., ConsolePage]]:
    pages: list[ConsolePage] = []

    def open_(path: str = "", **options: object) -> ConsolePage:
        pages.append(open_console(url, **options))
        if path:
            pages[-1].page.goto("about:blank")  # else only what stands behind the # would change, and nothing be loaded
            pages[-1].page.goto(url + path)
        return pages[-1]

    yield open_
    for console in pages:  # what of its faults was meant
        console.page.goto("about:blank")  # it asks no more
        console.forgive(401)
        console.forgive(404)  # neither the provider nor the page of an error has an icon
        console.faults = [fault for fault in console.faults if not fault.startswith(f"request: {provider.url}")]


def test_a_person_signs_in_asks_and_signs_out(open_page, provider):
    console = open_page("/#/settings", locale="zh-CN", color_scheme="dark")
    page, dialog = console.page, console.page.get_by_role("dialog")
    link = dialog.get_by_role("link", name="用 Firm 登录")
    expect(link).to_be_focused()
    assert console.barriers() == []
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Continue").click()
    expect(page.locator("main")).to_contain_text("已登录为 李雷")
    assert page.url.endswith("/#/settings")
    assert page.evaluate("document.cookie + JSON.stringify([{...localStorage}, {...sessionStorage}])").find("ws_") == -1
    assert console.barriers() == []
    page.get_by_role("link", name="提问", exact=True).click()
    page.locator("#question").fill("How many days of leave may be carried over?")
    page.locator("#question").press("Enter")
    expect(page.locator(".turn .badge")).to_have_attribute("data-origin", "documents", timeout=20_000)
    page.get_by_role("link", name="设置", exact=True).click()
    page.get_by_role("button", name="退出登录").click()
    expect(dialog).to_be_visible()
    assert page.evaluate("JSON.stringify({...sessionStorage})").find("carried over") == -1
    assert page.context.cookies() == []


def test_a_session_that_ended_is_begun_again_where_one_was(open_page, provider):
    console = open_page()
    page, dialog = console.page, console.page.get_by_role("dialog")
    dialog.get_by_role("link", name="Sign in with Firm").click()
    page.get_by_role("link", name="Continue").click()
    expect(dialog).to_be_hidden()
    page.goto(f"{console.url}#/documents")
    page.context.clear_cookies()
    page.reload()
    dialog.get_by_role("link", name="Sign in with Firm").click()
    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Documents")
    assert page.url.endswith("/#/documents")


@pytest.mark.parametrize(("locale", "told"), [("zh-CN", "在这里没有身份"), ("en-US", "is nobody here")])
def test_who_may_not_come_in_reads_why_and_gets_back(open_page, provider, locale, told):
    provider.person |= {"groups": [], "preferred_username": "<img src=x onerror=alert(1)>"}
    console = open_page(locale=locale, color_scheme="dark", viewport={"width": 320, "height": 600})
    page = console.page
    page.get_by_role("dialog").locator("a").click()
    page.get_by_role("link", name="Continue").click()
    expect(page.locator("main")).to_contain_text(told)
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(21, 22, 26)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert console.barriers() == []
    expect(page.get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").locator("a")).to_be_visible()
    console.forgive(403)
