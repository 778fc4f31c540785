"""The owner's token: made once, shown once, kept only as a hash."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

PREFIX = "wo_"


class OwnerToken:
    """Lives in `keys/owner-token.sha256` of a home, for its owner only. 256 random bits, never chosen by hand."""

    def __init__(self, keys: Path) -> None:
        self._path = keys / "owner-token.sha256"

    @property
    def exists(self) -> bool:
        return self._path.exists()

    def make(self) -> str:
        """A new token, which replaces any before it. It cannot be read again later."""
        token = PREFIX + secrets.token_urlsafe(32)
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self._path.with_suffix(f".{os.getpid()}.new")
        fresh.touch(mode=0o600)
        fresh.write_text(_hash(token), encoding="ascii")
        fresh.replace(self._path)
        return token

    def matches(self, token: str) -> bool:
        try:
            kept = self._path.read_text(encoding="ascii")
        except FileNotFoundError:
            return False
        return hmac.compare_digest(_hash(token), kept)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
