"""`wainao fixes`: set a document right, where it is the document that is wrong."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from wainao.app.cli.command import command, relay
from wainao.app.cli.session import Session
from wainao.app.cli.show import show_rows
from wainao.store.portion import Portion

FixArgument = Annotated[str, typer.Argument(metavar="FIX", help="The source fix's id.", show_default=False)]
WhyOption = Annotated[str, typer.Option("--why", help="The reason, for the record.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only show what would happen.")]
QuoteOption = Annotated[str, typer.Option("--quote", help="The passage, in the document's words.")]

FIX = ("id", "kind", "state", "base", "path", "gist", "author", "written_at", "remark")
PLACES = ("path", "page", "section", "before", "after")
EVENTS = ("at", "actor", "kind", "detail", "receipt")


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Source fixes: what people set right in documents.")
    command(group, "mark")(mark)
    command(group, "replace")(replace)
    command(group, "point")(point)
    command(group, "list")(list_fixes)
    command(group, "show")(show)
    command(group, "approve")(approve)
    command(group, "revoke")(revoke)
    app.add_typer(group, name="fixes")


async def mark(
    session: Session,
    receipt: Annotated[str | None, typer.Argument(help="The receipt of an answer that cites the passage.")] = None,
    citation: Annotated[int, typer.Argument(help="The number of the citation.")] = 1,
    document: Annotated[str | None, typer.Option("--document", help="A document's id, instead of a receipt.")] = None,
    quote: QuoteOption = "",
    blame: Annotated[str, typer.Option("--as", help="wrong or outdated.")] = "outdated",
    why: WhyOption = "",
    dry_run: DryRunOption = False,
) -> None:
    """Mark a passage as wrong or outdated. Answers no longer use it."""
    fields = {"receipt": receipt, "citation": citation, "document": document, "quote": quote, "blame": blame}
    await relay(session, "fixes:mark", {**fields, "why": why, "dry_run": dry_run}, show=_say_fixed)


async def replace(
    session: Session,
    old: Annotated[str, typer.Argument(help='What the documents say, such as "30 days".', show_default=False)],
    new: Annotated[str, typer.Argument(help='What is right, such as "45 days".', show_default=False)],
    document: Annotated[str | None, typer.Option("--document", help="Only in this document, by its id.")] = None,
    base: Annotated[str | None, typer.Option("--base", help="Only in this knowledge base.")] = None,
    everywhere: Annotated[bool, typer.Option("--everywhere", help="In all knowledge bases.")] = False,
    why: WhyOption = "",
    dry_run: DryRunOption = False,
) -> None:
    """Replace an old value with a new one wherever it is cited."""
    fields = {"old": old, "new": new, "document": document, "base": base, "everywhere": everywhere}
    await relay(session, "fixes:replace", {**fields, "why": why, "dry_run": dry_run}, show=_say_fixed)


async def point(
    session: Session,
    document: Annotated[str, typer.Argument(help="The id of the document that answers.", show_default=False)],
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    receipt: Annotated[str | None, typer.Option("--receipt", help="The receipt of the question.")] = None,
    quote: QuoteOption = "",
    why: WhyOption = "",
) -> None:
    """Answer a question from the right document."""
    fields = {"document": document, "question": question, "receipt": receipt, "quote": quote, "why": why}
    await relay(session, "fixes:point", fields, show=_say_fixed)


async def list_fixes(
    session: Session,
    state: Annotated[str | None, typer.Option("--state", help="Only those in this state.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="mark, replace or point.")] = None,
    *,
    portion: Portion,
) -> None:
    """List source fixes, and those without effect because a document has changed."""
    fields = {"state": state, "kind": kind}
    await relay(session, "fixes:list", fields, portion=portion, show=_show_list)


async def show(session: Session, fix: FixArgument) -> None:
    """Show a source fix, every place that it changes, and its history."""
    await relay(session, "fixes:show", {"fix": fix}, show=_show_one)


async def approve(session: Session, fix: FixArgument) -> None:
    """Approve a proposed source fix."""
    await relay(session, "fixes:approve", {"fix": fix}, show=_say_approved)


async def revoke(session: Session, fix: FixArgument, why: WhyOption = "") -> None:
    """Revoke a source fix, at once and everywhere."""
    await relay(session, "fixes:revoke", {"fix": fix, "why": why}, show=_say_revoked)


def _say_fixed(session: Session, told: Any) -> None:
    _show_places(session, told)
    if told.fix is None:
        session.say(
            f"将影响 {told.total} 处；什么都没有写下。", f"This would change {told.total} places; nothing is written."
        )
    elif told.status == "standing":
        session.say(
            f"已订正（{told.fix}）。从现在起，引用之处都以它为准。",
            f"Set right ({told.fix}). From now on whatever is cited goes by it.",
        )
        session.say(
            f"撤回：wainao fixes revoke {told.fix}", f"To take it back: wainao fixes revoke {told.fix}", style="dim"
        )
    else:
        session.say(
            f"已提议（{told.fix}），等待管理员批准：wainao fixes approve {told.fix}",
            f"Proposed ({told.fix}). It waits for an administrator: wainao fixes approve {told.fix}",
        )


def _show_places(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    if told.affected:
        show_rows(session, plain(told.affected), PLACES)


def _show_list(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    show_rows(session, [{**plain(one), "gist": one.gist} for one in told.fixes], FIX)


def _show_one(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    show_rows(session, [{**plain(told.fix), "gist": told.fix.gist}], FIX)
    _show_places(session, told)
    show_rows(session, plain(told.events), EVENTS)


def _say_approved(session: Session, told: Any) -> None:
    session.say(f"{told.fix} 从现在起生效。", f"{told.fix} holds from now on.")


def _say_revoked(session: Session, told: Any) -> None:
    session.say(
        f"{told.fix} 已撤回：文档怎么说就怎么算。", f"{told.fix} is taken back: documents say what they say again."
    )
