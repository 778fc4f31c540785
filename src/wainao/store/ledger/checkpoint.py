"""Signed statements of how long the log is and what its root is, in the text form of C2SP tlog-checkpoint."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from wainao.kernel.errors import IntegrityError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"


@dataclass(frozen=True, kw_only=True, slots=True)
class Checkpoint:
    """The log named `origin` had `size` records under `root` when somebody signed this."""

    origin: str
    size: int
    root: bytes
    signature: bytes = b""

    @property
    def body(self) -> bytes:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n".encode()

    def note(self, public_key: bytes) -> str:
        """The signed note (C2SP signed-note) that any checkpoint tool reads."""
        key_id = hashlib.sha256(f"{self.origin}\n".encode() + _ED25519 + public_key).digest()[:4]
        signature = base64.b64encode(key_id + self.signature).decode()
        return f"{self.body.decode()}\n— {self.origin} {signature}\n"


def parse_note(note: str) -> Checkpoint:
    """Read a signed note; whether its signature is good is a separate question. Raises IntegrityError."""
    try:
        origin, size, root, empty, signed = note.removesuffix("\n").split("\n")
        mark, name, signature = signed.split(" ")
        if empty or mark != "—" or name != origin or str(int(size)) != size or int(size) < 0:
            raise ValueError(note)
        return Checkpoint(
            origin=origin,
            size=int(size),
            root=base64.b64decode(root, validate=True),
            signature=base64.b64decode(signature, validate=True)[4:],
        )
    except (ValueError, binascii.Error) as error:
        raise IntegrityError(
            f"{note[:200]!r} is not a signed checkpoint. Expected the log's name, its size, its root in base64, an "
            "empty line and one signature line. Take it again from where it was kept."
        ) from error


class PublicKey:
    """Checks what the log's key signed."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    @cached_property
    def _key(self) -> Ed25519PublicKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        return Ed25519PublicKey.from_public_bytes(self.raw)

    def signed(self, checkpoint: Checkpoint) -> bool:
        from cryptography.exceptions import InvalidSignature

        try:
            self._key.verify(checkpoint.signature, checkpoint.body)
        except (InvalidSignature, ValueError):  # ValueError: not even a key
            return False
        return True


class PrivateKey:
    """Signs checkpoints with Ed25519."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public = PublicKey(key.public_key().public_bytes_raw())

    def sign(self, *, origin: str, size: int, root: bytes) -> Checkpoint:
        unsigned = Checkpoint(origin=origin, size=size, root=root)
        return Checkpoint(origin=origin, size=size, root=root, signature=self._key.sign(unsigned.body))
