"""ZIP archives of strangers: which files are in one, each by itself and bounded, and why the others are not taken.

archive = Archive(data, name="papers.zip", limits=Unpacking())
for member in archive.members: archive.read(member)
"""

from __future__ import annotations

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Literal

from wainao.kernel import UsageError

Fault = Literal["name", "link", "twice", "encrypted", "unsupported", "too-large", "broken"]
"""Why a file in an archive is not taken."""

EMPTY = b"PK\x05\x06" + bytes(18)
"""An archive with nothing in it."""

_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
BROKEN = (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OverflowError, IndexError, struct.error)
"""What zipfile raises of bytes that are not as they should be."""
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UTF8 = 0x800
_HARMLESS_BYTES = 32 << 20
"""Text compresses very well: only what is also large is suspicious."""
_MOST_TIMES = 1_032
"""How many times its own size something deflated can become."""
_PIECE = 256 << 10
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The others may ask for gigabytes of memory before they give a byte."""
_LEFT_OUT = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})
_LONGEST_NAME = 1_024
_DRIVE = re.compile(r"[A-Za-z]:|[\\/]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_CHINESE = re.compile(r"[\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…·]+")


class ArchiveError(UsageError):
    """It is no archive that can be opened, or a file in it is not whole."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unpacking:
    """How much an archive may hold: files, bytes of one and of all, and how many times its own size."""

    max_files: int = 10_000
    max_file_bytes: int = 64 << 20
    max_bytes: int = 512 << 20
    max_ratio: int = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A file in an archive: `path` has "/" between folders, and leads nowhere else."""

    path: str
    size_bytes: int
    info: zipfile.ZipInfo


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """A file that is not taken; `path` is what can be shown of its name."""

    path: str
    fault: Fault
    reason: str


class Archive:
    """Opened and checked as a whole: what lies about its sizes, or lets members share bytes, is refused at once."""

    def __init__(self, data: bytes, *, name: str, limits: Unpacking) -> None:
        self._name = name
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = [info for info in self._zip.infolist() if not info.is_dir()]
            self._refuse_bomb(data, infos)
        except BROKEN as error:
            raise ArchiveError(
                f"{name!r} is no ZIP archive that can be opened: {error}. Expected a whole one: pack it again."
            ) from error
        self.members, self.refused = self._sorted(infos)

    def read(self, member: Member) -> bytes:
        """What is in it. Raises ArchiveError where it is damaged, or more than it said."""
        try:
            # Asked for all of it at once, zipfile unpacks two gigabytes before it looks at the size that was told.
            with self._zip.open(member.info) as part:
                return part.read(member.size_bytes)
        except (*BROKEN, zlib.error, RuntimeError) as error:
            raise ArchiveError(
                f"{member.path!r} in {self._name!r} cannot be unpacked: {error}. Expected a whole file: pack it again."
            ) from error

    def _refuse_bomb(self, data: bytes, infos: list[zipfile.ZipInfo]) -> None:
        limits, unpacked = self._limits, sum(info.file_size for info in infos)
        is_dense = unpacked > _HARMLESS_BYTES and unpacked > limits.max_ratio * len(data)
        if len(infos) > limits.max_files or unpacked > limits.max_bytes or is_dense:
            raise ArchiveError(
                f"{self._name!r} would unpack from {len(data)} to {unpacked} bytes in {len(infos)} files. Expected at "
                f"most {limits.max_files} files, {limits.max_bytes} bytes and {limits.max_ratio} times its size: pack "
                "less of it."
            )
        spans = sorted(_span(data, info) for info in infos)
        ends = [*spans, (self._zip.start_dir, 0)]
        if any(end > start for (_, end), (start, _) in pairwise(ends)):
            raise ArchiveError(
                f"Files in {self._name!r} share the same bytes, as only a bomb does. Expected each to have its own: "
                "pack it again."
            )

    def _sorted(self, infos: list[zipfile.ZipInfo]) -> tuple[tuple[Member, ...], tuple[Refused, ...]]:
        members: dict[str, Member] = {}
        refused: list[Refused] = []
        names = _Names(members)
        for info in infos:
            path = _path(info)
            if not _LEFT_OUT.isdisjoint(path.split("/")):
                continue
            found = self._wrong(info, path) or _twice(path, members)
            if found is None:
                members[_same(path)] = Member(path=path, size_bytes=info.file_size, info=info)
            else:
                fault, reason = found
                shown = names.free(_shown(path))
                refused.append(Refused(path=shown, fault=fault, reason=f"{shown!r} {reason}"))
        return tuple(members.values()), tuple(refused)

    def _wrong(self, info: zipfile.ZipInfo, path: str) -> tuple[Fault, str] | None:
        kind = stat.S_IFMT(info.external_attr >> 16)
        if why := _misleads(path):
            return (
                "name",
                f"is no name of a file here: {why}. Expected folders and a name: rename it and pack it again.",
            )
        if kind not in (0, stat.S_IFREG):
            return "link", "is a link or a device. Expected a file: pack what it leads to."
        if info.flag_bits & _ENCRYPTED:
            return "encrypted", "is locked with a password. Expected a file that opens without: pack it without one."
        if info.compress_type not in _METHODS:
            return "unsupported", f"is packed by method {info.compress_type}. Expected deflate (8): pack it as usual."
        if info.file_size > self._limits.max_file_bytes:
            most = self._limits.max_file_bytes
            return "too-large", f"has {info.file_size} bytes. Expected at most {most}: split it."
        return None


def unpacks_to_more(data: bytes, info: zipfile.ZipInfo) -> bool:
    """Whether a file in the archive `data` is longer than it says: whoever reads all of it at once unpacks that, too.

    What is too short to be a large lie is believed.
    """
    if info.compress_type != zipfile.ZIP_DEFLATED or info.compress_size * _MOST_TIMES <= _HARMLESS_BYTES:
        return False
    _, end = _span(data, info)
    packed, unpacker, unpacked = memoryview(data)[end - info.compress_size : end], zlib.decompressobj(-15), 0
    for at in range(0, len(packed), _PIECE):
        piece: bytes | memoryview = packed[at : at + _PIECE]
        while piece:
            unpacked += len(unpacker.decompress(piece, _PIECE))
            if unpacked > info.file_size:
                return True
            piece = unpacker.unconsumed_tail
    return False


def _span(data: bytes, info: zipfile.ZipInfo) -> tuple[int, int]:
    """From where to where a member lies, its head included."""
    at = info.header_offset
    head = data[at : at + _LOCAL_HEADER]
    if len(head) < _LOCAL_HEADER or not head.startswith(_STARTS[0]):
        raise zipfile.BadZipFile(f"there is no file at {at}")
    more = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    return at, at + _LOCAL_HEADER + more + info.compress_size


def _path(info: zipfile.ZipInfo) -> str:
    """Its name as it was meant. Windows writes its own separator, and in China names in GBK without saying so."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        name = _meant(name.encode("cp437", errors="replace"))
    return str(PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")))


def _meant(raw: bytes) -> str:
    for encoding, is_likely in (("utf-8", bool), ("gb18030", _is_chinese)):
        with suppress(UnicodeDecodeError):
            if is_likely(name := raw.decode(encoding)):
                return name
    return raw.decode("cp437")


def _is_chinese(name: str) -> bool:
    """Two accented letters of DOS are one rare character of GBK; of those that people write, most are in GB 2312."""
    written = [one for one in name if not one.isascii()]
    common = "".join(written).encode("gb2312", errors="ignore").decode("gb2312")
    return _CHINESE.fullmatch(name) is not None and 2 * len(common) >= len(written)


def _misleads(path: str) -> str:
    """Why a path may lead elsewhere, or look like what it is not; "" for one that is plain."""
    parts = PurePosixPath(path).parts
    if not parts or len(path) > _LONGEST_NAME:
        return f"it has {len(path)} characters"
    if _DRIVE.match(path):
        return "it begins at the root of a drive"
    if ".." in parts:
        return "it leads out of the archive"
    if not path.isprintable():
        return "it holds signs that cannot be seen"
    if any(":" in part or part.endswith((".", " ")) or _RESERVED.fullmatch(part) for part in parts):
        return "Windows means something else by it"
    return ""


def _twice(path: str, known: dict[str, Member]) -> tuple[Fault, str] | None:
    if _same(path) not in known:
        return None
    return "twice", "is there twice. Expected each name once: the first was taken, so rename the other."


def _same(path: str) -> str:
    return unicodedata.normalize("NFKC", path).casefold()


class _Names:
    """What files that are not taken are called: as none of the `members` that there are by then, and no two alike."""

    def __init__(self, members: Container[str]) -> None:
        self._members = members
        self._given: set[str] = set()
        self._last: dict[str, int] = {}

    def free(self, path: str) -> str:
        """`path`, with a number behind it where another file is called so. Goes on where it was: there may be 10,000
        of one name."""
        number = self._last.get(_same(path), 1)
        while self._is_taken(name := path if number == 1 else f"{path} ({number})"):
            number += 1
        self._last[_same(path)] = number
        self._given.add(_same(name))
        return name

    def _is_taken(self, name: str) -> bool:
        same = _same(name)
        return same in self._given or same in self._members


def _shown(path: str) -> str:
    return "".join(one if one.isprintable() else "\ufffd" for one in path[:200])
