"""`wainao receipt` and `wainao receipts`: what was asked and answered, and the proof that nobody changed it since."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from wainao.app.cli.command import command, opened_to_write, read_file, relay
from wainao.app.cli.receipt_page import show_receipt
from wainao.app.cli.session import Session
from wainao.app.cli.show import GIST, label, show_rows
from wainao.kernel import UsageError

ReceiptArgument = Annotated[str, typer.Argument(metavar="RECEIPT", help="The receipt's id.", show_default=False)]

RECEIPT = ("id", "started_us", "actor", "status", GIST)


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


async def show(
    session: Session,
    receipt: ReceiptArgument,
    after: Annotated[
        str | None, typer.Option("--after", help="Of the calls made by it, only those after this one.")
    ] = None,
) -> None:
    """Show one call: who, what, when, from which versions, and its proof."""
    await relay(session, "receipts:show", {"receipt": receipt, "after": after}, show=show_receipt)


async def list_receipts(
    session: Session,
    limit: Annotated[int, typer.Option("--limit", help="The maximum number to show, newest first.")] = 50,
    before: Annotated[str | None, typer.Option("--before", help="Only calls before this receipt.")] = None,
    capability: Annotated[str | None, typer.Option("--capability", help="Only calls of this capability.")] = None,
    actor: Annotated[str | None, typer.Option("--actor", help="Only calls of this actor.")] = None,
    status: Annotated[str | None, typer.Option("--status", help="Only calls with this status.")] = None,
) -> None:
    """List the latest calls."""
    fields = {"limit": limit, "before": before, "capability": capability, "actor": actor, "status": status}
    found = (await relay(session, "receipts:list", fields, show=_show_list)).output.receipts
    if len(found) == limit and not session.json:
        session.say(f"可能还有：--before {found[-1].id}", f"There may be more: --before {found[-1].id}", style="dim")


async def verify(
    session: Session,
    checkpoint: Annotated[
        Path | None, typer.Option("--checkpoint", metavar="FILE", help="A checkpoint that was kept elsewhere.")
    ] = None,
) -> int:
    """Verify the whole ledger. Exits with 1 if a record is not what was written."""
    fields = {} if checkpoint is None else {"checkpoint": {"note": _read_note(checkpoint)}}
    outcome = await relay(session, "receipts:verify", fields, show=_say_verified)
    return 0 if outcome.output.intact else 1


async def prove(session: Session, receipt: ReceiptArgument) -> None:
    """Print the proof that a receipt is in the ledger."""
    await relay(session, "receipts:prove", {"receipt": receipt})


async def export(
    session: Session,
    file: Annotated[Path | None, typer.Argument(help="The file to write; by default standard output.")] = None,
) -> None:
    """Export every receipt with its proof, one JSON object on each line."""
    from wainao.app.wire import to_json

    with opened_to_write(file) as out:
        async with session.brain.stream("receipts:export") as stream:
            async for evidence in stream:
                out.write(to_json(evidence) + b"\n")


async def erase(
    session: Session,
    receipt: ReceiptArgument,
    why: Annotated[str, typer.Option("--why", help="The reason, for the record.", show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would happen.")] = False,
) -> None:
    """Erase what was asked and answered, with every copy, for privacy. The proof stays."""
    fields = {"receipt": receipt, "why": why, "dry_run": dry_run}
    await relay(session, "receipts:erase", fields, show=_say_erased)


async def acknowledge(
    session: Session,
    receipt: ReceiptArgument,
    why: Annotated[str, typer.Option("--why", help="The reason, for the record.", show_default=False)],
) -> None:
    """Confirm that an incident recorded by the ledger was investigated."""
    await relay(session, "receipts:acknowledge", {"receipt": receipt, "why": why}, show=_say_acknowledged)


async def checkpoint(session: Session) -> None:
    """Print a signed checkpoint, to be kept elsewhere."""
    await relay(session, "receipts:checkpoint", show=lambda session, told: session.write(told.note))


def _show_list(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    rows = [{**plain(one), GIST: one.question or one.capability} for one in told.receipts]
    show_rows(session, rows, RECEIPT)


def _read_note(file: Path) -> str:
    """The note of a checkpoint as `receipts checkpoint` printed it, with --json or without."""
    from wainao.app.wire import parse

    raw = read_file(file)
    told = parse(raw) if raw.lstrip().startswith(b"{") else {"note": raw.decode("utf-8", "replace")}
    if not isinstance(told.get("note"), str):
        raise UsageError(f"{str(file)!r} holds no checkpoint. Expected what 'wainao receipts checkpoint' printed.")
    return str(told["note"])


def _say_verified(session: Session, told: Any) -> None:
    if told.intact:
        session.say(
            f"账本完好：共 {told.records} 条记录。", f"The ledger is intact: {told.records} records.", style="green"
        )
        return
    faults = len(told.faults)
    session.say(
        f"账本不完好：共 {told.records} 条记录，{faults} 处问题。",
        f"The ledger is NOT intact: {told.records} records, {faults} {'fault' if faults == 1 else 'faults'}.",
        style="bold red",
    )
    from wainao.app.wire import plain

    show_rows(session, [plain(fault) for fault in told.faults], ("at", "kind", "detail"))


def _say_erased(session: Session, told: Any) -> None:
    count = len(told.receipts)
    if told.erased:
        session.say(
            f"已抹去 {count} 张回执的内容；证明仍在，校验照样通过。",
            f"The contents of {count} {'receipt is' if count == 1 else 'receipts are'} gone; the proof stays.",
        )
    else:
        session.say(
            f"将抹去 {count} 张回执的内容；尚未抹去。", f"{count} would lose their contents; nothing is gone yet."
        )
    if told.copies:
        session.say(f"连同副本：{_counts(session, told.copies)}。", f"Copies as well: {_counts(session, told.copies)}.")
    if told.stays:
        stays = _counts(session, told.stays)
        session.say(
            f"留下的是人说的话，撤回之前有效：{stays}。", f"What a person said stays until it is revoked: {stays}."
        )
    if told.above:
        above = ", ".join(told.above)
        session.say(
            f"它是这些调用的一部分，其中可能重复它；也须抹去的话：{above}",
            f"It was a part of these calls, which may repeat it; erase them, too, if they do: {above}",
        )


def _counts(session: Session, counts: Mapping[str, int]) -> str:
    return session.word("，", ", ").join(f"{label(session, kind)} {number}" for kind, number in counts.items())


def _say_acknowledged(session: Session, told: Any) -> None:
    session.say(f"已记录：{told.receipt} 有人查过。", f"On record: {told.receipt} was looked into.")
