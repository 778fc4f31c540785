"""A request that is ready to be sent, but for its secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """One request. `security` lists the ways to be let in, each the schemes it takes; `authorised` puts a way's in.

    `secret` names the headers that hold one by then. A key may also stand in the query of `url` by then: who shows a
    request to somebody shows it as it was before.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    security: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    secret: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class SentFile:
    """A kept file that goes out: its bytes, and what it calls itself."""

    data: bytes
    media_type: str = "application/octet-stream"
    name: str = "file"
