"""The kernel's ports, in memory: no file, no thread, everything visible to a test."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Mapping
from copy import copy
from typing import TypeVar

from wainao.kernel import (
    BudgetError,
    Call,
    DeniedError,
    Draft,
    Guard,
    Match,
    Policy,
    Ports,
    Proof,
    RightsPolicy,
    new_id,
)
from wainao.types import Ruling, Told, Usage

T = TypeVar("T")


def _done(value: T) -> Awaitable[T]:
    future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    future.set_result(value)
    return future


class InMemoryReceipts:
    """Keeps what was opened and what was sealed, by id; proves nothing."""

    def __init__(self) -> None:
        self.opened: dict[str, Draft] = {}
        self.sealed: dict[str, Draft] = {}

    def open(self, draft: Draft) -> Awaitable[None]:
        self.opened[draft.id] = copy(draft)
        return _done(None)

    def seal(self, draft: Draft, *, proved: bool = True) -> Awaitable[Proof | None]:
        self.sealed[draft.id] = copy(draft)
        leaf = hashlib.sha256(draft.id.encode()).hexdigest()
        size = len(self.sealed)
        return _done(Proof(index=size - 1, leaf=leaf, size=size, root=leaf, origin="in-memory", signature=""))

    @property
    def last(self) -> Draft:
        return next(reversed(self.sealed.values()))


class InMemoryApprovals:
    """Approve with `approve(id, by=…)`; an approval serves one call of the same capability and input."""

    def __init__(self) -> None:
        self.waiting: dict[str, Call] = {}
        self._given: dict[str, str] = {}

    def approve(self, approval: str, *, by: str = "owner") -> None:
        self._given[approval] = by

    async def request(self, call: Call, why: Told) -> str:
        approval = new_id()
        self.waiting[approval] = call
        return approval

    async def granted(self, call: Call) -> str | None:
        return None

    async def claim(self, approval: str | None, call: Call) -> str | None:
        if approval is None:
            approval = next((given for given in self._given if _same(self.waiting[given], call)), None)
            if approval is None:
                return None
        asked = self.waiting.get(approval)
        if asked is None or not _same(asked, call):
            raise DeniedError(f"The approval {approval!r} is not for this call. Send exactly the call that it was for.")
        if approval not in self._given:
            raise DeniedError(f"Nobody has given the approval {approval!r} yet. Wait until a person has.")
        del self.waiting[approval]
        return self._given.pop(approval)


def _same(one: Call, other: Call) -> bool:
    return (one.spec.name, one.input, one.actor) == (other.spec.name, other.input, other.actor)


class InMemoryMeter:
    """Lets every actor make `limit_calls` calls (None: any number) and remembers what was settled, and what
    is set aside."""

    def __init__(self, limit_calls: int | None = None) -> None:
        self.limit_calls = limit_calls
        self.settled: dict[str, Usage] = {}
        self.reserved: dict[str, Usage] = {}

    def applies(self, call: Call) -> bool:
        return True

    async def reserve(self, call: Call, estimate: Usage) -> str | None:
        spent = sum(usage.calls for usage in (*self.settled.values(), *self.reserved.values()))
        if self.limit_calls is not None and spent + estimate.calls > self.limit_calls:
            raise BudgetError(f"The budget of {self.limit_calls} calls is used up. Ask an administrator for more.")
        self.reserved[call.id] = estimate
        return call.id

    def settle(self, reservation: str, usage: Usage) -> Awaitable[None]:
        if self.reserved.pop(reservation, None) is not None:
            self.settled[reservation] = usage
        return _done(None)


class FixedCorrections:
    """Answers exactly the questions it was given: `FixedCorrections({"1+1?": ruling})`."""

    def __init__(self, rulings: Mapping[str, Ruling] | None = None) -> None:
        self.rulings = dict(rulings or {})

    async def match(self, question: str, *, call: Call, bases: tuple[str, ...] | None) -> Match:
        return Match(ruling=self.rulings.get(question))


def in_memory_ports(
    *,
    receipts: InMemoryReceipts | None = None,
    policy: Policy | None = None,
    approvals: InMemoryApprovals | None = None,
    meter: InMemoryMeter | None = None,
    corrections: FixedCorrections | None = None,
    guards: tuple[Guard, ...] = (),
) -> Ports:
    """Ports for a kernel under test: `Kernel(in_memory_ports(), [my_capability])`."""
    return Ports(
        receipts=receipts or InMemoryReceipts(),
        policy=policy or RightsPolicy(),
        approvals=approvals or InMemoryApprovals(),
        meter=meter or InMemoryMeter(),
        corrections=corrections or FixedCorrections(),
        guards=guards,
    )
