"""Copies of large bases follow the database beside the work, in one process of a home at a time."""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path

from wainao.features.knowledge.engines.large import LargeIndex
from wainao.store.lock import open_locked

PATIENCE_S = 5.0
"""A process that ends sooner, such as a command, need not begin."""
LOOK_EVERY_S = 1.0
"""Other processes add passages without telling; to look is to read a few rows."""
REST_S = 60.0
"""After a failure: a full disk may have room again."""

log = logging.getLogger("wainao.knowledge")


class Copying:
    """Looks again and again whether every copy is level with its base, and catches up."""

    def __init__(self, index: LargeIndex, lock: Path) -> None:
        self._index = index
        self._lock = lock
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="copies", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop after the portion under way."""
        self._ended.set()
        self._thread.join()

    def _follow(self) -> None:
        pause = PATIENCE_S
        while not self._ended.wait(pause):
            pause = LOOK_EVERY_S
            try:
                self._take_turn()
            except Exception:  # the edge of a worker: what fails now may work later, and FTS5 answers meanwhile
                log.exception("Copying large knowledge bases failed, and will be tried again in %g s", REST_S)
                pause = REST_S

    def _take_turn(self) -> None:
        self._lock.parent.mkdir(exist_ok=True, mode=0o700)
        file = open_locked(self._lock, wait=False)
        if file is None:
            return
        try:
            while not self._ended.is_set() and self._index.catch_up():
                pass
        finally:
            os.close(file)
