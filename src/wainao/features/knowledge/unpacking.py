"""The files of an archive, as what is to be read."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial

from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.features.knowledge.walk import Candidate, Survey
from wainao.kernel import UsageError
from wainao.store.archive import Archive, ArchiveError, Member, Unpacking


def unpacked(name: str, data: bytes, settings: KnowledgeSettings) -> Survey:
    """What lies in the archive `data`, under `name` as under a folder. Raises UsageError."""
    if not _is_archive(name):
        raise UsageError(
            f"An archive is called {name!r}. Expected a name such as 'papers.zip', under which its files are kept: "
            "rename it."
        )
    archive = _opened(name, data, settings)
    found = Survey(seen=[name])
    found.problems = _problems(name, archive)
    found.candidates = [
        Candidate(path=f"{name}/{member.path}", size_bytes=member.size_bytes, unpack=partial(_read, archive, member))
        for member in archive.members
    ]
    return found


def with_archives(found: Survey, settings: KnowledgeSettings) -> Survey:
    """With the files in its archives in place of these. An archive that cannot be opened stays what it is, for whoever
    reads it to say why, and what was read of it before stays, too.

    Of the archives themselves one or two are in memory at a time; what is in one is as old as that is.
    """
    followed = replace(found, candidates=[])

    @lru_cache(maxsize=2)
    def open_again(one: Candidate) -> dict[str, tuple[Archive, Member]]:
        archive = _opened(one.path, one.load(settings.max_file_bytes), settings)
        return {member.path: (archive, member) for member in archive.members}

    def read_again(one: Candidate, path: str) -> bytes:
        try:
            return _read(*open_again(one)[path])
        except (ArchiveError, KeyError) as error:
            raise ReadError(
                "changed",
                f"{one.path!r} was written to while it was being read. Expected an archive at rest: add it again.",
            ) from error

    for one in found.candidates:
        try:
            archive = _opened(one.path, one.load(settings.max_file_bytes), settings) if _is_archive(one.path) else None
        except (ReadError, ArchiveError):
            followed.unseen.append(one.path)
            archive = None
        if archive is None:
            followed.candidates.append(one)
            continue
        followed.seen.append(one.path)
        followed.problems |= _problems(one.path, archive)
        followed.candidates += [
            Candidate(
                path=f"{one.path}/{member.path}",
                size_bytes=member.size_bytes,
                modified_ns=one.modified_ns,
                unpack=partial(read_again, one, member.path),
            )
            for member in archive.members
        ]
    return followed


def _is_archive(name: str) -> bool:
    return name.lower().endswith(".zip")


def _opened(name: str, data: bytes, settings: KnowledgeSettings) -> Archive:
    """Raises ArchiveError."""
    limits = Unpacking(
        max_file_bytes=settings.max_file_bytes,
        max_bytes=settings.max_unpacked_bytes,
        max_ratio=settings.max_unpack_ratio,
    )
    return Archive(data, name=name, limits=limits)


def _problems(name: str, archive: Archive) -> dict[str, ReadError]:
    return {f"{name}/{one.path}": ReadError(one.fault, one.reason) for one in archive.refused}


def _read(archive: Archive, member: Member) -> bytes:
    try:
        return archive.read(member)
    except ArchiveError as error:
        raise ReadError("broken", str(error)) from error
