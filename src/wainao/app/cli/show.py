"""What a person reads: answers with their sources, and any other output as lines and tables."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wainao.app.zh import FIELDS

if TYPE_CHECKING:
    from wainao.app.cli.session import Session
    from wainao.kernel import Outcome
    from wainao.types import Citation, Passage

QUOTE_CHARACTERS = 160
CELL_CHARACTERS = 60
PIPE_WIDTH = 200
_PROSE = ("question", "answer", "path", "reason", "detail", "why", "title", "aliases", "said")
_EMPTY: tuple[Any, ...] = (None, "", [], ())


def show_answer(session: Session, outcome: Outcome, *, already: str = "") -> None:
    """The answer unless it was printed while it came, who wrote it, its sources, its receipt."""
    answer = outcome.output
    if answer.origin == "documents":
        for sentence in answer.sentences:
            session.print(sentence.text + "".join(f" [{at + 1}]" for at in sentence.citations))
    elif answer.answer.strip() != already.strip():
        session.print(answer.answer)
    for sentence in answer.sentences:
        if sentence.supported is False:
            session.say(f"! 文档未支撑:{sentence.text}", f"! No document supports: {sentence.text}")
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
    session.say(f"回执 {outcome.receipt}", f"Receipt {outcome.receipt}")


def _show_citations(session: Session, citations: Sequence[Citation]) -> None:
    if citations:
        session.print()
    for number, citation in enumerate(citations, 1):
        session.print(f"  [{number}] {_place(session, citation)}")
        session.print(f"      {_short(citation.quote, QUOTE_CHARACTERS)}")


def show_passages(session: Session, passages: Iterable[Passage]) -> None:
    """Each passage with its place and how well it fits."""
    for number, passage in enumerate(passages, 1):
        session.print(f"{number}. {_place(session, passage)}  ({passage.score:.3f})")
        session.print(f"   {_short(passage.text, QUOTE_CHARACTERS)}")


def _place(session: Session, citation: Citation) -> str:
    parts = [citation.path]
    if citation.page is not None:
        parts.append(session.word(f"第 {citation.page} 页", f"page {citation.page}"))
    if citation.line_start is not None:
        lines = str(citation.line_start)
        if citation.line_end not in (None, citation.line_start):
            lines += f"–{citation.line_end}"
        parts.append(session.word(f"第 {lines} 行", f"{'lines' if '–' in lines else 'line'} {lines}"))
    return ", ".join(parts)


def show_output(session: Session, outcome: Outcome, *, columns: Sequence[str] = ()) -> None:
    """Any capability's output, with its envelope in JSON."""
    from wainao.app.wire import envelope, plain

    show_fields(session, envelope(outcome) if session.json else plain(outcome.output), columns=columns)


def show_fields(session: Session, told: Mapping[str, Any], *, columns: Sequence[str] = ()) -> None:
    """JSON with --json; for a person one line per field, a list of objects as a table with these columns (or all)."""
    if session.json:
        session.print_json(told)
        return
    for name, value in told.items():
        if isinstance(value, (list, tuple)) and value and isinstance(value[0], Mapping):
            session.print(f"{_label(session, name)}:")
            _show_rows(session, value, columns or list(value[0]))
        elif isinstance(value, Mapping):
            session.print(f"{_label(session, name)}:")
            for inner, one in value.items():
                session.print(f"  {_label(session, inner)}: {_cell(inner, one)}")
        elif value not in _EMPTY:
            session.print(f"{_label(session, name)}: {_cell(name, value)}")


def _show_rows(session: Session, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """A table whose columns are the fields that any row has a value in. What one copies from it is never broken."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    names = [name for name in columns if any(row.get(name) not in _EMPTY for row in rows)]
    for name in names:
        table.add_column(_label(session, name), overflow="fold", no_wrap=name not in _PROSE)
    for row in rows:
        table.add_row(*(Text(_short(_cell(name, row.get(name)), CELL_CHARACTERS)) for name in names))
    console = Console(highlight=False, color_system=None, width=None if sys.stdout.isatty() else PIPE_WIDTH)
    with console.capture() as captured:
        console.print(table)
    session.print(captured.get(), end="")


def _label(session: Session, name: str) -> str:
    return session.word(FIELDS.get(name, name), name.removesuffix("_us").replace("_", " "))


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name.endswith("_us"):
        return datetime.fromtimestamp(value / 1e6).astimezone().isoformat(" ", "seconds")
    if isinstance(value, (list, tuple)):
        return ", ".join(_cell(name, one) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{inner}: {_cell(inner, one)}" for inner, one in value.items())
    return str(value)


def _short(text: str, characters: int) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= characters else one_line[: characters - 1] + "…"
