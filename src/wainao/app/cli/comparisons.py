"""`wainao models compare`, `vote`, `votes`, `ratings`: models side by side, and how they have been doing."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from wainao.app.cli.cells import money
from wainao.app.cli.command import relay
from wainao.app.cli.session import Session
from wainao.app.cli.show import show_rows
from wainao.store.portion import Portion

VOTE = ("at_us", "question", "chosen_model", "rejected_model", "actor")
RATING = ("name", "calls", "success", "corrected", "score", "usual_s", "late_s", "microusd_per_call", "unpriced")


async def compare(
    session: Session,
    question: Annotated[str, typer.Argument(help="The question.", show_default=False)],
    models: Annotated[list[str], typer.Argument(metavar="MODELS", help="Two to four models that clients can ask for.")],
    max_tokens: Annotated[int | None, typer.Option("--max-tokens", help="The maximum length of an answer.")] = None,
    stay: Annotated[bool, typer.Option("--stay", help="Only on your own machines.")] = False,
) -> None:
    """Ask several models the same question and compare their answers, speed and cost."""
    fields = {"question": question, "models": models, "max_tokens": max_tokens, "stay": stay}
    await relay(session, "models:compare", fields, show=_show_answers)


async def vote(
    session: Session,
    comparison: Annotated[str, typer.Argument(metavar="COMPARISON", help="The comparison's id.", show_default=False)],
    receipt: Annotated[str, typer.Argument(help="The receipt of the better answer.", show_default=False)],
) -> None:
    """Record which answer of a comparison is better."""
    await relay(session, "models:vote", {"comparison": comparison, "chosen": receipt}, show=_say_voted)


async def show_votes(session: Session, portion: Portion) -> None:
    """List the answers that people voted on (preference data)."""
    await relay(session, "models:votes", portion=portion, columns=VOTE)


async def show_ratings(
    session: Session,
    by: Annotated[str, typer.Option("--by", help="What to rate: route, deployment or model.")] = "route",
    capability: Annotated[
        str, typer.Option("--capability", help="models:chat, models:complete, models:embed or models:rerank.")
    ] = "models:chat",
    calls: Annotated[int, typer.Option("--calls", help="The number of latest calls to look at.")] = 10_000,
) -> None:
    """Show how models perform, from the latest receipts."""
    await relay(session, "models:ratings", {"by": by, "capability": capability, "calls": calls}, show=_show_ratings)


def _show_answers(session: Session, told: Any) -> None:
    for said in told.answers:
        cost = "" if said.cost_microusd is None else money(said.cost_microusd)
        facts = (said.route, said.model, f"{said.seconds:g} s" if said.text else "", cost, said.receipt)
        session.print(" · ".join(filter(None, facts)), style="bold")
        session.print(said.text or said.failed, indent=2)
        session.print()
    session.say(
        f"哪个更好：wainao models vote {told.comparison} 回执",
        f"Which is better: wainao models vote {told.comparison} RECEIPT",
        style="dim",
    )


def _say_voted(session: Session, told: Any) -> None:
    others = session.word("、", ", ").join(told.rejected)
    session.say(f"已记下：{told.chosen} 优于 {others}。", f"Noted: {told.chosen} is better than {others}.")


def _show_ratings(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    shares = ("success", "corrected", "score")
    rows = [plain(one) | {name: _percent(getattr(one, name)) for name in shares} for one in told.ratings]
    show_rows(session, rows, RATING)
    session.say(f"查看了最近 {told.looked} 次调用。", f"The latest {told.looked} calls were looked at.", style="dim")


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"
