"""Keys: made, shown once, bound to less than their actor may do, replaced without a gap, taken back.

A session is a key that only its browser ever holds: it ends by itself, and when nobody uses it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import sqlite3
import string
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from math import inf
from typing import Any

import msgspec

from wainao.kernel import ConflictError, NotFoundError, now_us
from wainao.store.actor_tables import ACTOR, as_actor, is_there, no_actor, no_team, of_tenant
from wainao.store.home import Home
from wainao.types import Actor, Right

MAX_KNOWN = 10_000
"""How many keys to remember; then all are forgotten and those in use are read again."""

NOTE_USE_EVERY_US = 60_000_000
"""How exact `last_used_us` is: writing at every call would cost as much as the call."""

_PREFIX_CHARACTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_SECRET_CHARACTERS = string.ascii_letters + string.digits  # 43 of them are 256 bits
_KEY = re.compile(r"(w[ks]_[a-z0-9]{8})_[A-Za-z0-9]{43}")

SESSION_PREFIX = "ws_"
"""How the keys of sessions begin."""

ENDED_KEPT_US = 30 * 86_400_000_000
"""How long a session stays in the lists that has ended."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """What a key leaves of what its actor may do; None: all of it.

    `capabilities` are names or "kind:*", `routes` names of models or beginnings followed by "*".
    """

    rights: frozenset[Right] | None = None
    bases: frozenset[str] | None = None
    capabilities: frozenset[str] | None = None
    routes: frozenset[str] | None = None

    def of(self, actor: Actor) -> Actor:
        """What is left of an actor that comes in with such a key."""
        rights = actor.rights if self.rights is None else actor.rights & self.rights
        bases = actor.bases
        if self.bases is not None:
            bases = self.bases if bases is None else bases & self.bases
            rights -= {"admin"}  # who reads all receipts sees every base
        return replace(actor, rights=rights, bases=bases, capabilities=self.capabilities, routes=self.routes)


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """A key as an administrator sees it: never whole. Times are microseconds since 1970, UTC.

    Keys that replaced each other are one `line`, named by the first: budgets and reports are of the line. `team` is
    charged instead of the actor's own. That of a session ends when it was not used for `idle_us`, and opens only as
    long as the settings are those that it was `made_under`.
    """

    prefix: str
    name: str
    line: str
    actor: str
    team: str | None
    bounds: Bounds
    created_us: int
    expires_us: int | None
    revoked_us: int | None
    replaced_by: str | None
    last_used_us: int | None
    idle_us: int | None = None
    made_under: str | None = None

    def is_live(self, at_us: int) -> bool:
        return self.revoked_us is None and (self.expires_us is None or self.expires_us > at_us)


class Keys:
    """Keys that were seen are remembered as long as no process changes any: one that was revoked elsewhere is refused
    by the next call."""

    def __init__(self, home: Home, *, clock: Callable[[], int] = now_us) -> None:
        self._database = home.database("state")
        self._changes = home.changes
        self._clock = clock
        self._known: tuple[int | None, dict[bytes, _Known]] = (None, {})

    def actor(self, token: str, *, made_under: str | None = None) -> Actor | None:
        """Whom that key belongs to, bound to what it is for; None: it opens nothing.

        That of a session opens with what it was `made_under`, any other without.
        """
        mark = self._changes.mark()
        seen, known = self._known
        if mark is None or mark != seen or len(known) >= MAX_KNOWN:
            known = {}
            self._known = (mark, known)
        digest, now = _digest(token), self._clock()
        found = known.get(digest)
        if found is None or found.ends_us <= now:  # another process may know that the session was used since
            found = self._read(token, digest)
        if found is None or found.ends_us <= now or found.made_under != made_under:
            return None
        known[digest] = found
        if now - found.noted_us > NOTE_USE_EVERY_US:
            found.note(now)
            self._database.write(partial(_note_use, prefix=found.prefix, at_us=now))
        return found.actor

    async def add(
        self,
        actor: str,
        *,
        tenant: str | None,
        name: str = "",
        team: str | None = None,
        bounds: Bounds | None = None,
        expires_us: int | None = None,
    ) -> str:
        """A new key, whole: the only time it can be seen.

        Raises NotFoundError, or ConflictError if the actor does not belong to the team.
        """
        key = _new_key("wk_")
        row = Key(
            prefix=prefix_of(key),
            name=name,
            line=prefix_of(key),
            actor=actor,
            team=team,
            bounds=bounds or Bounds(),
            created_us=self._clock(),
            expires_us=expires_us,
            revoked_us=None,
            replaced_by=None,
            last_used_us=None,
        )
        await self._changes.write(partial(_add, row=row, digest=_digest(key), tenant=tenant))
        return key

    async def begin_session(
        self, actor: str, *, tenant: str, name: str, lasts_us: int, idle_us: int, made_under: str
    ) -> str:
        """A session of that actor, of `lasts_us` at most: its key, whole, for one browser. Raises NotFoundError."""
        key, now = _new_key(SESSION_PREFIX), self._clock()
        row = Key(
            prefix=prefix_of(key),
            name=name,
            line=prefix_of(key),
            actor=actor,
            team=None,
            bounds=Bounds(),
            created_us=now,
            expires_us=now + lasts_us,
            revoked_us=None,
            replaced_by=None,
            last_used_us=now,
            idle_us=idle_us,
            made_under=made_under,
        )
        await self._changes.write(partial(_begin, row=row, digest=_digest(key), tenant=tenant))
        return key

    async def end_sessions(self, actor: str, *, tenant: str | None) -> int:
        """End them at once, in every process; how many there were. Raises NotFoundError."""
        return await self._changes.write(partial(_end_sessions_of, actor=actor, tenant=tenant, at_us=self._clock()))

    async def rotate(self, prefix: str, *, tenant: str | None, overlap_us: int) -> str:
        """A new key in place of that one, which opens for `overlap_us` more; whole, the only time it can be seen.

        It is for the same, and lasts as long as the old one was made for. Raises NotFoundError, or ConflictError if the
        old one opens nothing any more or was replaced already.
        """
        key, now = _new_key("wk_"), self._clock()
        await self._changes.write(
            partial(_rotate, prefix=prefix, key=key, tenant=tenant, at_us=now, until_us=now + overlap_us)
        )
        return key

    async def revoke(self, prefix: str, *, tenant: str | None) -> Key:
        """Raises NotFoundError. Revoking twice changes nothing."""
        return await self._changes.write(partial(_revoke, prefix=prefix, tenant=tenant, at_us=self._clock()))

    def all(self, *, tenant: str | None, actor: str | None = None) -> list[Key]:
        """The keys of a tenant, None: of all; or only those of one actor."""
        with self._database.read() as connection:
            return [key for key in _keys(connection, tenant) if actor in (None, key.actor)]

    def find(self, prefix: str, *, tenant: str | None) -> Key:
        """Raises NotFoundError."""
        with self._database.read() as connection:
            return _find(connection, prefix, tenant)

    def _read(self, token: str, digest: bytes) -> _Known | None:
        shape = _KEY.fullmatch(token)
        if shape is None:
            return None
        with self._database.read() as connection:
            row = connection.execute(_AUTHENTICATE, (shape[1],)).fetchone()
        if row is None or not hmac.compare_digest(row[0], digest):
            return None
        _, prefix, line, team, bounds, expires_us, last_used_us, idle_us, made_under, *actor = row
        own = as_actor(actor)
        known = _Known(
            actor=replace(_read_bounds(bounds).of(own), key=line, team=team or own.team),
            prefix=prefix,
            made_under=made_under,
            expires_us=inf if expires_us is None else expires_us,
            idle_us=inf if idle_us is None else idle_us,
        )
        known.note(last_used_us or 0)
        return known


@dataclass(kw_only=True, slots=True)
class _Known:
    actor: Actor
    prefix: str
    made_under: str | None
    expires_us: float
    idle_us: float
    noted_us: int = 0
    ends_us: float = 0

    def note(self, used_us: int) -> None:
        self.noted_us = used_us
        self.ends_us = min(self.expires_us, used_us + self.idle_us)


_AUTHENTICATE = f"""
    SELECT actor_keys.digest, actor_keys.prefix, actor_keys.line, actor_keys.team, actor_keys.bounds,
        actor_keys.expires_us, actor_keys.last_used_us, actor_keys.idle_us, actor_keys.made_under, {ACTOR}
    FROM actor_keys JOIN actors ON actors.id = actor_keys.actor
    WHERE actor_keys.prefix = ? AND actor_keys.revoked_us IS NULL AND actors.disabled = 0
        AND (actor_keys.team IS NULL OR EXISTS (
            SELECT 1 FROM team_members WHERE team_members.team = actor_keys.team AND team_members.actor = actors.id))
