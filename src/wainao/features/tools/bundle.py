"""A toolbox as one signed file, so that a closed network can take in what another one looked at."""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from wainao.features.tools.types import Surface, Toolbox
from wainao.kernel import UsageError
from wainao.store.home import Home
from wainao.store.keys import secret_file

KEY_FILE = "tools.key"
FORMAT = "wainao-toolbox-1"
LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundle:
    """`signer` is the fingerprint of the key that signed it: the SHA-256 of the public key, in hexadecimal."""

    toolbox: Toolbox
    signer: str


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the file holds: `toolbox` is the signed bytes, as text, so that nobody has to agree how JSON is written."""

    format: str
    toolbox: str
    key: str
    signature: str


class Signing:
    """With an Ed25519 key of this home, made when the first bundle is."""

    def __init__(self, home: Home) -> None:
        self._folder = home.keys

    @property
    def fingerprint(self) -> str:
        return _fingerprint(_raw(self._key().public_key()))

    def write(self, toolbox: Toolbox) -> bytes:
        """The toolbox as a file: no credential, no receipt and nobody's name is in it."""
        key, told = self._key(), msgspec.json.encode(toolbox)
        return msgspec.json.encode(
            _File(
                format=FORMAT,
                toolbox=told.decode(),
                key=b64encode(_raw(key.public_key())).decode(),
                signature=b64encode(key.sign(_signed(told))).decode(),
            )
        )

    def _key(self) -> Any:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        seed = secret_file(self._folder, KEY_FILE, lambda: Ed25519PrivateKey.generate().private_bytes_raw())
        return Ed25519PrivateKey.from_private_bytes(seed)


def read_bundle(content: bytes) -> Bundle:
    """Raises UsageError for what is no bundle, or is not what was signed."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if len(content) > LARGEST:
        raise UsageError(f"The bundle has {len(content)} bytes. Expected at most {LARGEST}. Export fewer tools.")
    try:
        file = msgspec.json.decode(content, type=_File)
        raw, told = b64decode(file.key, validate=True), file.toolbox.encode()
        Ed25519PublicKey.from_public_bytes(raw).verify(b64decode(file.signature, validate=True), _signed(told))
        toolbox = msgspec.json.decode(told, type=Toolbox)
    except InvalidSignature:
        raise UsageError(
            "The bundle is not what was signed: somebody changed it, or it was damaged. Get it again from its maker."
        ) from None
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise UsageError(f"That is no bundle of tools: {error}. Expected a file of 'wainao tools export'.") from error
    if file.format != FORMAT:
        raise UsageError(
            f"The bundle has the format {file.format!r}. Expected {FORMAT!r}. Update Wainao, or its maker's."
        )
    _refuse_false(toolbox.surfaces)
    return Bundle(toolbox=toolbox, signer=_fingerprint(raw))


def _refuse_false(surfaces: Iterable[Surface]) -> None:
    """Raises UsageError for a page that is not what its digest says: what is shown later is told by that."""
    for page in surfaces:
        found = hashlib.sha256(page.html.encode()).hexdigest()
        if found != page.digest:
            raise UsageError(
                f"The bundle's page {page.uri!r:.200} has the SHA-256 {found}. Expected {page.digest!r:.80}, as it "
                "says itself. Get the bundle again from its maker."
            )


def _raw(key: Any) -> bytes:
    raw: bytes = key.public_bytes_raw()
    return raw


def _signed(told: bytes) -> bytes:
    return FORMAT.encode() + b"\n" + told


def _fingerprint(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
