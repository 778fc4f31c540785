"""The words of source fixes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wainao.types import Told

Kind = Literal["mark", "replace", "point"]
State = Literal["proposed", "standing", "superseded", "revoked"]
Blame = Literal["wrong", "outdated"]
FixEventKind = Literal["proposed", "approved", "superseded", "revoked", "restored"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fix:
    """What a person set right in a source, and what became of it.

    It holds for `document`, for the knowledge base `base`, or everywhere where both are None. A mark says `blame` of
    `quote`, which stands at `char_start` to `char_end` of `version`, in `section`. A replacement puts `new` where the
    text says `old`. A point leads `question` to the document, or to `quote` in it. `written_at` is UTC in ISO 8601,
    `source` the receipt it was made on. `remark` says what keeps it from having an effect now, if anything does.
    """

    id: str
    kind: Kind
    state: State
    base: str | None = None
    document: str | None = None
    path: str = ""
    blame: Blame | None = None
    quote: str = ""
    old: str = ""
    new: str = ""
    question: str = ""
    version: str | None = None
    char_start: int = 0
    char_end: int = 0
    section: str | None = None
    why: str = ""
    author: str = ""
    written_at: str = ""
    source: str | None = None
    remark: Told = ""

    @property
    def gist(self) -> str:
        """What it is about, in one line."""
        if self.kind == "replace":
            return f"{self.old} → {self.new}"
        return self.question if self.kind == "point" else f"{self.blame}: {self.quote}"


@dataclass(frozen=True, kw_only=True, slots=True)
class FixEvent:
    """One line of a fix's history, which only grows. `receipt` is the call that did it, `at` is UTC in ISO 8601."""

    at: str
    actor: str
    kind: FixEventKind
    detail: str
    receipt: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Affected:
    """One place that a fix changes: what the document says there, with the sentence around it, and what is read
    instead; empty where nothing is."""

    document: str
    path: str
    version: str
    page: int | None
    section: str | None
    char_start: int
    char_end: int
    before: str
    after: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenFix:
    """What a roll-back, or its undoing, did to one fix; `why` it was left alone, if it was."""

    fix: str
    gist: str
    deed: Literal["revoked", "restored", "undone", "left"]
    why: str = ""
