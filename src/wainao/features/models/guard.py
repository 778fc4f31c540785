"""A guard that no key of a provider leaves in an answer, whatever a model or a document says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from wainao.kernel import Finding

MIN_SECRET_CHARS = 16
"""Shorter ones are placeholders that local servers ask for ("ollama", "EMPTY"): ordinary words, which must pass."""


class SecretsGuard:
    """Replaces each secret by ***. `secrets` tells those of the moment, as printable ASCII without spaces."""

    name = "secrets"
    on: Literal["output"] = "output"

    def __init__(self, secrets: Callable[[], tuple[str, ...]]) -> None:
        self._read = secrets
        self._told: tuple[str, ...] | None = None
        self._secrets: tuple[str, ...] = ()
        self._beginnings: frozenset[str] = frozenset()
        self._longest = 0

    def check(self, text: str) -> Finding | None:
        redacted = text
        for secret in self._now():
            redacted = redacted.replace(secret, "***")
        if redacted == text:
            return None
        return Finding(say="redact", rule="secret", why="a provider's key was about to leave", text=redacted)

    def holdback(self, text: str) -> int:
        """The length of the longest beginning of a secret with which `text` ends."""
        self._now()
        found = 0
        for n in range(1, min(len(text) + 1, self._longest)):
            if not "!" <= text[-n] <= "~":
                break
            if text[-n:] in self._beginnings:
                found = n
        return found

    def _now(self) -> tuple[str, ...]:
        told = self._read()
        if told is not self._told:
            secrets = tuple(secret for secret in told if len(secret) >= MIN_SECRET_CHARS)
            self._beginnings = frozenset(secret[:n] for secret in secrets for n in range(1, len(secret)))
            self._longest = max(map(len, secrets), default=0)
            self._told, self._secrets = told, secrets
        return self._secrets
