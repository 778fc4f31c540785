"""Text that exists in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in Chinese and English: `Words("提问", "Ask")`."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    def filled(self, **values: object) -> Words:
        """With each `{name}` filled in; a value that is itself `Words` speaks the language around it."""
        return Words(*(self.in_(one).format(**_spoken(values, one)) for one in _BOTH))


Told: TypeAlias = Words | str
"""What is said in our own words, or by somebody else (a model, a person, an engine) in theirs."""

_BOTH: tuple[Language, Language] = ("zh", "en")


def told_in(language: Language, told: Told) -> str:
    """In that language, where there is a choice."""
    return told.in_(language) if isinstance(told, Words) else told


def joined(told: Iterable[Told], between: Words = Words("；", "; ")) -> Words:
    """Several things after one another: `joined([Words("早", "early"), "A"])` is early; A."""
    parts = tuple(told)
    return Words(*(between.in_(one).join(told_in(one, part) for part in parts) for one in _BOTH))


def _spoken(values: dict[str, object], language: Language) -> dict[str, object]:
    return {name: is_.in_(language) if isinstance(is_, Words) else is_ for name, is_ in values.items()}
