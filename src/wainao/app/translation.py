"""Says in Chinese what an error says in English.

An error is raised with one English sentence. That sentence is what receipts and logs hold and what clients of other
formats get; only where a person reads it is it said in their language. So nothing that raises knows of languages, and
this file finds out which template a sentence was made from, and fills the template's translation with the same values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter

from wainao.types import Language

DEEPEST = 4
"""How often an error may quote another that is still said in Chinese."""

LIGHTEST = 10
"""How many characters of its own a template needs to be told by them alone."""

MOST_LISTED = 100
"""How many things after one another are looked at."""

_NEW_SENTENCE = re.compile(" [A-Z]")
_QUOTE = re.compile("['\"]")
_QUOTED = re.compile(r"""'(?:[^'\\]++|\\.)*+'|"(?:[^"\\]++|\\.)*+\"""", re.DOTALL)
_REPR = re.compile(r"""['"\[{(<\d.-]|(?:None|True|False|nan|inf)\b|[\w.]{1,40}['"(]""")
"""How the `repr` of whatever stands in a sentence begins: of a text, a number, a list, an object."""

_ENDS = ("。", "；", "，", "）")


def said_in(language: Language, text: str) -> str:
    """`text` in that language, where it is a sentence of ours; whatever else it is, it stays as it is."""
    return text if language == "en" else _chinese().translated(text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """What stands in a template: its name, and whether it stands there as its `repr`, so that its end can be told."""

    name: str
    is_repr: bool

    def end(self, text: str, at: int, literal: str, end: int) -> int:
        """Where the value that begins at `at` ends, so that `literal` follows; -1 if nowhere before `end`.

        What stands within the quotes of a `repr` is the value's own, also where it reads like the rest of the sentence.
        """
        if not self.is_repr:
            return text.find(literal, at, end)
        if quoted := _QUOTED.match(text, at, end):
            return quoted.end() if text.startswith(literal, quoted.end(), end) else -1
        return _after_quotes(text, at, literal, end) if _REPR.match(text, at, end) else -1

    def fills(self, text: str, at: int, end: int) -> bool:
        """Whether all from `at` to `end` may be this value."""
        quoted = _QUOTED.match(text, at, end)
        return not self.is_repr or (quoted.end() == end if quoted else bool(_REPR.match(text, at, end)))


def _after_quotes(text: str, at: int, literal: str, end: int) -> int:
    """Where `literal` is found outside quotes, as the end of a list of texts is."""
    stop = text.find(literal, at, end)
    while stop >= 0 and (quote := _QUOTE.search(text, at, stop)):
        if not (quoted := _QUOTED.match(text, quote.start(), end)):
            return stop  # it was cut short: its end has to be guessed
        at = quoted.end()
        if at > stop:
            stop = text.find(literal, at, end)
    return stop


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """A sentence with places for values, and the same in Chinese.

    `literals` stand before, between and after the values: one more than there are of those. `chinese` are pieces of
    text, each with the name of the value behind it, and how that is said: see `ERRORS`.
    """

    literals: tuple[str, ...]
    values: tuple[Value, ...]
    chinese: tuple[tuple[str, str | None, str | None], ...]

    @classmethod
    def of(cls, english: str, chinese: str) -> Template:
        """From texts with `{name}` where the value of that name stands."""
        literals, values = [""], []
        for text, name, _, conversion in Formatter().parse(english):
            literals[-1] += text
            if name is not None:
                values.append(Value(name=name, is_repr=conversion == "r"))
                literals.append("")
        pieces = tuple((text, name, conversion) for text, name, _, conversion in Formatter().parse(chinese))
        return cls(literals=tuple(literals), values=tuple(values), chinese=pieces)

    @property
    def weight(self) -> int:
        """How much of a sentence the template itself brings."""
        return sum(map(len, self.literals))

    @property
    def is_telling(self) -> bool:
        return self.weight >= LIGHTEST

    @property
    def has_words(self) -> bool:
        return any(map(str.isalpha, "".join(self.literals)))

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Of two that fit, the heavier one was meant; but what begins with any text at all comes last.

        First comes what goes on after another sentence: that one would hold it for a value of its own.
        """
        begins_with_any = not self.literals[0] and not self.values[0].is_repr
        goes_on = begins_with_any and bool(_NEW_SENTENCE.match(self.literals[1]))
        return goes_on, self.is_telling and not begins_with_any, self.weight

    def read(self, text: str) -> dict[str, str] | None:
        """The values in a text that was made from this template, else None. Takes time linear in the text."""
        head, *between, tail = self.literals
        at, end = len(head), len(text) - len(tail)
        if at > end or not (text.startswith(head) and text.endswith(tail)):
            return None
        found = {}
        for value, literal in zip(self.values, between, strict=False):
            stop = value.end(text, at, literal, end)
            if stop < 0:
                return None
            found[value.name] = text[at:stop]
            at = stop + len(literal)
        last = self.values[-1]
        return {**found, last.name: text[at:end]} if last.fills(text, at, end) else None

    def filled(self, values: Mapping[str, str]) -> str:
        """In Chinese, with these values."""
        told = ""
        for text, name, _ in self.chinese:
            # A sentence within this one ends where this one says.
            told = (told.rstrip("。") if text.startswith(_ENDS) else told) + text
            told += values[name] if name else ""
        return told


class Catalogue:
    """All templates, those first that are to be tried first."""

    def __init__(self, table: Mapping[str, str], words: Mapping[str, str]) -> None:
        """From English templates and Chinese ones, and from the words for states."""
        made = [Template.of(english, chinese) for english, chinese in table.items()]
        self._plain = {one.literals[0]: one.chinese[0][0] for one in made if not one.values}
        self._templates = sorted((one for one in made if one.values), key=lambda one: one.rank, reverse=True)
        self._words = words

    def translated(self, text: str) -> str:
        """In Chinese, with the values as they are; the text itself where no template fits."""
        return self._plain.get(text) or self._said(text, 0)

    def _within(self, text: str, depth: int) -> str:
        """What stands in a sentence: a word, a part of one, another sentence, or several things after one another."""
        if (known := self._plain.get(text)) is not None or depth > DEEPEST:
            return known or text
        return self._listed(text, depth) or self._said(text, depth)

    def _listed(self, text: str, depth: int) -> str | None:
        """Several things after one another, if we know each."""
        parts = text.split("; ")
        if not 1 < len(parts) <= MOST_LISTED:
            return None
        told = [self._plain.get(part) or self._said(part, depth + 1) for part in parts]
        return None if any(map(str.__eq__, told, parts)) else "；".join(told)

    def _said(self, text: str, depth: int) -> str:
        for template in self._templates:
            if (found := template.read(text)) is not None:
                said = self._values(template, found, depth + 1)
                # What has few words of its own is ours only if we know what stands in it.
                if template.is_telling or (depth and template.has_words) or said.items() - found.items():
                    return template.filled(said)
        return text

    def _values(self, template: Template, found: Mapping[str, str], depth: int) -> dict[str, str]:
        quoted = {value.name for value in template.values if value.is_repr}
        hows = {name: how or ("r" if name in quoted else None) for _, name, how in template.chinese if name}
        return {name: self._value(found[name], how, depth) for name, how in hows.items()}

    def _value(self, value: str, how: str | None, depth: int) -> str:
        """A value as its template wants it: as it is, as words or names between commas, or as what it says itself."""
        if how == "r":
            return value
        if how is None:
            return self._within(value, depth)
        words = self._words if how == "s" else {}
        return "、".join(words.get(word.strip("'")) or self._within(word, depth) for word in value.split(", "))


@cache
def _chinese() -> Catalogue:
    from wainao.app.zh.errors import ERRORS
    from wainao.app.zh.errors.words import WORDS
    from wainao.app.zh.values import VALUES

    return Catalogue(ERRORS, {**VALUES, **WORDS})
