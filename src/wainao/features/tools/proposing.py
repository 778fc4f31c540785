"""Which tools an actor may use for a request, each with a form that is filled in as far as the request goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from wainao.features.tools.choosing import Chosen, Described, ToolIndex
from wainao.features.tools.choosing.filling import Filled, fill
from wainao.features.tools.offering import schema_of
from wainao.features.tools.service import Toolboxes
from wainao.features.tools.settings import ToolsSettings
from wainao.features.tools.types import Tool
from wainao.kernel import Call, Risk, Spec
from wainao.types import ALL_RIGHTS, Json, Words

Among = Literal["callable", "catalogues", "all"]
"""Where to look: among what the actor may call, among what catalogues name, or both."""

ENOUGH = 4
"""How many times as many are looked at as are wanted, so that enough are left of those that the actor may call."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A tool that fits, and the form of it: `filled` from the request, `missing` what it needs beside.

    `callable` is False of one that only a catalogue names. `why` are the words that speak for it.
    """

    tool: str
    title: Words
    description: Words
    risk: Risk
    score: float
    why: tuple[str, ...]
    schema: Json
    filled: tuple[Filled, ...] = ()
    missing: tuple[str, ...] = ()
    callable: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposed:
    proposals: tuple[Proposal, ...]
    none_fits: bool


class _Shelf:
    """One tenant's tools of one kind, in an index that follows what comes and goes."""

    def __init__(self) -> None:
        self.index = ToolIndex()
        self._versions: dict[str, str] = {}

    def follow(self, versions: dict[str, str], describe: Callable[[str], Described]) -> ToolIndex:
        """With exactly the tools of `versions` in it; those that are new or of another version are described anew."""
        self.index.remove(self._versions.keys() - versions.keys())
        self.index.add(describe(name) for name, at in versions.items() if self._versions.get(name) != at)
        self._versions = versions
        return self.index


class Proposing:
    """Looks over built-in tools, those of packages, toolboxes and catalogues alike."""

    def __init__(self, boxes: Toolboxes, settings: ToolsSettings) -> None:
        self._boxes = boxes
        self._most = settings.most_proposed
        self._callable: defaultdict[str, _Shelf] = defaultdict(_Shelf)
        self._catalogued: defaultdict[str, _Shelf] = defaultdict(_Shelf)

    def specs(self, call: Call, request: str, *, only: Collection[str] = ()) -> list[Spec]:
        """What a model is offered for a request; with `only`, exactly those. Raises NotFoundError."""
        if only:
            return [call.kernel.spec(name, call.actor) for name in only]
        return [call.kernel.spec(one.tool, call.actor) for one in self.propose(call, request).proposals]

    def propose(
        self,
        call: Call,
        request: str,
        *,
        top: int | None = None,
        only: Collection[str] = (),
        among: Among = "callable",
    ) -> Proposed:
        """The best for a request; with `only`, just those, in their order. Raises NotFoundError."""
        if only:
            named = [call.kernel.spec(name, call.actor) for name in only]
            return Proposed(proposals=tuple(_proposal(spec, request) for spec in named), none_fits=False)
        most = self._most if top is None else top
        found: list[tuple[Chosen, Proposal]] = []
        none_fits = True
        if among != "catalogues":
            specs = {spec.name: spec for spec in call.kernel.specs(call.actor) if spec.tool}
            choice = self._of_specs(call).choose(request, top=most * ENOUGH)
            mine = [one for one in choice.tools if one.name in specs]
            found += [(one, _proposal(specs[one.name], request, one)) for one in mine]
            none_fits &= choice.none_fits or not mine
        if among != "callable":
            tools = self._catalogue(call.actor.tenant)
            choice = self._of_catalogues(call.actor.tenant, tools).choose(request, top=most)
            found += [(one, _catalogued(one, tools[one.name][1])) for one in choice.tools]
            none_fits &= choice.none_fits
        found.sort(key=lambda pair: -pair[0].score)
        return Proposed(proposals=tuple(proposal for _, proposal in found[:most]), none_fits=none_fits)

    def _of_specs(self, call: Call) -> ToolIndex:
        """All that anybody of this tenant may call: whoever asks sees of it what they may."""
        everybody = replace(call.actor, rights=ALL_RIGHTS, capabilities=None)
        specs = {spec.name: spec for spec in call.kernel.specs(everybody) if spec.tool}
        versions = {name: spec.version for name, spec in specs.items()}
        return self._callable[call.actor.tenant].follow(versions, lambda name: _described(specs[name]))

    def _catalogue(self, tenant: str) -> dict[str, tuple[str, Tool]]:
        """Each tool of a catalogue by its own name, with the version that it came in."""
        boxes = [box for box in self._boxes.all(tenant) if box.toolbox.origin == "catalogue" and box.state == "on"]
        return {
            tool.name: (f"{box.name}@{box.version}", tool) for box in boxes for tool in self._boxes.tools(tenant, box)
        }

    def _of_catalogues(self, tenant: str, tools: Mapping[str, tuple[str, Tool]]) -> ToolIndex:
        versions = {name: at for name, (at, _) in tools.items()}
        return self._catalogued[tenant].follow(versions, lambda name: _of_tool(tools[name][1]))


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


def _proposal(spec: Spec, request: str, chosen: Chosen | None = None) -> Proposal:
    schema = schema_of(spec)
    filled = fill(request, schema)
    known = {one.field for one in filled}
    return Proposal(
        tool=spec.name,
        title=spec.title,
        description=spec.description,
        risk=spec.risk,
        score=1.0 if chosen is None else chosen.score,
        why=() if chosen is None else chosen.why,
        schema=schema,
        filled=tuple(filled),
        missing=tuple(name for name in schema.get("required", ()) if name not in known),
    )


def _catalogued(chosen: Chosen, tool: Tool) -> Proposal:
    return Proposal(
        tool=tool.name,
        title=tool.title,
        description=tool.description,
        risk=tool.risk,
        score=chosen.score,
        why=chosen.why,
        schema=tool.input,
        callable=False,
    )
