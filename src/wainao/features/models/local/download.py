"""One file onto this machine: what is there already is not fetched again, and nothing wrong ever has its last name."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import shutil
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from wainao.features.models.errors import ModelError
from wainao.features.models.local.hub import REDIRECTS, Remote, refuse_status
from wainao.kernel import TimedOutError, UsageError
from wainao.store.egress import Egress, Limits, Reply, UnreachableError

PIECE_BYTES = 1024 * 1024
SPARE_BYTES = 256 * 1024 * 1024
"""What a disk must still have when all is there."""
TELL_S = 0.5
PATIENCE = 3
"""So often a download that breaks off without having brought anything is tried again."""
PAUSE_S = 1.0
LIMITS = Limits(total_s=7 * 24 * 3600.0, max_bytes=1 << 50)
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """How far a file is: `done` of `total` bytes, None where that is not known."""

    file: str
    done: int
    total: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Begun:
    """Noted beside what there is of a file: where the rest is, and how its server tells that version from another."""

    url: str
    sha256: str
    etag: str = ""


class Draft:
    """`path`.part while it grows; it gets its name once it is whole and what it should be."""

    def __init__(self, path: Path, *, sha256: str) -> None:
        self._path = path
        self._part = path.with_name(path.name + ".part")
        self._note = path.with_name(path.name + ".from")
        self._expected = sha256.lower()
        self._hash = hashlib.sha256()
        self.done = 0

    def begin(self, url: str) -> str:
        """Take up what there is of the same file; returns the mark (etag) of the version it is from."""
        begun = self._begun()
        known = begun is not None and (begun.url, begun.sha256) == (url, self._expected)
        sure = begun is not None and (begun.sha256 or begun.etag)  # that what follows belongs to what is here
        if begun is None or not (known and sure) or not self._part.exists():
            self.restart(url, "")
            return ""
        self._hash, self.done = hashlib.sha256(), 0
        with self._part.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                self._hash.update(piece)
                self.done += len(piece)
        return begun.etag

    def restart(self, url: str, etag: str) -> None:
        self._part.write_bytes(b"")
        self._hash, self.done = hashlib.sha256(), 0
        self._note.write_bytes(msgspec.json.encode(_Begun(url=url, sha256=self._expected, etag=etag)))

    def open(self) -> BinaryIO:
        return self._part.open("ab")

    def add(self, file: BinaryIO, piece: bytes) -> None:
        file.write(piece)
        self._hash.update(piece)
        self.done += len(piece)

    def finish(self, what: str) -> str:
        """Give it its name; returns its hash. Raises ModelError, and throws it away, where that is the wrong one."""
        found = self._hash.hexdigest()
        self._note.unlink(missing_ok=True)
        if self._expected and found != self._expected:
            self._part.unlink()
            raise ModelError(
                f"{what!r} is not what it should be: its SHA-256 is {found}, expected {self._expected}. It was thrown "
                "away; try again, or another source."
            )
        with self._part.open("rb+") as file:
            os.fsync(file.fileno())  # a name may outlive a power failure that its content does not
        self._part.replace(self._path)
        return found

    def _begun(self) -> _Begun | None:
        try:
            return msgspec.json.decode(self._note.read_bytes(), type=_Begun)
        except (OSError, msgspec.DecodeError):
            return None

    def refuse_full(self, total: int | None) -> None:
        """Raises UsageError where the disk has no room for the rest."""
        free, needed = shutil.disk_usage(self._path.parent).free, (total or self.done) - self.done + SPARE_BYTES
        if needed > free:
            raise UsageError(
                f"There is no room for {self._path.parent.name!r}: {needed / 1e9:.1f} GB are needed and "
                f"{free / 1e9:.1f} GB free. Make room, or choose a smaller quantisation."
            )


async def download(egress: Egress, remote: Remote, path: Path) -> AsyncGenerator[Fetched | str, None]:
    """Fetch a file to `path`: progress, at last its SHA-256. Broken off it goes on where it was, now or another time.

    Raises UnreachableError, TimedOutError, NotFoundError, UsageError and ModelError.
    """
    draft, what = Draft(path, sha256=remote.sha256), remote.name
    etag = await asyncio.to_thread(draft.begin, remote.url)
    patience = PATIENCE
    while True:
        before = draft.done
        try:
            async with aclosing(_fetch(egress, remote, draft, etag)) as steps:
                async for step in steps:
                    yield step
            break
        except (UnreachableError, TimedOutError):
            patience = PATIENCE if draft.done > before else patience - 1
            if patience == 0:
                raise
            await asyncio.sleep(PAUSE_S)
            etag = await asyncio.to_thread(draft.begin, remote.url)
    yield await asyncio.to_thread(draft.finish, what)


async def copy(where: str, to: Path, *, sha256: str) -> AsyncGenerator[Fetched | str, None]:
    """The same for a file of this machine. Raises UsageError where there is none that can be read."""
    draft = Draft(to, sha256=sha256)
    source, total = await asyncio.to_thread(_opened, where)
    with source:
        draft.restart(where, "")
        draft.refuse_full(total)
        async with aclosing(_written(draft, _pieces(source), to.name, total)) as steps:
            async for step in steps:
                yield step
    yield await asyncio.to_thread(draft.finish, where)


def _opened(where: str) -> tuple[BinaryIO, int]:
    path = Path(where).expanduser()
    try:
        if path.is_file():
            return path.open("rb"), path.stat().st_size
        why = "there is no such file"
    except OSError as error:
        why = error.strerror or "the system refuses it"
    raise UsageError(
        f"{where!r} cannot be read: {why}. Expected the path of a GGUF file on this machine, or of "
        "a folder with an OpenVINO model."
    )


async def _pieces(source: BinaryIO) -> AsyncIterator[bytes]:
    while piece := await asyncio.to_thread(source.read, PIECE_BYTES):
        yield piece


async def _fetch(egress: Egress, remote: Remote, draft: Draft, etag: str) -> AsyncGenerator[Fetched, None]:
    headers: dict[str, str] = {}
    if draft.done and draft.done == remote.bytes:
        return
    if draft.done:
        headers |= {"range": f"bytes={draft.done}-"} | ({"if-range": etag} if etag else {})
    async with egress.send("GET", remote.url, headers=headers, limits=LIMITS, redirects=REDIRECTS) as reply:
        if reply.status == 416:  # there is nothing behind what we have: what we have is all, or of another version
            await asyncio.to_thread(draft.restart, remote.url, "")
            raise UnreachableError(f"{remote.name!r} is shorter than what was here of it. It begins anew.")
        refuse_status(reply.status, remote.name)
        if reply.status == 200 or _begins(reply) != draft.done:
            await asyncio.to_thread(draft.restart, remote.url, _mark(reply))
            _refuse_surprise(reply)
        total = _total(reply, remote, draft)
        await asyncio.to_thread(draft.refuse_full, total)
        async with aclosing(_written(draft, reply.chunks(), remote.name, total)) as steps:
            async for step in steps:
                yield step


def _refuse_surprise(reply: Reply) -> None:
    if reply.status == 206 and _begins(reply) != 0:
        raise ModelError("The server sent another part of the file than was asked for. Try again, or another source.")


def _begins(reply: Reply) -> int | None:
    told = _RANGE.fullmatch(reply.headers.get("content-range", ""))
    return int(told[1]) if told else None


def _mark(reply: Reply) -> str:
    """What tells this version of the file for certain; a weak mark does not."""
    etag = reply.headers.get("etag", "")
    return "" if etag.startswith("W/") else etag


def _total(reply: Reply, remote: Remote, draft: Draft) -> int | None:
    """How long the whole file is. Raises ModelError where the server and the hub say different things."""
    total = None if reply.length is None else draft.done + reply.length
    if total is not None and remote.bytes is not None and total != remote.bytes:
        raise ModelError(
            f"{remote.name!r} has {total} bytes at the server, expected {remote.bytes}. Try again, or another source."
        )
    return remote.bytes if total is None else total


async def _written(
    draft: Draft, pieces: AsyncIterator[bytes] | AsyncGenerator[bytes, None], name: str, total: int | None
) -> AsyncGenerator[Fetched, None]:
    """Write what comes, in large pieces and not in the event loop; tell how far it is now and then."""
    told_at, held = 0.0, bytearray()
    with draft.open() as file:
        try:
            async for piece in pieces:
                held += piece
                if len(held) < PIECE_BYTES:
                    continue
                whole, held = bytes(held), bytearray()
                await asyncio.to_thread(draft.add, file, whole)
                if time.monotonic() - told_at >= TELL_S:
                    told_at = time.monotonic()
                    yield Fetched(file=name, done=draft.done, total=total)
        finally:
            draft.add(file, bytes(held))  # what came before it broke off need not come again
    yield Fetched(file=name, done=draft.done, total=total)
