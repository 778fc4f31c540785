"""tools:upload, tools:file and tools:unpack: files that tools take and give, by their digest."""

from __future__ import annotations

import asyncio
import mimetypes
from dataclasses import dataclass, field

from wainao.features.tools.desk import Desk
from wainao.features.tools.types import ToolFile
from wainao.kernel import Call, Capability, Spec
from wainao.store.archive import Archive, ArchiveError, Unpacking
from wainao.store.works import free, whole
from wainao.types import Words
from wainao.types.recording import BY_DIGEST

_SOME_FILE = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@dataclass(frozen=True, kw_only=True, slots=True)
class UploadInput:
    content: bytes = field(metadata=BY_DIGEST)
    media_type: str = "application/octet-stream"
    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class WhichFile:
    digest: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FileContent:
    """`name` may say something, too: it is on the receipt of whoever gave the file, and of no reader."""

    content: bytes = field(metadata=BY_DIGEST)
    media_type: str
    name: str = field(repr=False)


UPLOAD = Spec(
    name="tools:upload",
    title=Words("上传文件", "Upload a file"),
    description=Words(
        "上传一个文件，供自己调用的工具使用。返回它的摘要，填在要文件的参数里。",
        "Upload a file for tools that you call. Use its digest wherever a tool takes a file.",
    ),
    input=UploadInput,
    output=ToolFile,
    risk="write",
    estimate=free,
    example=UploadInput(content=b"hello", media_type="text/plain", name="hello.txt"),
)


async def _upload(desk: Desk, call: Call) -> ToolFile:
    given: UploadInput = call.input
    return await _keep(desk, call, given.content, given.name, given.media_type)


async def _keep(desk: Desk, call: Call, data: bytes, name: str, media_type: str = "") -> ToolFile:
    return await desk.files.keep(
        data,
        tenant=call.actor.tenant,
        actor=call.actor.id,
        media_type=media_type or mimetypes.guess_type(name)[0] or "application/octet-stream",
        receipt=call.id,
        name=name,
    )


FILE = Spec(
    name="tools:file",
    title=Words("取回文件", "Fetch a file"),
    description=Words(
        "取回工具给自己的或自己上传的一个文件。", "Fetch a file that a tool gave to you, or that you uploaded."
    ),
    input=WhichFile,
    output=FileContent,
    estimate=free,
    example=WhichFile(digest=_SOME_FILE),
)


async def _file(desk: Desk, call: Call) -> FileContent:
    kept = desk.files.read(call.input.digest, tenant=call.actor.tenant, actor=call.actor.id)
    return FileContent(content=kept.data, media_type=kept.file.media_type, name=kept.file.name)


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """A file of an archive that was not taken: `fault` is a stable word, `reason` says it in full."""

    path: str
    fault: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Unpacked:
    """Each file is kept, called by its path in the archive."""

    files: tuple[ToolFile, ...]
    left_out: tuple[LeftOut, ...]


UNPACK = Spec(
    name="tools:unpack",
    title=Words("解开压缩包", "Unpack an archive"),
    description=Words(
        "解开自己的一个 ZIP 文件（上传的或工具给出的）。其中每个文件各自成为自己的文件，不收的会列出原因。",
        "Unpack a ZIP archive of yours (uploaded, or given by a tool). Each file in it is kept "
        "as one of yours; files that are refused are listed with the reason.",
    ),
    input=WhichFile,
    output=Unpacked,
    estimate=free,
    example=WhichFile(digest=_SOME_FILE),
)


async def _unpack(desk: Desk, call: Call) -> Unpacked:
    kept = desk.files.read(call.input.digest, tenant=call.actor.tenant, actor=call.actor.id)
    name = kept.file.name or "archive"
    archive = await asyncio.to_thread(Archive, kept.data, name=name, limits=_UNPACKING)
    files, left_out = [], [LeftOut(path=one.path, fault=one.fault, reason=one.reason) for one in archive.refused]
    for member in archive.members:
        try:
            data = await asyncio.to_thread(archive.read, member)
        except ArchiveError as error:
            left_out.append(LeftOut(path=member.path, fault="broken", reason=str(error)))
        else:
            files.append(await _keep(desk, call, data, member.path))
    return Unpacked(files=tuple(files), left_out=tuple(left_out))


_UNPACKING = Unpacking(max_files=1_000, max_bytes=256 << 20)


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return whole(desk, ((UPLOAD, _upload), (FILE, _file), (UNPACK, _unpack)))
