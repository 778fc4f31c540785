"""The one directory in which an installation keeps everything."""

from __future__ import annotations

import threading
from pathlib import Path

from wainao.store.sqlite import Database


class Home:
    """`path` holds `state.db`, `knowledge.db`, `blobs/` and `keys/`; databases open on first use and close together."""

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        self.path = path
        self.durable = durable
        self._databases: dict[str, Database] = {}
        self._lock = threading.Lock()
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

    def close(self) -> None:
        with self._lock:
            for database in self._databases.values():
                database.close()
            self._databases.clear()
