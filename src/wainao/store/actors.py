"""Who may call: actors, and the keys by which they are known."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import sqlite3
import string
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from wainao.kernel import ConflictError, NotFoundError, UnauthenticatedError, UsageError, now_us
from wainao.store.home import Home
from wainao.store.keys import OWNER_TOKEN
from wainao.store.sqlite import Migration
from wainao.types import Actor, Right, owner

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
)

MAX_KNOWN = 10_000
"""How many keys to remember; then all are forgotten and those in use are read again."""

_ID = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
_PREFIX_CHARACTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_SECRET_CHARACTERS = string.ascii_letters + string.digits  # 43 of them are 256 bits
_KEY = re.compile(r"(wk_[a-z0-9]{8})_[A-Za-z0-9]{43}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """An actor as an administrator sees it."""

    actor: Actor
    disabled: bool
    created_us: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """A key as an administrator sees it: never whole. Times are microseconds since 1970, UTC."""

    prefix: str
    actor: str
    created_us: int
    expires_us: int | None
    revoked_us: int | None


class Actors:
    """Keys that were seen are remembered as long as no process changes any: one that was revoked elsewhere is refused
    by the next call."""

    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        self._changes = home.changes
        self._known: tuple[int | None, dict[bytes, _Known]] = (None, {})
        self._owner_token = home.keys / OWNER_TOKEN
        self._database.migrate("actors", MIGRATIONS)

    def authenticate(self, token: str) -> Actor:
        """Whom that key or owner token belongs to. Raises UnauthenticatedError, never saying what was wrong with it."""
        actor = owner() if _is_owner(token, self._owner_token) else self._by_key(token)
        if actor is None:
            raise UnauthenticatedError(
                "That key is not known here, or no longer valid. Expected a key such as wk_…, or the owner token. Ask "
                "an administrator for a new one."
            )
        return actor

    async def put(self, actor: Actor, *, disabled: bool = False) -> None:
        """Let an actor in, or change one; a disabled one's keys are refused.

        Raises ConflictError if the id is taken in another tenant.
        """
        _check(actor)
        await self._changes.write(lambda connection: _put(connection, actor, disabled))

    def all(self, *, tenant: str | None) -> list[Listed]:
        """The actors of a tenant; None, here and below: of all tenants."""
        where, values = _of(tenant)
        sql = f"SELECT {_COLUMNS}, disabled, created_us FROM actors WHERE {where} ORDER BY id"
        with self._database.read() as connection:
            return [
                Listed(actor=_actor(columns), disabled=bool(disabled), created_us=created_us)
                for *columns, disabled, created_us in connection.execute(sql, values)
            ]

    async def add_key(self, actor: str, *, tenant: str | None, expires_us: int | None = None) -> str:
        """A new key, whole: the only time it can be seen. Raises NotFoundError."""
        prefix = f"wk_{_random(_PREFIX_CHARACTERS, 8)}"
        key = f"{prefix}_{_random(_SECRET_CHARACTERS, 43)}"
        row = (prefix, _digest(key), actor, now_us(), expires_us)
        await self._changes.write(lambda connection: _add_key(connection, row, tenant))
        return key

    async def revoke_key(self, prefix: str, *, tenant: str | None) -> Key:
        """Raises NotFoundError. Revoking twice changes nothing."""
        return await self._changes.write(lambda connection: _revoke(connection, prefix, tenant))

    def knows(self, id: str, *, tenant: str | None) -> bool:
        """Whether there is such an actor. The owner of the installation is one, though it is in no list."""
        if id == owner().id and tenant in (owner().tenant, None):
            return True
        with self._database.read() as connection:
            return _is_there(connection, id, tenant)

    def keys(self, *, tenant: str | None) -> list[Key]:
        with self._database.read() as connection:
            return _keys(connection, tenant)

    def _by_key(self, token: str) -> Actor | None:
        mark = self._changes.mark()
        seen, known = self._known
        if mark is None or mark != seen or len(known) >= MAX_KNOWN:
            known = {}
            self._known = (mark, known)
        digest = _digest(token)
        found = known.get(digest) or self._read_key(token, digest)
        if found is None or (found.expires_us is not None and found.expires_us <= now_us()):
            return None
        known[digest] = found
        return found.actor

    def _read_key(self, token: str, digest: bytes) -> _Known | None:
        shape = _KEY.fullmatch(token)
        if shape is None:
            return None
        with self._database.read() as connection:
            row = connection.execute(_AUTHENTICATE, (shape[1],)).fetchone()
        if row is None or not hmac.compare_digest(row[0], digest):
            return None
        return _Known(actor=_actor(row[2:]), expires_us=row[1])


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known:
    actor: Actor
    expires_us: int | None


_COLUMNS = "actors.id, actors.name, actors.tenant, actors.rights, actors.bases"
_AUTHENTICATE = f"""
    SELECT actor_keys.digest, actor_keys.expires_us, {_COLUMNS}
    FROM actor_keys JOIN actors ON actors.id = actor_keys.actor
    WHERE actor_keys.prefix = ? AND actor_keys.revoked_us IS NULL AND actors.disabled = 0
