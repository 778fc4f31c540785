"""Answers, citations, receipts and tables for a person to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wainao.app.cli.command import Session
from wainao.kernel import Outcome
from wainao.types import Citation, Passage

QUOTE_CHARACTERS = 160


def show_answer(session: Session, outcome: Outcome, *, already: str = "") -> None:
    """The answer unless it was printed while it came, who wrote it, its sources, its receipt."""
    answer = outcome.output
    if answer.answer.strip() != already.strip():
        session.print(answer.answer)
    if ruling := outcome.correction:
        session.say(
            f"—— 由人写下:{ruling.author},{ruling.written_at}",
            f"-- written by a person: {ruling.author}, {ruling.written_at}",
        )
    _show_citations(session, answer.citations)
    for near in outcome.related:
        session.print()
        session.say(
            f"有人更正过一个相近的问题:{near.question} → {near.answer}\n"
            f"  是同一个问题吗?wainao corrections alias {near.id} …",
            f"A person corrected a similar question: {near.question} -> {near.answer}\n"
            f"  Is it the same? wainao corrections alias {near.id} ...",
        )
    session.print()
    session.say(f"收据 {outcome.receipt}", f"Receipt {outcome.receipt}")


def _show_citations(session: Session, citations: Sequence[Citation]) -> None:
    if not citations:
        return
    session.print()
    for number, citation in enumerate(citations):
        session.print(f"  [{number + 1}] {place(session, citation)}")
        session.print(f"      {_short(citation.quote)}")


def show_passages(session: Session, passages: Iterable[Passage]) -> None:
    for number, passage in enumerate(passages, 1):
        session.print(f"{number}. {place(session, passage)}  ({passage.score:.3f})")
        session.print(f"   {_short(passage.text)}")


def place(session: Session, citation: Citation) -> str:
    """Where a citation points: path, page, lines."""
    parts = [citation.path]
    if citation.page is not None:
        parts.append(session.word(f"第 {citation.page} 页", f"page {citation.page}"))
    if citation.line_start is not None:
        lines = str(citation.line_start)
        if citation.line_end not in (None, citation.line_start):
            lines += f"–{citation.line_end}"
        parts.append(session.word(f"第 {lines} 行", f"line {lines}"))
    return ", ".join(parts)


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= QUOTE_CHARACTERS else one_line[: QUOTE_CHARACTERS - 1] + "…"


def show_table(session: Session, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Columns as wide as the terminal lets them be; for Chinese, too, whose characters take two cells."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console = Console(highlight=False)
    with console.capture() as captured:
        console.print(table)
    session.print(captured.get(), end="")
