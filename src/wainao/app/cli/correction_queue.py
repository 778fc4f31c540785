"""`wainao corrections queue`: answers that somebody was not satisfied with, and what becomes of them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from wainao.app.cli.command import command, relay
from wainao.app.cli.session import Session
from wainao.app.cli.show import show_rows
from wainao.store.portion import Portion

ItemArgument = Annotated[str, typer.Argument(metavar="ITEM", help="The item's id.", show_default=False)]
WhyOption = Annotated[str, typer.Option("--why", help="The reason, for the record.")]

ITEM = ("id", "state", "question", "answer", "why", "by", "at")


def register(corrections: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="The queue of answers that were reported as not right.")
    command(group, "add")(add)
    command(group, "list")(list_items)
    command(group, "show")(show)
    command(group, "answer")(answer)
    command(group, "dismiss")(dismiss)
    corrections.add_typer(group, name="queue")


async def add(
    session: Session,
    receipt: Annotated[str, typer.Argument(help="The receipt of the wrong answer.", show_default=False)],
    why: WhyOption = "",
) -> None:
    """Report an answer as not right, without knowing the right one."""
    await relay(session, "corrections:dissatisfied", {"receipt": receipt, "why": why}, show=_say_added)


async def list_items(
    session: Session,
    state: Annotated[str | None, typer.Option("--state", help="open, corrected or dismissed.")] = "open",
    *,
    portion: Portion,
) -> None:
    """List the answers that wait for somebody who knows the right one."""
    await relay(session, "corrections:queue", {"state": state}, portion=portion, columns=ITEM)


async def show(session: Session, item: ItemArgument) -> None:
    """Show one item, with the passages that the answer cites."""
    await relay(session, "corrections:queue", {"item": item}, show=_show_item)


async def answer(
    session: Session,
    item: ItemArgument,
    right_answer: Annotated[str, typer.Argument(metavar="ANSWER", help="The right answer.", show_default=False)],
    why: WhyOption = "",
) -> None:
    """Close an item by giving the right answer."""
    await relay(session, "corrections:propose", {"item": item, "answer": right_answer, "why": why}, show=_say_answered)


async def dismiss(session: Session, item: ItemArgument, why: WhyOption = "") -> None:
    """Close an item without a correction."""
    await relay(session, "corrections:dismiss", {"item": item, "why": why}, show=_say_dismissed)


def _show_item(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    (item,) = plain(told)["items"]
    cited = item.pop("citations")
    show_rows(session, [item], (*ITEM, "receipt", "capability", "correction", "closed_by", "closed_why"))
    if cited:
        show_rows(session, cited, ("path", "page", "quote"))


def _say_added(session: Session, told: Any) -> None:
    session.say(
        f"已放进队列（{told.item}），等懂的人处理。", f"It waits in the queue ({told.item}) for somebody who knows."
    )


def _say_answered(session: Session, told: Any) -> None:
    id = told.correction
    if told.status == "standing":
        session.say(f"已由更正 {id} 处理，从现在起生效。", f"Closed by the correction {id}, which holds from now on.")
    else:
        session.say(f"已由更正 {id} 处理，它在等待批准。", f"Closed by the correction {id}, which waits for approval.")


def _say_dismissed(session: Session, told: Any) -> None:
    session.say(f"{told.item} 已关闭，没有更正。", f"{told.item} is closed without a correction.")
