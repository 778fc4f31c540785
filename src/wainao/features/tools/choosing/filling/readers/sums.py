"""The sum that a sentence holds: "what is 17 * 23", 帮我算下三百六十五乘以二十四."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from wainao.features.tools.builtin.calculator.functions import FUNCTIONS
from wainao.features.tools.builtin.calculator.nodes import Apply, Binary, Node, Unary
from wainao.features.tools.builtin.calculator.parser import parse
from wainao.features.tools.choosing.filling.days import days
from wainao.features.tools.choosing.filling.readers.pieces import NUMBER, Parts, Piece, apart, names, number, only
from wainao.kernel import UsageError

MOST_PIECES = 40
"""Numbers and signs in a row that are tried."""

_SIGNS = (
    *("加上", "加", "减去", "减", "乘以", "乘上", "乘", "除以", "的平方根", "的立方根", "的平方", "的立方", "的阶乘"),
    *("次方", "次幂", "的", "百分之", "千分之", "分之", "根号", "再加", "再减", "再乘", "再除以", "块钱", "块", "元"),
    *("plus", "minus", "times", "multiplied by", "divided by", "squared", "cubed", "to the power of", "percent of"),
    *("percent", "of", "the square root of", "square root of", "x", "pi"),
    *("**", "//", *"+-*/^%!()√,×·÷−⁰¹²³⁴⁵⁶⁷⁸⁹‰"),
)
_FUNCTIONS = [f"{name}(" for name in FUNCTIONS if name.isascii()]
_PIECE = re.compile(
    r"打(?:[一二三四五六七八九]{1,2}|[1-9][.点]?[1-9]?)折|\d+(?:\.\d+)?e[+-]?\d+"
    rf"|{NUMBER}|{names([*_SIGNS, *_FUNCTIONS])}"
)
_JOINED = re.compile(r"[\d.]+(?:[-/][\d.]+)+")
"""Dates, numbers of telephones and pages: a sum only where nothing else is said."""
_BESIDE = re.compile(r"[=?？。.!\s]|等于多少|是多少|等于几|what(?:'s| is)|calculate|计算|算")


def sum_said(text: str, today: date) -> Parts:
    """expression: the longest piece that can be calculated, if it is the only one."""
    found = [one for run in _runs(text) if (one := _longest(text, run))]
    dates = [Piece(day, start, end) for start, end, day in days(text, today)]
    expression = only(one for one in apart(found, dates) if not _is_joined(text, one))
    return {} if expression is None else {"expression": expression}


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Pieces of sums with nothing but spaces between them."""
    run: list[re.Match[str]] = []
    for found in _PIECE.finditer(text):
        if run and text[run[-1].end() : found.start()].strip():
            yield run
            run = []
        run.append(found)
    yield run


def _longest(text: str, run: list[re.Match[str]]) -> Piece | None:
    """The longest that can be calculated with all the numbers of a run: one that were left out was meant somehow."""
    numbers = [at for at, found in enumerate(run) if number(found.group()) is not None]
    if not numbers or len(run) > MOST_PIECES:
        return None
    ends = [found.end() for found in run[numbers[-1] :]]
    for start in (found.start() for found in run[: numbers[0] + 1]):
        for end in reversed(ends):
            if _is_sum(text[start:end]):
                return Piece(text[start:end], start, end)
    return None


def _is_sum(said: str) -> bool:
    try:
        return _reckons(parse(said))
    except UsageError:
        return False


def _reckons(node: Node) -> bool:
    """Whether there is anything to calculate: -5 and 15% are numbers."""
    return isinstance(node, Binary | Apply) or (isinstance(node, Unary) and node.sign == "!")


def _is_joined(text: str, one: Piece) -> bool:
    alone = not _BESIDE.sub("", text[: one.start] + text[one.end :])
    return not alone and bool(_JOINED.fullmatch(text[one.start : one.end].strip()))
