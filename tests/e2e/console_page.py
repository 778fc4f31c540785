"""The console as a person uses it, and a record of everything that a browser complains about."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Locator, Request, expect

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")

AXE = Path(__file__).parents[2] / "console" / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")

WATCH = """
addEventListener("securitypolicyviolation", (event) =>
  wainaoFault(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


def find_chromium() -> str:
    """The browser to drive: the one that WAINAO_CHROMIUM names, or the first that is installed."""
    named = os.environ.get("WAINAO_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None or not Path(found).exists():
        pytest.fail(
            f"There is no browser at {found!r}. Expected Chromium or Chrome under one of the names {', '.join(NAMES)}. "
            "Install it (apt-get install chromium) or name it in WAINAO_CHROMIUM; to leave these tests out: "
            "pytest -m 'not browser'.",
            pytrace=False,
        )
    return found


SERVER_GONE = ("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE")
"""A test's server ends before its page does, which may still be asking it something. One that is gone earlier fails
what the test waits for."""


class ConsolePage:
    """One page in a browser of its own. `faults`: errors, broken policies, dialogs, requests to elsewhere."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        self.url = url
        self.faults: list[str] = []
        self._meant: set[str] = set()
        self._context = browser.new_context(**{"locale": "en-US", "reduced_motion": "reduce", **options})
        self._context.expose_function("wainaoFault", self._on_fault)
        self._context.add_init_script(WATCH)
        self._context.on("console", self._on_console)
        self._context.on("request", self._on_request)
        self.page = self._context.new_page()
        self.page.on("pageerror", lambda error: self._on_fault(f"error: {error}"))
        self.page.on("dialog", self._on_dialog)
        self.page.goto(url)

    def _on_fault(self, fault: str) -> None:
        self.faults.append(fault)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(sign in message.text for sign in SERVER_GONE):
            self.faults.append(f"{message.type}: {message.text}")

    def _on_dialog(self, dialog: Dialog) -> None:
        self._on_fault(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.url, "blob:" + self.url)):
            self.faults.append(f"request: {request.url}")

    def close(self) -> list[str]:
        self._context.close()
        return [fault for fault in self.faults if not any(meant in fault for meant in self._meant)]

    def forgive(self, status: int) -> None:
        """The test meant the server to answer with this status; the browser reports it all the same, soon or later."""
        self._meant.add(f"status of {status}")

    def go(self, view: str) -> None:
        """Open a view by its link, as the rail names it in English."""
        self.page.get_by_role("link", name=view, exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def add(self, *files: Path | dict[str, Any], outcome: str = "Added") -> None:
        """Choose files on the documents page and wait until the last one is in."""
        self.go("Documents")
        self.page.locator("input[type=file]").first.set_input_files(list(files))  # type: ignore[arg-type] # both kinds
        expect(self.page.locator(".upload").last).to_contain_text(outcome, timeout=30_000)

    def ask(self, question: str) -> Turn:
        if not self.page.locator("#question").is_visible():
            self.go("Ask")
        self.page.locator("#question").fill(question)
        self.page.locator("#question").press("Enter")
        turn = self.page.locator(".turn").last
        expect(turn.get_by_role("heading", level=2)).to_have_text(question)
        return Turn(self, turn)

    def barriers(self) -> list[str]:
        """What of the page as it stands does not meet WCAG 2.2 AA, as far as a machine can tell."""
        if not AXE.exists():
            pytest.fail(f"There is no {str(AXE)!r}. Run 'npm ci' in console/ before the browser tests.", pytrace=False)
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: tags}).then(told => told.violations)", STANDARDS
        )
        return [f"{rule['id']}: {place['html']}" for rule in found for place in rule["nodes"]]

    @property
    def beside(self) -> Locator:
        return self.page.locator(".beside")


class Turn:
    """One question with its answer."""

    def __init__(self, console: ConsolePage, at: Locator) -> None:
        self._console = console
        self.at = at

    def expect_origin(self, origin: str) -> None:
        """Waits for an answer by `origin`: documents, model, human or none."""
        expect(self.at.locator(".badge")).to_have_attribute("data-origin", origin, timeout=20_000)

    def open_citation(self, number: int = 1) -> Locator:
        """Click a citation's number; returns the pane beside, once it shows the marked passage."""
        self.at.locator(".chip", has_text=str(number)).first.click()
        expect(self._console.beside.locator("mark").first).to_be_visible()
        return self._console.beside

    def correct(self, answer: str, **fields: str) -> None:
        """Say what is right; `fields` are labels of the form and what to choose or type."""
        self.at.get_by_role("button", name="Correct", exact=True).click()
        self.at.get_by_label("The right answer").fill(answer)
        for label, value in fields.items():
            self.at.get_by_label(label).fill(value)
        self.at.get_by_role("button", name="Save").click()
