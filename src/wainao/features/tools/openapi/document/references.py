"""What a `$ref` means: in the document itself, or in another that somebody fetches for us."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote, urljoin

from wainao.features.tools.openapi.document.index import Index, objects_in
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
        self._source = _joined(source, str(root.get("$self") or ""))
        self._fetch = fetch
        self._documents: dict[str, Any] = {"": root}
        self._left_bytes = MAX_BYTES
        self._found: dict[str, Any] = {}
        self._indexes: dict[str, Index] = {}

    def get(self, ref: Any) -> Any:
        """What `ref` leads to, itself perhaps a reference. Raises BrokenReferenceError."""
        if not isinstance(ref, str):
            raise BrokenReferenceError(f"the reference {ref!r} is no text")
        if ref not in self._found:
            self._found[ref] = _or_error(lambda: self._resolved(ref))
        return _raised(self._found[ref])

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
        address, _, fragment = ref.partition("#")
        if address and not fragment and address in self._index("").addresses:
            return self._index("").addresses[address]
        address = self._address(address)
        pointer = unquote(fragment)
        document = self._document(address)
        try:
            return _at(document, pointer) if pointer[:1] in ("", "/") else self._index(address).anchors[pointer]
        except LookupError as error:
            # Schemas that were written for themselves go on pointing into themselves.
            inner = self._index(address).inner
            if pointer[1:] in inner:
                return inner[pointer[1:]]
            raise BrokenReferenceError(
                f"the reference {ref!r} leads to nothing: there is no {error.args[0]!r}"
            ) from None

    def _address(self, address: str) -> str:
        """The whole address; "" for that of the description itself."""
        whole = _joined(self._source, address) if address else ""
        return "" if whole == self._source else whole

    def _document(self, address: str) -> Any:
        if address not in self._documents:
            self._documents[address] = _or_error(lambda: self._fetched(address))
        return _raised(self._documents[address])

    def _index(self, address: str) -> Index:
        if address not in self._indexes:
            self._indexes[address] = Index(self._document(address))
        return self._indexes[address]

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
        for part in objects_in(document):
            if isinstance(part.get("$ref"), str):
                part["$ref"] = _joined(address, part["$ref"])
        return document


def _or_error(make: Callable[[], Any]) -> Any:
    """What `make` makes, or its error: so that nothing is looked for, or fetched, a second time in vain."""
    try:
        return make()
    except BrokenReferenceError as error:
        return error


def _raised(value: Any) -> Any:
    if isinstance(value, BrokenReferenceError):
        raise BrokenReferenceError(str(value))
    return value


def _joined(base: str, ref: str) -> str:
    """`ref` read against `base`; as it is where one of them is no address."""
    try:
        return urljoin(base, ref)
    except ValueError:
        return ref


def _at(value: Any, pointer: str) -> Any:
    """What a JSON pointer (RFC 6901) leads to. Raises LookupError with the part that is missing."""
    for raw in pointer.split("/")[1:]:
        part = raw.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            raise LookupError(part)
    return value