"""


def _is_owner(token: str, path: Path) -> bool:
    try:
        kept = path.read_bytes()
    except FileNotFoundError:  # made only by an installation that serves more than loopback
        return False
    return hmac.compare_digest(token.encode("utf-8", "replace"), kept)


def _check(actor: Actor) -> None:
    if not _ID.fullmatch(actor.id) or actor.id == owner().id:
        raise UsageError(
            f"An actor cannot be called {actor.id!r}. Expected up to 64 of a-z, 0-9, '.', '_', '@' and '-', beginning "
            "with a letter or digit, and not 'owner'."
        )
    if unknown := actor.rights - set(get_args(Right)):
        raise UsageError(f"There are no rights {sorted(unknown)}. Expected some of {', '.join(get_args(Right))}.")
    if actor.may("admin") and actor.bases is not None:
        raise UsageError(
            f"{actor.id!r} cannot be an administrator of {sorted(actor.bases)} alone: who lets others in, and reads "
            "all receipts, sees every base. Leave out the bases, or the right 'admin'."
        )


def _put(connection: sqlite3.Connection, actor: Actor, disabled: bool) -> None:
    bases = None if actor.bases is None else json.dumps(sorted(actor.bases))
    written = connection.execute(
        "INSERT INTO actors (id, name, tenant, rights, bases, disabled, created_us) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, rights = excluded.rights, bases = excluded.bases,"
        " disabled = excluded.disabled WHERE actors.tenant = excluded.tenant",
        (actor.id, actor.name, actor.tenant, " ".join(sorted(actor.rights)), bases, int(disabled), now_us()),
    )
    if written.rowcount == 0:
        raise ConflictError(f"There is an actor {actor.id!r} in another tenant. Choose another id.")


def _of(tenant: str | None) -> tuple[str, tuple[str, ...]]:
    """The condition that an actor is of that tenant, and its values."""
    return ("1 = 1", ()) if tenant is None else ("actors.tenant = ?", (tenant,))


def _is_there(connection: sqlite3.Connection, id: object, tenant: str | None) -> bool:
    where, values = _of(tenant)
    return connection.execute(f"SELECT 1 FROM actors WHERE id = ? AND {where}", (id, *values)).fetchone() is not None


def _add_key(connection: sqlite3.Connection, row: tuple[object, ...], tenant: str | None) -> None:
    actor = row[2]
    if not _is_there(connection, actor, tenant):
        raise no_actor(actor)
    connection.execute(
        "INSERT INTO actor_keys (prefix, digest, actor, created_us, expires_us) VALUES (?, ?, ?, ?, ?)", row
    )


def _keys(connection: sqlite3.Connection, tenant: str | None) -> list[Key]:
    where, values = _of(tenant)
    columns = ", ".join(f"actor_keys.{name}" for name in Key.__slots__)
    sql = (
        f"SELECT {columns} FROM actor_keys JOIN actors ON actors.id = actor_keys.actor"
        f" WHERE {where} ORDER BY actor_keys.created_us"
    )
    return [Key(**dict(zip(Key.__slots__, row, strict=True))) for row in connection.execute(sql, values)]


def _revoke(connection: sqlite3.Connection, prefix: str, tenant: str | None) -> Key:
    where, values = _of(tenant)
    connection.execute(
        "UPDATE actor_keys SET revoked_us = ? WHERE prefix = ? AND revoked_us IS NULL"
        f" AND actor IN (SELECT id FROM actors WHERE {where})",
        (now_us(), prefix, *values),
    )
    for key in _keys(connection, tenant):
        if key.prefix == prefix:
            return key
    raise NotFoundError(f"There is no key {prefix!r}. Expected the part before the second '_', such as wk_3f9k2m7q.")


def _actor(row: Iterable[str | None]) -> Actor:
    id, name, tenant, rights, bases = row
    known: dict[str, Right] = {right: right for right in get_args(Right)}
    return Actor(
        id=str(id),
        name=str(name),
        tenant=str(tenant),
        rights=frozenset(known[right] for right in str(rights).split()),
        bases=None if bases is None else frozenset(json.loads(bases)),
    )


def _random(characters: str, length: int) -> str:
    return "".join(secrets.choice(characters) for _ in range(length))


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def no_actor(id: object) -> NotFoundError:
    return NotFoundError(f"There is no actor {id!r}. `wainao actors list` shows them.")
