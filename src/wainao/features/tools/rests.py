"""Tools that asked to be left alone for a while, as their servers said in their last replies: table `tools_rests`."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping

from wainao.features.tools.openapi import rest_s
from wainao.kernel import Call
from wainao.store.home import Home
from wainao.store.sqlite import Migration

LONGEST_S = 3_600.0
"""A longer rest than an hour is told to who calls, and after an hour tried all the same: it may be a mistake."""

MIGRATIONS = (
    Migration(
        "1-rests",
        """
        CREATE TABLE tools_rests (
            tenant TEXT NOT NULL, actor TEXT NOT NULL, tool TEXT NOT NULL, until_s REAL NOT NULL,
            PRIMARY KEY (tenant, actor, tool)
        ) WITHOUT ROWID;
        """,
    ),
)

_Key = tuple[str, str, str]


class Rests:
    """Each actor's apart, since most APIs count by whom they let in; known to every process as soon as one was told.

    Looked up at every call, which costs microseconds where a request costs milliseconds, and written only when a
    server says something. By the clock on the wall, which processes share: if that is set, a rest is wrong by as much,
    and by an hour at most.
    """

    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        self._database.migrate("tools-rests", MIGRATIONS)

    async def told(self, call: Call, tool: str, status: int, headers: Mapping[str, str]) -> float | None:
        """Remember what a reply says; in how many seconds the tool may be called again, None: at once."""
        now = time.time()
        rest = rest_s(status, headers, now_s=now)
        if rest is not None:
            row = (*_key(call, tool), now + min(rest, LONGEST_S))
            await self._database.async_write(lambda connection: _remember(connection, row, now))
        return rest

    def left_s(self, call: Call, tool: str) -> float:
        """How long the tool is to be left alone yet."""
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT until_s FROM tools_rests WHERE tenant = ? AND actor = ? AND tool = ?", _key(call, tool)
            ).fetchone()
        return 0.0 if row is None else min(max(0.0, row[0] - time.time()), LONGEST_S)


def forget_rests(connection: sqlite3.Connection, tenant: str, box: str) -> None:
    """As part of removing a toolbox: another one of that name is another server."""
    connection.execute(
        "DELETE FROM tools_rests WHERE tenant = ? AND substr(tool, 1, ?) = ?", (tenant, len(box) + 1, f"{box}:")
    )


def _remember(connection: sqlite3.Connection, row: tuple[str, str, str, float], now_s: float) -> None:
    """With those whose rest is over goes what the table would grow by."""
    connection.execute("DELETE FROM tools_rests WHERE until_s < ?", (now_s,))
    connection.execute("INSERT OR REPLACE INTO tools_rests VALUES (?, ?, ?, ?)", row)


def _key(call: Call, tool: str) -> _Key:
    return call.actor.tenant, call.actor.id, tool
