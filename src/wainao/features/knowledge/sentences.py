"""Cut text into sentences a person would quote: Chinese and English prose, list items, headings and table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]
"""Half-open character range."""

MAX_SENTENCE_CHARS = 400
"""Longer ones are cut at the last clause mark before this; nobody reads a quote of a whole page."""

_BLOCK = re.compile(r"[^\n]+(?:\n[^\S\n]*[^\s][^\n]*)*")
_LINE = re.compile(r"[^\n]+")
_MARKED = re.compile(
    r"\s*(?:[-*+•·▪●○■□◆–—]\s|#{1,6}\s|\||>|\d{1,3}[.)、．]\s?\D|[（(]?[一二三四五六七八九十\d]{1,3}[)）、]|第[一二三四五六七八九十百\d]+[条章节款])"
)
_ENDS_WHOLE = re.compile(r"[。！？!?.:：;；][\"'”’」』）)】\]]*\s*$")
# A run of points is looked at from its beginning only, or a line of leaders would cost the square of its length.
_STOP = re.compile(
    r"[。！？!?…][。！？!?…]*[\"'”’」』》）)】\]]*(?:[*_]+(?=\s|$))?"
    r"|(?<!\.)\.+[\"'”’)\]*_]*(?=\s|$)|\.(?=[*_]*[\u4e00-\u9fff])"
)
_EMPHASIS = re.compile(r"[*_]++(?=\S)|(?<=[^\s*_])[*_]++")
_EMPHASIS_END = re.compile(r"[*_]+[\"'”’」』》）)】\]]*")
_CLAUSE = re.compile(r"[；;]|[，,](?!\d)|\s")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|sr|jr|st|vs|etc|e\.g|i\.e|cf|al|fig|figs|no|nos|vol|pp|p|ca|approx|dept|est|inc|ltd|co"
    r"|corp|gen|col|capt|lt|sgt|rev|hon|gov|sen|rep|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)|\b[a-z])$",
    re.IGNORECASE,
)

WRAPPED_COLUMNS = 30
"""Lines narrower than this are never taken for prose that was wrapped."""
WRAPPED_SHARE = 0.7
"""A wrapped line is nearly as wide as the widest of its block; a title above a paragraph is not."""


def sentences(text: str) -> list[Span]:
    """Character ranges of the sentences of `text`, in order, without the white space around them.

    >>> [("年假五天。病假另算。Ask Dr. Li."[a:b]) for a, b in sentences("年假五天。病假另算。Ask Dr. Li.")]
    ['年假五天。', '病假另算。', 'Ask Dr. Li.']
    """
    return [
        cut
        for block in _BLOCK.finditer(text)
        for paragraph in _paragraphs(text, block.span())
        for sentence in _stops(text, paragraph)
        for cut in _shorten(text, sentence)
    ]


def _paragraphs(text: str, block: Span) -> Iterator[Span]:
    """Join the wrapped lines of a block; list items, headings and table rows stay by themselves."""
    lines = [line.span() for line in _LINE.finditer(text, *block)]
    if len(lines) == 1:
        yield lines[0]
        return
    widths = [_columns(text[a:b]) for a, b in lines]
    widest = max(widths)
    start = lines[0][0]
    for index, (begin, end) in enumerate(lines[:-1]):
        wrapped = widths[index] >= max(WRAPPED_COLUMNS, WRAPPED_SHARE * widest)
        if not wrapped or _stands_alone(text[begin:end]) or _MARKED.match(text[slice(*lines[index + 1])]):
            yield start, end
            start = lines[index + 1][0]
    yield start, lines[-1][1]


def _stands_alone(line: str) -> bool:
    return "\t" in line or line.lstrip().startswith(("|", "#")) or _ENDS_WHOLE.search(line) is not None


def _columns(line: str) -> int:
    # A Latin letter is 1 byte of UTF-8 and 1 column, a Chinese character 3 bytes and 2 columns.
    return (len(line) + len(line.encode(errors="replace"))) // 2


def _stops(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    for stop in _STOP.finditer(text, start, end):
        if not (stop.group().startswith(".") and _is_abbreviation(text, start, stop)):
            after = _after_emphasis(text, start, stop.end())
            yield from _trim(text, start, after)
            start = after
    yield from _trim(text, start, end)


def _after_emphasis(text: str, start: int, stop: int) -> int:
    """Markdown's signs after a full stop close what the sentence opened, or else they open the next one."""
    opened = sum(1 for _ in _EMPHASIS.finditer(text, start, stop)) % 2
    closing = _EMPHASIS_END.match(text, stop) if opened else None
    return closing.end() if closing else stop


def _is_abbreviation(text: str, start: int, stop: re.Match[str]) -> bool:
    before = text[max(start, stop.start() - 12) : stop.start()]
    if before.strip().isdecimal():
        return True  # the number of a list item
    if not _ABBREVIATION.search(before):
        return False
    # "Washington, D.C. The city" ends, "D.C. residents" does not: only a capital after more than one letter can tell.
    return before[-2:-1] != "." or not text[stop.end() : stop.end() + 2].strip()[:1].isupper()


def _shorten(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while end - start > MAX_SENTENCE_CHARS:
        marks = [m.end() for m in _CLAUSE.finditer(text, start + 1, start + MAX_SENTENCE_CHARS)]
        cut = marks[-1] if marks else start + MAX_SENTENCE_CHARS
        yield from _trim(text, start, cut)
        start = cut
    yield from _trim(text, start, end)


def _trim(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    inside = piece.strip()
    if inside:
        start += len(piece) - len(piece.lstrip())
        yield start, start + len(inside)
