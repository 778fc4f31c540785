"""`wainao correct` and `wainao corrections`: say what the right answer is, and look after what was said."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wainao.app.cli import correction_queue
from wainao.app.cli.command import command, relay
from wainao.app.cli.correction_life import IdArgument, WhyOption, conflicts, restore, retire, rollback, try_out, undo
from wainao.app.cli.correction_lists import alias_each, import_corrections, match
from wainao.app.cli.judges import judge_eval, judges
from wainao.app.cli.session import Session
from wainao.app.cli.suggestions import suggest_aliases
from wainao.kernel import UsageError
from wainao.store.portion import Portion

WordingOption = Annotated[str | None, typer.Option("--question", help="Only this alias of it.")]

CORRECTION = ("id", "state", "scope", "question", "answer", "hits")


def register(app: typer.Typer) -> None:
    command(app, "correct")(correct)
    group = typer.Typer(no_args_is_help=True, help="Corrections: the right answers, given by people.")
    command(group, "list")(list_corrections)
    command(group, "revoke")(revoke)
    command(group, "history")(history)
    command(group, "alias")(alias)
    command(group, "approve")(approve)
    command(group, "try")(try_out)
    command(group, "retire")(retire)
    command(group, "restore")(restore)
    command(group, "conflicts")(conflicts)
    command(group, "rollback")(rollback)
    command(group, "undo")(undo)
    command(group, "import")(import_corrections)
    command(group, "match")(match)
    command(group, "judge-eval")(judge_eval)
    command(group, "judges")(judges)
    command(group, "suggest-aliases")(suggest_aliases)
    correction_queue.register(group)
    app.add_typer(group, name="corrections")


async def correct(
    session: Session,
    receipt: Annotated[str | None, typer.Argument(help="The receipt of the wrong answer.")] = None,
    right_answer: Annotated[str | None, typer.Argument(metavar="ANSWER", help="The right answer.")] = None,
    question: Annotated[str | None, typer.Option("--question", help="The question, if there is no receipt.")] = None,
    answer: Annotated[str | None, typer.Option("--answer", help="The right answer.")] = None,
    scope: Annotated[
        str | None, typer.Option("--scope", help="For whom it holds: user, team, base, capability or everyone.")
    ] = None,
    base: Annotated[str | None, typer.Option("--base", help="The knowledge base it holds for.")] = None,
    team: Annotated[str | None, typer.Option("--team", help="The team it holds for.")] = None,
    capability: Annotated[str | None, typer.Option("--capability", help="The capability it holds for.")] = None,
    expires: Annotated[str | None, typer.Option("--expires", metavar="DATE", help="The day on which it ends.")] = None,
    why: WhyOption = "",
) -> None:
    """Correct an answer. From then on, the correction answers."""
    if (receipt is None) == (question is None):
        raise UsageError("Say what to correct: either a RECEIPT, or --question.")
    if (right_answer is None) == (answer is None):
        raise UsageError("Say the right answer once: behind the receipt, or with --answer.")
    fields = {"receipt": receipt, "question": question, "answer": answer or right_answer, "why": why}
    fields |= {"scope": scope, "base": base, "team": team, "capability": capability, "expires_at": expires}
    await relay(session, "corrections:propose", fields, show=_say_proposed)


async def list_corrections(
    session: Session,
    state: Annotated[str | None, typer.Option("--state", help="Only those in this state.")] = None,
    query: Annotated[str, typer.Option("--query", help="Only those with these words.")] = "",
    *,
    portion: Portion,
) -> None:
    """List the corrections."""
    fields = {"state": state, "query": query}
    await relay(session, "corrections:list", fields, portion=portion, columns=CORRECTION)


async def revoke(session: Session, correction: IdArgument, question: WordingOption = None, why: WhyOption = "") -> None:
    """Revoke a correction, at once and everywhere."""
    fields = {"correction": correction, "question": question, "why": why}
    await relay(session, "corrections:revoke", fields, show=_say_revoked)


async def history(session: Session, correction: IdArgument) -> None:
    """Show everything that ever happened to a correction."""
    await relay(session, "corrections:history", {"correction": correction})


async def alias(
    session: Session,
    correction: Annotated[str | None, typer.Argument(metavar="CORRECTION", help="The correction's id.")] = None,
    question: Annotated[str | None, typer.Argument(help="The other wording.")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help='Many questions, one {"id", "question"} on each line.')
    ] = None,
) -> int:
    """Confirm that another wording is the same question."""
    if file is not None and correction is None:
        return await alias_each(session, file)
    if file is not None or correction is None or question is None:
        raise UsageError("Say which wording: either a CORRECTION and a QUESTION, or --file.")
    await relay(session, "corrections:alias", {"correction": correction, "question": question}, show=_say_alias)
    return 0


async def approve(
    session: Session,
    correction: IdArgument,
    question: WordingOption = None,
    despite: Annotated[
        list[str] | None, typer.Option("--despite", help="A conflicting correction that stays; may be repeated.")
    ] = None,
    supersedes: Annotated[
        list[str] | None, typer.Option("--supersedes", help="A conflicting correction that ends; may be repeated.")
    ] = None,
    run: Annotated[str, typer.Option("--run", help="The run that tested it: wainao gate NAME --trial.")] = "",
) -> None:
    """Approve a proposed correction."""
    named = {"despite": despite or [], "supersedes": supersedes or []}
    fields = {"correction": correction, "question": question, "run": run, **named}
    await relay(session, "corrections:approve", fields, show=_say_approved)


def _say_proposed(session: Session, told: Any) -> None:
    id = told.correction
    if told.status != "standing":
        _say_waiting(session, id)
        if told.conflicts:
            session.say(f"与它冲突的：{'、'.join(told.conflicts)}", f"In conflict with: {', '.join(told.conflicts)}")
        return
    session.say(
        f"已更正（{id}）。从现在起，这个问题由它回答，在每个进程里都是。",
        f"Corrected ({id}). From now on it answers this question, in every process.",
    )
    session.say(
        f"撤回：wainao corrections revoke {id}", f"To take it back: wainao corrections revoke {id}", style="dim"
    )


def _say_revoked(session: Session, told: Any) -> None:
    id = told.correction
    if told.status == "withdrawn":
        session.say(f"{id} 不再回答这种问法。", f"{id} no longer answers that wording.")
    else:
        session.say(
            f"{id} 已撤回：下一个提问者得到的又是文档的回答。",
            f"{id} is taken back: the next asker is answered from the documents again.",
        )


def _say_alias(session: Session, told: Any) -> None:
    id = told.correction
    if told.status != "standing":
        _say_waiting(session, id)
    else:
        session.say(f"从现在起，{id} 也回答这种问法。", f"{id} answers this wording, too, from now on.")
    if told.differs:
        differs = session.told(told.differs)
        session.say(f"请留意两种问法的差别：{differs}", f"Mind where the two wordings differ: {differs}")


def _say_approved(session: Session, told: Any) -> None:
    session.say(f"{told.correction} 从现在起生效。", f"{told.correction} holds from now on.")


def _say_waiting(session: Session, id: str) -> None:
    session.say(
        f"已提议（{id}），等待管理员批准：wainao corrections approve {id}",
        f"Proposed ({id}). It waits for an administrator: wainao corrections approve {id}",
    )
