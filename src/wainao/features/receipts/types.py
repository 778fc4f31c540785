"""What goes into the receipts capabilities and comes out of them.

Fields that quote a receipt's contents are hidden from `repr`, and so from the record of whoever looked: what is erased
in one receipt shall not live on in those of its readers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wainao.kernel import Proof, Verdict
from wainao.store.ledger.audit import Fault
from wainao.types import Usage


@dataclass(frozen=True, kw_only=True, slots=True)
class Which:
    """One receipt, by its id."""

    receipt: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ShowInput:
    """One receipt, by its id; with `after`, a child of it, those of its children that come after that one."""

    receipt: str
    after: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """A receipt in a list. Times are microseconds since 1970, UTC; `question` is what was asked, if anything was.

    `parent` is the call that made this one, if no one made it themselves.
    """

    id: str
    capability: str
    actor: str
    status: str
    started_us: int
    finished_us: int
    correction: str | None
    parent: str | None
    question: str | None = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A whole receipt. Once erased, `input`, `output`, `error` and the verdicts' reasons are gone.

    `team` is charged for the call, `key` names the key that the actor came in with. `versions` is what the answer
    depends on, `children` are the receipts of the first two hundred calls that it made, `proof` is against the newest
    checkpoint.
    """

    id: str
    capability: str
    capability_version: str
    risk: str
    actor: str
    tenant: str
    team: str | None
    key: str | None
    status: str
    started_us: int
    finished_us: int
    parent: str | None
    root: str
    children: tuple[str, ...]
    question: str | None = field(repr=False)
    input: Any = field(repr=False)
    output: Any = field(repr=False)
    error: str | None = field(repr=False)
    verdicts: tuple[Verdict, ...] = field(repr=False)
    versions: dict[str, str]
    labels: tuple[str, ...]
    correction: str | None
    usage: Usage
    proof: Proof
    erased: bool
    erased_by: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ListInput:
    """`before` is the id of a receipt: only those that were sealed before it."""

    limit: int = 50
    before: str | None = None
    capability: str | None = None
    actor: str | None = None
    status: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ListOutput:
    """The newest first."""

    receipts: tuple[Summary, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A checkpoint as `receipts:checkpoint` gave it, kept somewhere else since."""

    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VerifyInput:
    """With a checkpoint that was kept elsewhere, even a ledger rewritten with its own key is found out."""

    checkpoint: Kept | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How many records of how many have been read."""

    done: int
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class VerifyOutput:
    intact: bool
    records: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ProveOutput:
    """Everything that is needed to check, offline, that the log under `key` holds the receipt; see `Evidence`."""

    key: str
    header: str
    salt: str | None
    contents: str | None = field(repr=False)
    path: tuple[str, ...]
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EraseInput:
    """With `dry_run` it is only told what would go."""

    receipt: str
    why: str
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class EraseOutput:
    """`receipts` are all that lose their contents: the call itself, those that it made, and those that say the same.

    `copies` are what goes beside them, by kind. `stays` is what a person made of it and what stands until that is taken
    back. `above` are the calls that this one was made for, which may repeat it: they are erased on their own.
    """

    receipt: str
    erased: bool
    receipts: tuple[str, ...]
    copies: Mapping[str, int]
    stays: Mapping[str, int]
    above: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AcknowledgeInput:
    receipt: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AcknowledgeOutput:
    receipt: str
    acknowledged: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckpointInput:
    """`since`: also prove that the log only grew since it had so many records."""

    since: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckpointOutput:
    """A signed note (C2SP tlog-checkpoint) and what it says; `root`, `key` and `growth` are in hex."""

    note: str
    origin: str
    size: int
    root: str
    key: str
    growth: tuple[str, ...] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportInput:
    """Which receipts; without anything, all that the caller may see."""

    capability: str | None = None
    actor: str | None = None
    status: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportOutput:
    """Comes after one `Evidence` for each receipt, the newest first; `key` (hex) is what they are checked with."""

    receipts: int
    key: str
