"""Whose budgets, limits and plans an administrator may look after: the own tenant's; the owner, everybody's."""

from __future__ import annotations

from wainao.features.access.types import reach
from wainao.kernel import NotFoundError, UsageError
from wainao.store.actor_tables import no_actor, no_team
from wainao.store.actors import Actors
from wainao.types import Actor


class Subjects:
    """Subjects as the meter has them: "actor:ann", "team:sales", "key:wk_3f9k2m7q", "tenant:local"."""

    def __init__(self, actors: Actors) -> None:
        self._actors = actors

    def named(self, caller: Actor, *, actor: str | None = None, team: str | None = None, key: str | None = None) -> str:
        """The one that is named, or the caller's tenant. Raises NotFoundError when the caller does not reach it."""
        given = [kind for kind, id in (("actor", actor), ("team", team), ("key", key)) if id is not None]
        if len(given) > 1:
            raise UsageError(f"Both {given[0]!r} and {given[1]!r} are given. Name one of them.")
        if key is not None:
            return f"key:{self._actors.keys.find(key, tenant=reach(caller)).line}"
        if team is not None:
            if not self._actors.teams.knows(team, tenant=reach(caller)):
                raise no_team(team)
            return f"team:{team}"
        if actor is None:
            return f"tenant:{caller.tenant}"
        if not self._actors.knows(actor, tenant=reach(caller)):
            raise no_actor(actor)
        return f"actor:{actor}"

    def shown(self, caller: Actor, subject: str) -> bool:
        """Whether the caller may see it: what is its own, and as an administrator what it reaches."""
        kind, _, id = subject.partition(":")
        if not caller.may("admin"):
            return subject in (f"actor:{caller.id}", f"key:{caller.key}")
        if kind == "tenant":
            return reach(caller) in (id, None)
        if kind == "tool":
            return False  # whoever looks at the tool sees it there
        try:
            return self.named(caller, **{kind: id}) == subject
        except NotFoundError:
            return False
