"""From HTML to the text that a reader sees, without what a page hides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from wainao.features.tools.charsets import charset as charset_of

MOST_LINKS = 200
MOST_PIECES = 100
"""Of the text of a link: links may hold each other."""

_DROPPED = frozenset(
    {
        "script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object", "embed", "canvas",
        "audio", "video", "form", "nav", "select", "button",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "main", "header", "footer", "aside", "h1", "h2", "h3", "h4", "h5", "h6", "ul",
        "ol", "li", "table", "tr", "blockquote", "pre", "dl", "dt", "dd", "figure", "figcaption", "hr", "br", "address",
        "details", "summary", "body",
    }
)  # fmt: skip
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?:\.0*)?(?![.\d])", re.I
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{2,20})""", re.IGNORECASE)
_KEPT = "\xa0"
"""A blank of code, which stays at the beginning of its line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Readable:
    title: str
    text: str
    links: tuple[Link, ...]


def readable(content: bytes, charset: str, url: str) -> Readable:
    """Of a page that was at `url`; `charset` as its server said, or empty."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    root = etree.fromstring(decoded(content, charset).encode("utf-8", "replace") or b"<p></p>", parser)
    if root is None:
        return Readable(title="", text="", links=())
    return Readable(title=_title(root), text=_settled("".join(_pieces(root))), links=tuple(_links(root, url)))


def decoded(content: bytes, charset: str) -> str:
    """As its server said, as the page says, or as it can be read."""
    told = _DECLARED.search(content[:4096])
    for name in (charset, charset_of(told[1].decode("ascii", "replace")) if told else "", "utf-8", "gb18030"):
        if name:
            try:
                return content.decode(name)
            except (UnicodeDecodeError, LookupError):
                continue
    return content.decode("utf-8", errors="replace")


def _title(root: Any) -> str:
    found = root.find(".//title")
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _pieces(root: Any) -> Iterator[str]:
    """Walked without recursion: a page may nest as deep as it likes."""
    from lxml import etree

    hidden: Any = None
    pre = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            pre += name == "pre"
            if hidden is None and _is_hidden(element, name):
                hidden = element
            if hidden is None:
                yield f"\n{_HEADINGS.get(name, '')}" if name in _BLOCKS else "\t" if name in ("td", "th") else ""
                yield _words(element.text, as_it_is=pre > 0)
        else:
            pre -= name == "pre"
            if hidden is None and name in _BLOCKS:
                yield "\n"
            if element is hidden:
                hidden = None
            if hidden is None:
                yield _words(element.tail, as_it_is=pre > 0)


def _is_hidden(element: Any, name: str) -> bool:
    return (
        name in _DROPPED
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_INVISIBLE.search(element.get("style") or ""))
    )


def _words(text: str | None, *, as_it_is: bool) -> str:
    return (text or "").expandtabs(4).replace(" ", _KEPT) if as_it_is else re.sub(r"\s+", " ", text or "")


def _links(root: Any, url: str) -> Iterator[Link]:
    seen = set()
    for element in root.iter("a"):
        target = _absolute(url, element.get("href") or "")
        if target and target not in seen:
            seen.add(target)
            yield Link(text=" ".join("".join(islice(element.itertext(), MOST_PIECES)).split())[:200], url=target)
            if len(seen) == MOST_LINKS:
                return


def _absolute(url: str, target: str) -> str:
    try:
        joined = urljoin(url, target.strip()).partition("#")[0]
        return joined if urlsplit(joined).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _settled(text: str) -> str:
    # No pattern: a line of nothing but blanks would be looked at anew from each of them.
    lines = ("\t".join(cell.strip(" ") for cell in line.split("\t")).strip("\t") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip().replace(_KEPT, " ")
