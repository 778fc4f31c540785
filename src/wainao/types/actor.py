"""Who is calling: a person or a program, and what it may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Right = Literal["read", "write", "act", "admin"]

ALL_RIGHTS: frozenset[Right] = frozenset({"read", "write", "act", "admin"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """One caller.

    `rights` bound what it may invoke; `bases` bound which knowledge bases it may see, `None` meaning all of them.
    An actor never sees the receipts, corrections or documents of another `tenant`.
    """

    id: str
    name: str = ""
    tenant: str = "local"
    rights: frozenset[Right] = frozenset({"read"})
    bases: frozenset[str] | None = None

    def may(self, right: Right) -> bool:
        return right in self.rights

    def sees(self, base: str) -> bool:
        return self.bases is None or base in self.bases


def owner() -> Actor:
    """The person this installation belongs to: may do all."""
    return Actor(id="owner", name="owner", rights=ALL_RIGHTS)
