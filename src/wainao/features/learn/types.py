"""The words of the learn feature: a case and what is expected, who is asked, what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal

import msgspec

from wainao.kernel import Overlay
from wainao.types import Json, Told, Words

Kind = Literal[
    "equals",
    "contains",
    "excludes",
    "says",
    "cites",
    "refuses",
    "number",
    "json",
    "calls",
    "not_calls",
    "answered_by",
    "not_answered_by",
    "judged",
    "scored",
    "seconds",
    "cost",
]


Corrections = Literal["off", "standing", "trial"]
"""Which corrections have a say in what is asked: none, those that stand, or those on trial as well."""


Purpose = Literal["", "red team"]

ERASED = Words("原回执的内容已抹去", "the receipt that it is of was erased")
"""Why a case has no result, and a reply no words."""


def digest(value: Any) -> str:
    """SHA-256 (hex) of a value's JSON, the same for equal values."""
    return sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Expectation:
    """One thing that must hold of a reply, decided by code.

    | kind | holds when |
    | --- | --- |
    | equals, contains, excludes | the reply is, has, has not `text`; width, case and spaces aside |
    | says | it has every number, date and negation of `text`, and most of its words |
    | cites | a citation is of the document `text` (its id or the end of its path), on `page` if given |
    | refuses | nothing was answered |
    | number | a number in it is `value`, give or take `within` |
    | json | it is JSON that fits the schema `form` |
    | calls | it calls the tool `text`, with at least the arguments in `form` |
    | not_calls | it does not call the tool `text` (empty: any) |
    | answered_by, not_answered_by | the correction `text` (empty: any) answered, did not answer |
    | judged | a model says that it meets the rubric `text` |
    | scored | the harness of a benchmark, `text`, gave it a score of at least `value` |
    | seconds, cost | it took at most `value` seconds, cost at most `value` microdollars |
    """

    kind: Kind
    text: str = ""
    page: int | None = None
    value: float | None = None
    within: float = 0.0
    form: Json | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a case comes from: the correction and the receipt behind it, and the rule that made it, if one did."""

    correction: str = ""
    receipt: str = ""
    rule: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A question and what is expected of the reply.

    `name` is its own within a set. `context` is said before the question. Without `overlay`, corrections have no say in
    the reply; with "trial", those on trial have, too. A release that fails a case that it `must` pass is blocked,
    whatever the running one does. One whose receipt was erased is `erased`: it keeps its name and asks nothing.
    """

    name: str
    question: str
    expect: tuple[Expectation, ...]
    context: str = ""
    overlay: Overlay = True
    must: bool = False
    origin: Origin = field(default_factory=Origin)
    erased: bool = False

    @property
    def bare(self) -> Case:
        """What is left of it once its receipt was erased."""
        return Case(name=self.name, question="", expect=(), origin=self.origin, erased=True)

    @property
    def asked(self) -> str:
        """What is the same for cases that ask the same."""
        return digest((self.question, self.context, self.overlay))

    @property
    def digest(self) -> str:
        """What is the same for cases that ask the same and expect the same."""
        return digest((self.asked, self.expect))


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """Who is asked: a capability that takes a question or a conversation.

    `route` names the model that writes (empty: the default one), `bases` the knowledge bases (None: all), `system` what
    a model is told first.
    """

    capability: str = "knowledge:ask"
    route: str = ""
    bases: tuple[str, ...] | None = None
    system: str = ""
    max_tokens: int | None = None
    temperature: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """The versions of everything that a target's replies depend on, by name: "route:qwen", "documents:main", …"""

    versions: Mapping[str, str]

    def digest(self, *, overlay: Overlay) -> str:
        """Of what matters to a reply: without the overlay, corrections do not."""
        idle = OF_CORRECTIONS if overlay is False else {ON_TRIAL} if overlay is True else set[str]()
        return digest({name: is_ for name, is_ in self.versions.items() if name not in idle})

    def changed(self, other: Manifest) -> tuple[str, ...]:
        """The names whose versions differ."""
        names = {*self.versions, *other.versions}
        return tuple(sorted(name for name in names if self.versions.get(name) != other.versions.get(name)))


CORRECTIONS, ON_TRIAL = "corrections", "corrections on trial"
OF_CORRECTIONS = frozenset({CORRECTIONS, ON_TRIAL})
"""The versions of what stands, or may stand, for whatever runs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cited:
    document: str
    path: str
    page: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Called:
    """A tool that the reply calls, with its arguments as JSON text."""

    name: str
    arguments: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What came back for a case. `error` says why nothing did; `receipt` has all of it."""

    text: str = ""
    origin: str = ""
    citations: tuple[Cited, ...] = ()
    calls: tuple[Called, ...] = ()
    correction: str | None = None
    refused: bool = False
    model: str = ""
    seconds: float = 0.0
    cost_microusd: int | None = None
    receipt: str = ""
    error: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """One case with its reply. `why` says what did not hold, nothing where it passed.

    One that is not `settled` (an endpoint that was down) is asked again by the next run. `score` is what the harness of
    a benchmark gave it.
    """

    case: str
    passed: bool
    why: tuple[Told, ...]
    reply: Reply
    settled: bool = True
    score: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SetVersion:
    """A set of cases as it was written down, once; a changed one is a new version. Times are microseconds UTC.

    One for the purpose "red team" holds attacks: every gate of the tenant has it, and one that succeeds blocks.
    """

    id: int
    name: str
    version: int
    cases: int
    digest: str
    author: str
    made_us: int
    note: str = ""
    purpose: Purpose = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far a run is: `done` of `total` cases, of which `failed`; `cached` were not asked again.

    `of` names the release that is asked, in a gate.
    """

    done: int
    total: int
    failed: int
    cached: int
    of: str = ""
