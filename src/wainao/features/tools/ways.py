"""The ways out for tools: each toolbox to its own places, and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from wainao.features.tools.settings import ToolsSettings
from wainao.kernel import UsageError
from wainao.store.egress import Egress, Limits, Routes, origin

MOST_WAYS = 256
_ANYWHERE: frozenset[str] = frozenset({"*"})


class Ways:
    """One client for each set of places, kept, so that its connections are used again."""

    def __init__(self, settings: ToolsSettings) -> None:
        self._private = frozenset(origin(place) for place in settings.private)
        self._limits = Limits(total_s=settings.timeout_s, max_bytes=settings.max_bytes)
        self._ways: dict[frozenset[str], Egress] = {}
        self._lock = threading.Lock()

    def to(self, urls: Iterable[str]) -> Egress:
        """A client that reaches the origins of `urls`: public ones, and private ones that the settings name."""
        places = frozenset(map(_origin, urls))
        with self._lock:
            if places not in self._ways:
                if len(self._ways) >= MOST_WAYS:
                    self._ways.pop(next(iter(self._ways))).close()
                self._ways[places] = Egress(self._routes(places), limits=self._limits)
            return self._ways[places]

    def public(self) -> Egress:
        """A client that reaches all public addresses, and private ones of the settings: for what says where to go."""
        with self._lock:
            if _ANYWHERE not in self._ways:
                self._ways[_ANYWHERE] = Egress(Routes(configured=self._private, public=None), limits=self._limits)
            return self._ways[_ANYWHERE]

    def limits(self, *, total_s: float) -> Limits:
        """Those of every exchange, in the time that is left."""
        return replace(self._limits, total_s=min(total_s, self._limits.total_s))

    def close(self) -> None:
        with self._lock:
            for egress in self._ways.values():
                egress.close()
            self._ways.clear()

    def _routes(self, places: frozenset[str]) -> Routes:
        hosts = frozenset(urlsplit(place).hostname or "" for place in places)
        return Routes(configured=places & self._private, public=hosts)


def _origin(url: str) -> str:
    if urlsplit(url).scheme not in ("http", "https"):
        raise UsageError(f"{url!r} is no address that can be called. Expected one with http:// or https://.")
    return origin(url)
