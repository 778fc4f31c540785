"""A real browser on a real server; whatever it should not have seen fails the test at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from console_page import ConsolePage, find_chromium
from playwright.sync_api import Browser, sync_playwright

from wainao import Wainao
from wainao.testing import running

Open = Callable[..., ConsolePage]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield launched
        launched.close()


@pytest.fixture
def open_console(browser: Browser) -> Iterator[Open]:
    """Open the console at an address, in a browser of its own; options are those of a Playwright context."""
    pages: list[ConsolePage] = []

    def open_(url: str, **options: object) -> ConsolePage:
        pages.append(ConsolePage(browser, url, **options))
        return pages[-1]

    yield open_
    faults = [fault for page in pages for fault in page.close()]
    assert faults == []


@pytest.fixture
def brain(wainao_home: Path) -> Iterator[Wainao]:
    """An empty installation."""
    with Wainao.open(wainao_home) as opened:
        yield opened


@pytest.fixture
def console(open_console: Open, brain: Wainao) -> Iterator[ConsolePage]:
    """The console of `brain`, in English."""
    with running(brain) as url:
        yield open_console(url)
