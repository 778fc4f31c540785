"""Documents in and out: add, upload, remove."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

from wainao.features.knowledge.capabilities.vectors import embedded
from wainao.features.knowledge.embedding import Embedding, Progress
from wainao.features.knowledge.ingest import Ingest
from wainao.features.knowledge.types import FileEvent, FileStatus, Totals
from wainao.kernel import Call, DeniedError, Spec
from wainao.store.archive import EMPTY
from wainao.types import Words, owner

UPLOAD_PATIENCE_S = 10.0
"""How long an upload waits for its vectors; those that are still missing then are made beside the work."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AddInput:
    """`paths` are files and folders on the machine that Wainao runs on."""

    paths: tuple[str, ...]
    base: str = "main"
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Added:
    """What became of every file, and how many of each kind."""

    files: tuple[FileEvent, ...]
    added: int
    updated: int
    unchanged: int
    failed: int
    removed: int


class Add:
    """`knowledge:add`. Streams `Totals`, one `FileEvent` per file, then `Progress` while vectors are made."""

    spec = Spec(
        name="knowledge:add",
        title=Words("添加文件", "Add files"),
        description=Words(
            "把本机的文件和文件夹读入知识库。只读入有变化的部分；从文件夹里消失的文件退出索引。",
            "Read files and folders of this machine into a knowledge base. Only what has changed is read again.",
        ),
        input=AddInput,
        output=Added,
        risk="write",
        # Paths name anything that the server may read, so this is for whoever runs it, the owner; others upload.
        right="admin",
        timeout_s=7 * 24 * 3600.0,
        example=AddInput(paths=("handbook",)),
    )

    def __init__(self, ingest: Ingest, embedding: Embedding) -> None:
        self._ingest = ingest
        self._embedding = embedding

    async def invoke(self, call: Call) -> AsyncIterator[Totals | FileEvent | Progress | Added]:
        given = call.input
        if call.actor.id != owner().id:
            raise DeniedError(
                f"{call.actor.id!r} may not add files by their path on the server, which may read far more than this "
                "actor. Expected the owner: send the files themselves, with knowledge:upload."
            )
        events: list[FileEvent] = []
        paths = [Path(path) for path in given.paths]
        found = self._ingest.add(paths, actor=call.actor, base=given.base, dry_run=given.dry_run)
        async for event in _in_thread(found):
            if isinstance(event, FileEvent):
                events.append(event)
            yield event
        if not given.dry_run:
            async for progress in embedded(call, self._embedding, given.base):
                yield progress
        yield _summary(events)


@dataclass(frozen=True, kw_only=True, slots=True)
class UploadInput:
    """`name` may have folders before it; a name that is known gets a new version."""

    name: str
    content: bytes
    base: str = "main"


class Upload:
    """`knowledge:upload`. Streams `Progress` while vectors are made."""

    spec = Spec(
        name="knowledge:upload",
        title=Words("上传文件", "Upload a file"),
        description=Words("把一个文件的内容读入知识库。", "Read the content of one file into a knowledge base."),
        input=UploadInput,
        output=FileEvent,
        risk="write",
        timeout_s=900.0,
        example=UploadInput(name="leave.md", content=b"# Leave\n\nFive days may be carried over.\n"),
    )

    def __init__(self, ingest: Ingest, embedding: Embedding) -> None:
        self._ingest = ingest
        self._embedding = embedding

    async def invoke(self, call: Call) -> AsyncIterator[Progress | FileEvent]:
        given = call.input
        files = [(given.name, given.content)]
        events = _in_thread(self._ingest.add_bytes(files, actor=call.actor, base=given.base))
        (event,) = [event async for event in events if isinstance(event, FileEvent)]
        async for progress in embedded(call, self._embedding, given.base, patience_s=UPLOAD_PATIENCE_S):
            yield progress
        yield event


@dataclass(frozen=True, kw_only=True, slots=True)
class UnpackInput:
    """A ZIP archive as `content`, or one that is kept, by its digest (`kept`: what `tools:upload` or a tool told)."""

    name: str
    content: bytes = b""
    kept: str = ""
    base: str = "main"


class Unpack:
    """`knowledge:unpack`. Streams `Totals`, one `FileEvent` per file, then `Progress` while vectors are made."""

    spec = Spec(
        name="knowledge:unpack",
        title=Words("上传压缩包", "Upload an archive"),
        description=Words(
            "把 ZIP 压缩包里的文件逐个读入知识库，名为“压缩包/文件”。读不了的文件会列出原因；同名压"
            "缩包上次有、这次没有的文件退出索引。",
            "Read each file of a ZIP archive into a knowledge base, named archive/file. Files that "
            "cannot be read are listed with the reason. Files that were only in the last archive of "
            "the same name leave the index.",
        ),
        input=UnpackInput,
        output=Added,
        risk="write",
        timeout_s=3_600.0,
        example=UnpackInput(name="leave.zip", content=EMPTY),
    )

    def __init__(self, ingest: Ingest, embedding: Embedding) -> None:
        self._ingest = ingest
        self._embedding = embedding

    async def invoke(self, call: Call) -> AsyncIterator[Totals | FileEvent | Progress | Added]:
        given = call.input
        data = await _kept(call, given.kept) if given.kept else given.content
        found = await asyncio.to_thread(self._ingest.unpack, given.name, data, actor=call.actor, base=given.base)
        events: list[FileEvent] = []
        async for event in _in_thread(found):
            if isinstance(event, FileEvent):
                events.append(event)
            yield event
        async for progress in embedded(call, self._embedding, given.base, patience_s=UPLOAD_PATIENCE_S):
            yield progress
        yield _summary(events)


async def _kept(call: Call, digest: str) -> bytes:
    """A file of the caller's own: who keeps it checks that."""
    fetch = call.kernel.spec("tools:file")
    content: bytes = (await call.run(fetch.name, fetch.input(digest=digest))).output.content
    return content


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoveInput:
    document: str


class Remove:
    """`knowledge:remove`."""

    spec = Spec(
        name="knowledge:remove",
        title=Words("移除文档", "Remove a document"),
        description=Words(
            "把文档移出索引。曾被引用的段落仍可在回执中查看。",
            "Remove a document from the index. Passages that were cited from it stay readable.",
        ),
        input=RemoveInput,
        output=FileEvent,
        risk="write",
        example=RemoveInput(document="0" * 20),
    )

    def __init__(self, ingest: Ingest) -> None:
        self._ingest = ingest

    async def invoke(self, call: Call) -> AsyncIterator[FileEvent]:
        yield await asyncio.to_thread(self._ingest.remove, call.input.document, actor=call.actor)


def _summary(events: list[FileEvent]) -> Added:
    def count(status: FileStatus) -> int:
        return sum(event.status == status for event in events)

    return Added(
        files=tuple(events),
        added=count("added"),
        updated=count("updated"),
        unchanged=count("unchanged"),
        failed=count("failed"),
        removed=count("removed"),
    )


async def _in_thread(events: Iterator[Totals | FileEvent]) -> AsyncIterator[Totals | FileEvent]:
    """The same events; waiting for each happens beside the event loop."""
    end = object()
    while (event := await asyncio.to_thread(next, events, end)) is not end:
        assert isinstance(event, Totals | FileEvent)
        yield event
