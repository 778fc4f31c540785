"""Markdown: the words without their marks, at the line of the file where they stand, under their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wainao.features.knowledge.readers.decoding import decode
from wainao.features.knowledge.readers.draft import Draft
from wainao.features.knowledge.readers.rows import say_rows
from wainao.features.knowledge.readers.source import Source
from wainao.features.knowledge.readers.text import LINE_BREAK
from wainao.features.knowledge.types import Reading

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_CLOSING = re.compile(r"(?:^|[ \t])#+$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*")
_TABLE_RULE = re.compile(r"\|?(?:\s*+:?-+:?\s*+\|)*+(?:\s*+:?-+:?)?")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
_LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")
_CELL = re.compile(r"(?<!\\)\|")

# Every pattern is bounded, by a length or by a character that ends it: hostile lines are long.
_INLINE = (
    (re.compile(r"<!--.{0,500}?-->"), ""),
    (re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]+)>"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])"), r"\1"),
)
_MARKS = re.compile(r"[*_`\[<\\]")


def read(source: Source) -> Reading:
    return _Markdown(source).read()


class _Markdown:
    def __init__(self, source: Source) -> None:
        self._draft = Draft(source)
        self._lines = LINE_BREAK.split(decode(source))
        self._title: str | None = None

    def read(self) -> Reading:
        at = 0
        while at < len(self._lines):
            at = self._block(at)
        return self._draft.finish(title=self._title, media_type="text/markdown")

    def _block(self, at: int) -> int:
        """Take in what begins at line index `at`; return the index after it."""
        line = self._lines[at]
        if fence := _FENCE.match(line):
            return self._code(at, fence.group(1))
        if atx := _ATX.match(line):
            title = _CLOSING.sub("", line[atx.end() :].strip())
            return self._heading(at, title, len(atx.group(1)), used=1)
        if self._is_underlined(at):
            level = 1 if self._lines[at + 1].lstrip().startswith("=") else 2
            return self._heading(at, line, level, used=2)
        if "|" in line and at + 1 < len(self._lines) and self._is_table_rule(self._lines[at + 1]):
            return self._table(at)
        if not line.strip() or _RULE.fullmatch(line):
            self._draft.end_paragraph()
        else:
            self._draft.line(_plain(line), line=at + 1)
        return at + 1

    def _heading(self, at: int, text: str, level: int, *, used: int) -> int:
        text = _plain(text)
        if level == 1 and self._title is None:
            self._title = text
        self._draft.heading(text, level=level, line=at + 1)
        return at + used

    def _is_underlined(self, at: int) -> bool:
        line = self._lines[at]
        if not line.strip() or at + 1 >= len(self._lines) or not _UNDERLINE.fullmatch(self._lines[at + 1]):
            return False
        stands_alone = at == 0 or not self._lines[at - 1].strip()
        return stands_alone and not _LIST_ITEM.match(line) and not _RULE.fullmatch(line)

    @staticmethod
    def _is_table_rule(line: str) -> bool:
        return "|" in line and _TABLE_RULE.fullmatch(line.strip()) is not None

    def _code(self, at: int, fence: str) -> int:
        self._draft.end_paragraph()
        end = at + 1
        while end < len(self._lines) and not self._lines[end].strip().startswith(fence):
            self._draft.line(self._lines[end], line=end + 1)
            end += 1
        self._draft.end_paragraph()
        return end + 1

    def _table(self, at: int) -> int:
        rows: list[tuple[int, Sequence[str]]] = [(at + 1, _cells(self._lines[at]))]
        end = at + 2
        while end < len(self._lines) and "|" in self._lines[end]:
            rows.append((end + 1, _cells(self._lines[end])))
            end += 1
        for number, text in say_rows(rows):
            self._draft.paragraph(text, line=number)
        return end


def _cells(line: str) -> list[str]:
    inside = line.strip().removeprefix("|")
    cells = _CELL.split(inside)
    if inside.endswith("|") and not inside.endswith("\\|"):
        cells.pop()
    return [_plain(cell) for cell in cells]


def _plain(line: str) -> str:
    line = line.lstrip().removeprefix("> ")
    if _MARKS.search(line):
        for mark, kept in _INLINE:
            line = mark.sub(kept, line)
    return line
