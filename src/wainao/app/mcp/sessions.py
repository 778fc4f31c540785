"""What has to be known of a handshake later, kept by the client: any process can serve what comes next.

Protocol versions up to 2025-11-25 begin with a handshake. Its only traces here are the name of the session, which the
client sends with each request, and the calls that it wants to end, which all processes read.
"""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
from collections.abc import Mapping
from typing import Any

from wainao.kernel import now_us
from wainao.store.home import Home
from wainao.store.sqlite import Migration
from wainao.types import Actor

LOOK_S = 0.5
"""How long at most a call goes on after its client has ended it."""

KEPT_US = 24 * 3600 * 1_000_000

MIGRATIONS = (
    Migration(
        "1-ended",
        """
        CREATE TABLE mcp_ended (
            actor TEXT NOT NULL,
            session TEXT NOT NULL,
            request TEXT NOT NULL,
            at_us INTEGER NOT NULL,
            PRIMARY KEY (actor, session, request)
        ) WITHOUT ROWID;
        """,
    ),
)

_OPENS = {"url": "u", "form": "f"}
"""Ways to ask the user of a client, as they stand in a session's name."""


def new_session(capabilities: Any) -> str:
    """A name that nobody can guess, with what this client says that it can do in it."""
    asks = capabilities.get("elicitation") if isinstance(capabilities, Mapping) else None
    can = "".join(sign for way, sign in _OPENS.items() if isinstance(asks, Mapping) and way in asks)
    return f"{secrets.token_urlsafe(18)}.{can}"


def capabilities_of(session: str) -> dict[str, Any]:
    """What the client of that session can do. Whoever makes a name up only misleads itself."""
    can = session.rpartition(".")[2]
    ways: dict[str, Any] = {way: {} for way, sign in _OPENS.items() if sign in can}
    return {"elicitation": ways} if ways and "." in session else {}


class Ended:
    """The calls that a client told us to end, whichever process has them."""

    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        self._database.migrate("mcp", MIGRATIONS)

    async def tell(self, actor: Actor, session: str, request: str) -> None:
        now = now_us()

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM mcp_ended WHERE at_us < ?", (now - KEPT_US,))
            row = (actor.id, session, request, now)
            connection.execute("INSERT OR REPLACE INTO mcp_ended VALUES (?, ?, ?, ?)", row)

        await self._database.async_write(work)

    async def wait(self, actor: Actor, session: str, request: str) -> None:
        """Return once that call is to end. A session names each of its requests once, so what was told stays true."""
        while not self._told(actor, session, request):  # noqa: ASYNC110  # another process may be who was told
            await asyncio.sleep(LOOK_S)

    def _told(self, actor: Actor, session: str, request: str) -> bool:
        with self._database.read() as connection:
            sql = "SELECT 1 FROM mcp_ended WHERE actor = ? AND session = ? AND request = ?"
            return connection.execute(sql, (actor.id, session, request)).fetchone() is not None
