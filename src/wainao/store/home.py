"""The one directory in which an installation keeps everything."""

from __future__ import annotations

import threading
from pathlib import Path

from wainao.store.changes import Changes
from wainao.store.ledger.ledger import Ledger
from wainao.store.process import Process
from wainao.store.sqlite import Database


class Home:
    """`path` holds `state.db`, `knowledge.db`, `blobs/` and `keys/`; databases open on first use and close together."""

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        self.path = path
        self.durable = durable
        self._databases: dict[str, Database] = {}
        self._process: Process | None = None
        self._ledger: Ledger | None = None
        self._changes: Changes | None = None
        self._lock = threading.RLock()
        path.mkdir(parents=True, exist_ok=True, mode=0o700)

    def database(self, name: str) -> Database:
        with self._lock:
            if name not in self._databases:
                self._databases[name] = Database(self.path / f"{name}.db", durable=self.durable)
            return self._databases[name]

    @property
    def blobs(self) -> Path:
        return self.path / "blobs"

    @property
    def keys(self) -> Path:
        return self.path / "keys"

    @property
    def process(self) -> Process:
        """This process among all that have the home open."""
        with self._lock:
            if self._process is None:
                self._process = Process(self.path / "run")
            return self._process

    @property
    def ledger(self) -> Ledger:
        """The log of all calls. Opened on first use, which also records the calls of processes that died."""
        with self._lock:
            if self._ledger is None:
                self._ledger = Ledger(home=self.path, database=self.database("state"), process=self.process)
            return self._ledger

    @property
    def changes(self) -> Changes:
        """Tells whether what a process keeps in memory of `state.db` still holds."""
        with self._lock:
            if self._changes is None:
                database = self.database("state")
                self._changes = Changes(self.path / "changes", database=database, process=self.process)
            return self._changes

    def close(self) -> None:
        with self._lock:
            if self._ledger is not None:
                self._ledger.close()
                self._ledger = None
            for database in self._databases.values():
                database.close()
            self._databases.clear()
            if self._changes is not None:
                self._changes.close()
                self._changes = None
            if self._process is not None:
                self._process.close()
                self._process = None
