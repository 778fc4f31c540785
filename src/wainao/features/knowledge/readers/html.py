"""Web pages: the words a visitor sees, at the line of the file where their block begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.readers.decoding import decode
from wainao.features.knowledge.readers.draft import Draft
from wainao.features.knowledge.readers.rows import say_rows
from wainao.features.knowledge.readers.source import Source
from wainao.features.knowledge.types import Reading

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"<\?xml[^<>]*+>", re.IGNORECASE)

_UNSEEN = {
    *("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas", "audio", "video"),
    *("head", "select", "datalist", "button"),
}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt"),
    *("fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li", "main", "nav"),
    *("ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption"),
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MAX_CELL_CHARS = 600


def read(source: Source) -> Reading:
    draft = Draft(source)
    root = parse(source)
    if root is not None:
        draw(draft, root)
    title = root.findtext(".//title") if root is not None else None
    return draft.finish(title=title, media_type="text/html")


def parse(source: Source) -> HtmlElement | None:
    """The root element, None where there is no markup and no text at all."""
    from lxml import etree, html

    start = source.data[:4096]
    said = _CHARSET.search(start) or _XML_ENCODING.search(start)
    text = decode(source, declared=said.group(1).decode("ascii") if said else None)
    # The bytes handed on are UTF-8, whatever the page says about itself.
    text = _XML_DECLARATION.sub("", text, count=1).replace("\x00", "")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root: HtmlElement | None = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        # The parser goes on without what it does not take in, and the words in there would be missed by nobody.
        raise ReadError(
            "too-large",
            f"{source.name!r} nests its elements deeper than any page that people read. "
            "At most 2048 levels were expected: it is damaged or hostile, leave it out.",
        )
    return root


def draw(draft: Draft, root: HtmlElement) -> None:
    """Put what a visitor sees of `root` into `draft`."""
    _Visit(draft).see(root)


class _Visit:
    """Walks without recursion: hostile pages nest deeper than Python's stack."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._words: list[str] = []
        self._line: int | None = None
        self._heading: int | None = None
        self._preformatted = 0

    def see(self, root: HtmlElement) -> None:
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "end":
                self._leave(tag)
                self._take(element.tail, element)
            elif _is_unseen(element):
                walk.skip_subtree()
            elif tag == "table" and (rows := _data_rows(element)) is not None:
                self._table(rows)
                walk.skip_subtree()
            else:
                self._enter(tag, element)
                self._take(element.text, element)
        self._flush()

    def _enter(self, tag: Any, element: HtmlElement) -> None:
        if tag in _HEADINGS or tag in _BLOCKS:
            self._flush()
            self._heading = _HEADINGS.get(tag)
            self._preformatted += tag == "pre"
        elif tag == "br":
            self._flush_line()
        elif tag == "img" and element.get("alt"):
            self._take(f" {element.get('alt')} ", element)

    def _leave(self, tag: Any) -> None:
        if tag in _HEADINGS or tag in _BLOCKS:
            self._flush()
            self._preformatted -= tag == "pre"

    def _take(self, text: str | None, element: HtmlElement) -> None:
        if not text:
            return
        if self._line is None and not text.isspace():
            self._line = element.sourceline
        if not self._preformatted:
            self._words.append(text)
            return
        first, *rest = text.split("\n")
        self._words.append(first)
        for line in rest:
            self._flush_line()
            self._words.append(line)

    def _flush_line(self) -> None:
        text = "".join(self._words)
        self._words.clear()
        if not self._preformatted:
            text = " ".join(text.split())
        if self._heading is not None:
            self._draft.heading(text, level=self._heading, line=self._line)
        else:
            self._draft.line(text, line=self._line)
        self._line = None

    def _flush(self) -> None:
        self._flush_line()
        self._heading = None
        self._draft.end_paragraph()

    def _table(self, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
        self._flush()
        for line, said in say_rows(rows):
            self._draft.paragraph(said, line=line)


def _is_unseen(element: HtmlElement) -> bool:
    """Also what the page hides from its visitors: instructions to machines are put there."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return True
    style = element.get("style", "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _data_rows(table: HtmlElement) -> list[tuple[int, list[str]]] | None:
    """The rows of a table that holds data; None for one that only lays out a page."""
    if table.find(".//table") is not None:
        return None
    rows = [(row.sourceline or 0, [_cell(cell) for cell in row.iterchildren("td", "th")]) for row in table.iter("tr")]
    if any(len(cell) > _MAX_CELL_CHARS for _, cells in rows for cell in cells):
        return None
    return rows


def _cell(cell: HtmlElement) -> str:
    return " ".join("".join(_visible(cell)).split())


def _visible(element: HtmlElement) -> Iterator[str]:
    from lxml import etree

    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        if event == "end":
            if inner is not element:
                yield inner.tail or ""
        elif _is_unseen(inner):
            walk.skip_subtree()
        else:
            yield f" {inner.text or ''}" if inner.tag in _BLOCKS or inner.tag == "br" else inner.text or ""
