"""Tell paragraphs and headings by where lines stand on a page, for formats that only know ink: PDF and pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wainao.features.knowledge.readers.draft import Draft
from wainao.types import Box

_HEADING_GROWTH = 1.15
_MAX_HEADING_CHARS = 120
_ENDS = tuple("。！？.!?:：;；")


@dataclass(frozen=True, kw_only=True, slots=True)
class InkLine:
    """A line as it was found on a page. `height` is that of its letters, as a fraction of the page's height."""

    text: str
    box: Box
    height: float


@dataclass(frozen=True, kw_only=True, slots=True)
class InkPage:
    """One page; `aspect` is its height over its width."""

    number: int
    lines: Sequence[InkLine]
    aspect: float = 1.414


def draw(draft: Draft, pages: Sequence[InkPage], *, headings: bool) -> None:
    """Put `pages` into `draft`; `headings` says whether letter heights are exact enough to tell headings by."""
    levels = _heading_levels(pages) if headings else {}
    for page in pages:
        draft.turn_page(page.number, keep_headings=True)
        breaks = _breaks(page)
        before: tuple[int, InkLine] | None = None
        for number, line in enumerate(page.lines, 1):
            level = levels.get(_size(line, page)) if len(line.text) <= _MAX_HEADING_CHARS else None
            if level is None:
                if breaks[number - 1]:
                    draft.end_paragraph()
                draft.line(line.text, line=number, box=line.box)
            elif before is not None and before[0] == level and _is_close(before[1], line):
                draft.more_heading(line.text, line=number, box=line.box)
            else:
                draft.heading(line.text, level=level, line=number, box=line.box)
            before = None if level is None else (level, line)


def _is_close(before: InkLine, line: InkLine) -> bool:
    return 0 <= line.box[1] - before.box[3] < line.height


def _size(line: InkLine, page: InkPage) -> float:
    # Pages of one document may differ in size: measure letters against the width of A4 paper, in half points.
    return round(line.height * page.aspect * 595 * 2) / 2


def _heading_levels(pages: Sequence[InkPage]) -> dict[float, int]:
    """Level by letter size, for the sizes clearly larger than the one most of the text is set in."""
    written: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            written[_size(line, page)] += len(line.text)
    if not written:
        return {}
    body = written.most_common(1)[0][0]
    larger = sorted((size for size in written if size > body * _HEADING_GROWTH), reverse=True)
    return {size: level for level, size in enumerate(larger, 1)}


def _breaks(page: InkPage) -> list[bool]:
    """For each line whether a paragraph begins with it."""
    pairs = list(zip(page.lines, page.lines[1:], strict=False))
    gaps = sorted(gap for before, line in pairs if (gap := line.box[1] - before.box[3]) > 0)
    usual = gaps[len(gaps) // 4] if gaps else 0.0
    right = max((line.box[2] for line in page.lines), default=1.0)
    return [True, *(_is_break(before, line, usual, right, page.aspect) for before, line in pairs)]


def _is_break(before: InkLine, line: InkLine, usual_gap: float, right: float, aspect: float) -> bool:
    height = min(before.height, line.height) or 0.01
    gap = line.box[1] - before.box[3]
    letter_width = height * aspect
    return (
        gap > usual_gap + 0.4 * height
        or gap > 1.6 * height
        or line.box[1] < before.box[1] - height  # the top of another column
        or not 0.87 < before.height / (line.height or 0.01) < _HEADING_GROWTH
        or letter_width < line.box[0] - before.box[0] < 6 * letter_width  # an indented first line
        or (before.text.endswith(_ENDS) and before.box[2] < right - 4 * letter_width)
    )
