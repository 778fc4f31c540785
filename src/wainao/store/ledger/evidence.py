"""Proofs that anybody can check offline, with nothing but the log's public key."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from wainao.kernel.errors import IntegrityError, UsageError
from wainao.store.ledger.book import read_head, stored_node
from wainao.store.ledger.checkpoint import Checkpoint, PublicKey, parse_note
from wainao.store.ledger.reading import no_receipt
from wainao.store.ledger.record import Header, contents_digest
from wainao.store.ledger.tree import check_consistency, check_inclusion, consistency_path, inclusion_path, leaf_hash


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One receipt and why it is in the log.

    `header` is the JSON that is hashed; its `contents` is SHA-256 over `salt` (hex) and `contents`, both None once
    erased. `path` leads from the header's hash to the root in `note`, a signed checkpoint; all hashes are in hex.
    """

    header: str
    salt: str | None
    contents: str | None
    path: tuple[str, ...]
    note: str


def gather(connection: sqlite3.Connection, id: str) -> Evidence:
    """The evidence for a receipt under the newest checkpoint. Raises NotFoundError."""
    row = connection.execute("SELECT idx, header, salt, contents FROM receipts WHERE id = ?", (id,)).fetchone()
    if row is None:
        raise no_receipt(id)
    index, header, salt, contents = row
    head = read_head(connection)
    path = inclusion_path(index, head.size, stored_node(connection))
    return Evidence(
        header=header.decode(),
        salt=None if salt is None else salt.hex(),
        contents=None if contents is None else contents.decode(),
        path=tuple(hash.hex() for hash in path),
        note=head.note,
    )


def check(evidence: Evidence, public_key: bytes) -> Header:
    """What the log says of the call. Raises IntegrityError if any of `evidence` does not hold under that key."""
    checkpoint = checked_note(evidence.note, public_key)
    try:
        header = msgspec.json.decode(evidence.header, type=Header)
        path = [bytes.fromhex(hash) for hash in evidence.path]
        salt = bytes.fromhex(evidence.salt or "")
    except ValueError as error:
        raise _refuted(f"it cannot be read: {error}") from error
    leaf = leaf_hash(evidence.header.encode())
    if not check_inclusion(leaf, header.index, checkpoint.size, path, checkpoint.root):
        raise _refuted("its header is not in the log that was signed")
    if evidence.contents is not None and contents_digest(salt, evidence.contents.encode()) != header.contents:
        raise _refuted("its contents are not those that were recorded")
    return header


def growth(connection: sqlite3.Connection, since: int) -> tuple[str, ...]:
    """The path (hex) which proves that the log as it was with `since` records is the beginning of what it is now."""
    size = read_head(connection).size
    if not 0 <= since <= size:
        raise UsageError(f"The log never had {since!r} records. Expected 0 to {size}.")
    return tuple(hash.hex() for hash in consistency_path(since, size, stored_node(connection))) if since else ()


def check_growth(old: Checkpoint, new: Checkpoint, path: Sequence[str]) -> bool:
    """Whether `path` proves that between the two checkpoints the log only grew."""
    hashes = [bytes.fromhex(hash) for hash in path]
    return old.origin == new.origin and check_consistency(old.size, new.size, old.root, new.root, hashes)


def checked_note(note: str, public_key: bytes) -> Checkpoint:
    """The checkpoint in a signed note. Raises IntegrityError if it is not one or that key did not sign it."""
    checkpoint = parse_note(note)
    if not PublicKey(public_key).signed(checkpoint):
        raise IntegrityError(
            f"The checkpoint of {checkpoint.origin!r} with {checkpoint.size} records was not signed by the key "
            f"{public_key.hex()!r}. Take both from the same log."
        )
    return checkpoint


def _refuted(why: str) -> IntegrityError:
    return IntegrityError(f"This evidence does not hold: {why}. Ask for it again with `wainao receipts prove`.")
