"""Which tools served which requests: by what a model did, and by what people said. More of it, better choices."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from wainao.kernel import NotFoundError, now_us
from wainao.store.copies import AMONG, given
from wainao.store.home import Home
from wainao.store.ledger.reading import find
from wainao.store.rows import Rows
from wainao.store.sqlite import Migration

MOST = 50
"""Requests of one tool that are kept, the newest."""

MIGRATIONS = (
    Migration(
        "1-experience",
        """
        CREATE TABLE tools_experience (
            id INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, tool TEXT NOT NULL, receipt TEXT NOT NULL,
            at_us INTEGER NOT NULL
        );
        CREATE UNIQUE INDEX tools_experience_by_tool ON tools_experience (tenant, tool, receipt);
        """,
    ),
    Migration(
        "2-unlearnt",
        "CREATE TABLE tools_unlearnt (tenant TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;",
    ),
)


class Experience:
    """Quotes nobody: a request is read in the ledger, so that what is erased there is gone here."""

    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        self._database.migrate("tools-experience", MIGRATIONS)

    async def gained(self, *, tenant: str, tool: str, receipt: str) -> None:
        """`tool` served the request in the input of `receipt`."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT OR IGNORE INTO tools_experience (tenant, tool, receipt, at_us) VALUES (?, ?, ?, ?)",
                (tenant, tool, receipt, now_us()),
            )
            connection.execute(
                "DELETE FROM tools_experience WHERE tenant = ? AND tool = ? AND id <= (SELECT id FROM tools_experience "
                "WHERE tenant = ? AND tool = ? ORDER BY id DESC LIMIT 1 OFFSET ?)",
                (tenant, tool, tenant, tool, MOST),
            )

        await self._database.async_write(work)

    def unlearnt(self, tenant: str) -> int:
        """How often something that was learnt was erased: whoever remembers from before begins anew."""
        with self._database.read() as connection:
            row = connection.execute("SELECT times FROM tools_unlearnt WHERE tenant = ?", (tenant,)).fetchone()
        return 0 if row is None else int(row[0])

    def since(self, tenant: str, mark: int) -> Iterator[tuple[int, str, str]]:
        """What came after `mark`, oldest first: its own mark, the tool, the request."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT id, tool, receipt FROM tools_experience WHERE tenant = ? AND id > ? ORDER BY id", (tenant, mark)
            ).fetchall()
            told = [(id, tool, _request(connection, receipt)) for id, tool, receipt in rows]
        return ((id, tool, request) for id, tool, request in told if request)


@dataclass(frozen=True, kw_only=True, slots=True)
class ExperienceKeeper(Rows):
    """What a request taught goes with it: out of every process's memory, and with the vector of its words."""

    home: Home

    def forget(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Collection[str]:
        sql = f"DELETE FROM tools_experience WHERE tenant = :tenant AND receipt {AMONG}"
        if not connection.execute(sql, given(receipts, tenant=tenant)).rowcount:
            return ()
        connection.execute(
            "INSERT INTO tools_unlearnt VALUES (?, 1) ON CONFLICT (tenant) DO UPDATE SET times = times + 1", (tenant,)
        )
        return (tenant,)

    def finish(self, connection: sqlite3.Connection, item: str) -> None:
        from wainao.features.tools.vectors import VectorStore

        VectorStore(self.home).lose(item)


def _request(connection: sqlite3.Connection, receipt: str) -> str:
    try:
        contents = find(connection, receipt).contents
    except NotFoundError:
        return ""  # its receipt is not sealed yet: it counts from the next start on
    asked = None if contents is None else contents.input
    return str(asked.get("request", "")) if isinstance(asked, dict) else ""
