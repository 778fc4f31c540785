"""What is there, and what it looks like: documents, knowledge bases, the pages that citations point at."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from wainao.features.knowledge.library import Library
from wainao.features.knowledge.types import Document, PageView
from wainao.kernel import Call, Spec
from wainao.store.portion import Portion
from wainao.types import Amendment, Box, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentsInput(Portion):
    """`base` None: every knowledge base that the caller may see; `query` is looked for in paths and titles."""

    base: str | None = None
    query: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentList:
    documents: tuple[Document, ...]


class Documents:
    """`knowledge:documents`."""

    spec = Spec(
        name="knowledge:documents",
        title=Words("文档列表", "Documents"),
        description=Words(
            "列出知识库中的文档，包括读不了的和原因。",
            "List the documents of a knowledge base, including those that could not be read, with the reason.",
        ),
        input=DocumentsInput,
        output=DocumentList,
        example=DocumentsInput(),
    )

    def __init__(self, library: Library) -> None:
        self._library = library

    async def invoke(self, call: Call) -> AsyncIterator[DocumentList]:
        given: DocumentsInput = call.input
        found = await asyncio.to_thread(
            self._library.documents, actor=call.actor, base=given.base, query=given.query, portion=given
        )
        yield DocumentList(documents=tuple(found))


@dataclass(frozen=True, kw_only=True, slots=True)
class BasesInput:
    pass


@dataclass(frozen=True, kw_only=True, slots=True)
class Base:
    """A knowledge base: its name, and what in it can be asked."""

    name: str
    documents: int
    chunks: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BaseList:
    bases: tuple[Base, ...]


class Bases:
    """`knowledge:bases`."""

    spec = Spec(
        name="knowledge:bases",
        title=Words("知识库列表", "Knowledge bases"),
        description=Words("列出你能看到的知识库。", "List the knowledge bases that you may see."),
        input=BasesInput,
        output=BaseList,
        example=BasesInput(),
    )

    def __init__(self, library: Library) -> None:
        self._library = library

    async def invoke(self, call: Call) -> AsyncIterator[BaseList]:
        counted = await asyncio.to_thread(self._library.bases, actor=call.actor)
        yield BaseList(bases=tuple(Base(name=name, documents=many, chunks=chunks) for name, many, chunks in counted))


@dataclass(frozen=True, kw_only=True, slots=True)
class PageInput:
    """`version` None: the current one. `page` None: the first, or everything where there are no pages."""

    document: str
    version: str | None = None
    page: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PageLine:
    """One line and its place; offsets index the document's extracted text, half-open."""

    text: str
    char_start: int
    char_end: int
    page: int | None
    line: int | None
    box: Box | None
    heading: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PageText:
    """What the citation view shows. `current` is False when the document has a newer version, or has left the index.
    `amendments` are what people set right on it, in order: what is wrong or outdated is shown struck through.

    The receipt has no `lines`: document, version and page say what they were, and a copy at every look would fill the
    ledger with the documents.
    """

    document: str
    version: str
    path: str
    title: str
    media_type: str
    page: int | None
    pages: int | None
    current: bool
    has_image: bool
    amendments: tuple[Amendment, ...]
    lines: tuple[PageLine, ...] = field(repr=False)


class Page:
    """`knowledge:page`."""

    spec = Spec(
        name="knowledge:page",
        title=Words("查看一页", "Show a page"),
        description=Words(
            "显示文档某一版本的一页文字，逐行给出位置。",
            "Show the text of a page of a document version, line by line with its position.",
        ),
        input=PageInput,
        output=PageText,
        example=PageInput(document="0" * 20),
    )

    def __init__(self, library: Library) -> None:
        self._library = library

    async def invoke(self, call: Call) -> AsyncIterator[PageText]:
        given = call.input
        view = await asyncio.to_thread(
            self._library.page, given.document, actor=call.actor, version=given.version, page=given.page
        )
        yield _page_text(view)


def _page_text(view: PageView) -> PageText:
    return PageText(
        document=view.document,
        version=view.version,
        path=view.path,
        title=view.title,
        media_type=view.media_type,
        page=view.page,
        pages=view.pages,
        current=view.current,
        amendments=view.amendments,
        has_image=view.media_type == "application/pdf" or view.media_type.startswith("image/"),
        lines=tuple(
            PageLine(
                text=placed.line.text,
                char_start=placed.char_start,
                char_end=placed.char_start + len(placed.line.text),
                page=placed.line.page,
                line=placed.line.line,
                box=placed.line.box,
                heading=placed.line.heading,
            )
            for placed in view.lines
        ),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class ImageInput:
    """`width` in pixels."""

    document: str
    version: str | None = None
    page: int = 1
    width: int = 1_200


@dataclass(frozen=True, kw_only=True, slots=True)
class PageImage:
    media_type: str
    content: bytes


class Image:
    """`knowledge:image`."""

    spec = Spec(
        name="knowledge:image",
        title=Words("页面图像", "Picture of a page"),
        description=Words("把 PDF 的一页或一张图片渲染成 PNG。", "Render a page of a PDF, or a picture, as PNG."),
        input=ImageInput,
        output=PageImage,
        example=ImageInput(document="0" * 20),
    )

    def __init__(self, library: Library) -> None:
        self._library = library

    async def invoke(self, call: Call) -> AsyncIterator[PageImage]:
        given = call.input
        png = await asyncio.to_thread(
            self._library.render_page_png,
            given.document,
            actor=call.actor,
            version=given.version,
            page=given.page,
            width=given.width,
        )
        yield PageImage(media_type="image/png", content=png)
