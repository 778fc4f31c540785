"""The main job in a browser: add, ask, see the cited passage, correct, ask again, prove."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from console_page import ConsolePage
from playwright.sync_api import expect

from zip_files import Part, zip_of

QUESTION = "Can annual leave be carried over to the next year?"
RULE = "Up to five days of annual leave may be carried over to the next year."
LEAVE = f"""# Annual leave 😀

Every employee has 25 days of annual leave in each calendar year.

{RULE} They must be used by 31 March.

# Sick leave

A doctor's note is needed from the third day of sick leave.
"""
ZH = "# 年假\n\n当年未休完的年假可以顺延到下一年,最多五天。\n"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """`wainao up` as a person starts it."""
    command = [sys.executable, "-m", "wainao", "up", "--home", str(tmp_path / "home"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = (re.search(r"http://[\d.:]+\d", line) for line in process.stdout)
            yield next(at[0] for at in found if at)
        finally:
            process.terminate()


def file(name: str, text: str) -> dict[str, object]:
    return {"name": name, "mimeType": "text/markdown", "buffer": text.encode()}


def test_main_job(open_console, address):
    console: ConsolePage = open_console(address)
    page = console.page
    expect(page.get_by_text("Drop files or folders here")).to_be_visible()

    console.add(file("leave.md", LEAVE), file("年假.md", ZH))
    expect(page.locator(".rows .document")).to_have_count(2)

    turn = console.ask(QUESTION)
    turn.expect_origin("documents")
    expect(turn.at.locator(".quote").first).to_contain_text(RULE)
    expect(turn.at.locator(".source").first).to_contain_text("leave.md")

    beside = turn.open_citation()
    assert "".join(beside.locator("mark").all_inner_texts()).startswith(RULE)
    expect(beside.locator(".line:has(mark) .line-number").first).to_have_text("5")
    page.keyboard.press("Escape")
    expect(beside).to_have_count(0)

    right = "Yes, five days at most, until 31 March. <b>Ask HR</b> for more."
    turn.correct(right, **{"Why (optional)": "the board decided so"})
    turn.expect_origin("human")
    expect(turn.at.locator(".said")).to_have_text(right)
    expect(page.get_by_text("This is the answer from now on.")).to_be_visible()

    again = console.ask("can annual leave be carried over to the NEXT year")
    again.expect_origin("human")
    expect(again.at.locator(".badge")).to_contain_text("Answered by")

    again.at.locator(".receipt-of").click()
    receipt = console.beside
    expect(receipt).to_contain_text("knowledge:ask")
    expect(receipt).to_contain_text("fire")
    receipt.get_by_role("button", name="Verify the ledger").click()
    expect(receipt.get_by_text("The ledger is intact.")).to_be_visible()
    page.keyboard.press("Escape")

    again.at.get_by_role("button", name="Revoke correction").click()
    again.expect_origin("documents")


def test_related_correction_becomes_alias(console):
    console.add(file("leave.md", LEAVE))
    console.ask(QUESTION).correct("Yes, five days.")
    expect(console.page.locator(".badge.human")).to_be_visible()

    similar = console.ask("May annual leave be carried over into the following year?")
    card = similar.at.locator(".related")
    expect(card).to_contain_text(QUESTION)
    expect(card).to_contain_text("Yes, five days.")
    card.get_by_role("button", name="Yes, the same question").click()
    similar.expect_origin("human")
    expect(similar.at.locator(".said")).to_have_text("Yes, five days.")

    console.go("Corrections")
    expect(console.page.locator(".correction .aliases")).to_contain_text("following year")
    console.page.get_by_text("History").click()
    expect(console.page.locator(".events li").last).to_contain_text("another wording")


def test_not_found_says_so_and_takes_an_answer(console):
    console.add(file("leave.md", LEAVE))
    turn = console.ask("Which telephone number does the fire brigade of Ulaanbaatar have?")
    turn.expect_origin("none")
    turn.at.get_by_role("button", name="Answer it myself").click()
    turn.at.get_by_label("The right answer").fill("101.")
    turn.at.get_by_role("button", name="Save").click()
    turn.expect_origin("human")


def test_citation_of_an_older_version(console):
    console.add(file("leave.md", LEAVE))
    turn = console.ask(QUESTION)
    turn.expect_origin("documents")
    console.add(file("leave.md", LEAVE.replace("five days", "six days")), outcome="Updated")
    console.go("Ask")
    beside = console.ask(QUESTION).open_citation()
    expect(beside.locator("mark").first).to_contain_text("six days")
    expect(beside.locator(".caution")).to_have_count(0)
    console.page.locator(".turn").first.locator(".chip").first.click()
    expect(beside.locator(".caution")).to_contain_text("a newer one exists")
    expect(beside.locator("mark").first).to_contain_text("five days")


def test_dropped_files_and_their_failures(console):
    console.page.evaluate(
        """() => {
          const transfer = new DataTransfer();
          transfer.items.add(new File(["# Tea\\n\\nTea is served at four o'clock.\\n"], "tea.md"));
          transfer.items.add(new File([], "nothing.pdf"));
          document.body.dispatchEvent(new DragEvent("dragover", { dataTransfer: transfer, bubbles: true }));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true }));
        }"""
    )
    uploads = console.page.locator(".upload")
    expect(uploads.filter(has_text="tea.md")).to_contain_text("Added")
    expect(uploads.filter(has_text="nothing.pdf")).to_contain_text("Failed")
    expect(uploads.filter(has_text="nothing.pdf").locator(".reason")).not_to_be_empty()

    turn = console.ask("When is tea served?")
    turn.expect_origin("documents")
    console.go("Documents")
    console.page.get_by_role("button", name="Remove tea.md").click()
    console.page.get_by_role("button", name="Remove tea.md").click()
    expect(console.page.get_by_text("Removed tea.md")).to_be_visible()
    console.ask("When is tea served?").expect_origin("none")


def test_a_dropped_archive_comes_apart(console, tmp_path):
    papers = tmp_path / "papers.zip"
    papers.write_bytes(
        zip_of(Part(b"coffee.md", b"Coffee is served at noon."), Part(b"../up.md"), Part(b"<b>x</b>.md"))
    )
    console.go("Documents")
    console.page.locator("input[type=file]").first.set_input_files(papers)
    uploads = console.page.locator(".upload")
    expect(uploads.filter(has_text="coffee.md")).to_contain_text("Added")
    expect(uploads.filter(has_text="up.md").locator(".reason")).to_contain_text("leads out of the archive")
    expect(uploads.filter(has_text="b>.md")).to_contain_text("Added")
    expect(uploads).to_have_count(3)
    console.ask("When is coffee served?").expect_origin("documents")


def test_page_of_a_pdf_beside_the_answer(console):
    import wainao

    handbook = Path(wainao.__file__).parent / "samples" / "handbook"
    console.add(handbook / "security.en.pdf")
    turn = console.ask("What do visitors wear?")
    turn.expect_origin("documents")
    beside = turn.open_citation()
    beside.get_by_role("button", name="Page", exact=True).click()
    picture = beside.locator("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 500
    frame, page = beside.locator("rect").first.bounding_box(), picture.bounding_box()
    assert frame is not None
    assert page is not None
    assert page["x"] <= frame["x"] < frame["x"] + frame["width"] <= page["x"] + page["width"] + 1
    assert page["y"] <= frame["y"] < frame["y"] + frame["height"] <= page["y"] + page["height"] + 1
