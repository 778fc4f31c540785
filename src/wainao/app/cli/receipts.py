"""`wainao receipt` and `wainao receipts`: what was asked and answered, and the proof that nobody changed it since."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from wainao.app.cli.command import command, read_json, relay
from wainao.app.cli.session import Session

ReceiptArgument = Annotated[str, typer.Argument(metavar="RECEIPT", help="The receipt's id.", show_default=False)]


RECEIPT = ("id", "started_us", "actor", "capability", "status", "question")


def register(app: typer.Typer) -> None:
    command(app, "receipt")(show)
    group = typer.Typer(no_args_is_help=True, help="The ledger of all calls.")
    command(group, "list")(list_receipts)
    command(group, "verify")(verify)
    command(group, "prove")(prove)
    command(group, "export")(export)
    command(group, "erase")(erase)
    command(group, "acknowledge")(acknowledge)
    command(group, "checkpoint")(checkpoint)
    app.add_typer(group, name="receipts")


async def show(session: Session, receipt: ReceiptArgument) -> None:
    """Show one call: who, what, when, on which versions, with which verdicts."""
    await relay(session, "receipts:show", {"receipt": receipt})


async def list_receipts(
    session: Session,
    limit: Annotated[int, typer.Option("--limit", help="At most so many, the newest first.")] = 50,
    before: Annotated[str | None, typer.Option("--before", help="Only those before this receipt.")] = None,
    capability: Annotated[str | None, typer.Option("--capability", help="Only calls of this one.")] = None,
    actor: Annotated[str | None, typer.Option("--actor", help="Only calls of this actor.")] = None,
    status: Annotated[str | None, typer.Option("--status", help="Only those that ended so.")] = None,
) -> None:
    """Show the newest calls."""
    fields = {"limit": limit, "before": before, "capability": capability, "actor": actor, "status": status}
    await relay(session, "receipts:list", fields, columns=RECEIPT)


async def verify(
    session: Session,
    checkpoint: Annotated[
        Path | None, typer.Option("--checkpoint", metavar="FILE", help="A checkpoint that was kept elsewhere.")
    ] = None,
) -> int:
    """Read the whole ledger; exit with 1 where it is not what was written."""
    fields = {} if checkpoint is None else {"checkpoint": {"note": read_json(checkpoint)["note"]}}
    outcome = await relay(session, "receipts:verify", fields)
    return 0 if outcome.output.intact else 1


async def prove(session: Session, receipt: ReceiptArgument) -> None:
    """Print the proof that the ledger holds a receipt."""
    await relay(session, "receipts:prove", {"receipt": receipt})


async def export(
    session: Session,
    file: Annotated[Path | None, typer.Argument(help="Where to write; standard output without it.")] = None,
) -> None:
    """Write every receipt with its proof, one JSON object on each line."""
    from wainao.app.wire import to_json

    with file.open("wb") if file else nullcontext(sys.stdout.buffer) as out:
        async with session.brain.stream("receipts:export") as stream:
            async for evidence in stream:
                out.write(to_json(evidence) + b"\n")


async def erase(
    session: Session,
    receipt: ReceiptArgument,
    why: Annotated[str, typer.Option("--why", help="Why, for the record.", show_default=False)],
) -> None:
    """Remove what was asked and answered, for privacy; the proof stays."""
    await relay(session, "receipts:erase", {"receipt": receipt, "why": why})


async def acknowledge(
    session: Session,
    receipt: ReceiptArgument,
    why: Annotated[str, typer.Option("--why", help="Why, for the record.", show_default=False)],
) -> None:
    """Say that an incident which the ledger recorded was looked into."""
    await relay(session, "receipts:acknowledge", {"receipt": receipt, "why": why})


async def checkpoint(session: Session) -> None:
    """Print a signed checkpoint, to be kept elsewhere."""
    await relay(session, "receipts:checkpoint")
