"""Files by the SHA-256 of their content, in one folder."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from wainao.kernel.errors import IntegrityError, NotFoundError


class Blobs:
    """Written once, never changed: a blob is there completely or not at all, also after a power cut."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._unfinished = folder / "unfinished"
        self._unfinished.mkdir(parents=True, exist_ok=True)

    def put(self, data: bytes, digest: str) -> None:
        """Keep `data`, whose SHA-256 in hexadecimal is `digest`; does nothing if it is there already."""
        path = self.path(digest)
        if path.exists():
            return
        path.parent.mkdir(exist_ok=True)
        unfinished = self._unfinished / f"{digest}-{secrets.token_hex(4)}"
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        _sync_folder(path.parent)

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

    def path(self, digest: str) -> Path:
        """Where the blob `digest` lies once it is there."""
        return self._folder / digest[:2] / digest


def _sync_folder(folder: Path) -> None:
    # A rename lasts once the folder is on disk; Windows has no call for that and needs none.
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
