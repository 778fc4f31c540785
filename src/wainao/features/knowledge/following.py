"""Vectors for new passages, made beside the work, by one process of a home at a time."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from wainao.features.knowledge.engines.dense import DenseIndex
from wainao.store.lock import open_locked

PATIENCE_S = 5.0
"""A process that ends sooner, such as a command, need not begin."""
LOOK_EVERY_S = 30.0
"""Other processes add passages without telling."""


class Following:
    """Looks now and then for passages without a vector, and makes them until none is left."""

    def __init__(self, dense: DenseIndex, lock: Path) -> None:
        self._dense = dense
        self._lock = lock
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="vectors", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._ended.set()
        self._thread.join()

    def _follow(self) -> None:
        pause = PATIENCE_S
        while not self._ended.wait(pause):
            pause = LOOK_EVERY_S
            file = open_locked(self._lock, wait=False)
            if file is None:
                continue
            try:
                while not self._ended.is_set() and self._dense.catch_up():
                    pass
            finally:
                os.close(file)
