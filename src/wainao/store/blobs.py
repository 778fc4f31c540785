"""Files by the SHA-256 of their content, in one folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import time
from pathlib import Path

from wainao.kernel.errors import IntegrityError, NotFoundError, StoreError

_ABANDONED_SECONDS = 24 * 3600


class Blobs:
    """Written once, never changed: a blob is there completely or not at all.

    `sync` after one or many `put` makes them outlast a power cut; call it before recording that they are there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._unfinished = folder / "unfinished"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._unfinished.mkdir(exist_ok=True)
        self._clear()

    def put(self, data: bytes, digest: str) -> None:
        """Keep `data`, whose SHA-256 in hexadecimal is `digest`; does nothing if it is there already."""
        path = self.path(digest)
        if path.exists():
            return
        unfinished = self._unfinished / f"{digest}-{os.getpid()}-{threading.get_ident()}"
        try:
            with unfinished.open("wb") as file:  # buffered: that one goes on where a write takes only a part
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise StoreError(
                f"{path} cannot be used: {error}. Check free space and rights there, then try again."
            ) from error

    def sync(self) -> None:
        """Wait until every blob put so far is on disk."""
        # The bytes are; their names last once the folder is. Windows has no call for that and needs none.
        if os.name == "posix":
            handle = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def get(self, digest: str) -> bytes:
        """The bytes kept under `digest`, checked."""
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError as error:
            raise NotFoundError(
                f"There is no file {digest!r} in {self._folder}. "
                "A file that was added was expected: add it again, or restore a backup."
            ) from error
        found = hashlib.sha256(data).hexdigest()
        if found != digest:
            raise IntegrityError(
                f"The file {digest!r} in {self._folder} has the content of {found!r}. "
                "Files there are never changed: check the disk and restore a backup."
            )
        return data

    def discard(self, digest: str) -> None:
        """Delete what is kept under `digest`, if it is there. Whoever calls this knows that nobody needs it."""
        for path in (self.path(digest), *self._unfinished.glob(f"{digest}-*")):
            path.unlink(missing_ok=True)
        self.sync()

    def _clear(self) -> None:
        # What a process left behind that was killed while it wrote; other processes may be writing now.
        for left in self._unfinished.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
                    left.unlink()

    def path(self, digest: str) -> Path:
        """Where the blob `digest` lies once it is there."""
        return self._folder / digest
