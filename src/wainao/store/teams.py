"""Teams: who belongs to which, and which of them is charged for an actor's calls."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from functools import partial

from wainao.kernel import ConflictError, now_us
from wainao.store.actor_tables import is_there, no_actor, no_team, of_tenant
from wainao.store.home import Home


@dataclass(frozen=True, kw_only=True, slots=True)
class Team:
    """`members` are actors; those in `charged` have their calls charged to it, unless a key says another team."""

    id: str
    name: str
    tenant: str
    members: tuple[str, ...]
    charged: tuple[str, ...]
    created_us: int


class Teams:
    """An actor may belong to several teams. Each of its calls is charged to one: that of its key, or its own first."""

    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        self._changes = home.changes

    async def put(self, id: str, *, name: str, tenant: str) -> Team:
        """Make a team, or give it another name. Raises ConflictError if the id is taken in another tenant."""
        return await self._changes.write(partial(put_team, id=id, name=name, tenant=tenant))

    async def join(self, team: str, actor: str, *, tenant: str | None, charged: bool = False) -> Team:
        """Let an actor belong to a team; its first one, or one that is to be `charged`, pays for its calls from now on.

        Raises NotFoundError, or ConflictError if they are not of one tenant.
        """
        return await self._changes.write(partial(join_team, team=team, actor=actor, tenant=tenant, charged=charged))

    async def leave(self, team: str, actor: str, *, tenant: str | None) -> Team:
        """End it. Keys of that actor which are charged to that team open nothing any more. Raises NotFoundError."""
        return await self._changes.write(partial(leave_team, team=team, actor=actor, tenant=tenant))

    async def remove(self, team: str, *, tenant: str | None) -> Team:
        """Let all its members leave, then forget it; what it used stays on record. Returns it as it was."""
        return await self._changes.write(partial(_remove, team=team, tenant=tenant))

    def all(self, *, tenant: str | None) -> list[Team]:
        """The teams of a tenant; None: of all."""
        with self._database.read() as connection:
            return _teams(connection, tenant)

    def knows(self, id: str, *, tenant: str | None) -> bool:
        with self._database.read() as connection:
            return is_there(connection, "teams", id, tenant)


def teams_of(connection: sqlite3.Connection, actor: str) -> frozenset[str]:
    """The ids of the teams that an actor belongs to."""
    return frozenset(team for (team,) in connection.execute("SELECT team FROM team_members WHERE actor = ?", (actor,)))


def put_team(connection: sqlite3.Connection, *, id: str, name: str, tenant: str) -> Team:
    """`Teams.put`, in a transaction of `Changes`; so are those below."""
    written = connection.execute(
        "INSERT INTO teams (id, name, tenant, created_us) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE teams.tenant = excluded.tenant",
        (id, name, tenant, now_us()),
    )
    if written.rowcount == 0:
        raise ConflictError(f"The id {id!r} is taken. Expected one that no team has. Choose another.")
    return _team(connection, id, tenant)


def join_team(connection: sqlite3.Connection, *, team: str, actor: str, tenant: str | None, charged: bool) -> Team:
    joined = _team(connection, team, tenant)
    if not is_there(connection, "actors", actor, tenant):
        raise no_actor(actor)
    if not is_there(connection, "actors", actor, joined.tenant):
        raise ConflictError(f"{actor!r} is of another tenant than the team {team!r}, {joined.tenant!r}. Name another.")
    connection.execute(
        "INSERT INTO team_members (team, actor, joined_us) VALUES (?, ?, ?) ON CONFLICT (team, actor) DO NOTHING",
        (team, actor, now_us()),
    )
    only_if = "" if charged else " AND team IS NULL"
    connection.execute(f"UPDATE actors SET team = ? WHERE id = ?{only_if}", (team, actor))
    return _team(connection, team, tenant)


def leave_team(connection: sqlite3.Connection, *, team: str, actor: str, tenant: str | None) -> Team:
    if actor not in _team(connection, team, tenant).members:
        raise no_actor(actor)
    connection.execute("DELETE FROM team_members WHERE team = ? AND actor = ?", (team, actor))
    connection.execute(
        "UPDATE actors SET team = (SELECT team FROM team_members WHERE actor = actors.id ORDER BY joined_us, team"
        " LIMIT 1) WHERE id = ? AND team = ?",
        (actor, team),
    )
    return _team(connection, team, tenant)


def _remove(connection: sqlite3.Connection, *, team: str, tenant: str | None) -> Team:
    removed = _team(connection, team, tenant)
    for actor in removed.members:
        leave_team(connection, team=team, actor=actor, tenant=tenant)
    connection.execute("DELETE FROM teams WHERE id = ?", (team,))
    return removed


def _team(connection: sqlite3.Connection, id: str, tenant: str | None) -> Team:
    found = [team for team in _teams(connection, tenant) if team.id == id]
    if not found:
        raise no_team(id)
    return found[0]


def _teams(connection: sqlite3.Connection, tenant: str | None) -> list[Team]:
    where, values = of_tenant("teams", tenant)
    rows = connection.execute(f"SELECT id, name, tenant, created_us FROM teams WHERE {where} ORDER BY id", values)
    members: defaultdict[str, list[str]] = defaultdict(list)
    charged: defaultdict[str, list[str]] = defaultdict(list)
    for team, actor, own in connection.execute(_MEMBERS):
        members[team].append(actor)
        if team == own:
            charged[team].append(actor)
    return [
        Team(
            id=id,
            name=name,
            tenant=of,
            members=tuple(members[id]),
            charged=tuple(charged[id]),
            created_us=created_us,
        )
        for id, name, of, created_us in rows
    ]


_MEMBERS = """
    SELECT team_members.team, actors.id, actors.team
    FROM team_members JOIN actors ON actors.id = team_members.actor ORDER BY actors.id
"""
