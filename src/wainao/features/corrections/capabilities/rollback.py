"""corrections:rollback and corrections:undo: take back all that an author said, or that was said since a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from wainao.features.corrections.register import Register
from wainao.features.corrections.types import Taken
from wainao.kernel import Call, Spec
from wainao.types import Words

LONG_S = 3_600.0
LISTED = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class RollbackInput:
    """What `author` (an actor's id) said, what was said `since` a time (ISO 8601), or what is both: corrections and
    source fixes. With `dry_run`, nothing is changed: the report is what would be."""

    author: str | None = None
    since: str | None = None
    why: str = ""
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class UndoInput:
    """A roll-back, by its receipt."""

    rollback: str
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RollbackReport:
    """`rollback` is what to undo it by, None for a dry run. Of what was done, the first thousand are in `taken`;
    a source fix is in there by its own id and gist."""

    rollback: str | None
    revoked: int
    withdrawn: int
    restored: int
    undone: int
    left: int
    taken: tuple[Taken, ...]


ROLLBACK = Spec(
    name="corrections:rollback",
    title=Words("回滚更正", "Roll corrections back"),
    description=Words(
        "一次撤回某位作者的全部更正和别问法，或某个时间以来的全部；被它们取代的更正恢复生效。可以"
        "先试算，也可以整体撤销。",
        "Revoke all corrections and aliases of an author, or all since a given time, in one "
        "call. The corrections that they had replaced hold again. You can rehearse it first and "
        "undo it later.",
    ),
    input=RollbackInput,
    output=RollbackReport,
    risk="write",
    right="admin",
    timeout_s=LONG_S,
    example=RollbackInput(author="ann", since="2026-01-01", why="账号被盗。Her key was stolen.", dry_run=True),
)


async def _rollback(register: Register, call: Call) -> RollbackReport:
    given: RollbackInput = call.input
    asked = {"author": given.author, "since": given.since, "why": given.why, "dry_run": given.dry_run}
    fixes = await _of_fixes(call, "fixes:rollback", asked)
    taken = await register.roll_back(
        actor=call.actor,
        receipt=call.id,
        author=given.author,
        since=given.since,
        why=given.why,
        rehearse=given.dry_run,
    )
    return _report(None if given.dry_run else call.id, fixes + taken)


UNDO = Spec(
    name="corrections:undo",
    title=Words("撤销回滚", "Undo a roll-back"),
    description=Words(
        "撤销一次回滚：一切恢复原状，此后又变动过的除外，并逐条说明原因。",
        "Undo a roll-back. Everything is as before, except what has changed since; each exception is reported.",
    ),
    input=UndoInput,
    output=RollbackReport,
    risk="write",
    right="admin",
    timeout_s=LONG_S,
    example=UndoInput(rollback="01hzy3v9c4k7q2m8t5w6x0n1bd"),
)


async def _undo(register: Register, call: Call) -> RollbackReport:
    given: UndoInput = call.input
    fixes = await _of_fixes(call, "fixes:undo", {"rollback": given.rollback, "why": given.why})
    taken = await register.undo_roll_back(actor=call.actor, receipt=call.id, rollback=given.rollback, why=given.why)
    return _report(given.rollback, fixes + taken)


async def _of_fixes(call: Call, name: str, fields: dict[str, Any]) -> list[Taken]:
    """The same for what people set right in documents, which whoever keeps the documents keeps with them."""
    if name not in call.kernel:
        return []
    told = (await call.run(name, call.kernel.spec(name).input(**fields))).output
    return [Taken(correction=one.fix, question=one.gist, deed=one.deed, why=one.why) for one in told.taken]


def _report(rollback: str | None, taken: list[Taken]) -> RollbackReport:
    deeds = Counter[str](one.deed for one in taken)
    return RollbackReport(
        rollback=rollback,
        revoked=deeds["revoked"],
        withdrawn=deeds["withdrawn"],
        restored=deeds["restored"],
        undone=deeds["undone"],
        left=deeds["left"],
        taken=tuple(taken[:LISTED]),
    )


WORK = ((ROLLBACK, _rollback), (UNDO, _undo))
