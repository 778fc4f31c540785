"""What a person reads of any output: a line for each field, a table for each list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wainao.app.cli.cells import NOTHING, cell
from wainao.app.cli.session import printable
from wainao.app.zh.fields import FIELDS

if TYPE_CHECKING:
    from rich.text import Text

    from wainao.app.cli.session import Session
    from wainao.kernel import Outcome

CELL_CHARACTERS = 64
"""A SHA-256 stays whole: one copies it."""
_PROSE = ("question", "answer", "path", "reason", "detail", "why", "title", "aliases", "problem", "gist")
"""Columns that may be broken; what one copies from the others stays whole."""
_PROSE_MIN_WIDTH = 12

GIST = "gist"
"""The column that says in one line what a row is about."""


def show_output(session: Session, outcome: Outcome, *, columns: Sequence[str] = ()) -> None:
    """Any capability's output, with its envelope in JSON."""
    from wainao.app.wire import envelope, plain

    show_fields(session, envelope(outcome) if session.json else plain(outcome.output), columns=columns)


def show_receipt(session: Session, outcome: Outcome) -> None:
    """The receipt of what was shown before."""
    session.say(f"\n回执 {outcome.receipt}", f"\nReceipt {outcome.receipt}", style="dim")


def show_fields(session: Session, told: Mapping[str, Any], *, columns: Sequence[str] = ()) -> None:
    """JSON with --json; for a person one line per field, a list of objects as a table with these columns (or all)."""
    if session.json:
        session.print_json(told)
        return
    tables = [name for name, value in told.items() if _is_table(value, alone=len(told) == 1)]
    for name, value in told.items():
        if name in tables:
            if len(told) > 1:
                session.print(label(session, name), style="bold")
            show_rows(session, value, columns or [*dict.fromkeys(key for row in value for key in row)])
        elif isinstance(value, Mapping) and value:
            session.print(f"{label(session, name)}{session.word('：', ':')}")
            for inner, one in value.items():
                session.print(f"  {_field(session, inner, one)}")
        elif value not in NOTHING:
            session.print(_field(session, name, value))


def show_rows(session: Session, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """A table whose columns are the fields that any row has a value in; a word where there are no rows."""
    from rich.table import Table

    if not rows:
        session.say("还没有。", "There are none yet.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    names = [name for name in columns if any(row.get(name) not in NOTHING for row in rows)]
    for name in names:
        prose = name in _PROSE
        width = _PROSE_MIN_WIDTH if prose else None
        table.add_column(label(session, name), no_wrap=not prose, min_width=width)
    for row in rows:
        table.add_row(*(_text(name, cell(session, name, row.get(name))) for name in names))
    session.show(table)


def _text(name: str, told: str) -> Text:
    """The text of a cell: cut where the column ends if it is the gist, else broken there."""
    from rich.text import Text

    gist = name == GIST
    return Text(printable(short(told)), no_wrap=gist, overflow="ellipsis" if gist else "fold")


def label(session: Session, name: str) -> str:
    """What a person reads in place of a field's name."""
    return session.word(FIELDS.get(name, name), _english(name))


def short(text: str, characters: int = CELL_CHARACTERS) -> str:
    """The beginning of a text, on one line."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= characters else one_line[: characters - 1] + "…"


def _english(name: str) -> str:
    return name.replace("_microusd", "").removesuffix("_us").removesuffix("_at").replace("_", " ")


def _field(session: Session, name: str, value: Any) -> str:
    return f"{label(session, name)}{session.word('：', ': ')}{cell(session, name, value)}"


def _is_table(value: Any, *, alone: bool) -> bool:
    """A list that is all of an output is a table even while nothing is in it."""
    return isinstance(value, (list, tuple)) and all(isinstance(one, Mapping) for one in value) and bool(value or alone)
