"""What is sent: the request head, in which nobody can smuggle a line of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from wainao.kernel.errors import UsageError
from wainao.store.egress.target import Target

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")

_OURS = frozenset(
    (
        *("accept-encoding", "connection", "content-length", "expect", "host", "keep-alive", "proxy-authorization"),
        *("proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"),
    )
)
"""Headers that say how the bytes travel: they follow from the request, and a second opinion would be an attack."""

_HARMLESS = frozenset(
    ("accept", "accept-language", "if-match", "if-none-match", "if-range", "range", "user-agent"),
)
"""What another origin may see after a redirect. Any other header may hold a secret: every provider names its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    method: str
    target: Target
    headers: Mapping[str, str]
    content: bytes = b""

    def head(self) -> bytes:
        """The head as it goes out. Raises UsageError for what no header may hold, without showing its value."""
        target, content = self.target, self.content
        lines = [f"{_method(self.method)} {target.path} HTTP/1.1\r\nhost: {target.netloc}\r\naccept-encoding: identity"]
        for name, value in self.headers.items():
            if not (value.isascii() and value.isprintable()):
                raise UsageError(
                    f"The header {name!r} holds characters that no header may hold. Use printable ASCII there."
                )
            lines.append(f"{_name(name)}: {value}")
        if content or self.method in ("POST", "PUT", "PATCH"):
            lines.append(f"content-length: {len(content)}")
        lines.append("\r\n")
        return "\r\n".join(lines).encode("ascii")

    def towards(self, target: Target) -> Request:
        """The same request to another place; to another origin go only headers that hold no secret."""
        if target.origin == self.target.origin:
            return replace(self, target=target)
        kept = {name: value for name, value in self.headers.items() if name.lower() in _HARMLESS}
        return replace(self, target=target, headers=kept)


@lru_cache(maxsize=256)
def _name(name: str) -> str:
    if not _TOKEN.fullmatch(name):
        raise UsageError(f"{name!r} is no name of a header. Use letters, digits and hyphens.")
    if name.lower() in _OURS:
        raise UsageError(f"The header {name!r} is not the caller's to set: it follows from the request. Leave it out.")
    return name


@lru_cache(maxsize=64)
def _method(method: str) -> str:
    if not _TOKEN.fullmatch(method) or method == "CONNECT":
        raise UsageError(f"{method!r} is no method of a request. Use one like GET or POST.")
    return method
