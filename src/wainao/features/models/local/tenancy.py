"""Where a model that runs here is reached: told by its process in a file, for all processes that have the home open."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from wainao.store.lock import PRIVATE_FILE, open_locked

LOOKS, LOOK_S = 5, 0.02


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """A loopback port, the key that opens it, and the process behind it with the memory it took when it began."""

    port: int
    key: str
    pid: int
    bytes: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


class Tenancy:
    """One model's place in `folder`. Its lock is held by the process that serves it, by nobody once that is dead."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._note = folder / f"{name}.json"
        self._lock = folder / f"{name}.lock"
        self.log = folder / f"{name}.log"
        self._held: int | None = None

    # For the process that serves the model.

    def take(self) -> bool:
        """Whether nobody else serves it; the place is ours until we die or leave."""
        for _ in range(LOOKS):
            self._held = open_locked(self._lock, wait=False)
            if self._held is not None:
                return True
            time.sleep(LOOK_S)  # it may be one who only looked
        return False

    def tell(self, address: Address) -> None:
        draft = self._note.with_suffix(".draft")
        file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(file, "wb") as opened:
            opened.write(msgspec.json.encode(address))
        draft.replace(self._note)

    def unused_s(self) -> float:
        """How long ago anybody used it."""
        with suppress(FileNotFoundError):
            return time.time() - self._note.stat().st_mtime
        return 0.0

    def leave(self) -> None:
        self._note.unlink(missing_ok=True)

    # For those who use it.

    def address(self) -> Address | None:
        """Where it is reached; None when nobody serves it yet."""
        try:
            address = msgspec.json.decode(self._note.read_bytes(), type=Address)
        except (FileNotFoundError, msgspec.DecodeError):
            return None
        return address if self.taken() else None

    def taken(self) -> bool:
        file = open_locked(self._lock, wait=False)
        if file is None:
            return True
        os.close(file)
        return False

    def touch(self) -> None:
        """Say that it is in use now."""
        with suppress(FileNotFoundError):
            os.utime(self._note)


def tenancies(folder: Path) -> Iterator[Tenancy]:
    """All models that are being served."""
    for note in sorted(folder.glob("*.json")):
        tenancy = Tenancy(folder, note.stem)
        if tenancy.taken():
            yield tenancy
