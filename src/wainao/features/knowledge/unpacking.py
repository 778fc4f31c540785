"""The files of an archive, as what is to be read."""

from __future__ import annotations

from functools import partial

from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.features.knowledge.walk import Candidate, Survey
from wainao.kernel import UsageError
from wainao.store.archive import Archive, ArchiveError, Member, Unpacking


def unpacked(name: str, data: bytes, settings: KnowledgeSettings) -> Survey:
    """What lies in the archive `data`, under `name` as under a folder. Raises UsageError."""
    if not name.lower().endswith(".zip"):
        raise UsageError(
            f"An archive is called {name!r}. Expected a name such as 'papers.zip', under which its files are kept: "
            "rename it."
        )
    limits = Unpacking(
        max_file_bytes=settings.max_file_bytes,
        max_bytes=settings.max_unpacked_bytes,
        max_ratio=settings.max_unpack_ratio,
    )
    archive = Archive(data, name=name, limits=limits)
    found = Survey(seen=[name])
    for refused in archive.refused:
        found.problems[f"{name}/{refused.path}"] = ReadError(refused.fault, refused.reason)
    found.candidates = [
        Candidate(path=f"{name}/{member.path}", size_bytes=member.size_bytes, unpack=partial(_read, archive, member))
        for member in archive.members
    ]
    return found


def _read(archive: Archive, member: Member) -> bytes:
    try:
        return archive.read(member)
    except ArchiveError as error:
        raise ReadError("broken", str(error)) from error
