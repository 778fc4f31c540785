"""Locks on files, between processes; the operating system lets go of them when their holder dies, however it dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PRIVATE_FILE = 0o600

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # Windows locks forbid others to read the locked bytes, so lock one that is never used.

    def _lock(file: int, *, wait: bool) -> bool:
        os.lseek(file, _FAR, os.SEEK_SET)
        while True:
            try:
                msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
                return True
            except OSError:  # LK_LOCK gives up after ten attempts, one second apart
                if not wait:
                    return False

else:
    import fcntl

    def _lock(file: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True


def open_locked(path: Path, *, wait: bool) -> int | None:
    """Open `path`, made if it is not there, and lock it until the descriptor is closed.

    None: another process holds it, and `wait` is false.
    """
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        if not _lock(file, wait=wait):
            os.close(file)
            return None
        if _still_at(path, file):
            return file
        os.close(file)  # its holder removed it while we waited: what is at `path` now is another file


@contextmanager
def locked(path: Path) -> Iterator[int]:
    """Hold the lock on `path` for a block; yields the open file's descriptor."""
    file = open_locked(path, wait=True)
    assert file is not None
    try:
        yield file
    finally:
        os.close(file)


def _still_at(path: Path, file: int) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False
