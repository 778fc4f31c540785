"""The indexes in which tools are looked for: they follow what comes and goes, and what is learnt."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from wainao.features.tools.choosing.described import Described, split_name
from wainao.features.tools.choosing.index import ToolIndex, sought, tool_texts
from wainao.features.tools.choosing.keeping import keep, kept
from wainao.features.tools.experience import Experience
from wainao.features.tools.offering import schema_of
from wainao.features.tools.service import Toolboxes
from wainao.features.tools.store import Kept
from wainao.features.tools.types import Tool
from wainao.features.tools.vectors import Space, Vectors, VectorStore
from wainao.features.tools.weighing import languages_read
from wainao.kernel import Spec
from wainao.store.home import Home
from wainao.types import Language, Words

WORTH_KEEPING = 500
"""Tools of a catalogue from which on its index is kept in a file: fewer are read again in a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An index, and whether every tool in it has its vector: only then can an embedder say which is nearest."""

    index: ToolIndex
    whole: bool


@dataclass(slots=True)
class _Callable:
    """One tenant's tools that can be called; `versions` says which are in the index, `mark` what it has learnt.

    `lacking` are those without a vector of `space`. What was erased `unlearnt` times before it began is not in it.
    """

    space: Space | None
    unlearnt: int = 0
    index: ToolIndex = field(default_factory=ToolIndex)
    versions: dict[str, str] = field(default_factory=dict)
    lacking: set[str] = field(default_factory=set)
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One tenant's catalogues, all in one index; `boxes` tells where each tool is described."""

    stamp: str
    placed: Placed
    boxes: Mapping[str, Kept]


