"""What a `$ref` means: in the document itself, or in another that somebody fetches for us."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

from wainao.features.tools.openapi.document.limits import MAX_BYTES, MAX_REMOTE_DOCUMENTS
from wainao.features.tools.openapi.document.parse import parse
from wainao.features.tools.openapi.errors import UnreadableError
from wainao.kernel.errors import WainaoError

Fetch = Callable[[str], bytes]
"""Gives the bytes at an address, or raises a WainaoError."""

_HOPS = 32


class BrokenReferenceError(Exception):
    """`str(error)` says which reference leads where, without a full stop. Whoever wanted it says what that refuses."""


class References:
    """All documents that belong to one description.

    `root` is its own; `source` is the address it came from, against which relative references are read. In documents
    that are fetched every reference is made absolute, so that a `$ref` means the same wherever it is copied to.
    """

    def __init__(self, root: Mapping[str, Any], *, source: str = "", fetch: Fetch | None = None) -> None:
        self._source = urljoin(source, str(root.get("$self") or ""))
        self._fetch = fetch
        self._documents: dict[str, Any] = {"": root}
        self._left_bytes = MAX_BYTES
        self._found: dict[str, Any] = {}
        self._marks: dict[str, dict[str, Any]] = {}

    def get(self, ref: Any) -> Any:
        """What `ref` leads to, itself perhaps a reference. Raises BrokenReferenceError."""
        if not isinstance(ref, str):
            raise BrokenReferenceError(f"the reference {ref!r} is no text")
        if ref not in self._found:
            self._found[ref] = self._resolved(ref)
        return self._found[ref]

    def follow(self, value: Any) -> Any:
        """`value`, or what it finally refers to. What stands beside a reference describes it, and wins."""
        beside: dict[str, Any] = {}
        for _ in range(_HOPS):
            if not isinstance(value, dict) or "$ref" not in value:
                return {**value, **beside} if beside and isinstance(value, dict) else value
            beside = {name: value[name] for name in ("summary", "description") if name in value} | beside
            value = self.get(value["$ref"])
        raise BrokenReferenceError(f"the reference {value['$ref']!r} leads back to itself")

    def _resolved(self, ref: str) -> Any:
        address, fragment = urldefrag(ref)
        document = self._document(address)
        if fragment and not fragment.startswith("/"):
            return self._marked(address, fragment, ref)
        try:
            return _at(document, unquote(fragment))
        except LookupError as error:
            raise BrokenReferenceError(f"the reference {ref!r} leads to nothing: {error.args[0]}") from None

    def _document(self, address: str) -> Any:
        if address and address in self._embedded():
            return self._embedded()[address]
        address = urljoin(self._source, address) if address else ""
        if address == self._source:
            address = ""
        if address not in self._documents:
            self._documents[address] = self._fetched(address)
        return self._documents[address]

    def _fetched(self, address: str) -> Any:
        if self._fetch is None:
            raise BrokenReferenceError(
                f"the reference to {address!r} leads out of the document, and nothing is fetched"
            )
        if len(self._documents) > MAX_REMOTE_DOCUMENTS:
            raise BrokenReferenceError(
                f"{address!r} is one document more than the {MAX_REMOTE_DOCUMENTS} that are fetched"
            )
        try:
            data = self._fetch(address)
            self._left_bytes -= len(data)
            if self._left_bytes < 0:
                raise UnreadableError(f"together more than {MAX_BYTES:,} bytes")
            document = parse(data, what=f"The document {address!r}")
        except WainaoError as error:
            raise BrokenReferenceError(f"the reference to {address!r} could not be read: {error}") from None
        for part in _objects(document):
            if isinstance(part.get("$ref"), str):
                part["$ref"] = urljoin(address, part["$ref"])
        return document

    def _marked(self, address: str, name: str, ref: str) -> Any:
        """The schema that calls itself `name` by `$anchor`."""
        if address not in self._marks:
            parts = _objects(self._document(address))
            self._marks[address] = {
                part[key]: part
                for part in parts
                for key in ("$anchor", "$dynamicAnchor")
                if isinstance(part.get(key), str)
            }
        try:
            return self._marks[address][name]
        except KeyError:
            raise BrokenReferenceError(f"the reference {ref!r} leads to nothing: no $anchor {name!r}") from None

    def _embedded(self) -> dict[str, Any]:
        """The schemas in the description that have an address of their own."""
        if "$id" not in self._marks:
            parts = _objects(self._documents[""])
            self._marks["$id"] = {part["$id"]: part for part in parts if isinstance(part.get("$id"), str)}
        return self._marks["$id"]


def _at(value: Any, pointer: str) -> Any:
    """What a JSON pointer (RFC 6901) leads to. Raises LookupError with the reason."""
    for raw in pointer.split("/")[1:]:
        part = raw.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            raise LookupError(f"there is no {part!r}")
    return value


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a tree, by a stack of our own. One that is reached by several ways comes once."""
    waiting, seen = [value], set[int]()
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict | list):
            if id(part) in seen:
                continue
            seen.add(id(part))
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
