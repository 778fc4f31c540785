"""What an administrator's capabilities share: what they work with, and how they are put together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from wainao.features.models.routing.register import Register, refuse_tenants
from wainao.features.models.routing.router import Router
from wainao.features.models.routing.upstream import Upstream
from wainao.kernel import Call, Capability, NotFoundError, Spec
from wainao.store.works import free, whole
from wainao.types import Words


class Desk:
    """The router, the routes and deployments as they stand, and the register in which they are changed."""

    def __init__(self, router: Router) -> None:
        self.router = router
        self.table = router.table
        self.register = Register(router.table)

    def upstream(self, name: str) -> Upstream:
        """Raises NotFoundError."""
        found = self.table.now().upstreams.get(name)
        if found is None:
            raise NotFoundError(f"There is no deployment {name!r}. 'wainao deployments list' shows them.")
        return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Nothing:
    """For a capability that has nothing to be told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WhichVersion:
    """`version` None: the one before."""

    name: str
    version: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """Which version stands now."""

    name: str
    version: int


Work = Callable[[Desk, Call], Awaitable[Any]]


def spec(name: str, title: Words, description: Words, input: type, output: type, **more: Any) -> Spec:
    """A Spec for administrators, whom no budget keeps from it; what it does is written down unless `more` says not."""
    given = {"right": "admin", "estimate": free, "risk": "write", **more}
    return Spec(name=name, title=title, description=description, input=input, output=output, **given)


def at(desk: Desk, works: Iterable[tuple[Spec, Work]], *, owners: bool = False) -> tuple[Capability, ...]:
    """The capabilities, working at that desk; `owners`: for the tenant of the installation's owner alone."""
    return whole(desk, ((one, partial(_for_the_owners, work) if owners else work) for one, work in works))


async def _for_the_owners(work: Work, desk: Desk, call: Call) -> Any:
    refuse_tenants(call)
    return await work(desk, call)
