"""Tell what a file is by its first bytes; its name is only a hint among formats that are all plain text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Literal

from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.readers.source import Source
from wainao.store.archive import BROKEN

Format = Literal["pdf", "docx", "pptx", "xlsx", "epub", "html", "image", "markdown", "csv", "text"]

# The type of the part that a document begins with. One that is embedded is a file, and has the type of one.
_OFFICE: tuple[tuple[re.Pattern[bytes], Format], ...] = (
    (re.compile(rb"(?:wordprocessingml|ms-word)\.(?:document|template)\.[\w.]*main\+xml"), "docx"),
    (re.compile(rb"(?:presentationml|ms-powerpoint)\.(?:presentation|slideshow|template)\.[\w.]*main\+xml"), "pptx"),
    (re.compile(rb"(?:spreadsheetml|ms-excel)\.(?:sheet|template)\.[\w.]*main\+xml"), "xlsx"),
)

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")

_ARCHIVES: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
)

_UNREAD: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rich text (.rtf); save it as .docx"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"\xcf\xfa\xed\xfe", "a macOS program"),
    (b"\xca\xfe\xba\xbe", "a compiled program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"GIF8", "a GIF picture; save it as PNG"),
    (b"BM", "a BMP picture; save it as PNG"),
    (b"II*\x00", "a TIFF picture; save it as PNG"),
    (b"MM\x00*", "a TIFF picture; save it as PNG"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"fLaC", "a sound recording"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"%!PS", "PostScript; save it as .pdf"),
)

_ENCRYPTED_FLAG = 0x1

_HTML_NAMES = {".html", ".htm", ".xhtml", ".shtml"}
_MARKDOWN_NAMES = {".md", ".markdown", ".mdown", ".mkd"}
_CSV_NAMES = {".csv", ".tsv", ".tab"}
_BINARY_NAMES = {".pdf", ".docx", ".pptx", ".xlsx", ".epub", ".png", ".jpg", ".jpeg"}
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")


def sniff(source: Source) -> Format:
    """The format of `source`, or a `ReadError` that says what it is instead."""
    data = source.data
    if not data.strip(b"\x00"):
        what = "has 0 bytes" if not data else "holds nothing but zero bytes"
        raise ReadError(
            "empty", f"{source.name!r} {what}. A file with content was expected: check that it was copied completely."
        )
    # Mail gateways and printers put a few bytes before the header; PDF readers look for it in the first kilobyte.
    if b"%PDF-" in data[:1024] and not data.startswith(b"PK"):
        return "pdf"
    if data.startswith(_PICTURES):
        return "image"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(source)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _compound(source)
    _refuse_known(source)
    return _sniff_text(source)


def _sniff_zip(source: Source) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as package:
            if any(member.flag_bits & _ENCRYPTED_FLAG for member in package.infolist()):
                raise encrypted(source)
            names = set(package.namelist())
            if "[Content_Types].xml" in names:
                with package.open("[Content_Types].xml") as part:
                    return _sniff_office(source, part.read(1 << 20))
            if "META-INF/container.xml" in names:
                return "epub"
            if "content.xml" in names and "mimetype" in names:
                raise unsupported(source, "an OpenDocument file; save it as .docx, .xlsx or .pptx")
    except (*BROKEN, zlib.error, OSError, RuntimeError) as error:
        raise source.broken("a zip package (Office, EPUB or an archive)", error) from error
    raise archive(source, "a zip archive")


def _sniff_office(source: Source, content_types: bytes) -> Format:
    for mark, found in _OFFICE:
        if mark.search(content_types):
            return found
    raise unsupported(source, "an Office file of a kind that is not read (such as .xlsb or .vsdx)")


def _compound(source: Source) -> ReadError:
    # The names of the streams inside a compound file are UTF-16.
    if "EncryptedPackage".encode("utf-16-le") in source.data:
        return encrypted(source)
    return unsupported(source, "an old Office file (.doc, .xls, .ppt, .msg); save it as .docx, .xlsx or .pptx")


def _refuse_known(source: Source) -> None:
    data = source.data
    for magic, what in _ARCHIVES:
        if data.startswith(magic):
            raise archive(source, what)
    if data[257:262] == b"ustar":
        raise archive(source, "a tar archive")
    for magic, what in _UNREAD:
        # Two letters prove little: "BM" and "MZ" also begin ordinary text.
        if data.startswith(magic) and (len(magic) > 2 or b"\x00" in data[:64]):
            raise unsupported(source, what)
    if data[:4] == b"RIFF":
        raise unsupported(source, "a picture, sound or video in a RIFF container (WebP, WAV, AVI)")
    if data[4:8] == b"ftyp":
        raise unsupported(source, "a video or a HEIC picture")


def _sniff_text(source: Source) -> Format:
    start = source.data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_HTML_STARTS) or (start.startswith(b"<?xml") and b"<html" in start):
        return "html"
    suffix = source.suffix
    if suffix in _HTML_NAMES:
        return "html"
    if suffix in _MARKDOWN_NAMES:
        return "markdown"
    if suffix in _CSV_NAMES:
        return "csv"
    if suffix in _BINARY_NAMES and not _is_texty(source.data[:4096]):
        raise ReadError(
            "broken",
            f"{source.name!r} is not what its name says: its first bytes are {source.data[:8]!r}. "
            f"A {suffix} file was expected: it may be cut off, damaged or encrypted by another program.",
        )
    return "text"


def _is_texty(start: bytes) -> bool:
    return not any(byte < 9 or 13 < byte < 27 for byte in start)


def unsupported(source: Source, what: str) -> ReadError:
    return ReadError(
        "unsupported",
        f"{source.name!r} is {what}. "
        "PDF, DOCX, PPTX, XLSX, CSV, HTML, Markdown, text, EPUB, PNG or JPEG was expected: convert it first.",
    )


def archive(source: Source, what: str) -> ReadError:
    return ReadError(
        "archive",
        f"{source.name!r} is {what}. Files were expected, and archives in folders and in archives are not followed: "
        "unpack it and add the folder, or send a ZIP by itself, with knowledge:unpack.",
    )


def encrypted(source: Source) -> ReadError:
    return ReadError(
        "encrypted",
        f"{source.name!r} is locked with a password or a licence. "
        "A file that opens without one was expected: save a copy without protection and add that.",
    )
