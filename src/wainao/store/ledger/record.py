"""What a call becomes on disk: a header that is hashed and stays, and contents that can be erased."""

from __future__ import annotations

import hashlib
import os
import types
import typing
from collections.abc import Iterable
from dataclasses import Field, dataclass, fields, is_dataclass
from functools import cache
from typing import Any

import msgspec

from wainao.kernel import Draft, now_us
from wainao.kernel.guards import map_text
from wainao.store.ledger.tally import Entry, entry
from wainao.types import BY_DIGEST, Usage

# What the log itself gives a meaning to: three capabilities, and two kinds of names among a header's versions, each
# followed by a colon and the id of the receipt that is meant.
INCIDENT = "receipts:incident"
ERASE = "receipts:erase"
ERASED = "erased"
ACKNOWLEDGE = "receipts:acknowledge"
ACKNOWLEDGED = "acknowledged"

HIDDEN = "***"
SALT_BYTES = 32
_SALTS_AT_ONCE = 128
_salts: list[bytes] = []


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about a call that does not quote anybody, in alphabetical order. Its JSON is what the log hashes.

    `index` is its place in the log. `contents` is SHA-256 in hex over the salt followed by the contents' JSON.
    `verdicts` are pairs of who spoke and what it said; the reasons, which may quote, are in the contents.
    """

    index: int = -1
    actor: str
    capability: str
    contents: str
    correction: str | None
    finished_us: int
    id: str
    key: str | None = None
    labels: tuple[str, ...]
    parent: str | None
    risk: str
    root: str
    started_us: int
    status: str
    team: str | None = None
    tenant: str
    usage: Usage
    verdicts: tuple[tuple[str, str], ...]
    version: str
    versions: dict[str, str]


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What was said: erased on request, while the header keeps a salted digest of it.

    `bytes` are recorded as {"bytes": their number, "sha256": hex}, fields marked `BY_DIGEST` as {"shape": lengths,
    "sha256": hex of their JSON}; `whys` go with the header's verdicts.
    """

    error: Any
    input: Any
    output: Any
    whys: Any


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a call when it begins; enough to record it, should its process die."""

    actor: str
    capability: str
    id: str
    input: msgspec.Raw
    key: str | None = None
    parent: str | None
    risk: str
    root: str
    started_us: int
    team: str | None = None
    tenant: str
    version: str


@dataclass(kw_only=True, slots=True)
class Record:
    """A sealed call on its way into the log, where it gets its `index` and `leaf`."""

    id: str
    tenant: str
    actor: str
    capability: str
    status: str
    parent: str | None
    header: bytes
    salt: bytes
    contents: bytes
    entry: Entry
    index: int = -1
    leaf: bytes = b""

    def place(self, index: int) -> None:
        """Write its place in the log into the header: spliced in, so that encoding need not wait for the place."""
        self.index = index
        self.header = b'{"index":%d,%b' % (index, self.header[len(b'{"index":-1,') :])


def record(draft: Draft) -> Record:
    """Freeze `draft` as it is now."""
    contents = _contents_json.encode(
        Contents(
            error=_as_json(draft.error),
            input=_part(draft.input),
            output=_part(draft.output),
            whys=_as_json([verdict.why for verdict in draft.verdicts]),
        )
    )
    salt = _new_salt()
    header = Header(
        actor=draft.actor,
        capability=draft.capability,
        contents=contents_digest(salt, contents),
        correction=draft.correction,
        finished_us=draft.finished_us,
        id=draft.id,
        key=draft.key,
        labels=draft.labels,
        parent=draft.parent,
        risk=draft.risk,
        root=draft.root,
        started_us=draft.started_us,
        status=draft.status,
        team=draft.team,
        tenant=draft.tenant,
        usage=draft.usage,
        verdicts=tuple([(verdict.by, verdict.said) for verdict in draft.verdicts]),
        version=draft.capability_version,
        versions=draft.versions,
    )
    return Record(
        id=draft.id,
        tenant=draft.tenant,
        actor=draft.actor,
        capability=draft.capability,
        status=draft.status,
        parent=draft.parent,
        header=_canonical_json.encode(header),
        salt=salt,
        contents=contents,
        entry=entry(draft),
    )


def opening(draft: Draft) -> bytes:
    """What is fixed of `draft` from the start. Safe while the call runs and writes into it."""
    return _canonical_json.encode(
        Opening(
            actor=draft.actor,
            capability=draft.capability,
            id=draft.id,
            input=_part(draft.input),
            key=draft.key,
            parent=draft.parent,
            risk=draft.risk,
            root=draft.root,
            started_us=draft.started_us,
            team=draft.team,
            tenant=draft.tenant,
            version=draft.capability_version,
        )
    )


def crashed(opening: bytes) -> Draft:
    """The draft of a call whose process died."""
    begun = msgspec.json.decode(opening, type=Opening)
    return Draft(
        id=begun.id,
        capability=begun.capability,
        capability_version=begun.version,
        risk=begun.risk,
        actor=begun.actor,
        tenant=begun.tenant,
        team=begun.team,
        key=begun.key,
        parent=begun.parent,
        root=begun.root,
        started_us=begun.started_us,
        input=begun.input,
        status="crashed",
        error="The process that ran this call ended without finishing it.",
        finished_us=now_us(),
    )


def _new_salt() -> bytes:
    # Bought by the hundred: each system call lets another thread take the interpreter in the middle of a call.
    try:
        return _salts.pop()
    except IndexError:
        bulk = os.urandom(SALT_BYTES * _SALTS_AT_ONCE)
        _salts.extend(bulk[at : at + SALT_BYTES] for at in range(0, len(bulk), SALT_BYTES))
        return _salts.pop()


def contents_digest(salt: bytes, contents: bytes) -> str:
    return hashlib.sha256(salt + contents).hexdigest()


def canonical(value: Any) -> bytes:
    """The one JSON that equal inputs share, and no others: what no record may show is in it. Not to be kept."""
    return _canonical_json.encode(msgspec.json.decode(_part(value, hide=False)))


def recordable(value: Any) -> Any:
    """`value` as a record holds it; the same object where its types can hold nothing that a record may not.

    Every `bytes` in it is replaced by size and hash, every field that its dataclass hides from `repr` by "***", and
    every field that its dataclass marks `BY_DIGEST` by shape and hash.
    """
    kind: Any = type(value)
    return _fit(value) if _may_be_unfit(kind) else value


def _part(value: Any, *, hide: bool = True) -> msgspec.Raw:
    try:
        return _as_json(recordable(value) if hide else _fit(value, hide=False))
    except RecursionError:  # a value that holds itself
        return _unrecorded(value, "it holds itself")


def _as_json(value: Any) -> msgspec.Raw:
    """`value` as JSON. A receipt is never lost over a value without a JSON form: it says what could not be recorded."""
    try:
        return msgspec.Raw(_contents_json.encode(value))
    except UnicodeEncodeError:  # half a surrogate pair, from a command line or a sloppy client
        return _as_json(map_text(value, _escape))
    except (TypeError, ValueError, OverflowError) as error:
        return _unrecorded(value, str(error))


def _unrecorded(value: Any, why: str) -> msgspec.Raw:
    return _as_json({"unrecorded": f"{type(value).__qualname__}: {why}"})


def _escape(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _unknown(value: Any) -> Any:
    return {"unrecorded": f"{type(value).__module__}.{type(value).__qualname__}"}


_contents_json = msgspec.json.Encoder(enc_hook=_unknown)
_canonical_json = msgspec.json.Encoder(order="deterministic")
_SCALARS = frozenset({str, int, float, bool, types.NoneType})


@cache
def _may_be_unfit(kind: Any) -> bool:
    return _unfit(kind, set())


def _unfit(kind: Any, seen: set[Any]) -> bool:
    """Whether a value of that type could hold bytes or hidden fields, as far as annotations tell."""
    if kind in _SCALARS or kind in seen or typing.get_origin(kind) is typing.Literal:
        return False
    seen.add(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        try:
            inside: Iterable[Any] = typing.get_type_hints(kind).values()
        except (NameError, TypeError):  # annotations that only a type checker can resolve
            return True
        return any(_is_held_back(field) for field in fields(kind)) or any(_unfit(part, seen) for part in inside)
    inside = [argument for argument in typing.get_args(kind) if argument is not Ellipsis]
    return not inside or any(_unfit(part, seen) for part in inside)


def _fit(value: Any, *, hide: bool = True) -> Any:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"bytes": len(value), "sha256": hashlib.sha256(value).hexdigest()}
    if isinstance(value, dict):
        return {key: _fit(item, hide=hide) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_fit(item, hide=hide) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _fit_field(field, getattr(value, field.name), hide=hide) for field in fields(value)}
    return value


def _is_held_back(field: Field[Any]) -> bool:
    return not field.repr or _is_by_digest(field)


def _is_by_digest(field: Field[Any]) -> bool:
    return BY_DIGEST.items() <= field.metadata.items()


def _fit_field(field: Field[Any], value: Any, *, hide: bool) -> Any:
    if hide and not field.repr:
        return HIDDEN
    if hide and _is_by_digest(field):
        return {"shape": _shape(value), "sha256": hashlib.sha256(bytes(_as_json(value))).hexdigest()}
    return _fit(value, hide=hide)


def _shape(value: Any) -> list[int]:
    """The lengths of nested lists, judged by the first of each; text counts as one thing."""
    if not isinstance(value, (list, tuple)):
        return []
    return [len(value), *(_shape(value[0]) if value else [])]
