"""actors:admit and actors:sign-out."""

from __future__ import annotations

from collections.abc import AsyncIterator

from wainao.features.access.capabilities.actors import actor_row
from wainao.features.access.types import ActorRow, AdmitInput, SignedOut, SignOutInput, reach
from wainao.kernel import Call, DeniedError, Spec
from wainao.store.actors import Actors
from wainao.store.identities import Identities, Identity
from wainao.store.works import free
from wainao.types import Actor, Words, owner, system


class AdmitActor:
    """`actors:admit`: what signing in calls, each time."""

    spec = Spec(
        name="actors:admit",
        title=Words("接纳登录者", "Admit a person"),
        description=Words(
            "身份提供方所认识的人：首次为其建立使用者，以后按所给更改。不给权限则收回一切并结束其会话。仅限所有者和登录本身。",
            "A person whom an identity provider knows: an actor is made for them the first time, and changed to what "
            "is said at later ones. Without rights they lose all, and their sessions end. For the owner and signing in "
            "alone.",
        ),
        input=AdmitInput,
        output=ActorRow,
        risk="write",
        right="admin",
        estimate=free,
        example=AdmitInput(issuer="https://login.example.com", subject="248289761001", id="ann", rights=("read",)),
    )

    def __init__(self, identities: Identities) -> None:
        self._identities = identities

    async def invoke(self, call: Call) -> AsyncIterator[ActorRow]:
        wanted: AdmitInput = call.input
        if call.actor.id not in (owner().id, system().id):
            raise DeniedError(
                f"{call.actor.id!r} cannot admit people: they are of any tenant. Expected the owner. Use 'wainao "
                "actors add' for those of your own."
            )
        identity = Identity(issuer=wanted.issuer, subject=wanted.subject)
        if not wanted.rights:
            await self._identities.bar(identity)
            raise DeniedError(
                f"{wanted.id!r} signed in, and is nobody here. Expected somebody whom the settings let in. Ask an "
                "administrator for a line in [sign_in] people that fits."
            )
        actor = Actor(
            id=wanted.id,
            name=wanted.name,
            tenant=wanted.tenant,
            rights=frozenset(wanted.rights),
            bases=None if wanted.bases is None else frozenset(wanted.bases),
            team=wanted.team,
        )
        yield actor_row(await self._identities.admit(identity, actor), disabled=False)


class SignOut:
    """`actors:sign-out`."""

    spec = Spec(
        name="actors:sign-out",
        title=Words("结束会话", "End sessions"),
        description=Words(
            "立即结束一位使用者在所有浏览器中的登录；密钥不受影响。",
            "End the sessions of an actor in all browsers, at once. Keys stay what they are.",
        ),
        input=SignOutInput,
        output=SignedOut,
        risk="write",
        right="admin",
        estimate=free,
        example=SignOutInput(actor="ann"),
    )

    def __init__(self, actors: Actors) -> None:
        self._keys = actors.keys

    async def invoke(self, call: Call) -> AsyncIterator[SignedOut]:
        wanted: SignOutInput = call.input
        ended = await self._keys.end_sessions(wanted.actor, tenant=reach(call.actor))
        yield SignedOut(actor=wanted.actor, ended=ended)
