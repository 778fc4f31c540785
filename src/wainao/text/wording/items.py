"""The typed items of a question: numbers with units, dates, negations, opposites. They tell questions apart."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from wainao.text.wording import lexicon

Kind = Literal["number", "date", "negation", "opposite"]


@dataclass(frozen=True, order=True, slots=True)
class Item:
    """`sort` says what can be compared with what: a unit, "year", "weekday"."""

    kind: Kind
    sort: str = ""
    value: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, [self.kind, self.value, self.sort]))

    def is_twin(self, other: Item) -> bool:
        """Whether `other` says the same and only leaves something out: 300 and 300 yuan, 25 and 2025."""
        if self.kind == other.kind == "number":
            return self.value == other.value and "" in (self.sort, other.sort)
        return {self.sort, other.sort} == {"year", "short_year"} and self.value[-2:] == other.value[-2:]


_ARTICLES = frozenset({Item("number", "", "1"), Item("number", "time", "1")})


def items(core: str) -> Counter[Item]:
    """The typed items of `core`, a question as `normalise` leaves it."""
    found: Counter[Item] = Counter()

    def take(kind: Kind, sort: str = "", value: str = "") -> str:
        found[Item(kind, sort, value)] += 1
        return " "  # what has been read is not read again as something else

    text = _NOT_NEGATION.sub(" ", core)
    text = _DATE_WORD.sub(lambda match: take("date", *lexicon.DATES[match.group()]), text)
    text = _DATE.sub(lambda match: take("date", (match.lastgroup or "").rstrip("_"), match[match.lastgroup or 0]), text)
    text = _QUANTITY.sub(lambda match: take("number", _unit(match), match["number"].replace(",", "")), text)
    text = _NEGATION.sub(lambda _: take("negation"), text)
    _OPPOSITE.sub(lambda match: take("opposite", *lexicon.OPPOSITES[match.group()]), text)
    return found


def differences(asked: Counter[Item], stored: Counter[Item]) -> str:
    """What only one of two questions has, for a person to read; empty if they agree."""
    here = ", ".join(map(str, sorted((asked - stored).elements())))
    there = ", ".join(map(str, sorted((stored - asked).elements())))
    return "; ".join(filter(None, [here and f"only asked: {here}", there and f"only corrected: {there}"]))


def conflict(asked: Counter[Item], stored: Counter[Item]) -> bool:
    """Whether both give a number or date of the same sort (days, a year) and none of them agrees."""
    ours, theirs = _values(asked, "number", "date"), _values(stored, "number", "date")
    return any(ours[sort].isdisjoint(theirs[sort]) for sort in ours.keys() & theirs.keys())


def veto(asked: Counter[Item], stored: Counter[Item]) -> str:
    """Why two questions cannot be the same whoever says so, for a person to read; empty if nothing speaks against it.

    A number or date that only one of them has, or a negation; or opposites of one sort, such as first and last. A word
    like "last" in only one of them says too little: a quarter of all paraphrases leave one out or put one in.
    """
    here, there = _without_twins(_binding(asked), _binding(stored))
    return differences(here, there) or _opposed(asked, stored)


def _binding(found: Counter[Item]) -> Counter[Item]:
    counted = Counter({item: count for item, count in found.items() if item.kind in ("number", "date")})
    return counted + Counter({item: 1 for item in found if item.kind == "negation"})


def _without_twins(asked: Counter[Item], stored: Counter[Item]) -> tuple[Counter[Item], Counter[Item]]:
    """What is left of both without what they share, however exactly it is said, and without "a" and "once"."""
    here, there = asked - stored, stored - asked
    for item in list(here.elements()):
        if twin := next(filter(item.is_twin, there.elements()), None):
            here, there = here - Counter([item]), there - Counter([twin])
    return _without_articles(here), _without_articles(there)


def _without_articles(found: Counter[Item]) -> Counter[Item]:
    """Chinese says "a file" and "the first time" with the number one."""
    return Counter({item: count for item, count in found.items() if item not in _ARTICLES})


def _opposed(asked: Counter[Item], stored: Counter[Item]) -> str:
    ours, theirs = _values(asked, "opposite"), _values(stored, "opposite")
    apart = sorted(sort for sort in ours.keys() & theirs.keys() if ours[sort].isdisjoint(theirs[sort]))
    return "; ".join(f"{'/'.join(sorted(ours[sort]))} against {'/'.join(sorted(theirs[sort]))}" for sort in apart)


def _values(found: Counter[Item], *kinds: Kind) -> dict[str, set[str]]:
    values: dict[str, set[str]] = {}
    for item in found:
        if item.kind in kinds:
            values.setdefault(item.sort, set()).add(item.value)
    return values


def _unit(match: re.Match[str]) -> str:
    word = match["unit"] or match["currency"]
    return lexicon.UNITS[word][0] if word else ""


def _any(words: dict[str, tuple[str, str]]) -> str:
    """Alternatives, the longest first; words of letters stand alone."""
    longest = sorted(words, key=len, reverse=True)
    letters = "|".join(re.escape(word) for word in longest if word[0].isascii() and word[0].isalpha())
    others = "|".join(re.escape(word) for word in longest if not (word[0].isascii() and word[0].isalpha()))
    return f"(?<![a-z])(?:{letters})(?![a-z])|{others}"


_DATE_WORD = re.compile(_any(lexicon.DATES))
_DATE = re.compile(
    r"(?<![\d.])(?:(?P<date>\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?!\d)"
    r"|(?P<time>\d{1,2}:\d\d(?: ?[ap]m)?|\d{1,2} ?[ap]m\b|\d{1,2} ?点半?)"
    r"|(?P<year>(?:19|20)\d\d)(?![\d.,])(?: ?年|(?! ?[元块个人条]))"
    r"|(?P<short_year>\d\d) ?年"  # 25年 may be 2025 or 25 years, so it is compared with its like only
    r"|(?P<month>\d{1,2}) ?月|(?P<day>\d{1,2}) ?[日号](?!楼)|(?P<quarter>[1-4]) ?季度)"
    r"|(?<![a-z\d])q(?P<quarter_>[1-4])(?![a-z\d])|周(?P<weekday>[1-6日])"
)
_QUANTITY = re.compile(
    rf"(?P<currency>[$€£¥])?\s?(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?)(?:\s?个?-?(?P<unit>{_any(lexicon.UNITS)}))?"
)
_NOT_NEGATION = re.compile(
    "不好意思|对不起|不仅|不但|不过|不断|不管|不论|无论|差不多|别的|别人|特别|级别|分别|性别|区别|类别|个别|告别|识别"
    "|非常|非洲|除非|未来|不锈钢|无锡|不动产|没事|for nothing|no\\.(?=\\s?\\d)"
    r"|(?P<asked>[^\W\da-z])不(?P=asked)|不(?=\W*\Z)"  # 退不退, and a question that ends with 不, ask yes or no
)
_NEGATION = re.compile(r"[不没未无勿别非甭]|\b(?:not|no|never|without|nor|neither|none|nobody|nothing)\b")
_OPPOSITE = re.compile(_any(lexicon.OPPOSITES))
