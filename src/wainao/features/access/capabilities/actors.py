"""actors:add, actors:list, keys:add and keys:revoke."""

from __future__ import annotations

from collections.abc import AsyncIterator

from wainao.features.access.types import (
    ActorInput,
    ActorList,
    ActorRow,
    KeyInput,
    KeyRow,
    NewKey,
    Nothing,
    RevokeInput,
    free,
    reach,
)
from wainao.kernel import Call, DeniedError, Spec
from wainao.kernel.moments import later_us
from wainao.store.actors import Actors, Key
from wainao.types import Actor, Words


class AddActor:
    """`actors:add`."""

    spec = Spec(
        name="actors:add",
        title=Words("添加成员", "Let an actor in"),
        description=Words(
            "添加一个人或程序，或更改其权限；停用后其密钥立即失效。",
            "Let a person or program in, or change what it may do. Once disabled, its keys open nothing.",
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
        actor = Actor(
            id=wanted.id,
            name=wanted.name,
            tenant=tenant,
            rights=frozenset(wanted.rights),
            bases=None if wanted.bases is None else frozenset(wanted.bases),
        )
        await self._actors.put(actor, disabled=wanted.disabled)
        yield _actor_row(actor, disabled=wanted.disabled)


class ListActors:
    """`actors:list`."""

    spec = Spec(
        name="actors:list",
        title=Words("成员列表", "Actors"),
        description=Words("列出成员及其权限与密钥。", "Who may call, what each may do, and their keys."),
        input=Nothing,
        output=ActorList,
        right="admin",
        estimate=free,
        example=Nothing(),
    )

    def __init__(self, actors: Actors) -> None:
        self._actors = actors

    async def invoke(self, call: Call) -> AsyncIterator[ActorList]:
        tenant = reach(call.actor)
        yield ActorList(
            actors=tuple(_actor_row(row.actor, disabled=row.disabled) for row in self._actors.all(tenant=tenant)),
            keys=tuple(_key_row(key) for key in self._actors.keys(tenant=tenant)),
        )


class AddKey:
    """`keys:add`."""

    spec = Spec(
        name="keys:add",
        title=Words("新建密钥", "New key"),
        description=Words(
            "为成员新建一把密钥；只显示这一次。", "Make a key for an actor. It is shown this once and never again."
        ),
        input=KeyInput,
        output=NewKey,
        risk="write",
        right="admin",
        estimate=free,
        example=KeyInput(actor="ann", expires_at="2030-01-01"),
    )

    def __init__(self, actors: Actors) -> None:
        self._actors = actors

    async def invoke(self, call: Call) -> AsyncIterator[NewKey]:
        wanted: KeyInput = call.input
        expires_us = None if wanted.expires_at is None else later_us(wanted.expires_at)
        key = await self._actors.add_key(wanted.actor, tenant=reach(call.actor), expires_us=expires_us)
        yield NewKey(key=key, prefix=key.rpartition("_")[0], actor=wanted.actor)


class RevokeKey:
    """`keys:revoke`."""

    spec = Spec(
        name="keys:revoke",
        title=Words("吊销密钥", "Revoke a key"),
        description=Words("使一把密钥立即失效，在所有进程中。", "Make a key open nothing, at once, in every process."),
        input=RevokeInput,
        output=KeyRow,
        risk="write",
        right="admin",
        estimate=free,
        example=RevokeInput(prefix="wk_3f9k2m7q"),
    )

    def __init__(self, actors: Actors) -> None:
        self._actors = actors

    async def invoke(self, call: Call) -> AsyncIterator[KeyRow]:
        yield _key_row(await self._actors.revoke_key(call.input.prefix, tenant=reach(call.actor)))


def _actor_row(actor: Actor, *, disabled: bool) -> ActorRow:
    return ActorRow(
        id=actor.id,
        name=actor.name,
        tenant=actor.tenant,
        rights=tuple(sorted(actor.rights)),
        bases=None if actor.bases is None else tuple(sorted(actor.bases)),
        disabled=disabled,
    )


def _key_row(key: Key) -> KeyRow:
    return KeyRow(
        prefix=key.prefix,
        actor=key.actor,
        created_us=key.created_us,
        expires_us=key.expires_us,
        revoked_us=key.revoked_us,
    )
