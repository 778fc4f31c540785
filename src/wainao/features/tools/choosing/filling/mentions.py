"""What a request mentions that could go into a field: numbers, days, quotations, names, addresses."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

import msgspec

from wainao.features.tools.choosing.filling.days import days, times
from wainao.features.tools.choosing.filling.money import currencies
from wainao.text import CJK, digits, fold

Kind = Literal["quoted", "list", "email", "url", "path", "code", "day", "time", "currency", "number", "name"]


class Mention(NamedTuple):
    """`value` is what `request[start:end]` says. `unit` of a number: "%", "$" for any money, or nothing."""

    kind: Kind
    value: Any
    start: int
    end: int
    unit: str = ""


_ENDINGS = "csv|xlsx?|pdf|docx?|txt|json|xml|jpe?g|png|gif|mp[34]|wav|m4a|zip|md"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("url", re.compile(r"https?://[^\s\"'<>，。；、）】]+[^\s\"'<>，。；、）】.,;:!?)]")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    (
        "quoted",
        re.compile(
            r"\"([^\"\n]{1,300})\"|“([^”\n]{1,300})”|「([^」\n]{1,300})」|『([^』\n]{1,300})』|《([^》\n]{1,300})》"
        ),
    ),
    ("quoted", re.compile(r"(?<![A-Za-z0-9])'([^'\n]{1,300})'(?![A-Za-z0-9])|‘([^’\n]{1,300})’")),
    ("path", re.compile(r"(?<![\w/:])(?:[A-Za-z]:[/\\]|~?/)(?=[./\\-]{0,64}\w)[\w./\\-]*\w", re.ASCII)),
    ("path", re.compile(rf"(?<![\w/.@-])[\w-]+\.(?:{_ENDINGS})\b", re.ASCII)),
)
_CODE = re.compile(
    r"(?<![\w-])(?=[\w-]{0,64}\d)(?=[\w-]{0,64}[A-Za-z])[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*(?![\w-])", re.ASCII
)
_LIST = re.compile(r"\[[^\[\]\n]{1,500}\]")
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.,^/*-])(?P<number>[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)"
    r"(?P<scale>\s?(?:million|billion|thousand)\b|k\b|[万亿]|[千百](?![瓦克米卡赫帕焦升字]))?(?P<percent>\s?(?:%|％|percent\b))?"
    r"(?![\d]|[.,:]\d)"
)
_SCALES = {"thousand": 10**3, "k": 10**3, "million": 10**6, "billion": 10**9}
_SCALES |= {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
_NUMERAL = re.compile(rf"[零一二两三四五六七八九十百千万亿]+(?=[{CJK}])|百分之[零一二三四五六七八九十百]+")
_NUMBER_WORD = re.compile(r"(?<![\w-])[a-z]+(?:[ -][a-z]+){0,3}(?![\w-])")
_MULTIPLIED = re.compile(r"(?<![A-Za-z0-9_.^/*])(?P<number>\d+)(?=x\b|st\b|nd\b|rd\b|th\b|[a-zA-Z°%]{1,4}\b)")
_NAME = re.compile(
    r"(?<![\w'’-])[A-Z][\w'’-]*(?:(?:\s+(?:of|the|de|la|and the)\s+|\s+|-)[A-Z0-9][\w'’-]*)*(?:,\s+[A-Z]{2}\b)?",
    re.ASCII,
)


def mentions(request: str, today: date) -> list[Mention]:
    """All that is mentioned, in order. What is part of one mention is not read again as another, units apart."""
    found: list[Mention] = []
    for mention in _all(request, today):
        if all(mention.end <= other.start or mention.start >= other.end for other in found):
            found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def even(text: str) -> str:
    """`text` folded as far as every character stays in its place."""
    if text.isascii():
        return text.lower()
    return "".join(folded if len(folded := fold(character)) == 1 else character for character in text)


def _all(request: str, today: date) -> Iterator[Mention]:
    """The surest kinds first."""
    yield from _lists(request)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(request):
            value = next((group for group in match.groups() if group is not None), match.group())
            yield Mention(kind, value.strip(), match.start(), match.end())
    folded = even(request)
    yield from (Mention("day", value, start, end) for start, end, value in days(folded, today))
    yield from (Mention("time", value, start, end) for start, end, value in times(folded))
    yield from _numbers(request, folded)
    for match in _CODE.finditer(request):
        yield Mention("code", match.group(), match.start(), match.end())
    yield from (Mention("currency", value, start, end) for start, end, value in currencies(folded))
    yield from _names(request)


def _lists(request: str) -> Iterator[Mention]:
    for match in _LIST.finditer(request):
        try:
            value = msgspec.json.decode(match.group().replace("'", '"').replace("“", '"').replace("”", '"'))
        except msgspec.DecodeError:
            continue
        if value:
            yield Mention("list", value, match.start(), match.end())


def _numbers(request: str, text: str) -> Iterator[Mention]:
    """`text` is `request`, folded."""
    for match in _NUMBER.finditer(request):
        value = float(match["number"].replace(",", "").replace("−", "-"))
        if not math.isfinite(value):
            continue
        scaled = float(Decimal(str(value)) * _SCALES.get((match["scale"] or "").strip(), 1))  # 1.1亿 is 110000000
        unit = "%" if match["percent"] else _money(text, match)
        yield Mention("number", _whole(scaled), match.start(), match.end(), unit)
    for match in _MULTIPLIED.finditer(text):
        yield Mention("number", int(match["number"]), match.start(), match.end())
    for match in _NUMERAL.finditer(text):
        yield from _spoken(text, match.start(), match.end())
    for match in _NUMBER_WORD.finditer(text):
        yield from _words(match)


def _money(text: str, match: re.Match[str]) -> str:
    """Whether a currency stands right before a number, or right behind it."""
    around = (text[: match.start()].rstrip()[-3:], text[match.end() :].lstrip()[:3])
    return "$" if any(True for piece in around for _ in currencies(piece)) else ""


def _spoken(text: str, start: int, end: int) -> Iterator[Mention]:
    """A Chinese numeral, if what follows makes sure that it is one."""
    around = text[max(start - 1, 0) : end + 2]
    if text[start:end] == "一":
        return  # an article, nearly always
    number = re.search(r"(\d+(?:\.\d+)?)(%?)", digits(around))
    if number and not re.search(r"\d", around):
        yield Mention("number", _whole(float(number[1])), start, end, number[2])


def _words(match: re.Match[str]) -> Iterator[Mention]:
    """English number words at the start of a run of words: the longest that is one number. "one" alone is a pronoun."""
    pieces = list(re.finditer(r"[a-z]+", match.group()))
    for first in range(len(pieces)):
        for last in range(len(pieces) - 1, first - 1, -1):
            run = match.group()[pieces[first].start() : pieces[last].end()]
            after = match.string[match.start() + pieces[last].end() :][:1]
            if run != "one" and after != "-" and digits(run).isdigit():
                start = match.start() + pieces[first].start()
                yield Mention("number", int(digits(run)), start, start + len(run))
                return


def _names(request: str) -> Iterator[Mention]:
    """Runs of words with capitals; the first word of a sentence is none unless another follows."""
    for match in _NAME.finditer(request):
        name, start = match.group(), match.start()
        while " " in name and _OPENING.fullmatch(name.split(" ", 1)[0]):
            first, name = name.split(" ", 1)
            start += len(first) + 1
        name = re.sub(r"['’]s?$", "", name)
        if _OPENING.fullmatch(name) or (_begins_sentence(request, start) and not re.search(r"[\s-]", name)):
            continue
        if name not in ("I", "A", "ID", "IDs") and not name.startswith(("I'", "I’")):
            yield Mention("name", name, start, start + len(name))


def _begins_sentence(request: str, start: int) -> bool:
    before = request[:start].rstrip(" \"'“‘(")
    return not before or before[-1] in ".!?:\n。！？"


_OPENING = re.compile(
    "an?|the|i(?:'[md])?|what(?:'s)?|which|who|when|where|why|how|is|are|was|were|be|do|does|did|can|could|will|would|should"
    "|shall|may|please|find|get|show|tell|give|make|create|calculate|compute|convert|book|search|list|generate|provide"
    "|retrieve|determine|estimate|predict|check|compare|analy[sz]e|play|order|buy|send|let|for|in|on|at|from|to|with|my"
    "|and|also|if",
    re.IGNORECASE,
)
"""Words that open a sentence and belong to no name."""


def _whole(number: float) -> int | float:
    return int(number) if abs(number) < 1e15 and number == int(number) else number
