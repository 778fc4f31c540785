"""A standing human answer, as every feature sees it."""

from __future__ import annotations

from dataclasses import dataclass

from wainao.types.words import Told


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruling:
    """What a person said the right answer is.

    `question` is the wording that was corrected, `why` the pieces that made it match (or only come close),
    `written_at` is UTC in ISO 8601.
    """

    id: str
    question: str
    answer: str
    author: str
    written_at: str
    scope: str
    why: Told = ""
