"""Who is at the other end, and what that one can read and open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wainao.types import Actor, Language, Words

_RANGE = re.compile(r"\s*([a-z]{1,8}|\*)(?:-[a-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """`language` is None where the client says none; `console` is where a person's browser finds our console."""

    actor: Actor
    language: Language | None = None
    console: str | None = None

    def words(self, words: Words) -> str:
        """In the caller's language; in both where that is not known, so that whoever reads it understands."""
        if self.language is not None:
            return words.in_(self.language)
        return words.en if words.en == words.zh else f"{words.en}\n\n{words.zh}"

    def title(self, words: Words) -> str:
        """`words`, in one line."""
        return self.words(words).replace("\n\n", " · ")


def language_of(headers: Mapping[str, str]) -> Language | None:
    """Which of our languages a client prefers, if it says so."""
    best: tuple[float, Language | None] = (0.0, None)
    for told in headers.get("accept-language", "").split(","):
        if found := _RANGE.fullmatch(told):
            language: Language | None = "zh" if found[1].lower() == "zh" else "en" if found[1].lower() == "en" else None
            weight = float(found[2] or 1)
            if language is not None and weight > best[0]:
                best = (weight, language)
    return best[1]
