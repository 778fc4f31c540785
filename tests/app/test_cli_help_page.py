"""Help in Chinese is Chinese, down to what Typer writes itself."""

from __future__ import annotations

import re

import pytest
import typer

from wainao.app.cli.tree import build, translate


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--help"], ("用法：wainao [OPTIONS] COMMAND", "选项：", "命令：")),
        (["tools", "add", "--help"], ("用法：wainao tools add", "参数：", "[必填]", "选项：")),
        (["documents", "list", "--help"], ("用法：wainao documents list", "选项：")),
        (["add", "--help"], ("[默认：main]",)),
    ],
)
def test_a_page_of_help(words, told, capsys):
    command = typer.main.get_command(build())
    translate(command)
    with pytest.raises(SystemExit) as ended:
        command(args=words, prog_name="wainao")
    page = capsys.readouterr().out
    assert ended.value.code == 0
    assert [part for part in told if part not in page] == []
    assert re.findall(r"^(?:Usage|Options|Commands|Arguments)|\[(?:default|required)", page, re.MULTILINE) == []
