"""tools:add, list, change and remove: toolboxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from urllib.parse import urlsplit

from wainao.features.tools.desk import Desk
from wainao.features.tools.engines.mcp import PROGRAM
from wainao.features.tools.openapi import Imported
from wainao.features.tools.openapi.oauth import signs_in
from wainao.features.tools.service import Word
from wainao.features.tools.store import Kept, State
from wainao.features.tools.types import Origin, Tool
from wainao.kernel import Call, Capability, Risk, Spec, UsageError
from wainao.store.works import free, whole
from wainao.types import Words
from wainao.types.recording import BY_DIGEST


@dataclass(frozen=True, kw_only=True, slots=True)
class AddInput:
    """`source` is an address, or says where `document` came from. A rehearsal (`dry_run`) changes nothing.

    "stdio:NAME" is a program of the settings; with `mcp`, or where it ends with /mcp, an address is that of an MCP
    server. `name` is what the toolbox will be called, `server` the base address of its calls if not the one that the
    description names. `accept` lets a new version do more than the old one.

    `least` is an administrator's word on all its tools: none has a lower risk, whatever it says of itself. `risks` are
    those of single tools by their names, and count before all. Both hold for later versions, too.
    """

    source: str
    document: bytes = field(default=b"", metadata=BY_DIGEST)
    name: str = ""
    server: str = ""
    mcp: bool = False
    least: Risk | None = None
    risks: Mapping[str, Risk] = field(default_factory=dict)
    accept: bool = False
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolRow:
    """`name` is the capability's: "toolbox:tool"."""

    name: str
    title: Words
    description: Words
    risk: Risk


