"""tools:upload and tools:file: files that tools take and give, by their digest."""

from __future__ import annotations

from dataclasses import dataclass, field

from wainao.features.tools.desk import Desk
from wainao.features.tools.types import ToolFile
from wainao.kernel import Call, Capability, Spec
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
    content: bytes = field(metadata=BY_DIGEST)
    media_type: str
    name: str


UPLOAD = Spec(
    name="tools:upload",
    title=Words("上传文件", "Upload a file"),
    description=Words(
        "放下一个文件，供自己调用的工具使用；返回它的摘要，填在要文件的参数里。",
        "Leave a file for tools that you call; its digest stands for it where a tool takes a file.",
    ),
    input=UploadInput,
    output=ToolFile,
    risk="write",
    estimate=free,
    example=UploadInput(content=b"hello", media_type="text/plain", name="hello.txt"),
)


async def _upload(desk: Desk, call: Call) -> ToolFile:
    given: UploadInput = call.input
    return await desk.files.keep(
        given.content,
        tenant=call.actor.tenant,
        actor=call.actor.id,
        media_type=given.media_type,
        receipt=call.id,
        name=given.name,
    )


FILE = Spec(
    name="tools:file",
    title=Words("取回文件", "Fetch a file"),
    description=Words("取回工具给自己的一个文件。", "A file that a tool gave to you, or that you uploaded."),
    input=WhichFile,
    output=FileContent,
    estimate=free,
    example=WhichFile(digest=_SOME_FILE),
)


async def _file(desk: Desk, call: Call) -> FileContent:
    kept = desk.files.read(call.input.digest, tenant=call.actor.tenant, actor=call.actor.id)
    return FileContent(content=kept.data, media_type=kept.file.media_type, name=kept.file.name)


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return whole(desk, ((UPLOAD, _upload), (FILE, _file)))
