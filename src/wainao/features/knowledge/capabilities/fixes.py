"""fixes:list, show, approve, revoke, rollback, undo: what was set right, and what becomes of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from wainao.features.knowledge.fixes.register import Register
from wainao.features.knowledge.fixes.types import Affected, Fix, FixEvent, Kind, State, TakenFix
from wainao.kernel import Call, Capability, Spec
from wainao.store.portion import Portion
from wainao.store.works import whole
from wainao.types import Words

SOME_FIX = "01hzy3v9c4k7q2m8t5w6x0n1bc"


@dataclass(frozen=True, kw_only=True, slots=True)
class FixesInput(Portion):
    """`author` is an actor's id, `document` a document's."""

    state: State | None = None
    kind: Kind | None = None
    author: str | None = None
    document: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FixList:
    fixes: tuple[Fix, ...]


LIST = Spec(
    name="fixes:list",
    title=Words("订正列表", "Source fixes"),
    description=Words(
        "列出对文档的订正，新的在前；文档的新版本里已没有那段话的会注明。",
        "List source fixes, newest first. A fix whose passage is no longer in the document is marked.",
    ),
    input=FixesInput,
    output=FixList,
    example=FixesInput(),
)


async def _list(register: Register, call: Call) -> FixList:
    given: FixesInput = call.input
    found = await register.listed(
        actor=call.actor,
        state=given.state,
        kind=given.kind,
        author=given.author,
        document=given.document,
        portion=given,
    )
    return FixList(fixes=tuple(found))


@dataclass(frozen=True, kw_only=True, slots=True)
class FixInput:
    fix: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FixShown:
    """A fix with the first two hundred of the `total` places that it changes now, and all that was done to it."""

    fix: Fix
    total: int
    affected: tuple[Affected, ...] = field(repr=False)
    events: tuple[FixEvent, ...]


SHOW = Spec(
    name="fixes:show",
    title=Words("查看订正", "Show a source fix"),
    description=Words(
        "显示一条订正、它改变的每一处，以及它的历史。",
        "Show a source fix, every place that it changes, and its history.",
    ),
    input=FixInput,
    output=FixShown,
    example=FixInput(fix=SOME_FIX),
)


async def _show(register: Register, call: Call) -> FixShown:
    fix, places, total, events = await register.shown(call.input.fix, actor=call.actor)
    return FixShown(fix=fix, affected=places, total=total, events=events)


@dataclass(frozen=True, kw_only=True, slots=True)
class FixStatus:
    """Which fix, and what it is now."""

    fix: str
    status: State


APPROVE = Spec(
    name="fixes:approve",
    title=Words("批准订正", "Approve a source fix"),
    description=Words("让等待中的订正生效。", "Put a proposed source fix into force."),
    input=FixInput,
    output=FixStatus,
    risk="write",
    right="admin",
    example=FixInput(fix=SOME_FIX),
)


async def _approve(register: Register, call: Call) -> FixStatus:
    await register.approve(call.input.fix, actor=call.actor, receipt=call.id)
    return FixStatus(fix=call.input.fix, status="standing")


@dataclass(frozen=True, kw_only=True, slots=True)
class FixRevokeInput:
    """A fix to take back, or to refuse while it waits."""

    fix: str
    why: str = ""


REVOKE = Spec(
    name="fixes:revoke",
    title=Words("撤回订正", "Revoke a source fix"),
    description=Words(
        "撤回订正。回答立即恢复文档原来的说法。",
        "Revoke a source fix. Answers follow the document's own words again at once.",
    ),
    input=FixRevokeInput,
    output=FixStatus,
    risk="write",
    example=FixRevokeInput(fix=SOME_FIX, why="文档是对的。The document was right."),
)


async def _revoke(register: Register, call: Call) -> FixStatus:
    await register.revoke(call.input.fix, actor=call.actor, receipt=call.id, why=call.input.why)
    return FixStatus(fix=call.input.fix, status="revoked")


@dataclass(frozen=True, kw_only=True, slots=True)
class FixRollbackInput:
    """What `author` (an actor's id) set right, what was set right `since` a time (ISO 8601), or what is both."""

    author: str | None = None
    since: str | None = None
    why: str = ""
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class FixUndoInput:
    """A roll-back, by its receipt: of fixes:rollback, or of the corrections:rollback that called it."""

    rollback: str
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class FixRollbackReport:
    """`rollback` is what to undo it by, None for a dry run."""

    rollback: str | None
    revoked: int
    restored: int
    undone: int
    left: int
    taken: tuple[TakenFix, ...]


ROLLBACK = Spec(
    name="fixes:rollback",
    title=Words("回滚订正", "Roll source fixes back"),
    description=Words(
        "一次撤回某位作者的全部订正，或某个时间以来的全部订正。corrections:rollback 会一并调用它。",
        "Revoke all source fixes of an author, or all since a given time, in one call. "
        "corrections:rollback includes this.",
    ),
    input=FixRollbackInput,
    output=FixRollbackReport,
    risk="write",
    right="admin",
    example=FixRollbackInput(author="ann", since="2026-01-01", dry_run=True),
)


async def _rollback(register: Register, call: Call) -> FixRollbackReport:
    given: FixRollbackInput = call.input
    id = call.draft.parent or call.id  # one roll-back, whoever began it, is undone by one name
    taken = await register.roll_back(
        actor=call.actor,
        receipt=call.id,
        rollback=id,
        author=given.author,
        since=given.since,
        why=given.why,
        rehearse=given.dry_run,
    )
    return _report(None if given.dry_run else id, taken)


UNDO = Spec(
    name="fixes:undo",
    title=Words("撤销订正的回滚", "Undo a roll-back of source fixes"),
    description=Words(
        "撤销一次对订正的回滚，此后又变动过的除外。",
        "Undo a roll-back of source fixes, except for fixes that have changed since.",
    ),
    input=FixUndoInput,
    output=FixRollbackReport,
    risk="write",
    right="admin",
    example=FixUndoInput(rollback=SOME_FIX),
)


async def _undo(register: Register, call: Call) -> FixRollbackReport:
    given: FixUndoInput = call.input
    taken = await register.undo(actor=call.actor, receipt=call.id, rollback=given.rollback, why=given.why)
    return _report(given.rollback, taken)


def _report(rollback: str | None, taken: list[TakenFix]) -> FixRollbackReport:
    deeds = Counter[str](one.deed for one in taken)
    return FixRollbackReport(
        rollback=rollback,
        revoked=deeds["revoked"],
        restored=deeds["restored"],
        undone=deeds["undone"],
        left=deeds["left"],
        taken=tuple(taken),
    )


def looking_after(register: Register) -> tuple[Capability, ...]:
    """Everything but making one."""
    work = (
        (LIST, _list),
        (SHOW, _show),
        (APPROVE, _approve),
        (REVOKE, _revoke),
        (ROLLBACK, _rollback),
        (UNDO, _undo),
    )
    return whole(register, work)
