"""tools:demonstrate, replay, forget-demonstration, review, export and import-bundle: what makes toolboxes a store."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from wainao.features.tools.bundle import read_bundle
from wainao.features.tools.desk import Desk
from wainao.features.tools.showing import Demo, Review
from wainao.kernel import Call, Capability, DeniedError, Spec
from wainao.store.works import free, whole
from wainao.types import Json, Words
from wainao.types.recording import BY_DIGEST

_SOME_DEMO = "01hzy3v9c4k7q2m8t5w6x0n1bd"


@dataclass(frozen=True, kw_only=True, slots=True)
class DemonstrateInput:
    """`title` says what it shows."""

    tool: str
    arguments: Json = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class WhichBox:
    box: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Replayed:
    """`drifted` of them gave something of another form than when they were recorded, or failed."""

    demos: tuple[Demo, ...]
    drifted: int


@dataclass(frozen=True, kw_only=True, slots=True)
class WhichDemo:
    demo: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewInput:
    """1 to 5 `stars`."""

    tool: str
    stars: int
    words: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class BundleFile:
    """`signer` is the fingerprint to tell to those who take it in."""

    content: bytes = field(metadata=BY_DIGEST)
    media_type: str
    signer: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportInput:
    """`trust` is the fingerprint of the signer, as its people told it; `accept` lets a new version do more."""

    content: bytes = field(metadata=BY_DIGEST)
    trust: str = ""
    name: str = ""
    accept: bool = False
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """`version` 0: a rehearsal."""

    name: str
    version: int
    signer: str
    tools: int
    wider: tuple[Words, ...]


DEMONSTRATE = Spec(
    name="tools:demonstrate",
    title=Words("记录演示", "Record a demonstration"),
    description=Words(
        "调用一次只读工具，把输入和输出记为演示。以后可以重放，看它的表现是否还一样。",
        "Call a tool that only reads, and keep its input and output. Replay it later to see "
        "whether it still behaves the same.",
    ),
    input=DemonstrateInput,
    output=Demo,
    risk="write",
    estimate=free,
    example=DemonstrateInput(tool="weather:today", arguments={"city": "Köln"}, title="Weather in Köln"),
)


async def _demonstrate(desk: Desk, call: Call) -> Demo:
    given: DemonstrateInput = call.input
    return await desk.showing.record(call, given.tool, given.arguments, given.title)


REPLAY = Spec(
    name="tools:replay",
    title=Words("重放演示", "Replay demonstrations"),
    description=Words(
        "重放一个工具箱或一类内置工具的全部演示，指出哪些结果的形式变了。",
        "Replay all demonstrations of a toolbox, or of a kind of built-in tools, and report "
        "results whose form has changed.",
    ),
    input=WhichBox,
    output=Replayed,
    risk="write",
    timeout_s=600.0,
    estimate=free,
    example=WhichBox(box="weather"),
)


async def _replay(desk: Desk, call: Call) -> Replayed:
    demos = await desk.showing.replay(call, call.input.box)
    if not demos:
        desk.boxes.find(call.actor.tenant, call.input.box)
    return Replayed(demos=tuple(demos), drifted=sum(bool(one.drift) for one in demos))


FORGET = Spec(
    name="tools:forget-demonstration",
    title=Words("删除演示", "Delete a demonstration"),
    description=Words("删除一个演示；它的回执保留。", "Delete a demonstration. Its receipts stay."),
    input=WhichDemo,
    output=WhichDemo,
    risk="write",
    estimate=free,
    example=WhichDemo(demo=_SOME_DEMO),
)


async def _forget(desk: Desk, call: Call) -> WhichDemo:
    await desk.showing.forget(call, call.input.demo)
    return WhichDemo(demo=call.input.demo)


REVIEW = Spec(
    name="tools:review",
    title=Words("评价工具", "Review a tool"),
    description=Words(
        "给调用过的工具打分、写评语；每人只留最新的一条。",
        "Rate and review a tool that you have called. Only the latest review of each person is kept.",
    ),
    input=ReviewInput,
    output=Review,
    risk="write",
    right="read",
    estimate=free,
    example=ReviewInput(tool="weather:today", stars=4, words="Right so far."),
)


async def _review(desk: Desk, call: Call) -> Review:
    given: ReviewInput = call.input
    return await desk.showing.review(call, given.tool, given.stars, given.words)


EXPORT = Spec(
    name="tools:export",
    title=Words("导出工具箱", "Export a toolbox"),
    description=Words(
        "把工具箱导出为一个签名文件，供没有网络的环境导入。不含凭据。",
        "Export a toolbox as one signed file, for use without a network. It contains no credentials.",
    ),
    input=WhichBox,
    output=BundleFile,
    estimate=free,
    example=WhichBox(box="weather"),
)


async def _export(desk: Desk, call: Call) -> BundleFile:
    box = desk.boxes.find(call.actor.tenant, call.input.box)
    content = desk.signing.write(desk.boxes.whole(call.actor.tenant, box))
    return BundleFile(content=content, media_type="application/json", signer=desk.signing.fingerprint)


IMPORT = Spec(
    name="tools:import-bundle",
    title=Words("导入工具箱", "Import a toolbox"),
    description=Words(
        "导入签名的工具箱文件。须给出所信任的签名者指纹；可以先试演，查看由谁签名。",
        "Import a toolbox from a signed file. You must give the fingerprint of a signer that you "
        "trust; a dry run shows who signed it.",
    ),
    input=ImportInput,
    output=Imported,
    risk="write",
    right="admin",
    estimate=free,
    example=ImportInput(content=b"{}", dry_run=True),
)


async def _import(desk: Desk, call: Call) -> Imported:
    given: ImportInput = call.input
    bundle = read_bundle(given.content)
    if not given.dry_run and given.trust != bundle.signer:
        raise DeniedError(
            f"The bundle was signed by {bundle.signer}, and you trust {given.trust or 'nobody'!r}. If its people "
            "told you that fingerprint, give it as trust."
        )
    toolbox = replace(bundle.toolbox, name=given.name or bundle.toolbox.name)
    taken = await desk.boxes.take_in(call, toolbox, accept=given.accept, dry_run=given.dry_run)
    return Imported(
        name=toolbox.name,
        version=0 if taken.kept is None else taken.kept.version,
        signer=bundle.signer,
        tools=len(toolbox.tools),
        wider=taken.difference.wider,
    )


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return whole(
        desk,
        (
            (DEMONSTRATE, _demonstrate),
            (REPLAY, _replay),
            (FORGET, _forget),
            (REVIEW, _review),
            (EXPORT, _export),
            (IMPORT, _import),
        ),
    )
