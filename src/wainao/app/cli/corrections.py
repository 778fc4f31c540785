"""`wainao correct` and `wainao corrections`: say what the right answer is, and look after what was said."""

from __future__ import annotations

from typing import Annotated

import typer

from wainao.app.cli.command import command, relay
from wainao.app.cli.session import Session
from wainao.kernel import UsageError

IdArgument = Annotated[str, typer.Argument(metavar="CORRECTION", help="The correction's id.", show_default=False)]
WhyOption = Annotated[str, typer.Option("--why", help="Why, for the record.")]
WordingOption = Annotated[str | None, typer.Option("--question", help="Only this other wording of it.")]


CORRECTION = ("id", "state", "scope", "base", "question", "answer", "author", "expires_at", "hits")


def register(app: typer.Typer) -> None:
    command(app, "correct")(correct)
    group = typer.Typer(no_args_is_help=True, help="What people said the right answers are.")
    command(group, "list")(list_corrections)
    command(group, "revoke")(revoke)
    command(group, "history")(history)
    command(group, "alias")(alias)
    command(group, "approve")(approve)
    app.add_typer(group, name="corrections")


async def correct(
    session: Session,
    receipt: Annotated[str | None, typer.Argument(help="The receipt of the answer that is wrong.")] = None,
    right_answer: Annotated[str | None, typer.Argument(metavar="ANSWER", help="The right answer.")] = None,
    question: Annotated[str | None, typer.Option("--question", help="The question, where there is no receipt.")] = None,
    answer: Annotated[str | None, typer.Option("--answer", help="The right answer.")] = None,
    scope: Annotated[str, typer.Option("--scope", help="base, everyone or user: for whom it holds.")] = "base",
    base: Annotated[str | None, typer.Option("--base", help="The knowledge base it holds for.")] = None,
    expires: Annotated[str | None, typer.Option("--expires", metavar="DATE", help="Until when it holds.")] = None,
    why: WhyOption = "",
) -> None:
    """Correct an answer once; from then on the correction answers."""
    if (receipt is None) == (question is None):
        raise UsageError("Say what to correct: either a RECEIPT, or --question.")
    if (right_answer is None) == (answer is None):
        raise UsageError("Say the right answer once: behind the receipt, or with --answer.")
    fields = {"receipt": receipt, "question": question, "answer": answer or right_answer, "why": why}
    fields |= {"scope": scope, "base": base, "expires_at": expires}
    await relay(session, "corrections:propose", fields)


async def list_corrections(
    session: Session,
    state: Annotated[str | None, typer.Option("--state", help="Only those in this state.")] = None,
    query: Annotated[str, typer.Option("--query", help="Only those with these words.")] = "",
    limit: Annotated[int, typer.Option("--limit", help="At most so many.")] = 100,
) -> None:
    """Show the corrections."""
    await relay(session, "corrections:list", {"state": state, "query": query, "limit": limit}, columns=CORRECTION)


async def revoke(session: Session, correction: IdArgument, question: WordingOption = None, why: WhyOption = "") -> None:
    """Take a correction back, at once, everywhere."""
    await relay(session, "corrections:revoke", {"correction": correction, "question": question, "why": why})


async def history(session: Session, correction: IdArgument) -> None:
    """Show everything that ever happened to a correction."""
    await relay(session, "corrections:history", {"correction": correction})


async def alias(
    session: Session,
    correction: IdArgument,
    question: Annotated[str, typer.Argument(help="The other wording.", show_default=False)],
) -> None:
    """Say that another wording is the same question."""
    await relay(session, "corrections:alias", {"correction": correction, "question": question})


async def approve(session: Session, correction: IdArgument, question: WordingOption = None) -> None:
    """Let a proposed correction stand."""
    await relay(session, "corrections:approve", {"correction": correction, "question": question})
