"""Lists of corrections and of questions, in files: JSON lines, CSV or XLSX."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any
from zipfile import BadZipFile

import typer

from wainao.app.cli.command import read_file, read_text
from wainao.app.cli.session import Session
from wainao.app.faces import body
from wainao.kernel import UsageError, WainaoError
from wainao.store.lines import json_lines

AT_ONCE = 64
"""How many calls are under way at once: those that end together share one write to the disk."""

NAMES = {
    "id": ("id", "编号", "序号"),
    "question": ("question", "问题", "问"),
    "answer": ("answer", "答案", "回答", "答"),
    "why": ("why", "reason", "原因", "说明"),
    "expires_at": ("expires_at", "expires", "有效期", "截止"),
}
"""What the columns of a table may be called."""

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines, CSV or XLSX.", show_default=False)]


async def import_corrections(
    session: Session,
    file: FileArgument,
    approve: Annotated[
        bool, typer.Option("--approve", help="Put them into force at once, where you are allowed to.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would happen.")] = False,
    scope: Annotated[str, typer.Option("--scope", help="For whom it holds: base, everyone or user.")] = "base",
    base: Annotated[str | None, typer.Option("--base", help="The knowledge base it holds for.")] = None,
) -> int:
    """Import a list of questions with their right answers."""
    rows = list(_rows(file, ("question", "answer")))

    async def one(row: dict[str, Any]) -> dict[str, Any]:
        if dry_run:
            return {"id": row.get("id"), **await _would(session, row)}
        fields = {**row, **_id(row), "scope": scope, "base": base, "hold": not approve}
        told = (await session.call("corrections:propose", fields)).output
        return {"id": row.get("id"), "correction": told.correction, "status": told.status}

    failed = 0
    async for told in _each(rows, one):
        failed += "error" in told
        _tell(session, told, "status")
    if not session.json:
        done = len(rows) - failed
        session.say(f"{done} 条更正，{failed} 条失败。", f"{done} corrections, {failed} failed.")
    return 2 if failed else 0


async def alias_each(session: Session, file: Path) -> int:
    """Confirm other wordings, each of the correction whose id is beside it."""

    async def one(row: dict[str, Any]) -> dict[str, Any]:
        fields = {"correction": str(row["id"]), "question": row["question"]}
        told = (await session.call("corrections:alias", fields)).output
        return {"id": row["id"], "status": told.status, "differs": session.told(told.differs)}

    failed = 0
    async for told in _each(list(_rows(file, ("id", "question"))), one):
        failed += "error" in told
        _tell(session, told, "status")
    return 2 if failed else 0


async def match(
    session: Session,
    question: Annotated[str | None, typer.Argument(help="A question.", show_default=False)] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help='Many questions, one {"id", "question"} on each line.')
    ] = None,
    trial: Annotated[bool, typer.Option("--trial", help="As if the corrections on trial were in force.")] = False,
) -> None:
    """Show which correction a question would match, and why. Nothing is asked."""
    if (question is None) == (file is None):
        raise UsageError("Say what to match: either a QUESTION, or --file.")

    async def one(row: dict[str, Any]) -> dict[str, Any]:
        told = (await session.call("corrections:match", {"question": row["question"], "trial": trial})).output
        correction = None if told.correction is None else told.correction.id
        named = {"id": row["id"]} if "id" in row else {}
        why = session.told(told.why)
        return {**named, "outcome": told.outcome, "correction": correction, "score": told.score, "why": why}

    rows = [{"question": question}] if file is None else list(_rows(file, ("id", "question")))
    async for told in _each(rows, one):
        _tell(session, told, "outcome")


async def _would(session: Session, row: dict[str, Any]) -> dict[str, Any]:
    """What would become of a row: it is new, there already, or takes another one's place."""
    told = (await session.call("corrections:match", {"question": row["question"], "judge": False})).output
    if told.outcome != "fire" or told.correction is None:
        return {"correction": None, "status": "new"}
    same = told.correction.answer == row["answer"]
    return {"correction": told.correction.id, "status": "unchanged" if same else "replaces"}


async def _each(
    rows: Sequence[dict[str, Any]], one: Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]
) -> AsyncIterator[dict[str, Any]]:
    """What became of each row, in their order; one that fails says so in `error`, and stops no other."""

    async def safely(row: dict[str, Any]) -> dict[str, Any]:
        try:
            return await one(row)
        except WainaoError as error:
            return {"id": row.get("id"), **body(error)}

    for start in range(0, len(rows), AT_ONCE):
        for told in await asyncio.gather(*map(safely, rows[start : start + AT_ONCE])):
            yield told


def _id(row: dict[str, Any]) -> dict[str, str]:
    """Lists number their rows; ids are texts."""
    return {"id": str(row["id"])} if "id" in row else {}


def _tell(session: Session, told: dict[str, Any], what: str) -> None:
    if session.json:
        session.print_json(told)
        return
    said = told["error"]["message"] if "error" in told else " ".join(_words(told, what))
    session.print(f"{told.get('id') or ''}{session.word('：', ': ')}{said}", style="red" if "error" in told else "")


def _words(told: dict[str, Any], what: str) -> Iterator[str]:
    yield told[what]
    for name in ("correction", "why", "differs"):
        if told.get(name):
            yield str(told[name])


def _rows(file: Path, needed: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of a list. Raises UsageError with the number of a row that is not one."""
    read = {".csv": _csv, ".xlsx": _xlsx}.get(file.suffix.lower(), _json_lines)
    for number, row in read(file):
        if missing := [name for name in needed if not row.get(name)]:
            raise UsageError(
                f"Row {number} of {file} has no {missing[0]!r}. Expected {', '.join(needed)} in each row. Nothing was "
                "changed: correct the file and give it again."
            )
        kept = {name: value for name, value in row.items() if name in NAMES and value not in (None, "")}
        yield {name: value if name == "id" else str(value) for name, value in kept.items()}


def _json_lines(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in json_lines(read_text(file)):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UsageError(f"Row {number} of {file} is no JSON: {error}. Expected an object in each line.") from error
        if not isinstance(row, dict):
            raise UsageError(f"Row {number} of {file} is {line[:80]!r}. Expected an object in each line.")
        yield number, row


def _csv(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    yield from _table(file, csv.reader(io.StringIO(read_text(file), newline="")))


def _xlsx(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(read_file(file)), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        yield from _table(file, ([("" if cell is None else str(cell)) for cell in row] for row in rows))
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        told = f"{str(file)!r} is no workbook that can be read: {error}. Save it as .xlsx or .csv."
        raise UsageError(told) from error


def _table(file: Path, rows: Iterator[Sequence[str]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """A table by its head. Columns with other names are left out."""
    head = [_column(cell) for cell in next(iter(rows), ())]
    if "question" not in head:
        raise UsageError(f"{str(file)!r} has no column 'question' (问题). Give its first row the names of the columns.")
    for number, row in enumerate(rows, 2):
        if any(cell.strip() for cell in row):
            yield number, {name: cell.strip() for name, cell in zip(head, row, strict=False) if name}


def _column(cell: str) -> str:
    said = cell.strip().lower()
    return next((name for name, names in NAMES.items() if said in names), "")
