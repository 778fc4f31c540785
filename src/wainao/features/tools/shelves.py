"""The indexes in which tools are looked for: they follow what comes and goes, and what is learnt."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from wainao.features.tools.choosing.described import Described
from wainao.features.tools.choosing.index import ToolIndex
from wainao.features.tools.choosing.keeping import keep, kept
from wainao.features.tools.experience import Experience
from wainao.features.tools.offering import schema_of
from wainao.features.tools.service import Toolboxes
from wainao.features.tools.store import Kept
from wainao.features.tools.types import Tool
from wainao.kernel import Spec
from wainao.store.home import Home
from wainao.types import Words

WORTH_KEEPING = 500
"""Tools of a catalogue from which on its index is kept in a file: fewer are read again in a tenth of a second."""


@dataclass(slots=True)
class _Callable:
    """One tenant's tools that can be called; `versions` says which are in the index, `mark` what it has learnt."""

    index: ToolIndex = field(default_factory=ToolIndex)
    versions: dict[str, str] = field(default_factory=dict)
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One tenant's catalogues, all in one index; `boxes` tells where each tool is described."""

    stamp: str
    index: ToolIndex
    boxes: Mapping[str, Kept]


class Shelves:
    """Of each tenant apart."""

    def __init__(self, home: Home, boxes: Toolboxes, experience: Experience) -> None:
        self._folder = home.path / "tools"
        self._boxes = boxes
        self._experience = experience
        self._callable: defaultdict[str, _Callable] = defaultdict(_Callable)
        self._catalogues: dict[str, Catalogue] = {}

    def callable(self, tenant: str, specs: Mapping[str, Spec]) -> ToolIndex:
        """An index of exactly these, with all that was learnt of them."""
        shelf = self._callable[tenant]
        versions = {name: spec.version for name, spec in specs.items()}
        if versions != shelf.versions:
            shelf.index.remove(shelf.versions.keys() - versions.keys())
            new = [name for name, version in versions.items() if shelf.versions.get(name) != version]
            shelf.index.add(_described(specs[name]) for name in new)
            shelf.versions, shelf.mark = versions, 0
        for mark, tool, request in self._experience.since(tenant, shelf.mark):
            shelf.mark = mark
            if tool in shelf.index:
                shelf.index.learn(tool, request)
        return shelf.index

    def catalogue(self, tenant: str) -> Catalogue:
        boxes = [box for box in self._boxes.all(tenant) if box.toolbox.origin == "catalogue" and box.state == "on"]
        stamp = ";".join(f"{box.name}@{box.version}" for box in boxes)
        known = self._catalogues.get(tenant)
        if known is None or known.stamp != stamp:
            known = self._catalogues[tenant] = self._read(tenant, boxes, stamp)
        return known

    def tool(self, tenant: str, catalogue: Catalogue, name: str) -> Tool:
        return self._boxes.tool(tenant, f"{catalogue.boxes[name].name}:{name}")[1]

    def _read(self, tenant: str, boxes: list[Kept], stamp: str) -> Catalogue:
        where = {name: box for box in boxes for name in self._boxes.names(tenant, box)}
        path = self._folder / f"{hashlib.sha256(tenant.encode()).hexdigest()[:16]}.npz"
        index = kept(path, stamp=stamp) if len(where) >= WORTH_KEEPING else None
        if index is None:
            index = ToolIndex(_of_tool(tool) for box in boxes for tool in self._boxes.tools(tenant, box))
            if len(where) >= WORTH_KEEPING:
                self._folder.mkdir(exist_ok=True, mode=0o700)
                keep(index, path, stamp=stamp)
        return Catalogue(stamp, index, where)


def _described(spec: Spec) -> Described:
    return Described(
        name=spec.name,
        title=_both(spec.title),
        description=_both(spec.description),
        parameters=schema_of(spec),
        samples=spec.samples,
    )


def _of_tool(tool: Tool) -> Described:
    return Described(name=tool.name, description=tool.description.en, parameters=tool.input, samples=tool.samples)


def _both(words: Words) -> str:
    return words.en if words.en == words.zh else f"{words.en}\n{words.zh}"
