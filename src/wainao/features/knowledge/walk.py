"""Find the files to be added, without being led astray: links, pipes, loops, folders that cannot be opened."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wainao.features.knowledge.errors import ReadError

_SKIPPED_STARTS = (".", "~$")  # hidden files, and the lock files of Office
_SKIPPED_NAMES = {"CVS", "__pycache__", "node_modules", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A file to be read: on disk at `file`, or already here as `data`, or given by `unpack` out of an archive.

    `path` is what the catalogue calls it.
    """

    path: str
    size_bytes: int
    modified_ns: int = 0
    file: Path | None = None
    data: bytes | None = None
    unpack: Callable[[], bytes] | None = None

    def load(self, max_bytes: int) -> bytes:
        """The content; `ReadError` for anything that is not an ordinary file of at most `max_bytes`."""
        if self.size_bytes > max_bytes:
            raise ReadError(
                "too-large",
                f"{self.path!r} has {self.size_bytes} bytes. "
                f"At most {max_bytes} were expected: split it, or raise knowledge.max_file_bytes.",
            )
        if self.data is not None:
            return self.data
        if self.unpack is not None:
            return self.unpack()
        assert self.file is not None, self
        return _read(self.file, self.path)


@dataclass(kw_only=True, slots=True)
class Survey:
    """What lies under some paths, `home` excepted: keys and records are no documents.

    `gone` are paths asked for that are not there, `seen` the folders asked for, `unseen` those in them that could not
    be opened.
    """

    home: Path | None = None
    candidates: list[Candidate] = field(default_factory=list)
    problems: dict[str, ReadError] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    def lost(self, known: Iterable[str]) -> list[str]:
        """Those of the `known` paths that would have been met if they were still there."""
        met = {candidate.path for candidate in self.candidates} | self.problems.keys()
        return sorted(path for path in known if path not in met and self._looked_at(path))

    def missing(self, known: Iterable[str]) -> Iterator[tuple[str, ReadError]]:
        """The paths asked for that neither are there nor were among the `known`, in part or whole."""
        known = list(known)
        for name in self.gone:
            if not any(path == name or _is_under(path, name) for path in known):
                yield name, _missing(name)

    def is_our_own(self, target: Path) -> bool:
        return self.home is not None and target.is_relative_to(self.home)

    def _looked_at(self, path: str) -> bool:
        looked = path in self.gone or any(_is_under(path, folder) for folder in [*self.seen, *self.gone])
        return looked and not any(_is_under(path, folder) for folder in self.unseen)


def survey(paths: Iterable[Path], *, home: Path | None = None) -> Survey:
    """Look at files and folders, these recursively and in order; hidden files, caches and `home` are passed over."""
    found = Survey(home=home and _target(home))
    for path in paths:
        _look(found, Path(os.path.abspath(path)))  # noqa: PTH100  # resolve() would follow links
    return found


def _look(found: Survey, path: Path) -> None:
    name = _name(path)
    try:
        status = path.stat()
        if not stat.S_ISDIR(status.st_mode):
            _look_at(found, path, status)
        elif found.is_our_own(target := _target(path)):
            found.problems[name] = _our_own(name)
        else:
            found.seen.append(name)
            _look_into(found, path, target)
    except FileNotFoundError:
        found.gone.append(name)
    except OSError as error:
        found.problems[name] = _unreadable(name, error)


def _look_into(found: Survey, folder: Path, root: Path) -> None:
    """Everything in `folder`, without recursion: folders may nest deeper than Python's stack."""
    folders = [folder]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            found.unseen.append(_name(folder))
            found.problems[_name(folder)] = _unreadable(_name(folder), error)
            continue
        inner = [Path(entry.path) for entry in entries if _look_at_entry(found, entry, root)]
        folders.extend(reversed(inner))


def _look_at_entry(found: Survey, entry: os.DirEntry[str], root: Path) -> bool:
    """Take in one entry of a folder; whether it is a folder to look into."""
    if entry.name.startswith(_SKIPPED_STARTS) or entry.name in _SKIPPED_NAMES:
        return False
    path = Path(entry.path)
    try:
        if entry.is_dir(follow_symlinks=False):
            return not found.is_our_own(_target(path))
        if not entry.is_symlink():
            _look_at(found, path, entry.stat(follow_symlinks=False))
        elif not (target := _target(path)).is_relative_to(root):
            found.problems[_name(path)] = ReadError(
                "outside",
                f"{_name(path)!r} is a link to {_name(target)!r}, outside the folder being added. "
                "A file inside it was expected: add the other place by its own path if it belongs here.",
            )
        elif not entry.is_dir():  # what a link to a folder inside leads to is met on its own
            _look_at(found, path, entry.stat())
    except OSError as error:
        found.problems[_name(path)] = _unreadable(_name(path), error)
    return False


def _target(link: Path) -> Path:
    # Path.resolve() raises RuntimeError for a loop of links, in some versions of Python.
    return Path(os.path.realpath(link, strict=True))


def _look_at(found: Survey, path: Path, status: os.stat_result) -> None:
    name = _name(path)
    if not stat.S_ISREG(status.st_mode):
        found.problems[name] = _not_a_file(name)
    elif found.is_our_own(target := _target(path)):
        found.problems[name] = _our_own(name)
    else:
        found.candidates.append(
            Candidate(path=name, size_bytes=status.st_size, modified_ns=status.st_mtime_ns, file=target)
        )


def _read(file: Path, name: str) -> bytes:
    # What took the file's place since it was looked at must not lead elsewhere, be waited for or be woken.
    flags = os.O_RDONLY
    for name_of_flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_BINARY"):
        flags |= getattr(os, name_of_flag, 0)  # not every system has them all
    try:
        with os.fdopen(os.open(file, flags), "rb") as opened:
            before = os.fstat(opened.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise _not_a_file(name)
            data = opened.read(before.st_size + 1)
            after = os.fstat(opened.fileno())
    except OSError as error:
        raise _unreadable(name, error) from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != before.st_size:
        raise ReadError(
            "changed",
            f"{name!r} was written to while it was being read. "
            "A file at rest was expected: add it again once its program is done.",
        )
    return data


def _not_a_file(name: str) -> ReadError:
    return ReadError(
        "not-a-file", f"{name!r} is a pipe, a socket or a device. An ordinary file was expected: leave it out."
    )


def _our_own(name: str) -> ReadError:
    return ReadError(
        "outside",
        f"{name!r} is where Wainao itself keeps its keys and records. A file of yours was expected: leave it out.",
    )


def _missing(name: str) -> ReadError:
    return ReadError(
        "missing",
        f"There is no file {name!r}, or it is a link to nothing. An existing one was expected: check the path.",
    )


def _unreadable(name: str, error: OSError) -> ReadError:
    if isinstance(error, FileNotFoundError) or error.errno == errno.ELOOP:
        return _missing(name)
    if isinstance(error, PermissionError):
        return ReadError(
            "permission",
            f"{name!r} may not be read by this user. "
            "A readable file was expected: change its rights, or run Wainao as somebody who may read it.",
        )
    return ReadError(
        "broken", f"{name!r} could not be read from disk ({error.strerror}). Check the disk or the connection to it."
    )


def _name(path: Path) -> str:
    """The path as text that can be stored and shown, even where its bytes are not UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _is_under(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)
