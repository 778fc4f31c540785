"""Zip-based formats: open one within the limits, and parse the XML inside without following anything out of it."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote

from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.readers.source import Source
from wainao.store.archive import BROKEN, unpacks_to_more

if TYPE_CHECKING:
    from lxml.etree import _Element

# Ordinary office files of little text compress very well; only what is also large is suspicious.
_HARMLESS_BYTES = 32 << 20


@contextmanager
def open_package(source: Source, what: str) -> Iterator[zipfile.ZipFile]:
    """The zip file in `source`, checked against the limits; damage found while it is open becomes a `ReadError`.

    The sizes that it tells are checked, and that they are true: libraries read whole members, and unpack all of one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as package:
            _check(source, package)
            yield package
    except (*BROKEN, zlib.error, KeyError) as error:
        raise source.broken(what, error) from error


def _check(source: Source, package: zipfile.ZipFile) -> None:
    settings = source.settings
    unpacked = sum(member.file_size for member in package.infolist())
    ratio = unpacked / len(source.data)
    if unpacked > settings.max_unpacked_bytes or (unpacked > _HARMLESS_BYTES and ratio > settings.max_unpack_ratio):
        raise ReadError(
            "bomb",
            f"{source.name!r} would unpack from {len(source.data)} to {unpacked} bytes. At most "
            f"{settings.max_unpacked_bytes} bytes and {settings.max_unpack_ratio} times its size were expected: "
            "leave it out, or raise knowledge.max_unpacked_bytes and knowledge.max_unpack_ratio if you trust it.",
        )
    if any(unpacks_to_more(source.data, member) for member in package.infolist()):
        raise ReadError(
            "bomb",
            f"{source.name!r} would unpack to more than the {unpacked} bytes that it says. A file that tells its sizes "
            "truly was expected: open it in its own program, save it again and add that.",
        )


def parse_xml(data: bytes) -> _Element:
    """The root of an XML part. Entities stay unexpanded, no DTD is loaded, nothing is fetched."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def resolve(base: str, target: str) -> str:
    """The name of the member that `target` means when `base` refers to it."""
    path = unquote(target.partition("#")[0])
    if path.startswith("/"):
        return posixpath.normpath(path.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
