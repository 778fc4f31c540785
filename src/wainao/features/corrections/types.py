"""The words of the corrections feature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wainao.types import Ruling, Told

Scope = Literal["base", "capability", "everyone", "team", "user"]
State = Literal["proposed", "trial", "standing", "superseded", "expired", "revoked", "retired"]
WordingState = Literal["proposed", "trial", "standing", "resting", "withdrawn"]
"""Proposed ones wait; standing ones are in force; those on trial only a preview sees. Resting ones belong to a
correction that has ended and may come back with it; withdrawn ones are history."""

QueueState = Literal["open", "corrected", "dismissed"]

Say = Literal["fire", "beside", "silent"]

PRECEDENCE = {"user": 0, "team": 1, "base": 2, "capability": 3, "everyone": 4}
"""Where several corrections answer the same question, that of the scope nearest to the asker wins."""

EventKind = Literal[
    "proposed",
    "tried",
    "approved",
    "superseded",
    "revoked",
    "retired",
    "restored",
    "alias-proposed",
    "alias-added",
    "wording-withdrawn",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Space:
    """For whom a correction holds. `holder` is the user, team, base or capability that the scope names; of everyone
    it is empty."""

    tenant: str
    scope: Scope
    holder: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asker:
    """Whose corrections are in sight: those for everyone, for this user and its teams, for these bases, for what is
    asked. None means all of them. With `trial`, those on trial are in sight, too."""

    tenant: str
    user: str | None = None
    bases: frozenset[str] | None = None
    capability: str | None = None
    trial: bool = False


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
    """One way to ask a corrected question. `original` is the one that was corrected, the others are aliases; `holder`
    is that of the space."""

    id: int
    question: str
    key: str
    original: bool
    state: WordingState = "standing"
    holder: str = ""
    ruling: Ruling


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """What a person said the right answer is, with what became of it.

    `base`, `user`, `team` and `capability` name the holder of a scope that has one. `pending` are wordings proposed as
    aliases. Times are UTC in ISO 8601. `hits` counts how often it has answered, `last_hit_at` says when it last did.
    """

    id: str
    question: str
    answer: str
    author: str
    scope: Scope
    base: str | None = None
    user: str | None = None
    team: str | None = None
    capability: str | None = None
    state: State
    written_at: str
    expires_at: str | None = None
    why: str = ""
    source: str | None = None
    aliases: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    hits: int = 0
    last_hit_at: str | None = None


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
class Conflict:
    """Another correction that answers otherwise what may be the same question.

    `question` is its wording that comes close, or is the same: `kind` says which, and whether that is in the same
    scope. `alike` is how close, 1 for the same.
    """

    correction: str
    question: str
    answer: str
    author: str
    scope: str
    state: WordingState
    kind: Literal["the same", "the same elsewhere", "close"]
    alike: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflicting:
    """A correction, by its id, and all that it is in conflict with: first the same question, then the closest."""

    correction: str
    question: str
    answer: str
    state: State
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """One thing that a roll-back did, or that undoing it did: to a correction, or to its alias `question`. `why` it was
    left alone, if it was."""

    correction: str
    question: str
    deed: Literal["revoked", "withdrawn", "restored", "undone", "left"]
    why: Told = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a matcher says of a question.

    `ruling` is the correction that fires, or the best one to show beside; `related` are further ones to show, and
    `wordings` what came close of each that is shown. `score` is 1 where one fires, otherwise how far the best stands
    out. `why` says what decided.
    """

    say: Say
    why: Told
    score: float = 0.0
    ruling: Ruling | None = None
    related: tuple[Ruling, ...] = ()
    wordings: tuple[Wording, ...] = ()
