"""Whose certificates are believed by default."""

from __future__ import annotations

import ssl
from functools import lru_cache


@lru_cache(maxsize=1)
def system_trust() -> ssl.SSLContext:
    """The system's authorities and certifi's. Reading them takes tens of milliseconds, once."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    return context
