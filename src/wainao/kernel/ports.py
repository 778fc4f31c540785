"""What the kernel needs from outside. Stores and features implement these; the kernel knows no engine."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Literal, Protocol

from wainao.kernel.capability import Call
from wainao.kernel.receipt import Draft, Proof
from wainao.types import Ruling, Told, Usage


class ReceiptLog(Protocol):
    """Keeps drafts and receipts.

    Both methods queue the record before they return, so that a caller who is cancelled while it waits still leaves one;
    awaiting waits until the record is safe. What `open` returns may be left alone, or awaited later.
    """

    def open(self, draft: Draft) -> Awaitable[None]: ...

    def seal(self, draft: Draft, *, proved: bool = True) -> Awaitable[Proof | None]:
        """Seal the receipt. With `proved=False` nobody asks for the proof, so the answer need not wait for it."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What a policy decides about a call: allow it, deny it, or ask a person first."""

    say: Literal["allow", "deny", "ask"]
    why: Told
    rule: str


class Policy(Protocol):
    @property
    def version(self) -> str: ...

    def decide(self, call: Call) -> Decision: ...


class Approvals(Protocol):
    async def granted(self, call: Call) -> str | None:
        """The reason why no person need be asked, if a standing grant covers this call; otherwise None."""
        ...

    async def request(self, call: Call, why: Told) -> str:
        """Ask a person to approve the call; return the id of the approval that it waits for."""
        ...

    async def claim(self, approval: str | None, call: Call) -> str | None:
        """Use up an approval of exactly this call and return who gave it; raise DeniedError if `approval` is not one.

        Without an id, any unused approval that was given for this call is used; None if there is none.
        """
        ...


class Meter(Protocol):
    def applies(self, call: Call) -> bool:
        """Whether any budget may apply to the call. If not, the call need not be estimated."""
        ...

    async def reserve(self, call: Call, estimate: Usage) -> str | None:
        """Reserve the estimate in every budget that applies, or raise BudgetError.

        Returns the id of the reservation, which is the call's, or None if no budget applies.
        """
        ...

    def settle(self, reservation: str, usage: Usage) -> Awaitable[None]:
        """Replace the reservation, if there is one, by the actual usage. It is queued before this method returns."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What a guard found in a text: `redact` replaces it by `text`, `block` ends the call."""

    say: Literal["redact", "block"]
    rule: str
    why: str
    text: str = ""


class Guard(Protocol):
    """Looks at every text that goes in or comes out."""

    @property
    def name(self) -> str: ...

    @property
    def on(self) -> Literal["input", "output", "both"]: ...

    def check(self, text: str) -> Finding | None: ...

    def holdback(self, text: str) -> int:
        """How many characters at the end of `text` may still become part of a finding, or of a longer one."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """The standing correction of a question, if one fires, and those of questions that only look alike."""

    ruling: Ruling | None = None
    related: tuple[Ruling, ...] = ()


class Corrections(Protocol):
    async def match(self, question: str, *, call: Call, bases: tuple[str, ...] | None) -> Match:
        """Raises StoreError when corrections cannot be read; it never answers as if there were none.

        `call` is the one that is asked. Whoever needs a model to decide asks it through `call.run`, so that this has a
        receipt, too.
        """
        ...
