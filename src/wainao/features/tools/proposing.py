"""Which tools an actor may use for a request, each with a form that is filled in as far as the request goes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from wainao.features.tools.embedding import Embedding, callable_tools
from wainao.features.tools.experience import Experience
from wainao.features.tools.offering import schema_of
from wainao.features.tools.service import Toolboxes
from wainao.features.tools.settings import ToolsSettings
from wainao.features.tools.types import Filled, Tool
from wainao.kernel import Call, Risk, Spec
from wainao.store.home import Home
from wainao.types import Json, Words

if TYPE_CHECKING:
    from wainao.features.tools.choosing.index import Choice, Chosen
    from wainao.features.tools.shelves import Placed, Shelves
    from wainao.features.tools.vectors import Space, Vectors

Among = Literal["callable", "catalogues", "all"]
"""Where to look: among what the actor may call, among what catalogues name, or both."""

LEAST_READ = 40
"""Tools that are asked whether they understand the whole request, however little they are like it: "18% of 64.50"."""

READY = 0.3
"""What it adds to a score that the request fills all that a tool needs: scores are of order 1."""

ENOUGH = 4
"""How many times as many are looked at as are wanted, so that enough are left of those that the actor may call."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A tool that fits, and the form of it: `filled` from the request, `missing` what it needs beside.

    `callable` is False of one that only a catalogue names. `why` are the words that speak for it. `sure` says that the
    form has all it needs, and that nothing the request says is left over: it could be called as it is.
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
    sure: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposed:
    """`embedder` is the model whose vectors took part; "" where words alone decided."""

    proposals: tuple[Proposal, ...]
    none_fits: bool
    embedder: str = ""


class _Meant(NamedTuple):
    """What a request means to the embedder in whose `space` the tools are; neither where there is none."""

    space: Space | None
    vectors: Vectors | None


class Proposing:
    """Looks over built-in tools, those of packages, toolboxes and catalogues alike."""

    def __init__(
        self,
        home: Home,
        boxes: Toolboxes,
        experience: Experience,
        settings: ToolsSettings,
        *,
        own: Collection[str],
    ) -> None:
        self.embedding = Embedding(home, lambda: self._shelves, settings, own=own)
        self._home = home
        self._boxes = boxes
        self._experience = experience
        self._most = settings.most_proposed

    @cached_property
    def _shelves(self) -> Shelves:
        """Made when somebody looks for a tool: the indexes bring numpy and a lexicon."""
        from wainao.features.tools.shelves import Shelves

        return Shelves(self._home, self._boxes, self._experience, self.embedding.store)

    async def specs(self, call: Call, request: str, *, only: Collection[str] = ()) -> list[Spec]:
        """What a model is offered for a request; with `only`, exactly those. Raises NotFoundError."""
        if only:
            return [call.kernel.spec(name, call.actor) for name in only]
        return [call.kernel.spec(one.tool, call.actor) for one in (await self.propose(call, request)).proposals]

    async def propose(
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
        space = self.embedding.space(call)
        meant = _Meant(space, await self.embedding.asked(call, request, space))
        looked = [self._among_callable(call, request, most, meant)] if among != "catalogues" else []
        looked += [self._among_catalogues(call, request, most, meant)] if among != "callable" else []
        found = sorted((one for proposed in looked for one in proposed.proposals), key=_standing)
        return Proposed(
            proposals=tuple(found[:most]),
            none_fits=all(proposed.none_fits for proposed in looked),
            embedder=max((proposed.embedder for proposed in looked), default=""),
        )

    def _among_callable(self, call: Call, request: str, most: int, meant: _Meant) -> Proposed:
        # The index has all that anybody of this tenant may call: whoever asks sees of it what they may.
        specs = callable_tools(call)
        placed = self._shelves.callable(call.actor.tenant, specs, meant.space)
        choice, embedder = self._chosen(call, request, placed, meant, max(most * ENOUGH, LEAST_READ))
        seen = [(one, specs[one.name]) for one in choice.tools]
        mine = [(one, spec) for one, spec in seen if call.actor.may(spec.needs) and call.actor.may_call(spec.name)]
        proposals = sorted((_proposal(spec, request, one) for one, spec in mine), key=_standing)[:most]
        none_fits = not any(one.sure for one in proposals) and (choice.none_fits or not mine)
        return Proposed(proposals=tuple(proposals), none_fits=none_fits, embedder=embedder)

    def _among_catalogues(self, call: Call, request: str, most: int, meant: _Meant) -> Proposed:
        catalogue = self._shelves.catalogue(call.actor.tenant, meant.space)
        choice, embedder = self._chosen(call, request, catalogue.placed, meant, most)
        tools = [(one, self._shelves.tool(call.actor.tenant, catalogue, one.name)) for one in choice.tools]
        proposals = tuple(_catalogued(*pair) for pair in tools)
        return Proposed(proposals=proposals, none_fits=choice.none_fits, embedder=embedder)

    def _chosen(self, call: Call, request: str, placed: Placed, meant: _Meant, most: int) -> tuple[Choice, str]:
        """The best, and the model whose vectors took part: only where every tool has one."""
        if meant.space is not None and not placed.whole:
            self.embedding.wanted.add(call.actor.tenant)
        asked = meant.vectors if placed.whole else None
        model = "" if asked is None or meant.space is None else meant.space.model
        return placed.index.choose(request, top=most, asked=asked, embedder=model), model


def _standing(one: Proposal) -> tuple[bool, float]:
    """What accounts for the whole request comes first: it was read, and not only found alike. A form that the request
    fills speaks for its tool, too, if less."""
    return not one.sure, -(one.score + (READY if one.filled and not one.missing else 0.0))


def _proposal(spec: Spec, request: str, chosen: Chosen | None = None) -> Proposal:
    from wainao.features.tools.choosing.accounting import left_over
    from wainao.features.tools.choosing.filling import fill
    from wainao.features.tools.shelves import described

    schema = schema_of(spec)
    filled = fill(request, schema)
    known = {one.field for one in filled}
    missing = tuple(name for name in schema.get("required", ()) if name not in known)
    return Proposal(
        tool=spec.name,
        title=spec.title,
        description=spec.description,
        risk=spec.risk,
        score=1.0 if chosen is None else chosen.score,
        why=() if chosen is None else chosen.why,
        schema=schema,
        filled=tuple(filled),
        missing=missing,
        sure=bool(filled) and not missing and not left_over(request, filled, described(spec)),
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
