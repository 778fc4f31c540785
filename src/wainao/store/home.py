"""The one directory in which an installation keeps everything."""

from __future__ import annotations

import glob
import threading
from contextlib import ExitStack
from pathlib import Path

from wainao.kernel.errors import StoreError
from wainao.store.changes import Changes
from wainao.store.copies import Keepers
from wainao.store.ledger.ledger import Ledger
from wainao.store.process import Process
from wainao.store.sqlite import Database

BEFORE = ".before-"
"""Between a home's name and a time: what was there before an upgrade took its place."""


class Home:
    """`path` holds `state.db`, `knowledge.db`, `blobs/` and `keys/`; databases open on first use and close together.

    A home that an older version wrote is changed only with `upgrade`; without it, opening a database raises StoreError.
    """

    def __init__(self, path: Path, *, durable: bool = True, upgrade: bool = False) -> None:
        _refuse_half_upgraded(path)
        self.path = path
        self.durable = durable
        self._upgrade = upgrade
        self._databases: dict[str, Database] = {}
        self._process: Process | None = None
        self._ledger: Ledger | None = None
        self._keepers: Keepers | None = None
        self._changes: Changes | None = None
        self._lock = threading.RLock()
        _make(path)

    def database(self, name: str) -> Database:
        with self._lock:
            if name not in self._databases:
                self._databases[name] = Database(self.path / f"{name}.db", durable=self.durable, upgrade=self._upgrade)
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
    def keepers(self) -> Keepers:
        """Whoever copies from receipts, to be asked when some are erased."""
        with self._lock:
            if self._keepers is None:
                self._keepers = Keepers(self.ledger)
            return self._keepers

    @property
    def changes(self) -> Changes:
        """Tells whether what a process keeps in memory of `state.db` still holds."""
        with self._lock:
            if self._changes is None:
                database = self.database("state")
                self._changes = Changes(self.path / "changes", database=database, process=self.process)
            return self._changes

    def close(self) -> None:
        """Close all of it, the ledger first; what cannot be written any more holds up none of the rest."""
        with self._lock, ExitStack() as closing:
            for part in (self._process, self._changes, *self._databases.values(), self._ledger):
                if part is not None:
                    closing.callback(part.close)
            self._process = self._changes = self._keepers = self._ledger = None
            self._databases = {}


def _make(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(
            f"{str(path)!r} cannot be a home: {error.strerror}. Expected a directory, or a place to make one: name "
            "another, or check the rights there."
        ) from error


def _refuse_half_upgraded(path: Path) -> None:
    """An upgrade that was killed between its two renames left no home; making an empty one would look like a loss."""
    if (path / "state.db").exists():
        return
    if kept := sorted(path.parent.glob(f"{glob.escape(path.name)}{BEFORE}*/state.db")):
        raise StoreError(
            f"There is no home in {str(path)!r}, but what was there before an upgrade is in {str(kept[-1].parent)!r}: "
            "the upgrade was cut short. Rename that folder back and upgrade again, or move it elsewhere to begin anew."
        )
