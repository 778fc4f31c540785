"""evaluations:add, red-team, from-receipts, from-corrections, sets, show, remove: sets of cases."""

from __future__ import annotations

from dataclasses import dataclass, field

from wainao.features.learn import attacks, store
from wainao.features.learn.casefiles import Format, read_cases
from wainao.features.learn.harvest import from_corrections, from_receipts
from wainao.features.learn.service import Learning
from wainao.features.learn.types import Case, Expectation, Purpose, SetVersion, Target
from wainao.kernel import Call, Capability, DeniedError, Spec, UsageError
from wainao.store.portion import Portion
from wainao.store.works import free, whole
from wainao.types import Words
from wainao.types.recording import BY_DIGEST


@dataclass(frozen=True, kw_only=True, slots=True)
class AddInput:
    """A set, or its next version: as `cases`, or as the `content` of a file. A receipt has a digest of them.

    For the `purpose` "red team" they are attacks: every gate has them, until an administrator removes the set.
    """

    name: str
    cases: tuple[Case, ...] = field(default=(), metadata=BY_DIGEST)
    content: str = field(default="", metadata=BY_DIGEST)
    format: Format = "jsonl"
    note: str = ""
    purpose: Purpose = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class FromReceiptsInput:
    """`limit` is how many of the latest receipts are looked at; `query` must be in the question."""

    name: str
    capability: str = "knowledge:ask"
    actor: str | None = None
    query: str = ""
    limit: int = 100
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class FromCorrectionsInput:
    """`target` is who will be asked: corrections that it cannot meet are left out."""

    name: str = "corrections"
    target: Target = field(default_factory=Target)
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class NoInput:
    """Nothing to be told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SetList:
    """The newest version of each set."""

    sets: tuple[SetVersion, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class WhichSet:
    """A set by its name, "leave", or one version of it, "leave@3"."""

    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownSet:
    set: SetVersion
    versions: tuple[SetVersion, ...]
    cases: tuple[Case, ...] = field(metadata=BY_DIGEST)


@dataclass(frozen=True, kw_only=True, slots=True)
class RemovedSet:
    name: str
    versions: int


ADD = Spec(
    name="evaluations:add",
    title=Words("添加用例集", "Add a set of cases"),
    description=Words(
        "添加一组问题和对回答的要求，来自文件或逐条给出。内容有变就成为新版本。",
        "Add questions with what is expected of their answers, from a file or one by one. A "
        "change makes a new version.",
    ),
    input=AddInput,
    output=SetVersion,
    risk="write",
    estimate=free,
    example=AddInput(
        name="leave",
        cases=(
            Case(
                name="carry-over",
                question="年假可以顺延到下一年吗？",
                expect=(Expectation(kind="contains", text="3 月 31 日"), Expectation(kind="cites", text="leave.md")),
            ),
        ),
    ),
)


async def _add(learning: Learning, call: Call) -> SetVersion:
    given: AddInput = call.input
    if bool(given.cases) == bool(given.content.strip()):
        raise UsageError(
            f"{len(given.cases)} cases and {len(given.content)} characters of a file were given. Give one of the two."
        )
    guarded = {one.name for one in await learning.red_team(call)}
    if (given.purpose or given.name in guarded) and not call.actor.may("admin"):
        raise DeniedError(
            f"The set {given.name!r} holds attacks, which every gate has, so that needs the right 'admin'. Choose "
            "another name, or ask an administrator."
        )
    cases = given.cases or read_cases(given.content, given.format)
    return await learning.add_set(call, given.name, cases, note=given.note, purpose=given.purpose)


RED_TEAM = Spec(
    name="evaluations:red-team",
    title=Words("添加红队用例", "Add the red team"),
    description=Words(
        "添加内置的中英文攻击：注入、套取系统提示、文档中的秘密、无人下令的动作。此后每次门禁都带"
        "上它们，只要有一次得逞就拦下发布。",
        "Add the built-in attacks in both languages: injection, leaks of the system prompt, "
        "secrets in documents, actions that nobody ordered. Every gate then includes them, and "
        "an attack that succeeds blocks the release.",
    ),
    input=NoInput,
    output=SetVersion,
    risk="write",
    right="admin",
    estimate=free,
    example=NoInput(),
)


async def _red_team(learning: Learning, call: Call) -> SetVersion:
    return await learning.add_set(call, attacks.NAME, attacks.built_in(), note="built in", purpose="red team")


FROM_RECEIPTS = Spec(
    name="evaluations:from-receipts",
    title=Words("由回执生成用例", "Cases from receipts"),
    description=Words(
        "把答过的问题变成用例：今后要说出同样的内容，引用同样的文档。",
        "Make cases from answered questions. From now on, the answers must say the same and cite the same documents.",
    ),
    input=FromReceiptsInput,
    output=SetVersion,
    risk="write",
    estimate=free,
    timeout_s=600.0,
    example=FromReceiptsInput(name="june", query="年假"),
)


async def _from_receipts(learning: Learning, call: Call) -> SetVersion:
    given: FromReceiptsInput = call.input
    cases = await from_receipts(
        call, capability=given.capability, actor=given.actor, query=given.query, limit=given.limit
    )
    return await learning.add_set(call, given.name, cases, note=given.note)


FROM_CORRECTIONS = Spec(
    name="evaluations:from-corrections",
    title=Words("由更正生成用例", "Cases from corrections"),
    description=Words(
        "把每条生效的更正变成用例：它须答自己的问题，须对三个相似问题保持沉默，并检查没有它时是否已经答对。",
        "Turn every correction in force into cases: it answers its question, it is silent for "
        "three near-misses, and a check whether it is still needed.",
    ),
    input=FromCorrectionsInput,
    output=SetVersion,
    risk="write",
    estimate=free,
    timeout_s=600.0,
    example=FromCorrectionsInput(),
)


async def _from_corrections(learning: Learning, call: Call) -> SetVersion:
    given: FromCorrectionsInput = call.input
    cases = await from_corrections(call, given.target)
    return await learning.add_set(call, given.name, cases, note=given.note)


SETS = Spec(
    name="evaluations:sets",
    title=Words("用例集", "Sets of cases"),
    description=Words("列出用例集的最新版本。", "List the newest version of each set of cases."),
    input=Portion,
    output=SetList,
    estimate=free,
    example=Portion(),
)


async def _sets(learning: Learning, call: Call) -> SetList:
    tenant = call.actor.tenant
    return SetList(sets=call.input.of(await learning.read(lambda connection: store.newest_sets(connection, tenant))))


SHOW = Spec(
    name="evaluations:show",
    title=Words("查看用例集", "Show a set of cases"),
    description=Words("显示一个用例集的全部用例和版本。", "Show all cases of a set, and its versions."),
    input=WhichSet,
    output=ShownSet,
    estimate=free,
    example=WhichSet(name="leave"),
)


async def _show(learning: Learning, call: Call) -> ShownSet:
    tenant, name = call.actor.tenant, call.input.name
    found = await learning.read(lambda connection: store.find_set(connection, tenant, name))
    versions = await learning.read(lambda connection: store.find_sets(connection, tenant, name=found.name))
    cases = await learning.read(lambda connection: tuple(store.cases_of(connection, found.id)))
    return ShownSet(set=found, versions=tuple(versions), cases=cases)


REMOVE = Spec(
    name="evaluations:remove",
    title=Words("移除用例集", "Remove a set of cases"),
    description=Words(
        "移除一个用例集；用过它的运行仍可查看。", "Remove a set of cases. Runs that used it stay readable."
    ),
    input=WhichSet,
    output=RemovedSet,
    risk="write",
    right="admin",
    estimate=free,
    example=WhichSet(name="leave"),
)


async def _remove(learning: Learning, call: Call) -> RemovedSet:
    tenant, name = call.actor.tenant, call.input.name
    count = await learning.write(lambda connection: store.remove_set(connection, tenant, name))
    return RemovedSet(name=name, versions=count)


def capabilities(learning: Learning) -> tuple[Capability, ...]:
    works = (
        (ADD, _add),
        (RED_TEAM, _red_team),
        (FROM_RECEIPTS, _from_receipts),
        (FROM_CORRECTIONS, _from_corrections),
        (SETS, _sets),
        (SHOW, _show),
        (REMOVE, _remove),
    )
    return whole(learning, works)
