"""Near-misses: questions made by rule from a corrected one, which look alike and are others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wainao.text import is_cjk
from wainao.text.wording import same


@dataclass(frozen=True, kw_only=True, slots=True)
class NearMiss:
    """`rule` is what was changed: number, date, negation, entity, or added."""

    rule: str
    question: str


def near_misses(question: str, *, count: int = 3) -> tuple[NearMiss, ...]:
    """Up to `count` other questions, each made by another rule as long as there are any.

    Only those that `wainao.text.wording` tells from the question: `near_misses("Is leave 5 days?")[0].question ==
    "Is leave 6 days?"`.
    """
    found: dict[str, NearMiss] = {}
    for rule, make in _RULES:
        for other in make(question):
            if len(found) < count and same(other) != same(question):
                found.setdefault(same(other), NearMiss(rule=rule, question=other))
                break
    return tuple(found.values())


_NUMBER = re.compile(r"(?<![\d.:/-])(?!(?:19|20)\d\d\b)\d{1,9}(?![\d.:/-]|\s*[年月日号])")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?=\s*[月日号])")
_SWAPS = (
    ("Monday", "Thursday"),
    ("January", "June"),
    ("March", "October"),
    ("next year", "last year"),
    ("this year", "next year"),
    ("today", "tomorrow"),
    ("下一年", "上一年"),
    ("下年", "上年"),
    ("今年", "明年"),
    ("明年", "去年"),
    ("下个月", "上个月"),
    ("本月", "下月"),
    ("周一", "周四"),
    ("春节", "国庆节"),
)
_NEGATIONS = (
    ("可不可以", "不可以"),
    ("可以", "不可以"),
    ("能否", "不能"),
    ("能", "不能"),
    ("需要", "不需要"),
    ("必须", "不必"),
    ("会", "不会"),
    ("有", "没有"),
    ("是", "不是"),
    ("要", "不要"),
)
_AUXILIARY = re.compile(
    r"\b(can|could|must|may|should|will|would|is|are|was|were|do|does|did|has|have)\b", re.IGNORECASE
)
_NEGATED = re.compile(r"\b(?:not|never)\b\s?|n't\b", re.IGNORECASE)
_NEGATED_ZH = re.compile("不(?=可以|能|需要|会|是|要|必)|没(?=有)")
_NAME = re.compile(r"(?<![A-Za-z])(?:[A-Z][a-z]{2,}|[A-Z]{2,})(?![A-Za-z])")
_NAMES = ("Lisbon", "Oslo")


def _numbers(question: str) -> Iterator[str]:
    for match in _NUMBER.finditer(question):
        yield f"{question[: match.start()]}{int(match.group()) + 1}{question[match.end() :]}"


def _dates(question: str) -> Iterator[str]:
    for match in _YEAR.finditer(question):
        yield f"{question[: match.start()]}{int(match.group()) + 1}{question[match.end() :]}"
    for match in _DAY.finditer(question):
        yield f"{question[: match.start()]}{int(match.group()) % 12 + 1}{question[match.end() :]}"
    for one, other in _SWAPS:
        for old, new in ((one, other), (other, one)):
            if old in question:
                yield question.replace(old, new, 1)


def _negations(question: str) -> Iterator[str]:
    if _NEGATED.search(question):
        yield _NEGATED.sub("", question, count=1)
    elif _NEGATED_ZH.search(question):
        yield _NEGATED_ZH.sub("", question, count=1)
    elif any(map(is_cjk, question)):
        yield from (question.replace(old, new, 1) for old, new in _NEGATIONS if old in question)
    elif match := _AUXILIARY.search(question):
        rest = question[match.end() :].lstrip()
        subject, _, verb = rest.partition(" ")
        yield f"{question[: match.end()]} {subject} not {verb}".rstrip()


def _entities(question: str) -> Iterator[str]:
    """Another name in the place of one; a capital at the beginning of a sentence is none."""
    for match in _NAME.finditer(question):
        if match.start() and question[: match.start()].rstrip()[-1:] not in (".", "?", "!"):
            new = next(name for name in _NAMES if name != match.group())
            yield f"{question[: match.start()]}{new}{question[match.end() :]}"


def _added(question: str) -> Iterator[str]:
    """Where a question has nothing to change, what it is about is narrowed."""
    chinese = any(map(is_cjk, question))
    before = (
        ("2019 年，", "实习生：", "在 7 天之内，") if chinese else ("In 2019, ", "For interns: ", "Within 7 days, ")
    )
    yield from (f"{words}{question}" for words in before)


def _nth_added(place: int) -> Callable[[str], Iterator[str]]:
    def make(question: str) -> Iterator[str]:
        yield list(_added(question))[place]

    return make


_RULES: tuple[tuple[str, Callable[[str], Iterator[str]]], ...] = (
    ("number", _numbers),
    ("date", _dates),
    ("negation", _negations),
    ("entity", _entities),
    *(("added", _nth_added(place)) for place in range(3)),
)