@dataclass(frozen=True, kw_only=True, slots=True)
class RefusedRow:
    """What of a description could not be taken in: its place, and the reason."""

    where: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Added:
    """`version` 0: a rehearsal. `added`, `removed`, `changed` name tools; `wider` says what it may do beyond before.

    `held` says which tools call themselves safer than before, and are not believed. `needs` are the schemes by one of
    which its server wants to be let in, as long as there is no credential for any.
    """

    name: str
    version: int
    tools: tuple[ToolRow, ...] = field(metadata=BY_DIGEST)
    added: tuple[str, ...] = field(metadata=BY_DIGEST)
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    wider: tuple[Words, ...]
    held: tuple[Words, ...]
    refused: tuple[RefusedRow, ...]
    warnings: tuple[str, ...]
    servers: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class BoxRow:
    """`server` is where calls go. A credential can be set for each of `schemes`; by one of those in `needs` the server
    wants to be let in, and a person signs in by those in `sign_ins`. `added_us`: microseconds since 1970, UTC.

    `least` and `risks` are an administrator's word on the risk of all its tools, and of some by their names.
    """

    name: str
    title: Words
    description: Words
    origin: Origin
    source: str
    version: int
    state: State
    pinned: bool
    server: str
    servers: tuple[str, ...]
    schemes: tuple[str, ...]
    needs: tuple[str, ...]
    sign_ins: tuple[str, ...]
    least: Risk
    risks: Mapping[str, Risk]
    added_by: str
    added_us: int
    receipt: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NoInput:
    """Nothing to be told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BoxList:
    boxes: tuple[BoxRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeInput:
    """What is None stays as it is. An earlier `version` takes the toolbox back to it."""

    name: str
    state: State | None = None
    pinned: bool | None = None
    version: int | None = None
    server: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoveInput:
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Removed:
    name: str


ADD = Spec(
    name="tools:add",
    title=Words("添加工具", "Add tools"),
    description=Words(
        "从 OpenAPI 描述、旧式插件清单或 MCP 服务加入一个工具箱。可以先试演，查看会加入什么。",
        "Add a toolbox from an OpenAPI description, an old plugin manifest or an MCP server. A "
        "dry run shows what would be added.",
    ),
    input=AddInput,
    output=Added,
    risk="write",
    right="admin",
    estimate=free,
    example=AddInput(source="https://example.com/openapi.json", dry_run=True),
)


async def _add(desk: Desk, call: Call) -> Added:
    given: AddInput = call.input
    imported: Imported = (
        await desk.mcp.describe(call, given.source, name=given.name, known=partial(desk.boxes.known, call.actor.tenant))
        if _is_mcp(given)
        else await desk.intake.read(given.source, given.document, name=given.name)
    )
    toolbox = imported.toolbox
    if given.server:
        toolbox = replace(toolbox, servers=(given.server, *toolbox.servers))
    taken = await desk.boxes.take_in(
        call, toolbox, word=Word(least=given.least, risks=given.risks), accept=given.accept, dry_run=given.dry_run
    )
    box, told = taken.toolbox, taken.difference
    return Added(
        name=box.name,
        version=0 if taken.kept is None else taken.kept.version,
        tools=tuple(tool_row(box.name, tool) for tool in box.tools),
        added=told.added,
        removed=told.removed,
        changed=told.changed,
        wider=told.wider,
        held=told.held,
        refused=tuple(RefusedRow(where=one.where, why=one.why) for one in imported.refused),
        warnings=imported.warnings,
        servers=box.servers,
        needs=() if desk.credentials.held(tenant=call.actor.tenant, box=box.name) else tuple(sorted(box.security)),
    )


def _is_mcp(given: AddInput) -> bool:
    by_address = given.source.startswith(PROGRAM) or urlsplit(given.source).path.endswith("/mcp")
    return not given.document and (given.mcp or by_address)


LIST = Spec(
    name="tools:list",
    title=Words("工具箱列表", "Toolboxes"),
    description=Words("列出加入的工具箱。", "List the toolboxes that were added."),
    input=NoInput,
    output=BoxList,
    estimate=free,
    example=NoInput(),
)


async def _list(desk: Desk, call: Call) -> BoxList:
    return BoxList(boxes=tuple(map(box_row, desk.boxes.all(call.actor.tenant))))


CHANGE = Spec(
    name="tools:change",
    title=Words("更改工具箱", "Change a toolbox"),
    description=Words(
        "停用或启用工具箱、固定版本、退回以前的版本，或更改服务地址。立即生效。",
        "Switch a toolbox off or on, pin it, roll it back to an earlier version, or change its "
        "address. Takes effect at once.",
    ),
    input=ChangeInput,
    output=BoxRow,
    risk="write",
    right="admin",
    estimate=free,
    example=ChangeInput(name="weather", state="off"),
)


async def _change(desk: Desk, call: Call) -> BoxRow:
    given: ChangeInput = call.input
    columns = {name: getattr(given, name) for name in ("state", "pinned", "version", "server")}
    wanted = {name: value for name, value in columns.items() if value is not None}
    if not wanted:
        raise UsageError(f"Nothing about {given.name!r} would change. Give one of state, pinned, version, server.")
    return box_row(await desk.boxes.change(call, given.name, **wanted))


REMOVE = Spec(
    name="tools:remove",
    title=Words("移除工具箱", "Remove a toolbox"),
    description=Words(
        "移除一个工具箱及其凭据；它的回执保留。", "Remove a toolbox and its credentials. Its receipts stay."
    ),
    input=RemoveInput,
    output=Removed,
    risk="write",
    right="admin",
    estimate=free,
    example=RemoveInput(name="weather"),
)


async def _remove(desk: Desk, call: Call) -> Removed:
    await desk.boxes.remove(call, call.input.name)
    return Removed(name=call.input.name)


def box_row(box: Kept) -> BoxRow:
    toolbox = box.toolbox
    return BoxRow(
        name=box.name,
        title=toolbox.title,
        description=toolbox.description,
        origin=toolbox.origin,
        source=toolbox.source,
        version=box.version,
        state=box.state,
        pinned=box.pinned,
        server=box.address,
        servers=toolbox.servers,
        schemes=toolbox.schemes,
        needs=tuple(sorted(toolbox.security)),
        sign_ins=tuple(name for name, scheme in sorted(toolbox.security.items()) if signs_in(scheme)),
        least=box.least,
        risks=box.risks,
        added_by=box.added_by,
        added_us=box.added_us,
        receipt=box.receipt,
    )


def tool_row(box: str, tool: Tool) -> ToolRow:
    return ToolRow(name=f"{box}:{tool.name}", title=tool.title, description=tool.description, risk=tool.risk)


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return whole(desk, ((ADD, _add), (LIST, _list), (CHANGE, _change), (REMOVE, _remove)))
