"""Labels with their numbers: "Jan 3, Feb 5, Mar 4", 一月 3，二月 5，三月 4."""

from __future__ import annotations

import re
from datetime import date

from wainao.features.tools.choosing.filling.readers.pieces import Parts, Piece
from wainao.text import CJK

LEAST = 2
"""Pairs from which on they are a series."""
_LABEL = rf"(?:[{CJK}]{{1,12}}|[a-z][\w-]{{0,20}}(?:\s[a-z][\w-]{{0,20}}){{0,2}}|\d{{4}}年?)"
_PAIR = rf"{_LABEL}\s*(?:[:：=为是]\s*|\s)-?\d+(?:\.\d+)?"
_PAIRS = re.compile(rf"(?:{_PAIR}\s*[,，;；、]\s*)+(?:and\s)?{_PAIR}(?![\d.]*\d)")
_SPLIT = re.compile(rf"(?P<label>{_LABEL})\s*(?:[:：=为是]\s*|\s)(?P<value>-?\d+(?:\.\d+)?)")


def series(text: str, today: date) -> Parts:
    """labels, values."""
    run = _PAIRS.search(text)
    if run is None:
        return {}
    pairs = [(found["label"], _number(found["value"])) for found in _SPLIT.finditer(run.group())]
    if len(pairs) < LEAST:
        return {}
    return {
        "labels": Piece([label for label, _ in pairs], *run.span()),
        "series": Piece([{"values": [value for _, value in pairs]}], *run.span()),
    }


def _number(said: str) -> int | float:
    return float(said) if "." in said else int(said)
