"""releases:create, list, show, gate, report, override, promote, rollback, retirements."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field

from wainao.features.learn import book
from wainao.features.learn.book import Event, Release
from wainao.features.learn.capabilities.runs import WEEK_S
from wainao.features.learn.gating import Bar, Gate, GateReport, Rule
from wainao.features.learn.manifest import corrections
from wainao.features.learn.releasing import Releases
from wainao.features.learn.reporting import Style, junit, markdown
from wainao.features.learn.service import Learning
from wainao.features.learn.types import Progress, Target
from wainao.kernel import Call, Capability, NotFoundError, Spec
from wainao.store.portion import Portion
from wainao.store.works import free, stepwise, whole
from wainao.types import Language, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class CreateInput:
    """`sets` are cases that it has to pass beside the corrections. `door` is a route that clients use: promoting the
    release lets it lead where the target's route leads."""

    name: str
    target: Target = field(default_factory=Target)
    sets: tuple[str, ...] = ()
    door: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleasesInput(Portion):
    """`name` None: all."""

    name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseList:
    """The newest first."""

    releases: tuple[Release, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class WhichRelease:
    """A release by its name, "support", its newest version; or one version, "support@3"."""

    release: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownRelease:
    """`gate` is what the latest gate found."""

    release: Release
    events: tuple[Event, ...]
    gate: GateReport | None


@dataclass(frozen=True, kw_only=True, slots=True)
class GateInput:
    """`rule`: "any" case that got worse blocks, or only a "significant" difference. `least` is the share of cases that
    must pass. `dry_run` asks nothing and tells what would be asked. `trial` holds the release with the corrections on
    trial against itself without them, and changes nothing about it."""

    release: str
    rule: Rule = "any"
    least: float = 0.0
    dry_run: bool = False
    trial: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportInput:
    """The latest gate of a release, or that `gate` by its receipt, for a person or for a build server."""

    release: str
    gate: str = ""
    style: Style = "markdown"
    language: Language = "en"


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    text: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class OverrideInput:
    """A blocked release, and why it may pass all the same."""

    release: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PromoteInput:
    """`share` below 1 gives it that part of the requests at its door, beside the running release."""

    release: str
    share: float = 1.0
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RollbackInput:
    """The name of the releases, without a version."""

    name: str
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RetirementsInput:
    """The name of the releases, without a version."""

    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A correction that the running release does not need."""

    correction: str
    question: str
    answer: str
    author: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferList:
    release: str | None
    corrections: tuple[Offer, ...]


class Office:
    """What these capabilities work with."""

    def __init__(self, learning: Learning) -> None:
        self.learning = learning
        self.releases = Releases(learning)
        self.gate = Gate(learning)


CREATE = Spec(
    name="releases:create",
    title=Words("创建发布", "Create a release"),
    description=Words(
        "把模型、提示、文档、策略、护栏和更正此刻的版本钉在一起，作为候选发布。",
        "Create a candidate that pins model, prompt, documents, policy, guards and corrections as they are now.",
    ),
    input=CreateInput,
    output=Release,
    risk="write",
    right="admin",
    estimate=free,
    example=CreateInput(name="support", target=Target(route="qwen3-8b"), sets=("leave",), door="assistant"),
)


async def _create(office: Office, call: Call) -> Release:
    given: CreateInput = call.input
    return await office.releases.create(
        call, name=given.name, target=given.target, sets=given.sets, door=given.door, note=given.note
    )


LIST = Spec(
    name="releases:list",
    title=Words("发布列表", "Releases"),
    description=Words("列出发布及其状态，新的在前。", "List the releases and their states, newest first."),
    input=ReleasesInput,
    output=ReleaseList,
    estimate=free,
    example=ReleasesInput(),
)


async def _list(office: Office, call: Call) -> ReleaseList:
    given: ReleasesInput = call.input
    tenant = call.actor.tenant
    found = await office.learning.read(lambda connection: book.listed(connection, tenant, given.name, given))
    return ReleaseList(releases=tuple(found))


SHOW = Spec(
    name="releases:show",
    title=Words("查看发布", "Show a release"),
    description=Words(
        "显示一个发布钉住的版本、经历的每一步和最近一次门禁的结论。",
        "Show what a release pins, every step of its history, and the result of its latest gate.",
    ),
    input=WhichRelease,
    output=ShownRelease,
    right="admin",
    estimate=free,
    example=WhichRelease(release="support@3"),
)


async def _show(office: Office, call: Call) -> ShownRelease:
    release = await office.releases.find(call, call.input.release)
    events = await office.learning.read(lambda connection: book.events(connection, release))
    return ShownRelease(release=release, events=tuple(events), gate=await office.releases.gate_of(release))


GATE = Spec(
    name="releases:gate",
    title=Words("发布门禁", "Gate a release"),
    description=Words(
        "用全部更正和用例集检验候选发布，与运行中的发布逐条比较；有变差的就拦下，并指名是哪些。可中断，接着做。",
        "Check a candidate on all corrections and on its sets, compared with the running "
        "release. Cases that got worse block it, by name. It can be stopped and continued.",
    ),
    input=GateInput,
    output=GateReport,
    risk="write",
    right="admin",
    estimate=free,
    timeout_s=WEEK_S,
    example=GateInput(release="support"),
)


async def _gate(office: Office, call: Call) -> AsyncIterator[Progress | GateReport]:
    given: GateInput = call.input
    release = await office.releases.find(call, given.release)
    if given.dry_run:
        yield await office.gate.planned(call, release, trial=given.trial)
        return
    check = office.gate.try_out if given.trial else office.gate.check
    async with aclosing(check(call, release, Bar(rule=given.rule, least=given.least))) as items:
        async for item in items:
            yield item


REPORT = Spec(
    name="releases:report",
    title=Words("门禁报告", "Report of a gate"),
    description=Words(
        "把最近一次门禁写成 Markdown（给人看）或 JUnit XML（给持续集成看）。",
        "Give the result of the latest gate as Markdown for people, or as JUnit XML for a build server.",
    ),
    input=ReportInput,
    output=Report,
    right="admin",
    estimate=free,
    example=ReportInput(release="support", style="junit"),
)


async def _report(office: Office, call: Call) -> Report:
    given: ReportInput = call.input
    release = await office.releases.find(call, given.release)
    found = await office.releases.gate_of(release, gate=given.gate)
    if found is None:
        raise NotFoundError(
            f"{release.label} was never gated{f' as {given.gate!r}' if given.gate else ''}. Run 'wainao gate "
            f"{release.label}' first."
        )
    if given.style == "markdown":
        return Report(text=markdown(found, given.language))
    _, results = await office.learning.results(call, found.run)
    return Report(text=junit(found, results))


OVERRIDE = Spec(
    name="releases:override",
    title=Words("越过门禁", "Override the gate"),
    description=Words(
        "由管理员负责，放行被拦下的发布；姓名和理由会留痕。",
        "Let a blocked release pass on the authority of an administrator. The name and the reason are recorded.",
    ),
    input=OverrideInput,
    output=Release,
    risk="write",
    right="admin",
    estimate=free,
    example=OverrideInput(release="support@3", why="已知问题，周五修复。Known, to be repaired on Friday."),
)


async def _override(office: Office, call: Call) -> Release:
    return await office.releases.override(call, call.input.release, call.input.why)


PROMOTE = Spec(
    name="releases:promote",
    title=Words("上线发布", "Promote a release"),
    description=Words(
        "让通过门禁的发布上线，或先只接一部分请求。",
        "Put a release that passed the gate into service, for all requests or a share of them.",
    ),
    input=PromoteInput,
    output=Release,
    risk="write",
    right="admin",
    estimate=free,
    example=PromoteInput(release="support@3", share=0.1),
)


async def _promote(office: Office, call: Call) -> Release:
    given: PromoteInput = call.input
    return await office.releases.promote(call, given.release, share=given.share, why=given.why)


ROLLBACK = Spec(
    name="releases:rollback",
    title=Words("回滚发布", "Roll a release back"),
    description=Words(
        "收回试行或运行中的发布，让之前的恢复运行。",
        "Take back the canary or the running release. The previous release runs again.",
    ),
    input=RollbackInput,
    output=Release,
    risk="write",
    right="admin",
    estimate=free,
    example=RollbackInput(name="support", why="投诉增多。More complaints."),
)


async def _rollback(office: Office, call: Call) -> Release:
    return await office.releases.roll_back(call, call.input.name, call.input.why)


RETIREMENTS = Spec(
    name="releases:retirements",
    title=Words("可退役的更正", "Corrections that may retire"),
    description=Words(
        "列出运行中的发布不靠它也能答对的更正。退役后用例保留。",
        "List corrections whose answers the running release gives without them. Their cases are kept when they retire.",
    ),
    input=RetirementsInput,
    output=OfferList,
    right="admin",
    estimate=free,
    example=RetirementsInput(name="support"),
)


async def _retirements(office: Office, call: Call) -> OfferList:
    tenant, name = call.actor.tenant, call.input.name
    running = await office.learning.read(lambda connection: book.of_state(connection, tenant, name, "running"))
    gate = await office.releases.gate_of(running) if running else None
    if running is None or gate is None:
        return OfferList(release=None, corrections=())
    offers = [
        Offer(correction=one.id, question=one.question, answer=one.answer, author=one.author)
        async for one in corrections(call)
        if one.id in gate.retire
    ]
    return OfferList(release=running.label, corrections=tuple(offers))


def capabilities(learning: Learning) -> tuple[Capability, ...]:
    office = Office(learning)
    works = (
        (CREATE, _create),
        (LIST, _list),
        (SHOW, _show),
        (REPORT, _report),
        (OVERRIDE, _override),
        (PROMOTE, _promote),
        (ROLLBACK, _rollback),
        (RETIREMENTS, _retirements),
    )
    return (*whole(office, works), *stepwise(office, ((GATE, _gate),)))
