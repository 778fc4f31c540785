"""grants:give, grants:list and grants:revoke."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from wainao.features.access.bounds import schema_of
from wainao.kernel import Call, Spec
from wainao.store.grants import Grant, Grants
from wainao.store.moments import later_us
from wainao.store.portion import Portion
from wainao.store.works import free
from wainao.types import ALL_RIGHTS, Json, Words

_SOME_GRANT = "01hzy3v9c4k7q2m8t5w6x0n1bd"


@dataclass(frozen=True, kw_only=True, slots=True)
class GrantInput:
    """`actor` may make calls of `capability` ("kind:name", "kind:*") without asking, until `until_at`; "*": everybody.

    Only inputs that keep all `bounds` are covered: "amount<=100", "to=EUR|USD", "path^=drafts/".
    """

    actor: str
    capability: str
    until_at: str
    bounds: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class GrantRow:
    """`limits` is the JSON Schema that inputs have to fit. Times are microseconds since 1970, UTC."""

    id: str
    actor: str
    capability: str
    limits: Json
    why: str
    given_by: str
    given_us: int
    until_us: int
    revoked_by: str | None
    revoked_us: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class GrantList:
    grants: tuple[GrantRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RevokeInput:
    grant: str


class GiveGrant:
    """`grants:give`."""

    spec = Spec(
        name="grants:give",
        title=Words("长期授权", "Grant"),
        description=Words(
            "让某人（或为其工作的模型）在限定的参数和期限之内调用某项能力，不必每次等人批准。",
            "Let somebody, or a model working for them, call one capability without asking each "
            "time, within bounds and until a given day.",
        ),
        input=GrantInput,
        output=GrantRow,
        risk="write",
        right="admin",
        estimate=free,
        example=GrantInput(actor="ann", capability="calendar:add", until_at="2030-01-01", bounds=("guests<=3",)),
    )

    def __init__(self, grants: Grants) -> None:
        self._grants = grants

    async def invoke(self, call: Call) -> AsyncIterator[GrantRow]:
        wanted: GrantInput = call.input
        given = await self._grants.give(
            tenant=call.actor.tenant,
            actor=wanted.actor,
            capability=wanted.capability,
            limits=schema_of(wanted.bounds),
            until_us=later_us(wanted.until_at),
            by=call.actor.id,
            why=wanted.why,
            specs=call.kernel.specs(replace(call.actor, rights=ALL_RIGHTS, capabilities=None)),
        )
        yield _row(given)


class ListGrants:
    """`grants:list`."""

    spec = Spec(
        name="grants:list",
        title=Words("授权列表", "Grants"),
        description=Words("列出长期授权，包括已结束的。", "List the grants, including those that have ended."),
        input=Portion,
        output=GrantList,
        right="admin",
        estimate=free,
        example=Portion(),
    )

    def __init__(self, grants: Grants) -> None:
        self._grants = grants

    async def invoke(self, call: Call) -> AsyncIterator[GrantList]:
        yield GrantList(grants=tuple(map(_row, self._grants.all(tenant=call.actor.tenant, portion=call.input))))


class RevokeGrant:
    """`grants:revoke`."""

    spec = Spec(
        name="grants:revoke",
        title=Words("收回授权", "Revoke a grant"),
        description=Words("收回一个长期授权，立即生效。", "Revoke a grant at once."),
        input=RevokeInput,
        output=GrantRow,
        risk="write",
        right="admin",
        estimate=free,
        example=RevokeInput(grant=_SOME_GRANT),
    )

    def __init__(self, grants: Grants) -> None:
        self._grants = grants

    async def invoke(self, call: Call) -> AsyncIterator[GrantRow]:
        yield _row(await self._grants.revoke(call.input.grant, tenant=call.actor.tenant, by=call.actor.id))


def _row(grant: Grant) -> GrantRow:
    return GrantRow(**{name: getattr(grant, name) for name in GrantRow.__slots__})
