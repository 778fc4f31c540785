"""Standing grants: a person says once that calls of a kind, within limits and until a day, need not ask each time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wainao.kernel import Call, ConflictError, NotFoundError, Spec, new_id, now_us
from wainao.store.home import Home
from wainao.store.portion import Portion
from wainao.store.schemas import plainly
from wainao.store.sqlite import Migration
from wainao.types.actor import matches

MIGRATIONS = (
    Migration(
        "1-grants",
        """
        CREATE TABLE grants (
            id TEXT PRIMARY KEY,
            tenant TEXT NOT NULL,
            actor TEXT NOT NULL,
            capability TEXT NOT NULL,
            limits TEXT NOT NULL,
            why TEXT NOT NULL,
            given_by TEXT NOT NULL,
            given_us INTEGER NOT NULL,
            until_us INTEGER NOT NULL,
            revoked_by TEXT,
            revoked_us INTEGER
        );
        CREATE INDEX grants_by_actor ON grants (tenant, actor);
        """,
    ),
    Migration(
        "2-deeds",
        """
        CREATE TABLE grants_deeds (
            grant_id TEXT NOT NULL, capability TEXT NOT NULL, deed TEXT NOT NULL, PRIMARY KEY (grant_id, capability)
        ) WITHOUT ROWID;
        """,
    ),
)

ANYBODY = "*"
"""The actor of a grant that is for everybody in its tenant."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Grant:
    """`actor` may make calls of `capability` ("kind:name", "kind:*") whose input fits the JSON Schema `limits`, until
    `until_us`. Times are microseconds since 1970, UTC."""

    id: str
    tenant: str
    actor: str
    capability: str
    limits: Mapping[str, Any]
    why: str
    given_by: str
    given_us: int
    until_us: int
    revoked_by: str | None
    revoked_us: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Lapsed:
    """`grant` would cover a call, had what the call does not changed: what was lost of it, and what is new, by line."""

    grant: Grant
    lost: tuple[str, ...]
    new: tuple[str, ...]


