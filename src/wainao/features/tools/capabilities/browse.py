"""tools:browse and show: every tool that there is, wherever it came from, and the page of one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, NamedTuple

from wainao.features.tools.capabilities.boxes import BoxRow, ToolRow, box_row, tool_row
from wainao.features.tools.describing import Description
from wainao.features.tools.desk import Desk
from wainao.features.tools.evidence import MOST, Record
from wainao.features.tools.history import Change, changes
from wainao.features.tools.limits import Limit
from wainao.features.tools.offering import schema_of
from wainao.features.tools.showing import Demo, Review, Standing, belongs
from wainao.features.tools.store import Kept, State
from wainao.features.tools.types import Origin, Tool
from wainao.kernel import Call, Capability, Risk, Spec
from wainao.store.schemas import object_schema, plainly
from wainao.store.works import free, whole
from wainao.types import Json, Right, Words
from wainao.types.recording import BY_DIGEST

Source = Literal["builtin", "python"] | Origin
"""Where a tool came from: with Wainao, from a Python package, or with a toolbox."""

Health = Literal["unknown", "well", "shaky", "failing", "drifted"]
"""How a tool has been doing. Drifted: a demonstration, made again, gave something of another form."""

WELL, SHAKY = 0.95, 0.7
"""The shares of calls that went well from which on a tool is called so."""
NEWEST = 20
"""The newest calls of each tool that its health is judged by, where all are listed."""
LONGEST_ABOUT = 240
"""Characters of what a row says about its tool; its page has the whole."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BrowseInput:
    """Those with all words of `search`, at most `limit`."""

    search: str = ""
    limit: int = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """One tool in a list. `box` is the title of its toolbox, "off" of one that is switched off is its `state`; `stars`
    are the mean of its reviews, None where there are none. `calls` are counted among the newest receipts.
    """

    name: str
    title: Words
    description: Words
    risk: Risk
    source: Source
    box: Words | None
    state: State
    health: Health
    calls: int
    stars: float | None
    demos: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Browsed:
    """`total` fit, of which `tools` are the first."""

    tools: tuple[Listing, ...] = field(metadata=BY_DIGEST)
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ShowInput:
    """A toolbox, one tool of it, or one that is built in: "weather", "weather:today", "units:convert"."""

    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnWords:
    """What a tool says of itself, where `by` described it otherwise at `at_us` (microseconds since 1970, UTC).

    `outdated`: it said something else of itself then. `described` is how, without what it leaves as it was.
    """

    title: Words
    description: Words
    samples: tuple[str, ...]
    described: Description
    by: str
    at_us: int
    outdated: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownTool:
    """`input` and `output` are JSON Schemas; `samples` are requests in a person's words, `examples` inputs that fit.

    `maker` is the package or the address that it comes from, `right` what who calls it needs. `own` is what it says of
    itself, where an administrator described it otherwise.
    """

    name: str
    title: Words
    description: Words
    risk: Risk
    source: Source
    maker: str
    right: Right
    version: str
    input: Json
    output: Json | None
    idempotent: bool
    samples: tuple[str, ...]
    examples: tuple[Json, ...]
    own: OwnWords | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """`tools` are those of a toolbox, `records` what the receipts say of each that was called lately, `changes` what
    each version changed, `limits` how often it may be called; of one tool, everything is its own. One of no toolbox has
    no `box`.
    """

    box: BoxRow | None
    versions: tuple[BoxRow, ...]
    changes: tuple[Change, ...]
    tools: tuple[ToolRow, ...] = field(metadata=BY_DIGEST)
    records: tuple[Record, ...]
    demos: tuple[Demo, ...] = field(metadata=BY_DIGEST)
    reviews: tuple[Review, ...]
    limits: tuple[Limit, ...]
    tool: ShownTool | None = None


BROWSE = Spec(
    name="tools:browse",
    title=Words("工具商店", "Browse tools"),
    description=Words(
        "列出所有工具：内置的、Python 包的、工具箱的和目录里的，连同风险、是否启用、表现和评分。",
        "List every tool: built in, from Python packages, toolboxes and catalogues, with its "
        "risk, state, track record and rating.",
    ),
    input=BrowseInput,
    output=Browsed,
    estimate=free,
    example=BrowseInput(search="weather"),
)


async def _browse(desk: Desk, call: Call) -> Browsed:
    # Reads thousands of tools and receipts: nobody else should wait for that.
    return await asyncio.to_thread(_browsed, desk, call)


def _browsed(desk: Desk, call: Call) -> Browsed:
    given: BrowseInput = call.input
    words, tenant = given.search.lower().split(), call.actor.tenant
    found = [one for one in (*_without_box(call), *_in_boxes(desk, tenant)) if one.has(words)]
    shown = found[: given.limit]
    records = desk.records(tenant, {one.name for one in shown}.__contains__, NEWEST)
    standings = desk.showing.standings(tenant)
    rows = (_listing(one, records.get(one.name), standings.get(one.name, Standing())) for one in shown)
    return Browsed(tools=tuple(rows), total=len(found))


class _Found(NamedTuple):
    """A tool as far as all have the same to say; `box` is what it is of, if it is of one."""

    name: str
    title: Words
    description: Words
    risk: Risk
    source: Source
    box: Kept | None

    def has(self, words: list[str]) -> bool:
        if not words:
            return True
        title, about = self.title, self.description
        told = f"{self.name} {title.zh} {title.en} {about.zh} {about.en}".lower()
        return all(word in told for word in words)


