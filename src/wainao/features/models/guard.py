"""A guard that no secret of the settings leaves in an answer, whatever a model or a document says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from wainao.kernel import Finding

MIN_SECRET_CHARS = 16
"""Shorter ones are placeholders that local servers ask for ("ollama", "EMPTY"): ordinary words, which must pass."""


class SecretsGuard:
    """Replaces each secret by ***."""

    name = "secrets"
    on: Literal["output"] = "output"

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = tuple(secret for secret in secrets if len(secret) >= MIN_SECRET_CHARS)

    def check(self, text: str) -> Finding | None:
        redacted = text
        for secret in self._secrets:
            redacted = redacted.replace(secret, "***")
        if redacted == text:
            return None
        return Finding(say="redact", rule="secret", why="a key of the settings was about to leave", text=redacted)

    def holdback(self, text: str) -> int:
        return max((_overlap(text, secret) for secret in self._secrets), default=0)


def _overlap(text: str, secret: str) -> int:
    """The length of the longest beginning of `secret` with which `text` ends."""
    longest = min(len(text), len(secret) - 1)
    return next((n for n in range(longest, 0, -1) if text.endswith(secret[:n])), 0)
