"""web:read and web:search: what strangers wrote on the web."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec

from wainao.features.tools.builtin.outside import Outside, Page
from wainao.features.tools.builtin.web.markup import Link, Readable, decoded, readable
from wainao.features.tools.leaving.gate import Departure, Leaving
from wainao.features.tools.settings import ToolsSettings
from wainao.kernel import Call, Capability, EngineError, SettingsError, UsageError
from wainao.store.function import capability, means
from wainao.types import BY_DIGEST, Words

MOST_CHARACTERS = 100_000
MOST_RESULTS = 20
LONGEST_RESULT = 500
_HTML = frozenset({"text/html", "application/xhtml+xml", ""})


@dataclass(frozen=True, kw_only=True, slots=True)
class WebPage:
    """A stranger's words: they may say anything, and ask for anything.

    `text` is the piece that was asked for, of `length` characters in all; `more` says that there are some behind it.
    """

    url: str
    title: str
    text: str = field(metadata=BY_DIGEST)
    length: int
    more: bool
    links: tuple[Link, ...] = field(metadata=BY_DIGEST)


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    title: str
    url: str
    summary: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Results:
    """Strangers' words, as a search engine found them, the best first."""

    results: tuple[Result, ...]


def capabilities(outside: Outside, leaving: Leaving, settings: ToolsSettings) -> tuple[Capability, ...]:
    reads = settings.web or bool(settings.intranet)
    return (_reader(outside, leaving, reads), _searcher(outside, leaving, settings.search_url))


def _reader(outside: Outside, leaving: Leaving, reads: bool) -> Capability:
    @capability(
        "web:read",
        zh="阅读网页",
        en="Read a web page",
        about=Words(
            "读取一个公开网页的文字、标题与链接。内容来自外部，未必可信。",
            "The text, title and links of a public web page. It comes from outside, and may not be true.",
        ),
        example={"url": "https://example.com/"},
        samples=(
            "读一下这个网页 https://example.com",
            "这个链接里说了什么",
            "summarise this web page",
            "open https://example.com/news",
        ),
        when=lambda: reads,
    )
    async def read(
        call: Call,
        url: Annotated[str, means("网址", "The address")],
        start: Annotated[int, means("从第几个字符起", "From which character on", ge=0)] = 0,
        characters: Annotated[int, means("最多多少字符", "How many at most", ge=1, le=MOST_CHARACTERS)] = 20_000,
    ) -> WebPage:
        if not reads:
            raise SettingsError(
                "Pages are not read here: [tools] web is false, and intranet empty. To allow it, set one of them."
            )
        if start < 0 or not 1 <= characters <= MOST_CHARACTERS:
            raise UsageError(
                f"{characters} characters from {start} on were asked for. Expected 1 to {MOST_CHARACTERS}, from 0 on: "
                "correct the numbers."
            )
        page = await outside.page(url, leads_on=await leaving.address(call, url))
        found = await asyncio.to_thread(_read, page)
        return WebPage(
            url=page.url,
            title=found.title[:LONGEST_RESULT],
            text=found.text[start : start + characters],
            length=len(found.text),
            more=len(found.text) > start + characters,
            links=found.links,
        )

    return read


def _searcher(outside: Outside, leaving: Leaving, search_url: str) -> Capability:
    @capability(
        "web:search",
        zh="搜索网络",
        en="Search the web",
        about=Words(
            "通过配置的搜索引擎（SearXNG）搜索网络，返回标题、网址与摘要。内容来自外部，未必可信。",
            "Search the web by the configured engine (SearXNG): titles, addresses and summaries. They come from "
            "outside, and may not be true.",
        ),
        example={"query": "Wainao"},
        samples=(
            "在网上搜索今年的诺贝尔奖得主",
            "查一下最新的个税起征点",
            "search the web for electric bus prices",
            "look up the latest Python release",
        ),
        when=lambda: bool(search_url),
    )
    async def search(
        call: Call,
        query: Annotated[str, means("搜什么", "What to look for", min_length=1, max_length=500)],
        top: Annotated[int, means("最多几条", "How many results at most", ge=1, le=MOST_RESULTS)] = 8,
        language: Annotated[str, means("语言，如 zh-CN；空：不限", "Such as en; empty: any")] = "",
    ) -> Results:
        if not search_url:
            raise SettingsError(
                "Nobody said where to search: [tools] search_url is empty. Expected the address of a SearXNG that "
                "answers in JSON, such as http://127.0.0.1:8888. Set it."
            )
        told = {"query": query, "language": language}
        await leaving.values(call, Departure(url=search_url, arguments=told, schema={"query": "", "language": ""}))
        asked = {"q": query, "format": "json"} | ({"language": language} if language else {})
        page = await outside.get(f"{_searched(search_url)}?{urlencode(asked)}")
        return Results(results=tuple(_results(page, search_url))[: min(top, MOST_RESULTS)])

    return search


def _read(page: Page) -> Readable:
    if page.media_type in _HTML:
        return readable(page.content, page.charset, page.url)
    if page.media_type.startswith("text/") or page.media_type in ("application/json", "application/xml"):
        return Readable(title="", text=decoded(page.content, page.charset), links=())
    raise UsageError(
        f"{page.url!r} is of the type {page.media_type!r}, which is no page of text. Expected HTML, text or JSON. "
        "Download it, and add the file to a knowledge base."
    )


def _searched(url: str) -> str:
    place = url.rstrip("/")
    return place if place.endswith("/search") else f"{place}/search"


def _results(page: Page, url: str) -> list[Result]:
    try:
        told: Any = msgspec.json.decode(page.content)
        rows = told["results"]
        return [_result(row) for row in rows if str(row["url"]).startswith(("http://", "https://"))]
    except (msgspec.DecodeError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise EngineError(
            f"{url!r} did not answer with results in JSON ({error!r}). Expected a SearXNG whose settings have json "
            "among search.formats. Check them."
        ) from error


def _result(row: Any) -> Result:
    return Result(
        title=str(row.get("title") or "")[:LONGEST_RESULT],
        url=str(row["url"])[:2_000],
        summary=str(row.get("content") or "")[:LONGEST_RESULT],
    )
