"""E-books: the chapters in the order of the spine; a chapter counts as a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wainao.features.knowledge.readers import html
from wainao.features.knowledge.readers.draft import Draft
from wainao.features.knowledge.readers.package import Package, open_package, resolve
from wainao.features.knowledge.readers.sniff import encrypted
from wainao.features.knowledge.readers.source import Source
from wainao.features.knowledge.types import Reading

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA_TYPE = "application/epub+zip"

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_CIPHER = "{http://www.w3.org/2001/04/xmlenc#}CipherReference"
_LOCKS = "META-INF/encryption.xml"
_CHAPTER_TYPES = {"application/xhtml+xml", "text/html"}


def read(source: Source) -> Reading:
    with open_package(source, "an EPUB book") as package:
        return _read(source, package)


def _read(source: Source, package: Package) -> Reading:
    root_file = package.parse("META-INF/container.xml").find(f".//{_CONTAINER}rootfile")
    if root_file is None:
        raise KeyError("META-INF/container.xml names no book")
    book_path = root_file.get("full-path", "")
    book = package.parse(book_path)
    chapters = _spine(book_path, book)
    if _locked(package).intersection(chapters):
        # Fonts are often scrambled in books that are free to read; only locked chapters matter.
        raise encrypted(source)
    draft = Draft(source)
    for number, name in enumerate(chapters, 1):
        draft.turn_page(number)
        root = html.parse(replace(source, name=f"{source.name}/{name}", data=package.read(name) or b" "))
        if root is not None:
            html.draw(draft, root)
    return draft.finish(title=book.findtext(f".//{_DC_TITLE}"), media_type=MEDIA_TYPE, pages=len(chapters))


def _spine(book_path: str, book: _Element) -> list[str]:
    chapters = {
        item.get("id"): resolve(book_path, item.get("href", ""))
        for item in book.iter(f"{_OPF}item")
        if item.get("media-type") in _CHAPTER_TYPES
    }
    order = (reference.get("idref") for reference in book.iter(f"{_OPF}itemref"))
    return [chapters[name] for name in order if name in chapters]


def _locked(package: Package) -> set[str]:
    if _LOCKS not in package:
        return set()
    return {resolve("", cipher.get("URI", "")) for cipher in package.parse(_LOCKS).iter(_CIPHER)}
