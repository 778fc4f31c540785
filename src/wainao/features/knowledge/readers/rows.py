"""Say each row of a table so that it explains itself when it is quoted alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_VALUE = re.compile(r"[-+(]?[$€£¥￥]?\s?[\d.,:/\-\s年月日%％]+\)?")
_MAX_LABEL_CHARS = 80


def say_rows(rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, str]]:
    """Each numbered row as "label: value; label: value", the labels being the first row that looks like some.

    >>> list(say_rows([(1, ["项目", "天数"]), (2, ["年假", "10"])]))
    [(1, '项目; 天数'), (2, '项目: 年假; 天数: 10')]
    """
    labels: Sequence[str] | None = None
    for number, raw in rows:
        cells = [" ".join(cell.split()) for cell in raw]
        filled = [cell for cell in cells if cell]
        if not filled:
            continue
        if labels is None and len(filled) > 1:
            labels = cells if _are_labels(filled) else ()
            yield number, "; ".join(filled)
        else:
            yield number, "; ".join(_say(labels or (), cells))


def _are_labels(filled: Sequence[str]) -> bool:
    return len(set(filled)) == len(filled) and all(
        len(cell) <= _MAX_LABEL_CHARS and not _VALUE.fullmatch(cell) for cell in filled
    )


def _say(labels: Sequence[str], cells: Sequence[str]) -> Iterator[str]:
    for index, cell in enumerate(cells):
        if cell:
            label = labels[index].rstrip(":：") if index < len(labels) else ""
            yield f"{label}: {cell}" if label else cell