class Grants:
    """Read at every call that would have to ask: what is revoked anywhere covers nothing from then on.

    A grant is bound to what its capabilities did when it was given (`Spec.deed`): what does something else under their
    names, or came later, is covered by none.
    """

    def __init__(self, home: Home, *, clock: Callable[[], int] = now_us) -> None:
        self._database = home.database("state")
        self._clock = clock
        self._database.migrate("grants", MIGRATIONS)

    def covering(self, call: Call) -> Grant | None:
        """A grant under which this very call may be made now."""
        does = _deed(call.spec)
        return next((grant for grant, did in self._alike(call) if does in ("", did)), None)

    def lapsed(self, call: Call) -> Lapsed | None:
        """The newest grant that covers this call no more, if what it did is known."""
        does = set(_deed(call.spec).splitlines())
        was = ((grant, set(did.splitlines())) for grant, did in self._alike(call) if did)
        return next((Lapsed(grant=one, lost=_sorted(did - does), new=_sorted(does - did)) for one, did in was), None)

    async def give(
        self,
        *,
        tenant: str,
        actor: str,
        capability: str,
        limits: Mapping[str, Any],
        until_us: int,
        by: str,
        why: str,
        specs: Iterable[Spec] = (),
    ) -> Grant:
        """`specs` are those that there are now: what they do is what is granted."""
        grant = Grant(
            id=new_id(),
            tenant=tenant,
            actor=actor,
            capability=capability,
            limits=limits,
            why=why,
            given_by=by,
            given_us=self._clock(),
            until_us=until_us,
            revoked_by=None,
            revoked_us=None,
        )
        named = [spec for spec in specs if matches(spec.name, (capability,))]
        deeds = [(grant.id, spec.name, _deed(spec)) for spec in named if spec.deed is not None]
        await self._database.async_write(lambda connection: _insert(connection, grant, deeds))
        return grant

    async def revoke(self, id: str, *, tenant: str, by: str) -> Grant:
        """Raises NotFoundError, or ConflictError if it was revoked before."""
        return await self._database.async_write(lambda connection: self._revoke(connection, id, tenant, by))

    def all(self, *, tenant: str, portion: Portion) -> list[Grant]:
        """The newest first, also those that are over."""
        with self._database.read() as connection:
            newest = f"{_SELECT} WHERE tenant = ? ORDER BY given_us DESC, id DESC{portion.sql}"
            rows = connection.execute(newest, (tenant,))
            return [_grant(row) for row in rows]

    def _alike(self, call: Call) -> list[tuple[Grant, str]]:
        """The newest first: grants that name and bound what this call is, with what that did when they were given."""
        with self._database.read() as connection:
            found = connection.execute(
                f"SELECT {', '.join(f'g.{name}' for name in _COLUMNS)}, COALESCE(d.deed, '') FROM grants g "
                "LEFT JOIN grants_deeds d ON d.grant_id = g.id AND d.capability = ? "
                "WHERE g.tenant = ? AND g.actor IN (?, ?) AND g.revoked_us IS NULL AND g.until_us > ? "
                "ORDER BY g.given_us DESC",
                (call.spec.name, call.actor.tenant, call.actor.id, ANYBODY, self._clock()),
            ).fetchall()
        named = [
            (grant, did)
            for grant, did in ((_grant(row[:-1]), row[-1]) for row in found)
            if matches(call.spec.name, (grant.capability,))
        ]
        return [(grant, did) for grant, did in named if _fits(call, grant.limits)]

    def _revoke(self, connection: sqlite3.Connection, id: str, tenant: str, by: str) -> Grant:
        row = connection.execute(f"{_SELECT} WHERE id = ? AND tenant = ?", (id, tenant)).fetchone()
        if row is None:
            raise NotFoundError(f"There is no grant {id!r}. `wainao grants list` shows those that were given.")
        if _grant(row).revoked_us is not None:
            raise ConflictError(
                f"The grant {id!r} was revoked before, by {_grant(row).revoked_by!r}. Nothing is left to do."
            )
        connection.execute("UPDATE grants SET revoked_by = ?, revoked_us = ? WHERE id = ?", (by, self._clock(), id))
        return _grant(connection.execute(f"{_SELECT} WHERE id = ?", (id,)).fetchone())


def revoke_kind(connection: sqlite3.Connection, tenant: str, kind: str, *, by: str) -> None:
    """All that name capabilities of a kind which goes: what comes under its name later is something else."""
    connection.execute(
        "UPDATE grants SET revoked_by = ?, revoked_us = ? WHERE tenant = ? AND revoked_us IS NULL "
        "AND substr(capability, 1, ?) = ?",
        (by, now_us(), tenant, len(kind) + 1, f"{kind}:"),
    )


_COLUMNS = Grant.__slots__
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM grants"


def _grant(row: tuple[Any, ...]) -> Grant:
    named = dict(zip(_COLUMNS, row, strict=True))
    return Grant(**named | {"limits": json.loads(named["limits"])})


def _insert(connection: sqlite3.Connection, grant: Grant, deeds: Iterable[tuple[str, str, str]]) -> None:
    values = [getattr(grant, name) for name in _COLUMNS]
    values[_COLUMNS.index("limits")] = json.dumps(dict(grant.limits))
    connection.execute(f"INSERT INTO grants ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(values))})", values)
    connection.executemany("INSERT INTO grants_deeds VALUES (?, ?, ?)", deeds)


def _deed(spec: Spec) -> str:
    return "" if spec.deed is None else spec.deed()


def _sorted(lines: set[str]) -> tuple[str, ...]:
    return tuple(sorted(lines))


def _fits(call: Call, limits: Mapping[str, Any]) -> bool:
    if not limits:
        return True
    from jsonschema import Draft202012Validator

    given = plainly(call.input)
    asked = given["arguments"] if call.spec.schema is not None else given
    return bool(Draft202012Validator(limits).is_valid(asked))
