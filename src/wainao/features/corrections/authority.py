"""Who may say what to whom."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from wainao.features.corrections.types import Scope, Space
from wainao.kernel import DeniedError, UsageError
from wainao.store.actor_tables import is_there, no_team
from wainao.store.proposals import another_admin
from wainao.store.teams import teams_of
from wainao.types import Actor

WIDE: frozenset[Scope] = frozenset({"capability", "everyone"})
"""Scopes in which a correction reaches people who share neither a team nor a knowledge base with its author."""


class Authority:
    """Decides on what the database says about teams and administrators at this moment.

    `second_person` names the scopes in which what one administrator says needs another one, as soon as there is one.
    """

    def __init__(self, connection: sqlite3.Connection, *, second_person: Collection[Scope] = ()) -> None:
        self._connection = connection
        self._second_person = second_person

    def space(self, actor: Actor, scope: Scope, holder: str | None) -> Space:
        """For whom an actor speaks. Raises DeniedError for a base or a team that is not the actor's."""
        if scope == "everyone":
            holder = ""
        elif scope == "user":
            holder = actor.id
        elif scope == "team":
            holder = self._team(actor, holder)
        elif scope == "base" and (holder is None or not actor.sees(holder)):
            raise DeniedError(
                f"{actor.id!r} does not see the base {holder!r}. Name one that it sees, or ask for that base."
            )
        if holder is None:
            raise UsageError("A correction for a capability must say for which. Name it, such as 'knowledge:ask'.")
        return Space(tenant=actor.tenant, scope=scope, holder=holder)

    def sees(self, actor: Actor, space: Space) -> bool:
        if space.tenant != actor.tenant:
            return False
        if space.scope == "base":
            return actor.sees(space.holder)
        if space.scope in WIDE or actor.may("admin"):
            return True
        return space.holder in (self._teams(actor) if space.scope == "team" else {actor.id})

    def may_decide(self, actor: Actor, space: Space) -> bool:
        """Whether what this actor says in a space may hold; that it may write at all, the policy has checked."""
        return actor.may("admin") if space.scope in WIDE else self.sees(actor, space)

    def needs_another(self, actor: Actor, space: Space) -> bool:
        """Whether another administrator has to agree to what this actor says: only as far as there is one."""
        return space.scope in self._second_person and another_admin(self._connection, actor)

    def _team(self, actor: Actor, named: str | None) -> str:
        teams = self._teams(actor)
        team = named or actor.team or (min(teams) if len(teams) == 1 else None)
        if team is None:
            raise UsageError(f"{actor.id!r} is in {len(teams)} teams, {sorted(teams)}. Name the one that is meant.")
        if team not in teams and not actor.may("admin"):
            raise DeniedError(f"{actor.id!r} is not in the team {team!r}. Name one that it is in, or ask to join.")
        if not is_there(self._connection, "teams", team, actor.tenant):
            raise no_team(team)
        return team

    def _teams(self, actor: Actor) -> frozenset[str]:
        return teams_of(self._connection, actor.id)
