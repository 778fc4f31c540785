"""Zip-based formats: open one within the limits, and parse the XML inside without following anything out of it."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.readers.source import Source
from wainao.store.archive import BROKEN, unpacks_to_more

if TYPE_CHECKING:
    from lxml.etree import _Element

# Ordinary office files of little text compress very well; only what is also large is suspicious.
_HARMLESS_BYTES = 32 << 20

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"

# "Strict Open XML", a choice when saving in Office, writes the same elements under names of its own.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part of a package relates to: the last word of the relation's type, and a member, there or not."""

    kind: str
    member: str


class Package:
    """The members of a zip-based document; one that is asked for and not there is a KeyError."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._names = frozenset(package.namelist())

    def __contains__(self, member: str) -> bool:
        return member in self._names

    def read(self, member: str) -> bytes:
        """A member as it is."""
        return self._package.read(member)

    def parse(self, member: str) -> _Element:
        """The root of an XML part. Entities stay unexpanded, no DTD is loaded, nothing is fetched."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(self._xml(member), parser)

    def stream(self, member: str, tag: str) -> Iterator[_Element]:
        """The elements `tag` of an XML part, parsed as by `parse`, but one after the other: each is gone with the next,
        so that a part may be larger than memory."""
        from lxml import etree

        options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
        for _, element in etree.iterparse(io.BytesIO(self._xml(member)), tag=tag, **options):
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and parent[0] is not element:
                del parent[0]

    def relations(self, part: str) -> dict[str, Relation]:
        """What `part` ("" for the whole document) relates to inside the package, by id."""
        folder, _, name = part.rpartition("/")
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if listed not in self:
            return {}
        return {
            relation.get("Id", ""): Relation(
                relation.get("Type", "").rpartition("/")[2], resolve(part, relation.get("Target", ""))
            )
            for relation in self.parse(listed).iter(_RELATION)
            if relation.get("TargetMode") != "External"
        }

    def relation(self, part: str, id: str) -> Relation:
        """What `part` means by `id`; a ValueError where that is nothing."""
        found = self.relations(part).get(id)
        if found is None:
            raise ValueError(f"{part} relates to nothing as {id!r}")
        return found

    def related(self, part: str, kind: str) -> Iterator[str]:
        """The members that `part` relates to as `kind`, those that are there."""
        for relation in self.relations(part).values():
            if relation.kind == kind and relation.member in self:
                yield relation.member

    def main(self, otherwise: str) -> str:
        """The part that an Office document begins with."""
        return next(self.related("", "officeDocument"), otherwise)

    def title(self) -> str | None:
        """What an Office document's properties call it."""
        part = next(self.related("", "core-properties"), None)
        title: str | None = self.parse(part).findtext(_DC_TITLE) if part else None
        return title

    def _xml(self, member: str) -> bytes:
        return _STRICT.sub(_TRANSITIONAL, self.read(member))


@contextmanager
def open_package(source: Source, what: str) -> Iterator[Package]:
    """The package in `source`, checked against the limits; damage found while it is open becomes a `ReadError`.

    The sizes that it tells are checked, and that they are true: libraries read whole members, and unpack all of one.
    """
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as package:
            _check(source, package)
            yield Package(package)
    except (*BROKEN, zlib.error, KeyError, etree.XMLSyntaxError) as error:
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


def resolve(base: str, target: str) -> str:
    """The name of the member that `target` means when `base` refers to it."""
    path = unquote(target.partition("#")[0])
    if path.startswith("/"):
        return posixpath.normpath(path.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
