"""Who is at the other end, and what that one can read and open."""

from __future__ import annotations

from dataclasses import dataclass

from wainao.types import Actor, Language, Words


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
