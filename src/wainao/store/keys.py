"""Secrets of this installation, each made once, at first start, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from wainao.kernel.errors import SettingsError
from wainao.store.lock import PRIVATE_FILE, locked

OWNER_TOKEN = "owner.token"
OWNER_PREFIX = "wo_"


def owner_token(folder: Path) -> str:
    """The token that makes its bearer the owner; made by the first process that asks."""
    return secret_file(folder, OWNER_TOKEN, lambda: f"{OWNER_PREFIX}{secrets.token_urlsafe(32)}".encode()).decode()


def secret_file(folder: Path, name: str, make: Callable[[], bytes]) -> bytes:
    """What `folder/name` holds; if there is no such file, what `make` returns, written there first.

    Processes that start together agree on one. Raises SettingsError if others than its owner may read it.
    """
    path = folder / name
    if not path.exists():
        _make(path, make)
    if sys.platform != "win32" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise SettingsError(
            f"{path} may be read by others (its mode is {stat.S_IMODE(path.stat().st_mode):o}). Expected 600, for the "
            f"owner alone. Run: chmod 600 {path}"
        )
    return path.read_bytes()


def _make(path: Path, make: Callable[[], bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with locked(path.parent / ".lock"):
        if path.exists():
            return
        new = path.with_name(f"{path.name}.new")
        new.unlink(missing_ok=True)
        file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(file, "wb") as stream:
            stream.write(make())
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(path)
