"""actors:add and actors:list."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import islice

from wainao.features.access.capabilities.keys import key_row
from wainao.features.access.names import check_new
from wainao.features.access.types import ActorInput, ActorList, ActorRow, reach
from wainao.kernel import Call, DeniedError, Spec
from wainao.store.actors import Actors
from wainao.store.portion import MAX_LISTED, Portion
from wainao.store.works import free
from wainao.types import Actor, Words

ALL = "*"
"""In place of the names of knowledge bases: every one of them."""


class AddActor:
    """`actors:add`."""

    spec = Spec(
        name="actors:add",
        title=Words("添加使用者", "Add an actor"),
        description=Words(
            "添加一个人或程序，或更改其权限。没有写的字段保持原样；停用后其密钥立即失效。",
            "Add a person or program, or change what it may do. Fields that you leave out stay as "
            "they were. The keys of a disabled actor stop working.",
        ),
        input=ActorInput,
        output=ActorRow,
        risk="write",
        right="admin",
        estimate=free,
        example=ActorInput(id="ann", name="Ann", rights=("read", "write")),
    )

    def __init__(self, actors: Actors) -> None:
        self._actors = actors

    async def invoke(self, call: Call) -> AsyncIterator[ActorRow]:
        wanted: ActorInput = call.input
        tenant = wanted.tenant or call.actor.tenant
        if reach(call.actor) not in (tenant, None):
            raise DeniedError(f"Only the owner may add an actor to another tenant, here {tenant!r}. Leave it out.")
        before = next((row for row in self._actors.all(tenant=tenant) if row.actor.id == wanted.id), None)
        if before is None:
            check_new(wanted.id, tenant=tenant)
        new = Actor(id=wanted.id, tenant=tenant, rights=frozenset({"read"}))
        actor = _changed(before.actor if before else new, wanted)
        disabled = bool(before and before.disabled) if wanted.disabled is None else wanted.disabled
        yield actor_row(await self._actors.put(actor, disabled=disabled), disabled=disabled)


class ListActors:
    """`actors:list`."""

    spec = Spec(
        name="actors:list",
        title=Words("使用者列表", "Actors"),
        description=Words("列出使用者及其权限与密钥。", "List who may call, what each may do, and their keys."),
        input=Portion,
        output=ActorList,
        right="admin",
        estimate=free,
        example=Portion(),
    )

    def __init__(self, actors: Actors) -> None:
        self._actors = actors

    async def invoke(self, call: Call) -> AsyncIterator[ActorList]:
        tenant = reach(call.actor)
        found = call.input.of(self._actors.all(tenant=tenant))
        here = {row.actor.id for row in found}
        keys = (key for key in self._actors.keys.all(tenant=tenant) if key.actor in here)
        yield ActorList(
            actors=tuple(actor_row(row.actor, disabled=row.disabled) for row in found),
            keys=tuple(map(key_row, islice(keys, MAX_LISTED))),
        )


def _changed(actor: Actor, wanted: ActorInput) -> Actor:
    """A bound that nobody speaks of stays: whoever adds a right does not mean to open every base."""
    bases = actor.bases
    if wanted.bases is not None:
        bases = None if ALL in wanted.bases else frozenset(wanted.bases)
    return replace(
        actor,
        name=actor.name if wanted.name is None else wanted.name,
        rights=actor.rights if wanted.rights is None else frozenset(wanted.rights),
        bases=bases,
    )


def actor_row(actor: Actor, *, disabled: bool) -> ActorRow:
    return ActorRow(
        id=actor.id,
        name=actor.name,
        tenant=actor.tenant,
        team=actor.team,
        rights=tuple(sorted(actor.rights)),
        bases=None if actor.bases is None else tuple(sorted(actor.bases)),
        disabled=disabled,
    )
