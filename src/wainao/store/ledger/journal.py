"""What has been answered and is not yet committed, kept where the death of this process cannot reach it."""

from __future__ import annotations

import asyncio
import mmap
import os
import struct
import sys
import time
import zlib
from contextlib import suppress
from pathlib import Path

from wainao.kernel.errors import StoreError
from wainao.store.lock import PRIVATE_FILE

HALF_BYTES = 4 << 20

_COUNTS = struct.Struct("<QQ")
_ENTRY = struct.Struct("<IIQ")
_FIRST = 4_096


class Journal:
    """A file that is mapped into memory: writing to it takes a microsecond and no system call, and outlives a kill -9.

    Not a power cut: nobody waits for the disk. Its two halves take turns, one takes new entries while those of the
    other are being committed; what is committed is wiped. An entry is its length, its CRC-32 and its number, then
    itself; a length of 0 ends a half. The file begins with how many entries were ever written, and how many wiped.

    Not thread-safe: the ledger's lock guards it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._map = _mapped(path)
        self._written = self._wiped = 0
        self._half = 0
        self._ends = [0, 0]
        self._entries = [0, 0]

    @property
    def is_empty(self) -> bool:
        return self._written == self._wiped

    def append(self, entry: bytes) -> bool:
        """Keep the entry from now on; False if there is no room for it."""
        half, end = self._half, self._ends[self._half]
        size = _ENTRY.size + len(entry)
        if end + size > HALF_BYTES - _ENTRY.size:
            return False
        at = _FIRST + half * HALF_BYTES + end
        self._map[at + _ENTRY.size : at + size] = entry
        _ENTRY.pack_into(self._map, at, len(entry), zlib.crc32(entry), self._written)  # last: now it counts
        self._ends[half] = end + size
        self._entries[half] += 1
        self._written += 1
        _COUNTS.pack_into(self._map, 0, self._written, self._wiped)
        return True

    def turn(self) -> None:
        """From now on the other half takes the entries."""
        self._half = 1 - self._half

    def wipe(self, *halves: int) -> None:
        for half in halves:
            start = _FIRST + half * HALF_BYTES
            self._map[start : start + self._ends[half]] = bytes(self._ends[half])
            self._wiped += self._entries[half]
            self._ends[half] = self._entries[half] = 0
        _COUNTS.pack_into(self._map, 0, self._written, self._wiped)

    @property
    def resting(self) -> int:
        """The half that takes no entries now."""
        return 1 - self._half

    def close(self) -> None:
        """Leave the file only if something in it was never committed."""
        self._map.close()
        if self.is_empty:
            self.path.unlink(missing_ok=True)


def read_journal(path: Path) -> list[bytes]:
    """The entries in order, of a process that died; none if there is no such file."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    found: list[tuple[int, bytes]] = []
    for half in range(2):
        at = _FIRST + half * HALF_BYTES
        while (entry := _entry(data, at)) is not None:
            found.append(entry)
            at += _ENTRY.size + len(entry[1])
    return [entry for _, entry in sorted(found)]


def waiting(path: Path) -> int:
    """How many entries of a journal, which may be in use, are not committed yet."""
    written, wiped = _counts(path)
    return max(0, written - wiped)


async def emptied(path: Path) -> None:
    """Wait until what a journal in use holds now is committed, or until its process had a second for that."""
    written, wiped = _counts(path)
    deadline = time.monotonic() + 1.0
    while wiped < written and time.monotonic() < deadline:
        await asyncio.sleep(0.001)
        _, wiped = _counts(path)


def _counts(path: Path) -> tuple[int, int]:
    """How many entries were ever written to a journal that may be in use, and how many were wiped again."""
    try:
        with path.open("rb") as file:
            written, wiped = _COUNTS.unpack(file.read(_COUNTS.size))
    except (FileNotFoundError, struct.error):  # only just begun, or gone, and then empty
        return 0, sys.maxsize
    return written, wiped


def _entry(data: bytes, at: int) -> tuple[int, bytes] | None:
    """The number and the content of the entry there; None if there is none that was written to its end."""
    if at + _ENTRY.size > len(data):
        return None
    length, crc, number = _ENTRY.unpack_from(data, at)
    entry = data[at + _ENTRY.size : at + _ENTRY.size + length]
    return (number, entry) if length and zlib.crc32(entry) == crc else None


def _mapped(path: Path) -> mmap.mmap:
    size = _FIRST + 2 * HALF_BYTES
    try:
        path.parent.mkdir(exist_ok=True, mode=0o700)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        try:
            _allot(file, size)
            return mmap.mmap(file, 0)
        finally:
            os.close(file)
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise StoreError(
            f"{path} cannot be made: {error}. Expected room for {size} bytes. Free some, or set store.durability to "
            "'each', which needs no journal."
        ) from error


def _allot(file: int, size: int) -> None:
    """Give the file its room now: a map over blocks that a full disk then does not have kills the process."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file, 0, size)
    else:
        os.write(file, bytes(size))
