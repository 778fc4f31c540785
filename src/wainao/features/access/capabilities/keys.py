"""keys:add, keys:list, keys:rotate and keys:revoke."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import TypeVar

from wainao.features.access.types import (
    KeyInput,
    KeyRow,
    NewKey,
    RevokeInput,
    RotatedKey,
    RotateInput,
    reach,
)
from wainao.kernel import Call, DeniedError, Spec, UsageError
from wainao.store.actor_keys import Bounds, Key, prefix_of
from wainao.store.actors import Actors
from wainao.store.moments import later_us
from wainao.store.portion import Portion
from wainao.store.works import free
from wainao.types import Actor, Words
from wainao.types.actor import matches

T = TypeVar("T", bound=str)

MAX_OVERLAP_HOURS = 24 * 90
_US_PER_HOUR = 3_600_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class KeysInput(Portion):
    """`actor` None: all that the caller may see."""

    actor: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyList:
    keys: tuple[KeyRow, ...]


class AddKey:
    """`keys:add`."""

    spec = Spec(
        name="keys:add",
        title=Words("新建密钥", "New key"),
        description=Words(
            "为使用者新建一把密钥，只显示这一次。可以限定它的权限、知识库、能力和模型。",
            "Make a key for an actor. It is shown only once. It can be restricted to rights, "
            "knowledge bases, capabilities and models.",
        ),
        input=KeyInput,
        output=NewKey,
        risk="write",
        right="admin",
        estimate=free,
        example=KeyInput(actor="ann", name="CI", expires_at="2030-01-01", capabilities=("models:*",)),
    )

    def __init__(self, actors: Actors) -> None:
        self._actors = actors

    async def invoke(self, call: Call) -> AsyncIterator[NewKey]:
        wanted: KeyInput = call.input
        bounds = Bounds(
            rights=_set(wanted.rights),
            bases=_set(wanted.bases),
            capabilities=_set(wanted.capabilities),
            routes=_set(wanted.routes),
        )
        _refuse_wider(call.actor, bounds)
        key = await self._actors.keys.add(
            wanted.actor,
            tenant=reach(call.actor),
            name=wanted.name,
            team=wanted.team,
            bounds=bounds,
            expires_us=None if wanted.expires_at is None else later_us(wanted.expires_at),
        )
        yield NewKey(key=key, prefix=prefix_of(key), actor=wanted.actor)


class ListKeys:
    """`keys:list`."""

    spec = Spec(
        name="keys:list",
        title=Words("密钥列表", "Keys"),
        description=Words(
            "列出密钥的开头、限定、期限和最近使用时间。管理员看到整个租户的，其他人看到自己的。",
            "List keys by their beginning, with their restrictions, expiry and last use. An "
            "administrator sees the whole tenant, others see their own.",
        ),
        input=KeysInput,
        output=KeyList,
        estimate=free,
        example=KeysInput(),
    )

    def __init__(self, actors: Actors) -> None:
        self._actors = actors

    async def invoke(self, call: Call) -> AsyncIterator[KeyList]:
        actor = call.input.actor if call.actor.may("admin") else call.actor.id
        found = self._actors.keys.all(tenant=reach(call.actor), actor=actor)
        yield KeyList(keys=tuple(map(key_row, call.input.of(found))))


class RotateKey:
    """`keys:rotate`."""

    spec = Spec(
        name="keys:rotate",
        title=Words("更换密钥", "Replace a key"),
        description=Words(
            "换一把新密钥，限定与预算不变。旧密钥在交接期内仍可使用。",
            "Replace a key with a new one that has the same restrictions and budgets. The old one "
            "keeps working for a while.",
        ),
        input=RotateInput,
        output=RotatedKey,
        risk="write",
        right="admin",
        estimate=free,
        example=RotateInput(prefix="wk_3f9k2m7q", overlap_hours=24.0),
    )

    def __init__(self, actors: Actors) -> None:
        self._actors = actors

    async def invoke(self, call: Call) -> AsyncIterator[RotatedKey]:
        wanted: RotateInput = call.input
        if not 0 <= wanted.overlap_hours <= MAX_OVERLAP_HOURS:
            raise UsageError(f"A key cannot live on for {wanted.overlap_hours!r} h. Expected 0 to {MAX_OVERLAP_HOURS}.")
        keys, tenant = self._actors.keys, reach(call.actor)
        _refuse_wider(call.actor, keys.find(wanted.prefix, tenant=tenant).bounds)
        key = await keys.rotate(wanted.prefix, tenant=tenant, overlap_us=round(wanted.overlap_hours * _US_PER_HOUR))
        old = keys.find(wanted.prefix, tenant=tenant)
        yield RotatedKey(key=key, prefix=prefix_of(key), actor=old.actor, old=old.prefix, old_expires_us=old.expires_us)


class RevokeKey:
    """`keys:revoke`."""

    spec = Spec(
        name="keys:revoke",
        title=Words("吊销密钥", "Revoke a key"),
        description=Words("立即吊销一把密钥，在所有进程中生效。", "Revoke a key at once, in every process."),
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
        yield key_row(await self._actors.keys.revoke(call.input.prefix, tenant=reach(call.actor)))


def key_row(key: Key) -> KeyRow:
    bounds = key.bounds
    return KeyRow(
        prefix=key.prefix,
        name=key.name,
        line=key.line,
        actor=key.actor,
        team=key.team,
        rights=_sorted(bounds.rights),
        bases=_sorted(bounds.bases),
        capabilities=_sorted(bounds.capabilities),
        routes=_sorted(bounds.routes),
        created_us=key.created_us,
        expires_us=key.expires_us,
        revoked_us=key.revoked_us,
        replaced_by=key.replaced_by,
        last_used_us=key.last_used_us,
    )


def _refuse_wider(caller: Actor, bounds: Bounds) -> None:
    """Whoever came in with a key that is bound cannot make one that is bound less."""
    for what, bound, wanted in (
        ("capabilities", caller.capabilities, bounds.capabilities),
        ("routes", caller.routes, bounds.routes),
    ):
        if bound is not None and (wanted is None or not all(matches(one, bound) for one in wanted)):
            raise DeniedError(
                f"Your key {caller.key!r} is for the {what} {', '.join(sorted(bound))} only, so it cannot make a key "
                f"for {'all' if wanted is None else ', '.join(sorted(wanted))}. Bind the new one to the same, or less."
            )


def _set(words: Iterable[T] | None) -> frozenset[T] | None:
    return None if words is None else frozenset(words)


def _sorted(words: Iterable[T] | None) -> tuple[str, ...] | None:
    return None if words is None else tuple(sorted(words))
