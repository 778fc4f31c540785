"""What lets a tool's calls in at the other side: sealed, shown to nobody, put in at the last moment."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from wainao.kernel import DeniedError, NotFoundError, now_us
from wainao.store.home import Home
from wainao.store.lock import open_locked
from wainao.store.sqlite import Migration
from wainao.store.vault import Vault

MIGRATIONS = (
    Migration(
        "1-credentials",
        """
        CREATE TABLE tools_credentials (
            tenant TEXT NOT NULL, box TEXT NOT NULL, scheme TEXT NOT NULL, actor TEXT NOT NULL, origin TEXT NOT NULL,
            sealed BLOB NOT NULL, set_by TEXT NOT NULL, set_us INTEGER NOT NULL,
            PRIMARY KEY (tenant, box, scheme, actor)
        ) WITHOUT ROWID;
        """,
    ),
)

_WHICH = "tenant = ? AND box = ? AND scheme = ? AND actor = ? AND origin = ?"

LOOK_EVERY_S = 0.02
"""How soon whoever waits for a credential sees that it is free."""

SHARED = ""
"""The actor of a credential that serves everybody who may call the tool."""

Secret = Mapping[str, str]
"""What one security scheme takes: a key or token as `value`; `username` and `password`; an OAuth client's `client_id`
and `client_secret`, and what a person's sign-in gave: `access`, `refresh`, `until` (seconds since 1970)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """That there is a credential, and not what it is. It goes to `origin` and nowhere else."""

    box: str
    scheme: str
    actor: str
    origin: str
    set_by: str
    set_us: int


class Credentials:
    """By toolbox and security scheme, shared or of one actor, whose own comes first.

    Each is for one origin. A toolbox that moves elsewhere, or another one of its name, does not take them along.
    """

    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        self._vault = Vault(home.keys)
        self._locks = home.path / "run"
        self._database.migrate("tools-credentials", MIGRATIONS)

    async def set(
        self, *, tenant: str, box: str, scheme: str, actor: str, origin: str, secret: Secret, by: str
    ) -> None:
        sealed = self._vault.seal(json.dumps(dict(secret)), place=_place(tenant, box, scheme, actor, origin))
        values = (tenant, box, scheme, actor, origin, sealed, by, now_us())
        await self._database.async_write(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO tools_credentials VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values
            )
        )

    async def renew(
        self, *, tenant: str, box: str, scheme: str, actor: str, origin: str, secret: Secret, instead_of: Secret
    ) -> None:
        """In place of the one that was shown for it. One that was forgotten meanwhile stays so, and one that was set
        anew stays what it is."""
        place = _place(tenant, box, scheme, actor, origin)
        sealed = self._vault.seal(json.dumps(dict(secret)), place=place)
        which = (tenant, box, scheme, actor, origin)

        def renew(connection: sqlite3.Connection) -> None:
            row = connection.execute(f"SELECT sealed FROM tools_credentials WHERE {_WHICH}", which).fetchone()
            if row is not None and self._opened(row[0], place).get("refresh") == instead_of["refresh"]:
                connection.execute(
                    f"UPDATE tools_credentials SET sealed = ?, set_us = ? WHERE {_WHICH}", (sealed, now_us(), *which)
                )

        await self._database.async_write(renew)

    async def remove(self, *, tenant: str, box: str, scheme: str, actor: str) -> None:
        """Raises NotFoundError."""
        gone = await self._database.async_write(
            lambda connection: (
                connection.execute(
                    "DELETE FROM tools_credentials WHERE tenant = ? AND box = ? AND scheme = ? AND actor = ?",
                    (tenant, box, scheme, actor),
                ).rowcount
            )
        )
        if not gone:
            raise NotFoundError(
                f"There is no credential {scheme!r} for {box!r}. 'wainao tools credentials' shows those that are there."
            )

    def held(self, *, tenant: str, box: str) -> list[Held]:
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT box, scheme, actor, origin, set_by, set_us FROM tools_credentials WHERE tenant = ? AND box = ? "
                "ORDER BY scheme, actor",
                (tenant, box),
            )
            return [Held(**dict(zip(Held.__slots__, row, strict=True))) for row in rows]

    def of(self, *, tenant: str, box: str, actor: str, origin: str) -> dict[str, dict[str, str]]:
        """What lets that actor's calls to `origin` in, by scheme: what everybody has, and over it the actor's own.

        Raises DeniedError for a credential that is for elsewhere.
        """
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT scheme, actor, origin, sealed FROM tools_credentials WHERE tenant = ? AND box = ? "
                "AND actor IN (?, ?) ORDER BY actor = ? DESC",
                (tenant, box, SHARED, actor, SHARED),
            ).fetchall()
        found: dict[str, dict[str, str]] = {}
        for scheme, whose, where, sealed in rows:
            if where != origin:
                raise DeniedError(
                    f"The credential {scheme!r} of {box!r} is for {where}, and the toolbox is at {origin} now. If that "
                    "is right, set the credential anew: 'wainao tools credential'."
                )
            opened = self._opened(sealed, _place(tenant, box, scheme, whose, origin))
            found[scheme] = {**found.get(scheme, {}), **opened}
        return found

    @asynccontextmanager
    async def alone(self, *, tenant: str, box: str, scheme: str, actor: str) -> AsyncIterator[None]:
        """In this block nobody else is in theirs for that credential, in no process of the home."""
        name = hashlib.sha256(_place(tenant, box, scheme, actor).encode()).hexdigest()[:32]
        self._locks.mkdir(exist_ok=True, mode=0o700)
        path = self._locks / f"credential-{name}.lock"
        file = open_locked(path, wait=False)
        while file is None:
            await asyncio.sleep(LOOK_EVERY_S)
            file = open_locked(path, wait=False)
        try:
            yield
        finally:
            os.close(file)

    def forget(self, connection: sqlite3.Connection, tenant: str, box: str) -> None:
        """All of a toolbox that goes."""
        connection.execute("DELETE FROM tools_credentials WHERE tenant = ? AND box = ?", (tenant, box))

    def _opened(self, sealed: bytes, place: str) -> Secret:
        opened: dict[str, Any] = json.loads(self._vault.open(sealed, place=place))
        return opened


def _place(*parts: str) -> str:
    return "tools/" + "/".join(part.encode().hex() for part in parts)
