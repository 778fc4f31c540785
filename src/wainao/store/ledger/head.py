"""The newest checkpoint, kept beside the database, so that a database cut short does not pass for a whole one."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from wainao.kernel.errors import IntegrityError
from wainao.store.ledger.checkpoint import Checkpoint, parse_note
from wainao.store.lock import locked

_MAX_BYTES = 4096


class HeadFile:
    """`ledger.head`: written after each commit, never before, so it can lag behind the database but not lead it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Checkpoint | None:
        """None: there is no such file. Raises IntegrityError if it is not a checkpoint."""
        note = self.text()
        return None if note is None else parse_note(note)

    def text(self) -> str | None:
        """What the file holds, whatever it is."""
        if not self.path.exists():
            return None
        with locked(self.path) as file:
            return _text(os.read(file, _MAX_BYTES))

    def replace(self, note: str) -> None:
        """Begin the file with this note, or begin it anew, whatever was there."""
        new = self.path.with_name(f"{self.path.name}.{secrets.token_hex(8)}.new")
        new.write_text(note, encoding="utf-8", newline="\n")
        new.replace(self.path)

    def advance(self, size: int, note: str) -> None:
        """Write the note of a log of that size, unless another process wrote a longer one meanwhile.

        In place and without waiting for the disk: this happens at every commit.
        """
        data = note.encode()
        with locked(self.path) as file:
            old = os.read(file, _MAX_BYTES)
            if _size(old) >= size:
                return
            os.lseek(file, 0, os.SEEK_SET)
            os.write(file, data)
            if len(old) > len(data):
                os.ftruncate(file, len(data))


def _size(note: bytes) -> int:
    try:
        return parse_note(_text(note)).size
    except IntegrityError:
        return -1


def _text(note: bytes) -> str:
    return note.decode("utf-8", "replace")