def _without_box(call: Call) -> Iterator[_Found]:
    for spec in _static_specs(call):
        yield _Found(spec.name, spec.title, spec.description, spec.risk, _source(spec), None)


def _static_specs(call: Call) -> Iterator[Spec]:
    """Of the tools that are in no toolbox."""
    return (spec for spec in call.kernel.specs(call.actor) if spec.tool and spec.schema is None)


def _in_boxes(desk: Desk, tenant: str) -> Iterator[_Found]:
    for box in desk.boxes.all(tenant):
        for tool in desk.boxes.tools(tenant, box):
            name = f"{box.name}:{tool.name}"
            yield _Found(name, tool.title, tool.description, tool.risk, box.toolbox.origin, box)


def _listing(found: _Found, record: Record | None, standing: Standing) -> Listing:
    return Listing(
        name=found.name,
        title=found.title,
        description=Words(_brief(found.description.zh), _brief(found.description.en)),
        risk=found.risk,
        source=found.source,
        box=None if found.box is None else found.box.toolbox.title,
        state="on" if found.box is None else found.box.state,
        health=_health(record, standing),
        calls=0 if record is None else record.calls,
        stars=standing.stars,
        demos=standing.demos,
    )


def _brief(text: str) -> str:
    return text if len(text) <= LONGEST_ABOUT else f"{text[:LONGEST_ABOUT]}…"


def _health(record: Record | None, standing: Standing) -> Health:
    if standing.drifted:
        return "drifted"
    if record is None or record.success is None:
        return "unknown"
    return "well" if record.success >= WELL else "shaky" if record.success >= SHAKY else "failing"


SHOW = Spec(
    name="tools:show",
    title=Words("查看工具", "Show a tool"),
    description=Words(
        "查看一个工具箱，或一个工具（内置的也可以）：做什么、要什么参数、风险如何、表现如何、有过哪些版本。",
        "Show a toolbox, or one tool (built-in ones, too): what it does, its parameters, risk, "
        "track record and versions.",
    ),
    input=ShowInput,
    output=Shown,
    estimate=free,
    example=ShowInput(name="weather:today"),
)


async def _show(desk: Desk, call: Call) -> Shown:
    return await asyncio.to_thread(_looked_up, desk, call)


def _looked_up(desk: Desk, call: Call) -> Shown:
    name: str = call.input.name
    spec = next((one for one in _static_specs(call) if one.name == name), None)
    if spec is not None:
        return _shown(desk, call, None, _static(spec))
    box = desk.boxes.find(call.actor.tenant, name.partition(":")[0])
    tool = desk.boxes.tool(call.actor.tenant, name)[1] if ":" in name else None
    return _shown(desk, call, box, None if tool is None else _of_box(box, tool, _own(desk, call.actor.tenant, name)))


def _shown(desk: Desk, call: Call, box: Kept | None, tool: ShownTool | None) -> Shown:
    name, tenant = call.input.name, call.actor.tenant
    versions = [] if box is None else desk.boxes.versions(tenant, box.name)
    tools = [] if box is None or tool is not None else desk.boxes.tools(tenant, box)
    changed = changes(desk.boxes, tenant, versions)
    return Shown(
        box=None if box is None else box_row(box),
        versions=tuple(map(box_row, versions)),
        changes=tuple(one for one in changed if tool is None or one.touches(name)),
        tools=tuple(tool_row(box.name, one) for one in tools) if box is not None else (),
        records=tuple(desk.records(tenant, partial(belongs, to=name), MOST).values()),
        demos=tuple(desk.showing.demos(tenant, name)),
        reviews=tuple(desk.showing.reviews(tenant, name)),
        limits=tuple(desk.limits.of(call.actor, name)),
        tool=tool,
    )


def _static(spec: Spec) -> ShownTool:
    return ShownTool(
        name=spec.name,
        title=spec.title,
        description=spec.description,
        risk=spec.risk,
        source=_source(spec),
        maker=spec.input.__module__.partition(".")[0],
        right=spec.needs,
        version=spec.version,
        input=schema_of(spec),
        output=object_schema(spec.output),
        idempotent=spec.risk == "read",
        samples=spec.samples,
        examples=() if spec.example is None else (plainly(spec.example),),
    )


def _own(desk: Desk, tenant: str, name: str) -> OwnWords | None:
    own, described = desk.boxes.own(tenant, name)
    if described is None:
        return None
    return OwnWords(
        title=own.title,
        description=own.description,
        samples=own.samples,
        described=described.words,
        by=described.by,
        at_us=described.at_us,
        outdated=described.is_outdated(own),
    )


def _of_box(box: Kept, tool: Tool, own: OwnWords | None) -> ShownTool:
    return ShownTool(
        name=f"{box.name}:{tool.name}",
        title=tool.title,
        description=tool.description,
        risk=tool.risk,
        source=box.toolbox.origin,
        maker=box.toolbox.source,
        right=tool.risk,
        version=str(box.version),
        input=tool.input,
        output=tool.output,
        idempotent=tool.idempotent,
        samples=tool.samples,
        examples=tool.examples,
        own=own,
    )


def _source(spec: Spec) -> Source:
    return "builtin" if spec.input.__module__.partition(".")[0] == "wainao" else "python"


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return whole(desk, ((BROWSE, _browse), (SHOW, _show)))
