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
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
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

_Key = tuple[str, str, str]
"""An actor, its session, and a request in it."""

_KEY = "WHERE actor = ? AND session = ? AND request = ?"

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
        now = now_us()

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM mcp_ended WHERE at_us < ?", (now - KEPT_US,))
            row = (actor.id, session, request, now)
            connection.execute("INSERT OR REPLACE INTO mcp_ended VALUES (?, ?, ?, ?)", row)

        await self._database.async_write(work)

    async def until_ended(self, actor: Actor, session: str, request: str) -> None:
        """Return once that call is to end. A session names each of its requests once, so what was told stays true."""
        key = (actor.id, session, request)
        while self._row("SELECT 1 FROM mcp_ended", key) is None:  # noqa: ASYNC110  # another process may be told
            await asyncio.sleep(LOOK_S)

    @asynccontextmanager
    async def asking(self, actor: Actor, session: str, request: str) -> AsyncIterator[Awaitable[dict[str, Any]]]:
        """A block in which that request of ours can be answered; it gives what waits for the message that does."""
        key, now = (actor.id, session, request), now_us()

        def begin(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM mcp_answers WHERE at_us < ?", (now - KEPT_US,))
            connection.execute("INSERT INTO mcp_answers VALUES (?, ?, ?, '', ?)", (*key, now))

        await self._database.async_write(begin)
        waiting = asyncio.ensure_future(self._until_answered(key))
        try:
            yield waiting
        finally:
            waiting.cancel()
            await self._database.async_write(
                lambda connection: connection.execute(f"DELETE FROM mcp_answers {_KEY}", key)
            )

    async def answer(self, actor: Actor, session: str, request: str, answer: Mapping[str, Any]) -> None:
        """`answer` is the JSON-RPC message that came. What nobody asked is not kept, nor what is too long."""
        told = json.dumps(answer)
        if len(told) <= LONGEST_ANSWER:
            values = (told, actor.id, session, request)
            await self._database.async_write(
                lambda connection: connection.execute(
                    f"UPDATE mcp_answers SET answer = ? {_KEY} AND answer = ''", values
                )
            )

    async def _until_answered(self, key: _Key) -> dict[str, Any]:
        while not (row := self._row("SELECT answer FROM mcp_answers", key)) or not row[0]:  # noqa: ASYNC110  # as above
            await asyncio.sleep(ANSWER_LOOK_S)
        answer: dict[str, Any] = json.loads(row[0])
        return answer

    def _row(self, select: str, key: _Key) -> tuple[Any, ...] | None:
        with self._database.read() as connection:
            row: tuple[Any, ...] | None = connection.execute(f"{select} {_KEY}", key).fetchone()
            return row
