"""Moves a database's write-ahead log into its file, in a thread of its own."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress

ROWS_BETWEEN = 1_000
"""Changed rows after which the log is moved; a reader looks for pages in it first, so it should not grow long."""


class Checkpointer:
    """SQLite would do it in whatever commit makes the log long, and whoever waits for that one waits for the disk, too.

    This one moves what it can while others read and write, and holds up none of them.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._moved_at = 0
        self._wanted = threading.Event()
        self._closed = False
        self._thread: threading.Thread | None = None

    def wrote(self, rows: int) -> None:
        """How many rows the writer has changed so far; called by it, after each commit."""
        if rows - self._moved_at < ROWS_BETWEEN:
            return
        self._moved_at = rows
        self._wanted.set()
        if self._thread is None:
            thread = threading.Thread(target=self._run, name="checkpointer", daemon=True)
            with suppress(RuntimeError):  # the system has no room for one now: SQLite does it meanwhile
                thread.start()
                self._thread = thread

    def close(self) -> None:
        if self._thread is not None:
            self._closed = True
            self._wanted.set()
            self._thread.join()

    def _run(self) -> None:
        # Nothing is lost by an error: all stays in the log, and what is wrong with the disk the next commit will say.
        with suppress(sqlite3.Error), closing(self._connect()) as connection:
            while self._wanted.wait() and not self._closed:
                self._wanted.clear()
                with suppress(sqlite3.Error):
                    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
