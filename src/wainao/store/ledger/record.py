"""What a call becomes on disk: a header that is hashed and stays, and contents that can be erased."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import Any

import msgspec

from wainao.kernel import Draft, now_us
from wainao.store.ledger.recordable import as_recorded
from wainao.store.ledger.series import Point, point
from wainao.store.ledger.tally import Entry, entry, said_of
from wainao.types import Usage

# What the log itself gives a meaning to: four capabilities, and two kinds of names among a header's versions, each
# followed by a colon and the id of the receipt that is meant.
INCIDENT = "receipts:incident"
ERASE = "receipts:erase"
SWEEP = "receipts:sweep"
ERASED = "erased"
ACKNOWLEDGE = "receipts:acknowledge"
ACKNOWLEDGED = "acknowledged"

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
    point: Point
    index: int = -1
    leaf: bytes = b""

    def place(self, index: int) -> None:
        """Write its place in the log into the header: spliced in, so that encoding need not wait for the place."""
        self.index = index
        self.header = b'{"index":%d,%b' % (index, self.header.partition(b",")[2])

    def packed(self) -> bytes:
        """Itself without its place, for `unpacked`."""
        return b"".join((len(self.header).to_bytes(4, "big"), self.header, self.salt, self.contents))


def record(draft: Draft) -> Record:
    """Freeze `draft` as it is now."""
    contents, counted = _contents(draft), entry(draft)
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
        entry=counted,
        point=point(draft, counted[1]),
    )


def _contents(draft: Draft) -> bytes:
    whys = [verdict.why for verdict in draft.verdicts]
    input, output = as_recorded(draft.input), as_recorded(draft.output)
    try:
        return _json.encode(Contents(error=draft.error, input=input, output=output, whys=whys))
    except UnicodeEncodeError:  # half a surrogate pair, quoted
        error, said = as_recorded(draft.error), as_recorded(whys)
        return _json.encode(Contents(error=error, input=input, output=output, whys=said))


def unpacked(packed: bytes) -> Record:
    """The record that was packed."""
    end = 4 + int.from_bytes(packed[:4], "big")
    header = packed[4:end]
    said = _read_said(header)
    told = said_of(header)
    counted = entry(told)
    return Record(
        id=said.id,
        tenant=said.tenant,
        actor=said.actor,
        capability=said.capability,
        status=said.status,
        parent=said.parent,
        header=header,
        salt=packed[end : end + SALT_BYTES],
        contents=packed[end + SALT_BYTES :],
        entry=counted,
        point=point(told, counted[1]),
    )


def opening(draft: Draft) -> bytes:
    """What is fixed of `draft` from the start. Safe while the call runs and writes into it."""
    return _canonical_json.encode(
        Opening(
            actor=draft.actor,
            capability=draft.capability,
            id=draft.id,
            input=as_recorded(draft.input),
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


def opened_id(opening: bytes) -> str:
    """Which call an opening is of."""
    return _read_opening(opening).id


def opened_capability(opening: bytes) -> str:
    """What an opening is a call of."""
    return _read_opening(opening).capability


def crashed(opening: bytes) -> Draft:
    """The draft of a call whose process died."""
    begun = _read_opening(opening)
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


_read_said = msgspec.json.Decoder(Header).decode
_read_opening = msgspec.json.Decoder(Opening).decode
_json = msgspec.json.Encoder()
_canonical_json = msgspec.json.Encoder(order="deterministic")