"""


def prefix_of(key: str) -> str:
    """How a key begins: what it may be called by."""
    return key.rpartition("_")[0]


def _new_key(begins: str) -> str:
    return f"{begins}{_random(_PREFIX_CHARACTERS, 8)}_{_random(_SECRET_CHARACTERS, 43)}"


def _random(characters: str, length: int) -> str:
    return "".join(secrets.choice(characters) for _ in range(length))


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


_COLUMNS = Key.__slots__
_write_bounds = msgspec.json.Encoder(order="deterministic").encode
_read_bounds = msgspec.json.Decoder(Bounds).decode


def _add(connection: sqlite3.Connection, *, row: Key, digest: bytes, tenant: str | None) -> None:
    if not is_there(connection, "actors", row.actor, tenant):
        raise no_actor(row.actor)
    if row.team is not None:
        _check_member(connection, row.team, row.actor, tenant)
    values = {name: getattr(row, name) for name in _COLUMNS} | {"bounds": _write_bounds(row.bounds).decode()}
    connection.execute(
        f"INSERT INTO actor_keys (digest, {', '.join(_COLUMNS)}) VALUES (?, {', '.join('?' * len(_COLUMNS))})",
        (digest, *values.values()),
    )


def _begin(connection: sqlite3.Connection, *, row: Key, digest: bytes, tenant: str) -> None:
    long_ago = row.created_us - ENDED_KEPT_US
    connection.execute(
        "DELETE FROM actor_keys WHERE idle_us IS NOT NULL"
        " AND min(expires_us, last_used_us + idle_us, coalesce(revoked_us, expires_us)) < ?",
        (long_ago,),
    )
    _add(connection, row=row, digest=digest, tenant=tenant)


def end_sessions(connection: sqlite3.Connection, actor: str, *, at_us: int) -> int:
    """End those of an actor, in a transaction of `Changes`; how many had not been ended."""
    return connection.execute(
        "UPDATE actor_keys SET revoked_us = ? WHERE actor = ? AND idle_us IS NOT NULL AND revoked_us IS NULL"
        " AND min(expires_us, last_used_us + idle_us) > ?",
        (at_us, actor, at_us),
    ).rowcount


def _end_sessions_of(connection: sqlite3.Connection, *, actor: str, tenant: str | None, at_us: int) -> int:
    if not is_there(connection, "actors", actor, tenant):
        raise no_actor(actor)
    return end_sessions(connection, actor, at_us=at_us)


def _check_member(connection: sqlite3.Connection, team: str, actor: str, tenant: str | None) -> None:
    if not is_there(connection, "teams", team, tenant):
        raise no_team(team)
    member = connection.execute("SELECT 1 FROM team_members WHERE team = ? AND actor = ?", (team, actor)).fetchone()
    if member is None:
        raise ConflictError(f"{actor!r} is not in the team {team!r}. Run `wainao teams join {team} {actor}` first.")


def _rotate(
    connection: sqlite3.Connection, *, prefix: str, key: str, tenant: str | None, at_us: int, until_us: int
) -> None:
    old = _find(connection, prefix, tenant)
    if old.idle_us is not None:
        raise ConflictError(
            f"{prefix!r} is a session. Expected a key: sessions are begun by signing in, and by nobody else."
        )
    if old.replaced_by is not None or not old.is_live(at_us):
        why = "opens nothing any more" if old.replaced_by is None else f"was replaced by {old.replaced_by!r} already"
        raise ConflictError(f"The key {prefix!r} {why}. Make a new one with `wainao keys add {old.actor}`.")
    lasts = None if old.expires_us is None else old.expires_us - old.created_us
    new = replace(
        old,
        prefix=prefix_of(key),
        created_us=at_us,
        expires_us=None if lasts is None else at_us + lasts,
        last_used_us=None,
    )
    _add(connection, row=new, digest=_digest(key), tenant=tenant)
    connection.execute(
        "UPDATE actor_keys SET replaced_by = ?, expires_us = ? WHERE prefix = ?",
        (new.prefix, until_us if old.expires_us is None else min(until_us, old.expires_us), prefix),
    )


def _revoke(connection: sqlite3.Connection, *, prefix: str, tenant: str | None, at_us: int) -> Key:
    _find(connection, prefix, tenant)
    connection.execute("UPDATE actor_keys SET revoked_us = ? WHERE prefix = ? AND revoked_us IS NULL", (at_us, prefix))
    return _find(connection, prefix, tenant)


def _note_use(connection: sqlite3.Connection, *, prefix: str, at_us: int) -> None:
    connection.execute(
        "UPDATE actor_keys SET last_used_us = ? WHERE prefix = ? AND COALESCE(last_used_us, 0) < ?",
        (at_us, prefix, at_us),
    )


def _keys(connection: sqlite3.Connection, tenant: str | None, prefix: str | None = None) -> list[Key]:
    where, values = of_tenant("actors", tenant)
    columns = ", ".join(f"actor_keys.{name}" for name in _COLUMNS)
    sql = f"SELECT {columns} FROM actor_keys JOIN actors ON actors.id = actor_keys.actor WHERE {where}"
    if prefix is not None:
        sql, values = f"{sql} AND actor_keys.prefix = ?", (*values, prefix)
    return [_key(row) for row in connection.execute(f"{sql} ORDER BY actor_keys.created_us", values)]


def _find(connection: sqlite3.Connection, prefix: str, tenant: str | None) -> Key:
    for key in _keys(connection, tenant, prefix):
        return key
    raise NotFoundError(f"There is no key {prefix!r}. Expected the part before the second '_', such as wk_3f9k2m7q.")


def _key(row: tuple[Any, ...]) -> Key:
    named = dict(zip(_COLUMNS, row, strict=True))
    return Key(**named | {"bounds": _read_bounds(named["bounds"])})
