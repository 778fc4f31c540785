"""The tools that were taken in, as capabilities: what another process takes in can be called here at once."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

from wainao.features.tools import store
from wainao.features.tools.capability import Engines, ToolCapability
from wainao.features.tools.store import Kept
from wainao.features.tools.types import Tool
from wainao.kernel import Capability, NotFoundError
from wainao.store.home import Home

MOST_KEPT = 2_000
"""Tools that a process remembers; beyond, it forgets all and begins again."""


class _Known(NamedTuple):
    """What holds as long as the mark does."""

    mark: int | None
    found: dict[tuple[str, str], Capability | None]


class Shelf:
    """A `Source` of capabilities, one for each tool of each toolbox that is on. Remembers until the home changes."""

    def __init__(self, home: Home, engines: Engines) -> None:
        self._database = home.database("state")
        self._changes = home.changes
        self._engines = engines
        self._known = _Known(None, {})
        self._all: dict[str, tuple[tuple[Kept, ...], list[Capability]]] = {}

    def find(self, name: str, tenant: str) -> Capability | None:
        mark, known = self._changes.mark(), self._known
        if mark is None:
            return self._read(name, tenant)
        if mark != known.mark or len(known.found) >= MOST_KEPT:
            self._known = known = _Known(mark, {})
        key = (tenant, name)
        if key not in known.found:
            known.found[key] = self._read(name, tenant)
        return known.found[key]

    def all(self, tenant: str) -> list[Capability]:
        with self._database.read() as connection:
            boxes = list(filter(self._is_callable, store.boxes(connection, tenant)))
            stands, found = self._all.get(tenant, ((), []))
            if stands != tuple(boxes):
                found = [self._made(box, tool) for box in boxes for tool in store.tools(connection, tenant, box)]
                self._all[tenant] = tuple(boxes), found
        return found

    def _read(self, name: str, tenant: str) -> Capability | None:
        kind, _, inner = name.partition(":")
        with self._database.read() as connection, suppress(NotFoundError):
            box = store.find(connection, tenant, kind)
            tool = store.tool(connection, tenant, box, inner) if self._is_callable(box) else None
            return None if tool is None else self._made(box, tool)
        return None

    def _is_callable(self, box: Kept) -> bool:
        return box.state == "on" and box.toolbox.origin in self._engines

    def _made(self, box: Kept, tool: Tool) -> ToolCapability:
        return ToolCapability(box, tool, self._engines[box.toolbox.origin])
