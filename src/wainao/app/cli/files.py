"""`wainao add` and `wainao documents`: what the brain has read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any

import typer

from wainao.app.cli.cells import path_from_here
from wainao.app.cli.command import command, from_here, relay
from wainao.app.cli.session import Session
from wainao.app.cli.show import show_rows
from wainao.app.spoken import speaking, spoken
from wainao.kernel import NotFoundError, Stream, UsageError
from wainao.store.portion import MAX_LISTED, Portion

DOCUMENT = ("id", "path", "base", "state", "pages", "chunks", "problem")
BASE = ("name", "documents", "chunks")


def register(app: typer.Typer) -> None:
    command(app, "add")(add)
    group = typer.Typer(no_args_is_help=True, help="The documents that have been read.")
    command(group, "list")(list_documents)
    command(group, "remove")(remove)
    command(group, "bases")(bases)
    app.add_typer(group, name="documents")


async def add(
    session: Session,
    paths: Annotated[list[Path], typer.Argument(help="Files and folders.", show_default=False)],
    base: Annotated[str, typer.Option("--base", help="The knowledge base to put them into.")] = "main",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would happen.")] = False,
) -> None:
    """Read files and folders. Files that have not changed are skipped."""
    given = [str(from_here(path)) for path in paths]
    async with session.brain.stream("knowledge:add", paths=given, base=base, dry_run=dry_run) as stream:
        await (_tell_lines if session.json else _show_bar)(session, stream)
    added = spoken(stream.outcome, session.language).output
    if not session.json:
        _sum_up(session, added)
    if lost := [event.path for event in added.files if event.code == "missing"]:
        raise NotFoundError(f"There is nothing at {', '.join(map(repr, lost))}. Check the path; the rest was taken in.")


async def list_documents(
    session: Session,
    base: Annotated[str | None, typer.Option("--base", help="Only this knowledge base.")] = None,
    query: Annotated[str, typer.Option("--query", help="Only documents with these words in their path or title.")] = "",
    *,
    portion: Portion,
) -> None:
    """Show every document, its state and its size."""
    await relay(session, "knowledge:documents", {"base": base, "query": query}, portion=portion, show=_show_documents)


async def remove(
    session: Session,
    documents: Annotated[
        list[str] | None, typer.Argument(metavar="DOCUMENT...", help="Ids of documents.", show_default=False)
    ] = None,
    base: Annotated[
        str | None, typer.Option("--base", help="Remove all documents of this knowledge base instead.")
    ] = None,
) -> None:
    """Remove documents. Passages that were cited from them stay readable."""
    if bool(documents) == (base is not None):
        raise UsageError("Say what to take out: either ids of documents, or --base.")
    if base is not None:
        documents = [id async for id in _all_of(session, base)]
    for document in documents or ():
        await relay(session, "knowledge:remove", {"document": document}, show=_say_removed)


async def bases(session: Session) -> None:
    """Show the knowledge bases."""
    await relay(session, "knowledge:bases", columns=BASE)


async def _all_of(session: Session, base: str) -> AsyncIterator[str]:
    """The ids of all documents of a knowledge base."""
    skip, found = 0, [""]
    while found:
        fields = {"base": base, "limit": MAX_LISTED, "skip": skip}
        found = [document.id for document in (await session.call("knowledge:documents", fields)).output.documents]
        for id in found:
            yield id
        skip += len(found)


def _is_file(item: Any) -> bool:
    return hasattr(item, "status")


async def _tell_lines(session: Session, stream: Stream) -> None:
    from wainao.app.wire import plain

    async for item in stream:
        if _is_file(item):
            session.print_json(plain(speaking(item, session.language)))


async def _show_bar(session: Session, stream: Stream) -> None:
    """A bar for the files, then one for their vectors, on standard error where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        files = bar.add_task(session.word("读入", "Reading"), total=None)
        vectors = bar.add_task(session.word("向量", "Vectors"), visible=False)
        async for item in stream:
            if _is_file(item):
                bar.advance(files)
            elif hasattr(item, "made"):
                bar.update(vectors, completed=item.made, total=item.made + item.waiting, visible=True)
            else:
                bar.update(files, total=item.files)


def _show_documents(session: Session, told: Any) -> None:
    """What goes without saying (the only knowledge base, a document that is well) is left out."""
    from wainao.app.wire import plain

    bases = {document.base for document in told.documents}
    rows = [plain(document) for document in told.documents]
    for row in rows:
        row["base"] = row["base"] if len(bases) > 1 else ""
        row["state"] = row["state"] if row["state"] != "live" else ""
    show_rows(session, rows, DOCUMENT)


def _say_removed(session: Session, told: Any) -> None:
    path = path_from_here(told.path)
    session.say(f"已移出索引：{path}", f"Out of the index: {path}")


def _sum_up(session: Session, told: Any) -> None:
    for one in told.files:
        if one.reason:
            session.print(f"{path_from_here(one.path)}{session.word('：', ': ')}{one.reason}", style="yellow")
    session.say(
        f"新增 {told.added}，更新 {told.updated}，未变 {told.unchanged}，移除 {told.removed}，失败 {told.failed}",
        f"{told.added} added, {told.updated} updated, {told.unchanged} unchanged, {told.removed} removed, "
        f"{told.failed} failed",
    )
