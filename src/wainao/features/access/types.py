"""What goes into the capabilities about people, keys, budgets and approvals, and comes out of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wainao.store.approvals import State
from wainao.store.budget import Period
from wainao.types import Actor, Right, Usage, owner


def free(_: object) -> Usage:
    """What administration sets aside: nothing, so that a budget that is used up keeps nobody from raising it."""
    return Usage()


def reach(actor: Actor) -> str | None:
    """The tenant whose actors an administrator looks after; the owner of the installation looks after all: None."""
    return None if actor == owner() else actor.tenant


@dataclass(frozen=True, kw_only=True, slots=True)
class ActorInput:
    """`bases` bound which knowledge bases the actor may see; None: all, as for every administrator.

    `tenant` may be given by the owner only.
    """

    id: str
    name: str = ""
    rights: tuple[Right, ...] = ("read",)
    bases: tuple[str, ...] | None = None
    tenant: str | None = None
    disabled: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ActorRow:
    id: str
    name: str
    tenant: str
    rights: tuple[str, ...]
    bases: tuple[str, ...] | None
    disabled: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Nothing:
    """For a capability that has nothing to be told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyRow:
    """A key, never whole. Times are microseconds since 1970, UTC."""

    prefix: str
    actor: str
    created_us: int
    expires_us: int | None
    revoked_us: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ActorList:
    actors: tuple[ActorRow, ...]
    keys: tuple[KeyRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyInput:
    """`expires_at` is a date or a time in ISO 8601, in UTC unless it says otherwise; None: never."""

    actor: str
    expires_at: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NewKey:
    """`key` is shown this once: only its hash is kept, and the receipt has only its prefix."""

    key: str = field(repr=False)
    prefix: str
    actor: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RevokeInput:
    """`prefix` is how the key begins, such as wk_3f9k2m7q."""

    prefix: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BudgetInput:
    """`actor` None: the caller's whole tenant. Without any limit the budget is removed. A rate is one per minute."""

    actor: str | None = None
    period: Period = "month"
    calls: int | None = None
    tokens: int | None = None
    cost_microusd: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BudgetRow:
    """A budget and how much of it is used up or set aside in the present period, `*_used`.

    `unpriced` calls cost something that nobody knows.
    """

    subject: str
    period: Period
    calls: int | None
    calls_used: int
    tokens: int | None
    tokens_used: int
    cost_microusd: int | None
    cost_microusd_used: int
    unpriced: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BudgetList:
    budgets: tuple[BudgetRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalsInput:
    """`state` None: all of them."""

    state: State | None = "waiting"
    limit: int = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalRow:
    """A call that waits, or waited, for a person. `input` is what it was called with, as `receipt` has it.

    It is hidden from `repr`, and so from the record: erasing it there shall erase it everywhere.
    """

    id: str
    capability: str
    actor: str
    input: Any = field(repr=False)
    receipt: str
    why: str
    state: State
    requested_us: int
    expires_us: int
    decided_by: str | None
    decided_why: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalList:
    approvals: tuple[ApprovalRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideInput:
    approval: str
    approve: bool
    why: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    approval: str
    state: State
