"""The words of the corrections feature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wainao.types import Ruling

Scope = Literal["base", "everyone", "user"]
State = Literal["proposed", "standing", "superseded", "expired", "revoked"]
Say = Literal["fire", "beside", "silent"]

PRECEDENCE = {"user": 0, "base": 1, "everyone": 2}
"""Where several corrections answer the same question, that of the scope nearest to the asker wins."""

EventKind = Literal[
    "proposed",
    "approved",
    "superseded",
    "revoked",
    "alias-proposed",
    "alias-added",
    "wording-withdrawn",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Space:
    """For whom a correction holds. `holder` is the base or the user that the scope names, "" for everyone."""

    tenant: str
    scope: Scope
    holder: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asker:
    """Whose corrections are in sight: those for everyone, for this user, for these bases. None means all of them."""

    tenant: str
    user: str | None = None
    bases: frozenset[str] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Deed:
    """Who does something to a correction, when, and by which call, whose receipt is in the ledger."""

    actor: str
    at_us: int
    receipt: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A correction before it is written down. `source` is the receipt whose answer it corrects, `id` its name if it has
    one already, in a list that it comes from."""

    id: str | None = None
    space: Space
    question: str
    answer: str
    why: str = ""
    source: str | None = None
    expires_us: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """One way to ask a corrected question. `original` is the one that was corrected, the others are aliases."""

    id: int
    question: str
    key: str
    original: bool
    ruling: Ruling


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """What a person said the right answer is, with what became of it.

    `base` and `user` name the holder of a scope that has one. `pending` are wordings proposed as aliases. Times are
    UTC in ISO 8601. `hits` counts how often it has answered.
    """

    id: str
    question: str
    answer: str
    author: str
    scope: Scope
    base: str | None = None
    user: str | None = None
    state: State
    written_at: str
    expires_at: str | None = None
    why: str = ""
    source: str | None = None
    aliases: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    hits: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectionStatus:
    """Which correction, and what it, or the wording that was named, is now."""

    correction: str
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One line of a correction's history, which only grows. `receipt` is the call that did it."""

    at: str
    actor: str
    kind: EventKind
    detail: str
    receipt: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a matcher says of a question.

    `ruling` is the correction that fires, or the best one to show beside; `related` are further ones to show, and
    `wordings` what came close of each that is shown. `score` is 1 where one fires, otherwise how far the best stands
    out. `why` says what decided.
    """

    say: Say
    why: str
    score: float = 0.0
    ruling: Ruling | None = None
    related: tuple[Ruling, ...] = ()
    wordings: tuple[Wording, ...] = ()
