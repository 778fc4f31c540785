"""The key that signs the ledger."""

from __future__ import annotations

from pathlib import Path

from wainao.kernel.errors import IntegrityError
from wainao.store.keys import secret_file
from wainao.store.ledger.checkpoint import PrivateKey

LEDGER_KEY = "ledger.pem"


def ledger_key(folder: Path) -> PrivateKey:
    """The key that signs the ledger; made by the first process that asks. IntegrityError if it is none."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    pem = secret_file(folder, LEDGER_KEY, _new_ledger_key)
    try:
        key = load_pem_private_key(pem, password=None)
    except ValueError as error:
        raise _not_a_key(folder) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _not_a_key(folder)
    return PrivateKey(key)


def _new_ledger_key() -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _not_a_key(folder: Path) -> IntegrityError:
    return IntegrityError(
        f"{folder / LEDGER_KEY} is not an Ed25519 private key in PEM. The ledger cannot be signed without it. Restore "
        "it from a backup of this home."
    )
