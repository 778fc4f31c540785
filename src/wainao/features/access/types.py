"""What goes into the capabilities about people, keys, budgets and approvals, and comes out of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from wainao.store.approvals import State
from wainao.store.budget import IfUnpriced, Period
from wainao.store.portion import Portion
from wainao.types import Actor, Right, Told, owner

BudgetPeriod = Literal["minute", "day", "month", "total"]
"""The periods that a budget can be set for; the others belong to limits and plans."""


def reach(actor: Actor) -> str | None:
    """The tenant whose actors an administrator looks after; the owner of the installation looks after all: None."""
    return None if actor == owner() else actor.tenant


@dataclass(frozen=True, kw_only=True, slots=True)
class ActorInput:
    """What is left out stays as it was; a new actor may read, in all knowledge bases.

    `bases` bound which of them the actor may see; "*": all, as for every administrator. `tenant` may be given by the
    owner only.
    """

    id: str
    name: str | None = None
    rights: tuple[Right, ...] | None = None
    bases: tuple[str, ...] | None = None
    tenant: str | None = None
    disabled: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ActorRow:
    """`team` is charged for its calls, unless a key says another."""

    id: str
    name: str
    tenant: str
    team: str | None
    rights: tuple[str, ...]
    bases: tuple[str, ...] | None
    disabled: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AdmitInput:
    """Who signed in: `subject` is who they are at that `issuer`; `id` is what a new actor is called, if it is free.

    They belong to `team`, which is charged for them, and is made if there is none. `bases` None: all of them.
    """

    issuer: str
    subject: str
    id: str
    name: str = ""
    rights: tuple[Right, ...] = ()
    bases: tuple[str, ...] | None = None
    tenant: str = "local"
    team: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SignOutInput:
    actor: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedOut:
    """How many sessions were `ended`."""

    actor: str
    ended: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Nothing:
    """For a capability that has nothing to be told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyRow:
    """A key, never whole. Times are microseconds since 1970, UTC; `last_used_us` is exact to a minute.

    Keys that replaced each other are one `line`, named by the first. What it is bound to is None where it may do
    whatever its actor may.
    """

    prefix: str
    name: str
    line: str
    actor: str
    team: str | None
    rights: tuple[str, ...] | None
    bases: tuple[str, ...] | None
    capabilities: tuple[str, ...] | None
    routes: tuple[str, ...] | None
    created_us: int
    expires_us: int | None
    revoked_us: int | None
    replaced_by: str | None
    last_used_us: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ActorList:
    """With the keys of these actors, a thousand at most; keys:list has all."""

    actors: tuple[ActorRow, ...]
    keys: tuple[KeyRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyInput:
    """`expires_at` is a date or a time in ISO 8601, in UTC unless it says otherwise; None: never.

    `team` is charged instead of the actor's own. The key may be bound to some of the actor's `rights` and `bases`, to
    `capabilities` ("models:chat", "knowledge:*") and to `routes`, the models it may use ("qwen3", "gpt-*").
    """

    actor: str
    name: str = ""
    expires_at: str | None = None
    team: str | None = None
    rights: tuple[Right, ...] | None = None
    bases: tuple[str, ...] | None = None
    capabilities: tuple[str, ...] | None = None
    routes: tuple[str, ...] | None = None


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
class RotateInput:
    """For `overlap_hours` more the old key opens as well; 0: it ends at once."""

    prefix: str
    overlap_hours: float = 24.0


@dataclass(frozen=True, kw_only=True, slots=True)
class RotatedKey:
    """`key` is shown this once. The one that it replaces, `old`, ends at `old_expires_us`."""

    key: str = field(repr=False)
    prefix: str
    actor: str
    old: str
    old_expires_us: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class BudgetInput:
    """For one `actor`, `team` or `key` (by how it begins); without any, for the caller's whole tenant.

    Without any limit the budget is removed. A call whose price nobody knows is refused where money has a limit; with
    `if_unpriced` "count" it may pass, and is counted apart.
    """

    actor: str | None = None
    team: str | None = None
    key: str | None = None
    period: BudgetPeriod = "month"
    calls: int | None = None
    tokens: int | None = None
    cost_microusd: int | None = None
    if_unpriced: IfUnpriced = "refuse"


@dataclass(frozen=True, kw_only=True, slots=True)
class BudgetRow:
    """A budget and how much of it is used up or set aside in the present period, `*_used`.

    `unpriced` calls cost something that nobody knows, which is in no sum of money.
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
    if_unpriced: IfUnpriced


@dataclass(frozen=True, kw_only=True, slots=True)
class BudgetList:
    budgets: tuple[BudgetRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class LimitInput:
    """For one `actor`, `team` or `key` (by how it begins); without any, for the caller's whole tenant.

    Calls and tokens in any 60 seconds, and calls at once; what is None has no limit any more.
    """

    actor: str | None = None
    team: str | None = None
    key: str | None = None
    calls_per_minute: int | None = None
    tokens_per_minute: int | None = None
    calls_at_once: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LimitRow:
    """How much goes through at a time, and how much of it is in use right now, `*_used`."""

    subject: str
    calls_per_minute: int | None = None
    calls_per_minute_used: int = 0
    tokens_per_minute: int | None = None
    tokens_per_minute_used: int = 0
    calls_at_once: int | None = None
    calls_at_once_used: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class LimitList:
    limits: tuple[LimitRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalsInput(Portion):
    """`state` None: all of them."""

    state: State | None = "waiting"


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalRow:
    """A call that waits, or waited, for a person. `input` is what it was called with, as `receipt` has it.

    It is hidden from `repr`, with the reasons, and so from the record: erasing it there shall erase it everywhere.
    """

    id: str
    capability: str
    actor: str
    input: Any = field(repr=False)
    receipt: str
    why: Told = field(repr=False)
    state: State
    requested_us: int
    expires_us: int
    decided_by: str | None
    decided_why: str | None = field(repr=False)


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
