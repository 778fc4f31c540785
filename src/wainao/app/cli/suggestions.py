"""`wainao corrections suggest-aliases`: other wordings of corrected questions, for a person to confirm."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from wainao.app.cli.command import relay
from wainao.app.cli.session import Session
from wainao.app.cli.show import show_rows

SUGGESTION = ("correction", "question", "corrected", "by", "times", "why")


async def suggest_aliases(
    session: Session,
    route: Annotated[
        str, typer.Option("--route", help="The route of a model that must also find each wording the same.")
    ] = "",
    each: Annotated[
        int, typer.Option("--each", help="The number of wordings that the model writes for each correction.")
    ] = 0,
    least: Annotated[int, typer.Option("--least", help="The minimum number of times a question was asked.")] = 2,
    receipts: Annotated[int, typer.Option("--receipts", help="The number of latest receipts to read.")] = 2_000,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would happen.")] = False,
) -> None:
    """Propose other wordings of corrected questions. A person decides on each one."""
    fields = {"route": route, "each": each, "least": least, "receipts": receipts, "dry_run": dry_run}
    await relay(session, "corrections:suggest-aliases", fields, show=_show)


def _show(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    show_rows(session, plain(told)["suggestions"], SUGGESTION)
    if told.suggestions and not told.dry_run:
        session.say(
            "已提议，等人批准：wainao corrections approve 编号 --question 问法",
            "Proposed. They wait for a person: wainao corrections approve CORRECTION --question WORDING",
        )
