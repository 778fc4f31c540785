"""A sign-in under way: what only the browser that began it holds, sealed, until it comes back from the provider.

Nothing is kept here in the meantime: whoever begins a million sign-ins fills no table, and any process may finish one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
import time
from dataclasses import dataclass, field

import msgspec

from wainao.kernel import IntegrityError, UsageError
from wainao.store.vault import Vault

PATIENCE_S = 900.0
"""How long a person may take at the provider's pages."""

_PLACE = "sign-in"


def _random() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticket:
    """`to` is the part of the console to go back to. `until_s` is in seconds since 1970."""

    to: str
    state: str = field(default_factory=_random)
    nonce: str = field(default_factory=_random)
    verifier: str = field(default_factory=_random)
    until_s: float = field(default_factory=lambda: time.time() + PATIENCE_S)

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.state.encode()).digest()

    def sealed(self, vault: Vault) -> str:
        """As a cookie holds it, where nothing may be filled up with "="."""
        sealed = vault.seal(msgspec.json.encode(self).decode(), place=_PLACE)
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def opened(sealed: str, vault: Vault, *, address: str) -> Ticket:
    """Raises UsageError for one that is none of ours, or too old."""
    try:
        told = vault.open(
            base64.b64decode(sealed + "=" * (-len(sealed) % 4), altchars=b"-_", validate=True), place=_PLACE
        )
        ticket = msgspec.json.decode(told, type=Ticket)
    except (IntegrityError, binascii.Error, ValueError, msgspec.DecodeError):
        ticket = None
    if ticket is None or ticket.until_s < time.time():
        raise UsageError(
            f"No sign-in of this browser waits for that answer, or it is too old. Expected one that was begun here, at "
            f"{address!r}, within {PATIENCE_S / 60:.0f} minutes. Begin it again."
        )
    return ticket
