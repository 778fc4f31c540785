"""A page of help in Chinese: its headings and marks, which Typer writes; its texts are put in by `tree.translate`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import typer

HEADINGS = {"Usage": "用法", "Arguments": "参数", "Options": "选项", "Commands": "命令"}

_MARKS = ((re.compile(r"\[required\]$"), "[必填]"), (re.compile(r"\[default: (.*)\]$"), r"[默认：\1]"))

# Typer's own class has no public name.
_Page: Any = typer.Context.formatter_class


class ChinesePage(_Page):  # type: ignore[misc]  # see above
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, f"{HEADINGS['Usage']}：")

    def write_heading(self, heading: str) -> None:
        self.write(f"{HEADINGS.get(heading, heading)}：\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], *given: Any, **how: Any) -> None:
        super().write_dl([(name, _marked(about)) for name, about in rows], *given, **how)


class ChineseContext(typer.Context):
    """What a command is asked for help in."""

    formatter_class = ChinesePage


def _marked(about: str) -> str:
    for mark, chinese in _MARKS:
        about = mark.sub(chinese, about)
    return about
