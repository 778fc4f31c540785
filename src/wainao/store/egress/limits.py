"""How long, how much, how many."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one exchange may take; all times in seconds.

    `connect_s` bounds each of: the wait for a free connection, the name look-up, the connection with its TLS handshake.
    `first_byte_s` bounds the wait for a whole reply head once the request is sent (None: as `silence_s`), `silence_s`
    each wait for more of the body or for room to send, `total_s` all of it.
    """

    connect_s: float = 10.0
    first_byte_s: float | None = None
    silence_s: float = 60.0
    total_s: float = 600.0
    max_bytes: int = 64 * 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class PoolLimits:
    """How connections to one origin are kept, per event loop.

    At most `connections` at once; who comes later waits in line. One that is idle for `idle_s`, or older than `age_s`
    when it becomes idle, is closed: so a name that moves to another address is followed.
    """

    connections: int = 256
    idle_s: float = 30.0
    age_s: float = 600.0
