"""Tools that asked to be left alone for a while, as their servers said in their last replies."""

from __future__ import annotations

import time
from collections.abc import Mapping

from wainao.features.tools.openapi import rest_s
from wainao.kernel import Call

LONGEST_S = 3_600.0
"""A longer rest than an hour is told to who calls, and after an hour tried all the same: it may be a mistake."""
MOST = 10_000
"""Tools that a process remembers; beyond, it forgets those whose rest is over, and then all."""


class Rests:
    """Each actor's apart, since most APIs count by whom they let in. A process knows what it was told itself."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str, str], float] = {}

    def told(self, call: Call, tool: str, status: int, headers: Mapping[str, str]) -> float | None:
        """Remember what a reply says; in how many seconds the tool may be called again, None: at once."""
        rest = rest_s(status, headers, now_s=time.time())
        if rest is not None:
            if len(self._until) >= MOST:
                self._forget()
            self._until[_key(call, tool)] = time.monotonic() + min(rest, LONGEST_S)
        return rest

    def left_s(self, call: Call, tool: str) -> float:
        """How long the tool is to be left alone yet."""
        return max(0.0, self._until.get(_key(call, tool), 0.0) - time.monotonic())

    def _forget(self) -> None:
        now = time.monotonic()
        self._until = {key: until for key, until in self._until.items() if until > now}
        if len(self._until) >= MOST:
            self._until.clear()


def _key(call: Call, tool: str) -> tuple[str, str, str]:
    return call.actor.tenant, call.actor.id, tool
