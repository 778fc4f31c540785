"""Whoever reads the console in Chinese reads in Chinese what went wrong; who changes over reads it in English."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from wainao import Wainao
from wainao.testing import running


def test_errors_come_in_the_language_of_the_page(open_console, wainao_home: Path):
    with Wainao.open(wainao_home) as brain, running(brain) as url:
        console = open_console(url, locale="zh-CN")
        console.page.goto(f"{url}/#/capabilities")
        form = console.page.locator("details.capability", has_text="knowledge:remove")
        form.locator("summary").click()
        form.locator("[id$=document]").fill("none")
        form.get_by_role("button", name="运行").click()
        expect(form.get_by_role("alert")).to_contain_text("没有文档 'none'。应为你看得到的知识库里的文档编号")

        console.page.evaluate("localStorage.setItem('wainao.language', 'en')")
        console.page.reload()
        form.locator("summary").click()
        form.locator("[id$=document]").fill("none")
        form.get_by_role("button", name="Run").click()
        expect(form.get_by_role("alert")).to_contain_text("There is no document 'none'.")
        console.forgive(404)


def test_a_file_that_cannot_be_read_says_so_in_chinese(open_console, wainao_home: Path, tmp_path: Path):
    broken = tmp_path / "报告.pdf"
    broken.write_bytes(b"%PDF-1.7 cut off")
    with Wainao.open(wainao_home) as brain, running(brain) as url:
        console = open_console(url, locale="zh-CN")
        console.page.goto(f"{url}/#/documents")
        console.page.locator("input[type=file]").first.set_input_files(broken)
        expect(console.page.get_by_text("'报告.pdf' 看着是 PDF，但被截断或损坏").first).to_be_visible()
