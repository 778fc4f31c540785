"""People whom an identity provider knows, and the actors that stand for them here."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass, replace
from functools import partial

from wainao.kernel import ConflictError, DeniedError, UsageError, now_us
from wainao.store.actor_keys import end_sessions
from wainao.store.actor_tables import MIGRATIONS, is_there
from wainao.store.actors import MAX_ID, check_id, put_actor
from wainao.store.home import Home
from wainao.store.teams import join_team, leave_team, put_team, teams_of
from wainao.types import Actor, owner


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Who somebody is: `subject` is nobody else's at that `issuer`, ever. Names and addresses may be, one day."""

    issuer: str
    subject: str


class Identities:
    """One actor stands for one identity, whatever that is called later on."""

    def __init__(self, home: Home) -> None:
        self._changes = home.changes
        self._database = home.database("state")
        self._database.migrate("actors", MIGRATIONS)

    async def admit(self, identity: Identity, wanted: Actor) -> Actor:
        """The actor of that identity: made the first time, from then on changed to what is `wanted`, but for its id.

        It belongs to the team of `wanted`, and no longer to one that an earlier time put it in. Raises DeniedError if
        it was disabled, ConflictError if it is of another tenant, or no id is left for it.
        """
        return await self._changes.write(partial(_admit, identity=identity, wanted=wanted))

    async def bar(self, identity: Identity) -> None:
        """Take all rights from its actor, if there is one, and end its sessions."""
        await self._changes.write(partial(_bar, identity=identity))

    async def spend(self, ticket: bytes, *, until_us: int) -> bool:
        """Whether nobody has, in any process; remembered as long as it holds."""
        return await self._database.async_write(partial(_spend, ticket=ticket, until_us=until_us))


def _admit(connection: sqlite3.Connection, *, identity: Identity, wanted: Actor) -> Actor:
    id, team = _known(connection, identity)
    if id is None:
        actor = replace(wanted, id=_free_id(connection, wanted, identity))
    else:
        actor = replace(wanted, id=id)
        _check_unchanged(connection, actor)
    put_actor(connection, actor, disabled=False)
    connection.execute(
        "INSERT INTO actor_identities (issuer, subject, actor, team) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (issuer, subject) DO UPDATE SET team = excluded.team",
        (identity.issuer, identity.subject, actor.id, wanted.team),
    )
    if team is not None and team != wanted.team and team in teams_of(connection, actor.id):
        leave_team(connection, team=team, actor=actor.id, tenant=actor.tenant)
    if wanted.team is not None:
        _join(connection, wanted.team, actor)
    return actor


def _join(connection: sqlite3.Connection, team: str, actor: Actor) -> None:
    if not is_there(connection, "teams", team, actor.tenant):
        put_team(connection, id=team, name="", tenant=actor.tenant)
    join_team(connection, team=team, actor=actor.id, tenant=actor.tenant, charged=True)


def _known(connection: sqlite3.Connection, identity: Identity) -> tuple[str | None, str | None]:
    """Its actor, and the team that it was put in."""
    row: tuple[str, str | None] | None = connection.execute(
        "SELECT actor, team FROM actor_identities WHERE issuer = ? AND subject = ?",
        (identity.issuer, identity.subject),
    ).fetchone()
    return row or (None, None)


def _check_unchanged(connection: sqlite3.Connection, actor: Actor) -> None:
    tenant, disabled = connection.execute("SELECT tenant, disabled FROM actors WHERE id = ?", (actor.id,)).fetchone()
    if disabled:
        raise DeniedError(
            f"{actor.id!r} was disabled here. Expected somebody who may come in. Ask an administrator to enable them "
            "again."
        )
    if tenant != actor.tenant:
        raise ConflictError(
            f"{actor.id!r} is of the tenant {tenant!r}, and the settings say {actor.tenant!r} by now. Expected the "
            "same one: what somebody did stays in its tenant. Ask an administrator to correct [sign_in] people."
        )


def _free_id(connection: sqlite3.Connection, wanted: Actor, identity: Identity) -> str:
    """The wanted id if it is nobody's; else one with an end that is this identity's."""
    end = "" if wanted.tenant == owner().tenant else f"@{wanted.tenant}"
    own = hashlib.sha256(f"{identity.issuer}\0{identity.subject}".encode()).hexdigest()[:12]
    for tail in (end, f"-{own}{end}"):
        id = wanted.id[: MAX_ID - len(tail)] + tail
        if _is_free(connection, id):
            return id
    raise ConflictError(f"No id is left that begins with {wanted.id!r}. Expected one. Ask an administrator.")


def _is_free(connection: sqlite3.Connection, id: str) -> bool:
    try:
        check_id(id, "An actor")
    except UsageError:
        return False
    return not is_there(connection, "actors", id, None)


def _bar(connection: sqlite3.Connection, *, identity: Identity) -> None:
    id, _ = _known(connection, identity)
    if id is not None:
        connection.execute("UPDATE actors SET rights = '' WHERE id = ?", (id,))
        end_sessions(connection, id, at_us=now_us())


def _spend(connection: sqlite3.Connection, *, ticket: bytes, until_us: int) -> bool:
    connection.execute("DELETE FROM actor_sign_ins WHERE until_us < ?", (now_us(),))
    spent = connection.execute("INSERT INTO actor_sign_ins VALUES (?, ?) ON CONFLICT DO NOTHING", (ticket, until_us))
    return spent.rowcount == 1
