"""What has to be known of a handshake later, kept by the client: any process can serve what comes next.

Protocol versions up to 2025-11-25 begin with a handshake. Its only traces here are the name of the session, which the
client sends with each request, and what it says of calls under way: those that it wants to end, and its answers to what
they asked. All processes read these, whichever was told.
"""

from __future__ import annotations

import asyncio
import json
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

ANSWER_LOOK_S = 0.1
"""How long at most a call waits on after its client has answered."""

LONGEST_ANSWER = 256 * 1024

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
    Migration(
        "2-answers",
        """
        CREATE TABLE mcp_answers (
            actor TEXT NOT NULL,
            session TEXT NOT NULL,
            request TEXT NOT NULL,
            answer TEXT NOT NULL,
            at_us INTEGER NOT NULL,
            PRIMARY KEY (actor, session, request)
        ) WITHOUT ROWID;
        """,
    ),
)

_OPENS = {"url": "u", "form": "f"}
"""Ways to ask the user of a client, as they stand in a session's name."""

_WRITES = "s"
"""The client's model writes when asked."""


def new_session(capabilities: Any) -> str:
    """A name that nobody can guess, with what this client says that it can do in it."""
    told = capabilities if isinstance(capabilities, Mapping) else {}
    asks = told.get("elicitation")
    ways = {"form"} if asks == {} else set(asks) if isinstance(asks, Mapping) else set()
    can = "".join(sign for way, sign in _OPENS.items() if way in ways) + (_WRITES if "sampling" in told else "")
    return f"{secrets.token_urlsafe(18)}.{can}"


def capabilities_of(session: str) -> dict[str, Any]:
    """What the client of that session can do. Whoever makes a name up only misleads itself."""
    can = session.partition(".")[2]
    ways: dict[str, Any] = {way: {} for way, sign in _OPENS.items() if sign in can}
    return ({"elicitation": ways} if ways else {}) | ({"sampling": {}} if _WRITES in can else {})


class Sessions:
    """What clients say of calls under way, whichever process has them."""

    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        self._database.migrate("mcp", MIGRATIONS)

    async def end(self, actor: Actor, session: str, request: str) -> None:
        await self._write("mcp_ended", actor, session, request)

    async def until_ended(self, actor: Actor, session: str, request: str) -> None:
        """Return once that call is to end. A session names each of its requests once, so what was told stays true."""
        while not self._read("mcp_ended", actor, session, request):  # noqa: ASYNC110  # another process may be told
            await asyncio.sleep(LOOK_S)

    async def answer(self, actor: Actor, session: str, request: str, answer: Mapping[str, Any]) -> None:
        """`answer` is the JSON-RPC message that came; one that is too long to be an answer is not kept."""
        told = json.dumps(answer)
        if len(told) <= LONGEST_ANSWER:
            await self._write("mcp_answers", actor, session, request, told)

    async def until_answered(self, actor: Actor, session: str, request: str) -> dict[str, Any]:
        """The message that answers that request of ours."""
        while not (row := self._read("mcp_answers", actor, session, request)):  # noqa: ASYNC110  # as above
            await asyncio.sleep(ANSWER_LOOK_S)
        answer: dict[str, Any] = json.loads(row[3])
        return answer

    async def _write(self, table: str, actor: Actor, *told: str) -> None:
        now = now_us()

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(f"DELETE FROM {table} WHERE at_us < ?", (now - KEPT_US,))
            row = (actor.id, *told, now)
            connection.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)

        await self._database.async_write(work)

    def _read(self, table: str, actor: Actor, session: str, request: str) -> tuple[Any, ...] | None:
        with self._database.read() as connection:
            sql = f"SELECT * FROM {table} WHERE actor = ? AND session = ? AND request = ?"
            row: tuple[Any, ...] | None = connection.execute(sql, (actor.id, session, request)).fetchone()
            return row
