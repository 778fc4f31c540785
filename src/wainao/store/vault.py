"""Secrets of others that we must be able to show again: the keys of providers, sealed wherever they are kept."""

from __future__ import annotations

import secrets
from pathlib import Path

from wainao.kernel.errors import IntegrityError
from wainao.store.keys import secret_file

KEY_FILE = "vault.key"

_NONCE_BYTES = 12


class Vault:
    """Seals with AES-256-GCM under a key in `folder`, which is made when the first secret comes.

    What is sealed for one place opens at no other: a row that is copied over another gives nothing away.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def seal(self, secret: str, *, place: str) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self._key()).encrypt(nonce, secret.encode(), place.encode())

    def open(self, sealed: bytes, *, place: str) -> str:
        """Raises IntegrityError when it was sealed elsewhere, under another key, or is not what was written."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return AESGCM(self._key()).decrypt(nonce, body, place.encode()).decode()
        except (InvalidTag, ValueError):
            raise IntegrityError(
                f"The secret of {place!r} cannot be opened with {self._folder / KEY_FILE}. Expected the key file that "
                "it was sealed with: put that back from a backup, or set the secret anew."
            ) from None

    def _key(self) -> bytes:
        return secret_file(self._folder, KEY_FILE, lambda: secrets.token_bytes(32))
