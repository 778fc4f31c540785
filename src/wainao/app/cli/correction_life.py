"""`wainao corrections try`, `retire`, `restore`, `conflicts`, `rollback`, `undo`: from a draft to the end, and back."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from wainao.app.cli.command import relay
from wainao.app.cli.session import Session
from wainao.app.cli.show import show_rows
from wainao.store.portion import Portion

IdArgument = Annotated[str, typer.Argument(metavar="CORRECTION", help="The correction's id.", show_default=False)]
WhyOption = Annotated[str, typer.Option("--why", help="The reason, for the record.")]

CONFLICT = ("correction", "kind", "alike", "question", "answer", "author", "scope", "state")
TAKEN = ("deed", "correction", "question", "why")


async def try_out(session: Session, correction: IdArgument) -> None:
    """Put a proposed correction on trial. Only previews and evaluations use it."""
    await relay(session, "corrections:trial", {"correction": correction}, show=_say_state)


async def retire(session: Session, correction: IdArgument, why: WhyOption = "") -> None:
    """Retire a correction that is no longer needed. Its tests are kept."""
    await relay(session, "corrections:retire", {"correction": correction, "why": why}, show=_say_state)


async def restore(session: Session, correction: IdArgument, why: WhyOption = "") -> None:
    """Bring back a retired or revoked correction as it was."""
    await relay(session, "corrections:restore", {"correction": correction, "why": why}, show=_say_state)


async def conflicts(
    session: Session,
    correction: Annotated[str | None, typer.Argument(metavar="CORRECTION", help="The correction's id.")] = None,
    standing: Annotated[
        bool, typer.Option("--standing", help="Compare the corrections in force with each other.")
    ] = False,
    *,
    portion: Portion,
) -> None:
    """List corrections that contradict a given one, or those that wait."""
    fields = {"correction": correction, "standing": standing}
    await relay(session, "corrections:conflicts", fields, portion=portion, show=_show_conflicts)


async def rollback(
    session: Session,
    author: Annotated[str | None, typer.Option("--author", help="Only by this actor.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only since this time.")] = None,
    why: WhyOption = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do it. Without this, only show what would happen.")] = False,
) -> None:
    """Revoke everything that an author said, or that was said since a given time."""
    fields = {"author": author, "since": since, "why": why, "dry_run": not yes}
    await relay(session, "corrections:rollback", fields, show=_say_rolled_back)


async def undo(
    session: Session,
    roll_back: Annotated[str, typer.Argument(metavar="ROLLBACK", help="The receipt of the roll-back.")],
    why: WhyOption = "",
) -> None:
    """Undo a roll-back."""
    await relay(session, "corrections:undo", {"rollback": roll_back, "why": why}, show=_say_undone)


def _say_state(session: Session, told: Any) -> None:
    zh, en = _STATES[told.status]
    session.say(f"{told.correction} {zh}。", f"{told.correction} {en}.")


_STATES = {
    "trial": ("正在试用，提问者还看不到", "is on trial; nobody who asks sees it yet"),
    "retired": ("已退役，测试保留", "is retired; its tests stay"),
    "standing": ("恢复生效", "holds again"),
    "proposed": ("重新等待批准", "waits for approval again"),
}


def _show_conflicts(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    for one in told.corrections:
        session.print(f"{one.correction}  {one.question}", style="bold")
        show_rows(session, plain(one)["conflicts"], CONFLICT)
    if not told.corrections:
        session.say("没有冲突。", "There are no conflicts.")


def _say_rolled_back(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    show_rows(session, plain(told)["taken"], TAKEN)
    counts = (told.revoked, told.withdrawn, told.restored)
    if told.rollback is None:
        session.say(
            "将撤回 {} 条更正、{} 种问法，恢复 {} 条。确定要做，请加 --yes。".format(*counts),
            "This would take back {} corrections and {} wordings, and restore {}. To do it, add --yes.".format(*counts),
        )
        return
    session.say(
        "已撤回 {} 条更正、{} 种问法，恢复 {} 条。".format(*counts),
        "Took back {} corrections and {} wordings, and restored {}.".format(*counts),
    )
    session.say(
        f"撤销：wainao corrections undo {told.rollback}",
        f"To undo it: wainao corrections undo {told.rollback}",
        style="dim",
    )


def _say_undone(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    show_rows(session, plain(told)["taken"], TAKEN)
    session.say(
        f"已复原 {told.undone} 项；此后又变动过的 {told.left} 项保持不动。",
        f"Undid {told.undone}; left {told.left} alone that were changed again since.",
    )