class Shelves:
    """Of each tenant apart. `space` says whose vectors the tools have, if they have any."""

    def __init__(self, home: Home, boxes: Toolboxes, experience: Experience, vectors: VectorStore) -> None:
        self._folder = home.path / "tools"
        self._boxes = boxes
        self._experience = experience
        self._vectors = vectors
        self._callable: dict[str, _Callable] = {}
        self._catalogues: dict[str, Catalogue] = {}

    def callable(self, tenant: str, specs: Mapping[str, Spec], space: Space | None) -> Placed:
        """An index of exactly these, with all that was learnt of them."""
        shelf, unlearnt = self._callable.get(tenant), self._experience.unlearnt(tenant)
        if shelf is None or (shelf.space, shelf.unlearnt) != (space, unlearnt):
            shelf = self._callable[tenant] = _Callable(space, unlearnt)
        versions = {name: spec.version for name, spec in specs.items()}
        if versions != shelf.versions:
            gone = shelf.versions.keys() - versions.keys()
            new = [name for name, version in versions.items() if shelf.versions.get(name) != version]
            shelf.index.remove(gone)
            shelf.lacking -= gone
            shelf.lacking |= self._add(shelf.index, [described(specs[name]) for name in new], tenant, space)
            self._learn(tenant, shelf, only=new, until=shelf.mark)
            shelf.versions = versions
        self._learn(tenant, shelf, only=versions)
        return Placed(shelf.index, space is not None and not shelf.lacking)

    def catalogue(self, tenant: str, space: Space | None) -> Catalogue:
        boxes = self._described_in(tenant)
        stamp = f"{';'.join(f'{box.name}@{box.receipt}.{box.described}' for box in boxes)} {space}"
        known = self._catalogues.get(tenant)
        if known is None or known.stamp != stamp:
            known = self._catalogues[tenant] = self._read(tenant, boxes, stamp, space)
        return known

    def tool(self, tenant: str, catalogue: Catalogue, name: str) -> Tool:
        return self._boxes.tool(tenant, f"{catalogue.boxes[name].name}:{name}")[1]

    def texts(self, tenant: str, specs: Mapping[str, Spec]) -> list[str]:
        """Everything that an embedder should read: each text once."""
        tools = [*map(described, specs.values()), *self._of_catalogues(tenant, self._described_in(tenant))]
        learnt = (sought(request) for _, tool, request in self._experience.since(tenant, 0) if tool in specs)
        return list(dict.fromkeys([*(text for tool in tools for text in tool_texts(tool)), *learnt]))

    def languages_read(self, tenant: str, specs: Mapping[str, Spec], model: str) -> frozenset[Language]:
        """Those in which the vectors of `model` help to find `specs`, which have samples in each."""
        tools = [described(spec) for spec in specs.values()]
        return languages_read(tools, self._known(tenant, model, tools), model)

    def _add(self, index: ToolIndex, tools: list[Described], tenant: str, space: Space | None) -> set[str]:
        """Put them into the index, with the vectors that they have; returns those that lack one."""
        vectors = {} if space is None else self._known(tenant, space.model, tools)
        index.add(tools, vectors)
        return {tool.name for tool in tools if not all(text in vectors for text in tool_texts(tool))}

    def _known(self, tenant: str, model: str, tools: Iterable[Described]) -> dict[str, Vectors]:
        return self._vectors.of(tenant, model, (text for tool in tools for text in tool_texts(tool)))

    def _learn(self, tenant: str, shelf: _Callable, *, only: Iterable[str], until: int | None = None) -> None:
        """What these tools have served, up to the mark `until`, or from where the shelf stands to the newest."""
        names, learnt = set(only), []
        for mark, tool, request in self._experience.since(tenant, 0 if until is not None else shelf.mark):
            if until is None:
                shelf.mark = mark
            elif mark > until:
                break
            if tool in names:
                learnt.append((tool, request))
        requests = {sought(request) for _, request in learnt}
        vectors = self._vectors.of(tenant, shelf.space.model, requests) if shelf.space and requests else {}
        for tool, request in learnt:
            shelf.index.learn(tool, request, vectors.get(sought(request)))

    def _described_in(self, tenant: str) -> list[Kept]:
        """The catalogues: they describe tools that cannot be called."""
        return [box for box in self._boxes.all(tenant) if box.toolbox.origin == "catalogue" and box.state == "on"]

    def _of_catalogues(self, tenant: str, boxes: Iterable[Kept]) -> Iterator[Described]:
        return (_of_tool(tool) for box in boxes for tool in self._boxes.tools(tenant, box))

    def _read(self, tenant: str, boxes: list[Kept], stamp: str, space: Space | None) -> Catalogue:
        where = {name: box for box in boxes for name in self._boxes.names(tenant, box)}
        path = self._folder / f"{hashlib.sha256(tenant.encode()).hexdigest()[:16]}.npz"
        if len(where) >= WORTH_KEEPING:
            for whole in (True, False):
                if (index := kept(path, stamp=f"{stamp} {whole}")) is not None:
                    return Catalogue(stamp, Placed(index, whole), where)
        index = ToolIndex()
        whole = not self._add(index, list(self._of_catalogues(tenant, boxes)), tenant, space) and space is not None
        if len(where) >= WORTH_KEEPING:
            self._folder.mkdir(exist_ok=True, mode=0o700)
            keep(index, path, stamp=f"{stamp} {whole}")
        return Catalogue(stamp, Placed(index, whole), where)


def described(spec: Spec) -> Described:
    """A capability in words, as tools are looked for."""
    title, description = spec.title, spec.description
    one_language = (title.en, description.en) == (title.zh, description.zh)
    return Described(
        name=spec.name,
        title=_both(title),
        description=_both(description),
        parameters=schema_of(spec),
        samples=spec.samples,
        spoken="" if one_language else f"{split_name(spec.name)} {title.en} {description.en}",
    )


def _of_tool(tool: Tool) -> Described:
    return Described(name=tool.name, description=_both(tool.description), parameters=tool.input, samples=tool.samples)


def _both(words: Words) -> str:
    return words.en if words.en == words.zh else f"{words.en}\n{words.zh}"
