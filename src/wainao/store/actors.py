"""Who may call: actors, with the keys by which they are known and the teams that pay for them."""

from __future__ import annotations

import hmac
import json
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from wainao.kernel import ConflictError, UnauthenticatedError, UsageError, now_us
from wainao.store.actor_keys import Keys
from wainao.store.actor_tables import ACTOR, MIGRATIONS, as_actor, is_there, of_tenant
from wainao.store.home import Home
from wainao.store.keys import OWNER_PREFIX, OWNER_TOKEN
from wainao.store.teams import Teams
from wainao.types import Actor, Right, owner, system

MAX_ID = 64
_ID = re.compile(rf"[a-z0-9][a-z0-9._@-]{{0,{MAX_ID - 1}}}")
_OURS = frozenset({owner().id, system().id, "wainao"})
"""Who calls without a key: the owner, and the installation itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """An actor as an administrator sees it."""

    actor: Actor
    disabled: bool
    created_us: int


class Actors:
    """People and programs. `keys` and `teams` belong to them."""

    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        self._changes = home.changes
        self._owner_token = home.keys / OWNER_TOKEN
        self._database.migrate("actors", MIGRATIONS)
        self.keys = Keys(home)
        self.teams = Teams(home)

    def authenticate(self, token: str) -> Actor:
        """Whom that key or owner token belongs to. Raises UnauthenticatedError, never saying what was wrong with it."""
        actor = owner() if _is_owner(token, self._owner_token) else self.keys.actor(token)
        if actor is None:
            raise UnauthenticatedError(
                "That key is not known here, or no longer valid. Expected a key such as wk_…, or the owner token. Ask "
                "an administrator for a new one."
            )
        return actor

    def find(self, id: str) -> Actor | None:
        """The actor of that id, in whatever tenant; None if there is none, or it is disabled."""
        with self._database.read() as connection:
            row = connection.execute(f"SELECT {ACTOR} FROM actors WHERE id = ? AND NOT disabled", (id,)).fetchone()
        return None if row is None else as_actor(row)

    async def put(self, actor: Actor, *, disabled: bool = False) -> Actor:
        """Let an actor in, or change one; a disabled one's keys are refused. Its team stays what it was; see `Teams`.

        Raises ConflictError if the id is taken in another tenant.
        """
        return await self._changes.write(lambda connection: put_actor(connection, actor, disabled=disabled))

    def all(self, *, tenant: str | None) -> list[Listed]:
        """The actors of a tenant; None, here and below: of all tenants."""
        where, values = of_tenant("actors", tenant)
        sql = f"SELECT {ACTOR}, disabled, created_us FROM actors WHERE {where} ORDER BY id"
        with self._database.read() as connection:
            return [
                Listed(actor=as_actor(columns), disabled=bool(disabled), created_us=created_us)
                for *columns, disabled, created_us in connection.execute(sql, values)
            ]

    def knows(self, id: str, *, tenant: str | None) -> bool:
        """Whether there is such an actor. The owner of the installation and the system are, though in no list."""
        if id == system().id or (id == owner().id and tenant in (owner().tenant, None)):
            return True
        with self._database.read() as connection:
            return is_there(connection, "actors", id, tenant)


def check_id(id: str, what: str) -> None:
    """Raises UsageError when that is no id for an actor or a team."""
    if not _ID.fullmatch(id) or id in _OURS:
        raise UsageError(
            f"{what} cannot be called {id!r}. Expected up to 64 of a-z, 0-9, '.', '_', '@' and '-', beginning with a "
            f"letter or digit, and none of {', '.join(sorted(_OURS))}."
        )


def _is_owner(token: str, path: Path) -> bool:
    if not token.startswith(OWNER_PREFIX):  # most are keys of actors: no file is read for them
        return False
    try:
        kept = path.read_bytes()
    except FileNotFoundError:  # made only by an installation that serves more than loopback
        return False
    return hmac.compare_digest(token.encode("utf-8", "replace"), kept)


def _check(actor: Actor) -> None:
    check_id(actor.id, "An actor")
    if unknown := actor.rights - set(get_args(Right)):
        raise UsageError(f"There are no rights {sorted(unknown)}. Expected some of {', '.join(get_args(Right))}.")
    if actor.may("admin") and actor.bases is not None:
        raise UsageError(
            f"{actor.id!r} cannot be an administrator of {sorted(actor.bases)} alone: who lets others in, and reads "
            "all receipts, sees every base. Leave out the bases, or the right 'admin'."
        )


def put_actor(connection: sqlite3.Connection, actor: Actor, *, disabled: bool) -> Actor:
    """`Actors.put`, in a transaction of `Changes`."""
    _check(actor)
    bases = None if actor.bases is None else json.dumps(sorted(actor.bases))
    row = connection.execute(
        "INSERT INTO actors (id, name, tenant, rights, bases, disabled, created_us) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, rights = excluded.rights, bases = excluded.bases,"
        " disabled = excluded.disabled WHERE actors.tenant = excluded.tenant"
        " RETURNING id, name, tenant, rights, bases, team",
        (actor.id, actor.name, actor.tenant, " ".join(sorted(actor.rights)), bases, int(disabled), now_us()),
    ).fetchone()
    if row is None:
        raise ConflictError(f"The id {actor.id!r} is taken. Expected one that no actor has. Choose another.")
    return as_actor(row)
