"""What processes that died left half done becomes records."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from wainao.store.ledger.journal import read_journal
from wainao.store.ledger.record import Record, crashed, opened_id, record, unpacked

SEALED, OPENED = b"S", b"O"
"""What an entry of a journal is: a record without its place, or the opening of a call."""


def left_over(connection: sqlite3.Connection, journals: Path, dead: Iterable[str]) -> list[Record]:
    """What goes into the log: what was answered but not committed, and the calls that never ended, as crashed."""
    sealed: dict[str, Record] = {}
    opened: dict[str, bytes] = {}
    for token in sorted(dead):
        rows = connection.execute("SELECT id, opening FROM receipts_open WHERE process = ? ORDER BY id", (token,))
        opened.update(rows.fetchall())
        for entry in read_journal(journals / token):
            kind, content = entry[:1], entry[1:]
            if kind == SEALED:
                answered = unpacked(content)
                sealed[answered.id] = answered
            else:
                opened[opened_id(content)] = content
    unended = [opening for id, opening in opened.items() if id not in sealed and not _is_in_log(connection, id)]
    answered_only = [answered for id, answered in sealed.items() if not _is_in_log(connection, id)]
    return [*answered_only, *(record(crashed(opening)) for opening in unended)]


def _is_in_log(connection: sqlite3.Connection, id: str) -> bool:
    # A process may die between its commit and the wiping of its journal.
    return connection.execute("SELECT 1 FROM receipts WHERE id = ?", (id,)).fetchone() is not None
