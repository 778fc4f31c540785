"""The tables of who may call, and what actors, keys and teams read of them alike."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import get_args

from wainao.kernel import NotFoundError
from wainao.store.sqlite import Migration
from wainao.types import Actor, Right

MIGRATIONS = (
    Migration(
        "1-actors",
        """
        CREATE TABLE actors (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            tenant TEXT NOT NULL,
            rights TEXT NOT NULL,
            bases TEXT,
            disabled INTEGER NOT NULL,
            created_us INTEGER NOT NULL
        );
        CREATE TABLE actor_keys (
            prefix TEXT PRIMARY KEY,
            digest BLOB NOT NULL,
            actor TEXT NOT NULL REFERENCES actors (id),
            created_us INTEGER NOT NULL,
            expires_us INTEGER,
            revoked_us INTEGER
        );
        CREATE INDEX actor_keys_by_actor ON actor_keys (actor);
        """,
    ),
    Migration(
        "2-teams",
        """
        CREATE TABLE teams (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            tenant TEXT NOT NULL,
            created_us INTEGER NOT NULL
        );
        CREATE TABLE team_members (
            team TEXT NOT NULL REFERENCES teams (id),
            actor TEXT NOT NULL REFERENCES actors (id),
            joined_us INTEGER NOT NULL,
            PRIMARY KEY (team, actor)
        );
        CREATE INDEX team_members_by_actor ON team_members (actor);
        ALTER TABLE actors ADD COLUMN team TEXT;
        ALTER TABLE actor_keys ADD COLUMN name TEXT NOT NULL DEFAULT '';
        ALTER TABLE actor_keys ADD COLUMN line TEXT;
        ALTER TABLE actor_keys ADD COLUMN team TEXT;
        ALTER TABLE actor_keys ADD COLUMN bounds TEXT NOT NULL DEFAULT '{}';
        ALTER TABLE actor_keys ADD COLUMN replaced_by TEXT;
        ALTER TABLE actor_keys ADD COLUMN last_used_us INTEGER;
        UPDATE actor_keys SET line = prefix;
        """,
    ),
    Migration(
        "3-identities",
        """
        CREATE TABLE actor_identities (
            issuer TEXT NOT NULL,
            subject TEXT NOT NULL,
            actor TEXT NOT NULL UNIQUE REFERENCES actors (id),
            team TEXT,
            PRIMARY KEY (issuer, subject)
        ) WITHOUT ROWID;
        CREATE TABLE actor_sign_ins (ticket BLOB PRIMARY KEY, until_us INTEGER NOT NULL) WITHOUT ROWID;
        ALTER TABLE actor_keys ADD COLUMN idle_us INTEGER;
        ALTER TABLE actor_keys ADD COLUMN made_under TEXT;
        """,
    ),
)

ACTOR = "actors.id, actors.name, actors.tenant, actors.rights, actors.bases, actors.team"
"""The columns that `as_actor` takes."""


def as_actor(row: Iterable[str | None]) -> Actor:
    id, name, tenant, rights, bases, team = row
    known: dict[str, Right] = {right: right for right in get_args(Right)}
    return Actor(
        id=str(id),
        name=str(name),
        tenant=str(tenant),
        rights=frozenset(known[right] for right in str(rights).split()),
        bases=None if bases is None else frozenset(json.loads(bases)),
        team=team,
    )


def of_tenant(table: str, tenant: str | None) -> tuple[str, tuple[str, ...]]:
    """The condition that a row of `table` is of that tenant, and its values; None: of any."""
    return ("1 = 1", ()) if tenant is None else (f"{table}.tenant = ?", (tenant,))


def is_there(connection: sqlite3.Connection, table: str, id: object, tenant: str | None) -> bool:
    where, values = of_tenant(table, tenant)
    found = connection.execute(f"SELECT 1 FROM {table} WHERE id = ? AND {where}", (id, *values)).fetchone()
    return found is not None


def no_actor(id: object) -> NotFoundError:
    return NotFoundError(f"There is no actor {id!r}. `wainao actors list` shows them.")


def no_team(id: object) -> NotFoundError:
    return NotFoundError(f"There is no team {id!r}. `wainao teams list` shows them.")
