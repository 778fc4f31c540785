"""What is to be done by tools, how that goes, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from wainao.features.tools.proposing import Proposal
from wainao.features.tools.types import FollowUp
from wainao.types import Json, Progress

Teller = Literal["model", "tool", "human", "none"]
"""Whose the words of an answer are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Doing:
    """A tool at work: an increment that is no part of the answer.

    `step` counts the calls of tools from 1, and the first increment of each has its `arguments`. While it runs, it says
    how `far` it is, or gives the next `piece` of its reply. It ends with its `receipt`, and with the reason as its last
    `piece` if it failed; or it `waits` for that `approval`.
    """

    step: int
    tool: str
    state: Literal["runs", "done", "failed", "waits"] = "runs"
    arguments: Json | None = None
    far: Progress | None = None
    piece: str = ""
    receipt: str = ""
    approval: str = ""

    @property
    def words(self) -> str:
        """In one line, for who is told lines: the tool, and what is new of it.

        >>> Doing(step=1, tool="bank:rates", far=Progress(done=3, total=10, said="USD")).words
        'bank:rates: 3/10 USD'
        """
        if self.far is None:
            return f"{self.tool}: {self.piece or self.state}".rstrip()
        total = f"/{self.far.total:g}" if self.far.total is not None else ""
        return f"{self.tool}: {self.far.done:g}{total} {self.far.said}".rstrip()


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One tool at work: what it was given, and what it said to the model. `receipt` "" means that no call was made.
    `form` is a question that its result brings, for a person to go on with."""

    tool: str
    arguments: Json
    text: str
    failed: bool
    receipt: str
    form: FollowUp | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A call that a person has to agree to, exactly as it is here."""

    tool: str
    arguments: Json
    approval: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Used:
    """What came of a request.

    `text` is the answer: of a model, of a person who corrected it, or of the tool itself where there is no model and
    none was needed. It is "" where there is none yet: then `waiting` says which calls need a person, or `proposals`
    which tools fit, each with a form to fill in. `none_fits` says that no tool does. `resume` is the receipt to go on
    with, once a person has decided.
    """

    text: str
    origin: Teller
    steps: tuple[Step, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    none_fits: bool = False
    resume: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """`tools` are the only ones to use, or none: then the platform chooses. `steps` were made before, by the call of
    `receipt`, where this one goes on with it."""

    request: str
    tools: tuple[str, ...] = ()
    model: str = ""
    most_steps: int = 6
    steps: tuple[Step, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    receipt: str = ""


def resumed(wish: Wish, used: Used, receipt: str) -> Wish:
    """The same wish where it stopped for a person; `receipt` is of the call that had come so far."""
    return replace(wish, steps=used.steps, waiting=used.waiting, receipt=wish.receipt or receipt)
