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


class Ways:
    """One client for each set of places, kept, so that its connections are used again."""

    def __init__(self, settings: ToolsSettings) -> None:
        self._private = frozenset(origin(place) for place in settings.private)
        self._limits = Limits(total_s=settings.timeout_s, max_bytes=settings.max_bytes)
        self._ways: dict[Routes, Egress] = {}
        self._lock = threading.Lock()

    def to(self, urls: Iterable[str], *, told_by: str = "") -> Egress:
        """A client that reaches the origins of `urls`: public ones, and private ones that the settings name.

        With `told_by`, the address that names them: see `public`.
        """
        places = frozenset(map(_origin, urls))
        hosts = frozenset(urlsplit(place).hostname or "" for place in places)
        return self._kept(Routes(configured=places & self._within(told_by), public=hosts))

    def public(self, *, told_by: str) -> Egress:
        """A client that reaches all public addresses: for what is at the address `told_by` and says where to go.

        From a private place of the settings that may be another one. What is on the public net has no say in what is
        called on ours.
        """
        return self._kept(Routes(configured=self._within(told_by), public=None))

    def limits(self, *, total_s: float) -> Limits:
        """Those of every exchange, in the time that is left."""
        return replace(self._limits, total_s=min(total_s, self._limits.total_s))

    def close(self) -> None:
        with self._lock:
            for egress in self._ways.values():
                egress.close()
            self._ways.clear()

    def _within(self, told_by: str) -> frozenset[str]:
        """The private places that may be reached, if it is this address that says so; "": an administrator does."""
        return self._private if not told_by or _origin(told_by) in self._private else frozenset()

    def _kept(self, routes: Routes) -> Egress:
        with self._lock:
            way = self._ways.pop(routes, None)
            if way is None:
                if len(self._ways) >= MOST_WAYS:
                    self._ways.pop(next(iter(self._ways))).close()
                way = Egress(routes, limits=self._limits)
            self._ways[routes] = way  # behind all others: the first is the one that nobody has used for longest
            return way


def _origin(url: str) -> str:
    if urlsplit(url).scheme not in ("http", "https"):
        raise UsageError(f"{url!r} is no address that can be called. Expected one with http:// or https://.")
    return origin(url)
