"""Which processes have this home open: each holds a locked file in `run/` for as long as it lives."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from wainao.store.lock import open_locked


class Process:
    """This process. Rows that others may have to finish after a crash carry its `token`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.token = f"{os.getpid()}-{secrets.token_hex(8)}"
        self._file = open_locked(folder / self.token, wait=True)
        self._sweep()

    def dead(self, tokens: Iterable[str]) -> set[str]:
        """Those whose process is gone. A token never comes back to life."""
        return {token for token in tokens if not self._alive(token)}

    def others(self) -> list[str]:
        """The tokens of all other processes that have this home open now."""
        return [path.name for path in self._folder.iterdir() if path.name != self.token and self._alive(path.name)]

    def close(self) -> None:
        if self._file is not None:
            (self._folder / self.token).unlink(missing_ok=True)
            os.close(self._file)
            self._file = None

    def _alive(self, token: str) -> bool:
        if token == self.token:
            return self._file is not None
        path = self._folder / token
        if not path.exists():
            return False
        file = open_locked(path, wait=False)
        if file is None:
            return True
        path.unlink(missing_ok=True)
        os.close(file)
        return False

    def _sweep(self) -> None:
        self.dead(path.name for path in self._folder.iterdir())


def anyone(folder: Path) -> bool:
    """Whether any process has the home open whose `run/` this is; for those that only watch and hold nothing there."""
    for path in folder.iterdir():
        file = open_locked(path, wait=False)
        if file is None:
            return True
        os.close(file)
    return False
