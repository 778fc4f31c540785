"""Who is calling: a person or a program, what it may do, and who pays for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Right = Literal["read", "write", "act", "admin"]

ALL_RIGHTS: frozenset[Right] = frozenset({"read", "write", "act", "admin"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """One caller.

    `rights` bound what it may invoke; `bases` bound which knowledge bases it may see, `None` meaning all of them.
    An actor never sees the receipts, corrections or documents of another `tenant`. Its calls are charged to `team`, if
    there is one. `key` names the key it came in with; that may bind it further, to `capabilities` ("models:chat",
    "knowledge:*") and to `routes`, the models it may use ("qwen3", "gpt-*"; the nameless one is "default").
    """

    id: str
    name: str = ""
    tenant: str = "local"
    rights: frozenset[Right] = frozenset({"read"})
    bases: frozenset[str] | None = None
    team: str | None = None
    key: str | None = None
    capabilities: frozenset[str] | None = None
    routes: frozenset[str] | None = None

    def may(self, right: Right) -> bool:
        return right in self.rights

    def sees(self, base: str) -> bool:
        return self.bases is None or base in self.bases

    def may_call(self, capability: str) -> bool:
        return self.capabilities is None or matches(capability, self.capabilities)

    def may_use(self, route: str) -> bool:
        return self.routes is None or matches(route or "default", self.routes)


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns is `name`, or its beginning followed by "*"."""
    return any(name == one or (one.endswith("*") and name.startswith(one[:-1])) for one in patterns)


def owner() -> Actor:
    """The person this installation belongs to: may do all."""
    return Actor(id="owner", name="owner", rights=ALL_RIGHTS)


def system(tenant: str = "local") -> Actor:
    """Wainao itself, at work for a tenant beside its people's calls: what it uses is charged to that tenant."""
    return Actor(id="system", name="system", tenant=tenant, rights=frozenset({"read", "write"}))
