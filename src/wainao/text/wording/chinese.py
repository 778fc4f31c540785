"""The items of a question as a Chinese reader says them: `in_chinese(Item("number", "day", "3")) == "3 天"`."""

from __future__ import annotations

from wainao.text.terms import is_cjk
from wainao.text.wording import lexicon
from wainao.text.wording.items import Item

_DATES = {
    "year": "{} 年",
    "short_year": "{} 年",
    "month": "{} 月",
    "day": "{} 日",
    "quarter": "第 {} 季度",
    "weekday": "周{}",
}


def in_chinese(item: Item) -> str:
    """Where no Chinese word is known, the value as it stands."""
    if item.kind == "negation":
        return "不"
    if item.kind == "number":
        return f"{item.value} {_UNITS.get(item.sort, item.sort)}".rstrip()
    if item.kind == "date" and item.sort in _DATES and item.value:
        return _DATES[item.sort].format(item.value)
    return _WORDS.get((item.sort, item.value), item.value)


def _first(spelt: dict[str, tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The first Chinese word for each meaning."""
    return {meaning: word for word, meaning in reversed(spelt.items()) if is_cjk(word[0])}


_WORDS = _first(lexicon.DATES) | _first(lexicon.OPPOSITES)
_UNITS = {unit: word for (unit, _), word in _first(lexicon.UNITS).items()}
