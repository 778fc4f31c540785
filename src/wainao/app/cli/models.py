"""`wainao models`: which models there are, what they need, and what runs here."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import typer

from wainao.app.cli.command import command, relay
from wainao.app.cli.session import Session
from wainao.app.cli.show import show_rows
from wainao.app.cli.usage import CsvOption

ModelArgument = Annotated[str, typer.Argument(metavar="NAME", help="The model's name.", show_default=False)]
QueryArgument = Annotated[str, typer.Argument(metavar="WORDS", help="Words of its name, family or maker.")]
KindOption = Annotated[str, typer.Option("--kind", help="language, vision, embedding, rerank, speech, image or video.")]

ROW = (
    "name",
    "kind",
    "billions",
    "active_billions",
    "context_tokens",
    "licence",
    "commercial",
    "released",
    "gb",
    "runs",
)
NEED = ("quantisation", "gb")
FIT = ("name", "kind", "billions", "quantisation", "gb", "tokens_per_s", "gpu", "why")


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Models that can be had, and what runs here.")
    commands: dict[str, Callable[..., Any]] = {"catalogue": show_catalogue, "card": show_card, "fit": show_fits}
    for word, function in commands.items():
        command(group, word)(function)
    app.add_typer(group, name="models")


async def show_catalogue(
    session: Session,
    query: QueryArgument = "",
    kind: KindOption = "",
    licence: Annotated[str, typer.Option("--licence", help="Only under this licence.")] = "",
    commercial: Annotated[
        str, typer.Option("--commercial", help="yes, limited, no or unknown: what its licence says of it.")
    ] = "",
    family: Annotated[str, typer.Option("--family", help="Only of this family.")] = "",
    fits: Annotated[bool, typer.Option("--fits", help="Only what runs on this machine.")] = False,
    as_csv: CsvOption = False,
) -> None:
    """Show the models that can be had."""
    fields = {
        "query": query,
        "kind": kind,
        "licence": licence,
        "commercial": commercial,
        "family": family,
        "fits": fits,
    }
    await relay(session, "models:catalogue", fields, show=_csv if as_csv else _show_catalogue)


async def show_card(session: Session, name: ModelArgument) -> None:
    """Show all that is known of a model: its licence in plain words, the memory it takes, the sources."""
    await relay(session, "models:card", {"name": name}, show=_show_card)


async def show_fits(
    session: Session,
    query: QueryArgument = "",
    kind: KindOption = "",
    context: Annotated[int, typer.Option("--context", help="How many tokens a conversation is to hold.")] = 8192,
    as_csv: CsvOption = False,
) -> None:
    """Show what runs on this machine, the best first, and why the rest does not."""
    fields = {"query": query, "kind": kind, "context_tokens": context}
    await relay(session, "models:fits", fields, show=_fits_csv if as_csv else _show_fits)


def _show_catalogue(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    rows = [{**plain(one), "gb": _gb(one.bytes), "runs": one.quantisation if one.fits else ""} for one in told.models]
    show_rows(session, rows, ROW)
    session.say(
        f"目录共 {told.total} 个模型，以上 {len(rows)} 个。", f"{len(rows)} of {told.total} models.", style="dim"
    )


def _show_card(session: Session, told: Any) -> None:
    from wainao.app.cli.cells import cell
    from wainao.app.cli.show import label
    from wainao.app.wire import plain

    fields = {name: value for name, value in plain(told.model).items() if name not in ("source", "shape")}
    fields["licence"] = told.licence.title or session.word("不详", "not known")
    fields |= {"terms": told.licence.zh if session.language == "zh" else told.licence.en, "url": told.licence.url}
    for name, value in fields.items():
        if shown := cell(session, name, value):
            session.print(f"{label(session, name)}{session.word('：', ': ')}{shown}")
    show_rows(session, [{**plain(need), "gb": _gb(need.bytes)} for need in told.needs], NEED)
    if told.fit.why is not None:
        session.say(told.fit.why.zh, told.fit.why.en)
    for source in told.sources:
        session.print(source, style="dim")


def _show_fits(session: Session, told: Any) -> None:
    machine = told.machine
    memory, may = _gb(machine.memory_bytes), _gb(machine.models_bytes)
    cards = session.word("、", ", ").join(card.name for card in machine.gpus) or session.word("无", "none")
    session.say(
        f"{machine.cores} 核，内存 {memory} GB，模型可用 {may} GB，显卡：{cards}。",
        f"{machine.cores} cores, {memory} GB of memory of which models may take {may}, graphics cards: {cards}.",
        style="dim",
    )
    show_rows(session, _fit_rows(session, told), FIT)


def _fit_rows(session: Session, told: Any) -> list[dict[str, Any]]:
    from wainao.app.wire import plain

    return [
        {
            **plain(one),
            "quantisation": one.quantisation if one.fits else "",
            "gb": _gb(one.bytes),
            "gpu": one.gpu or "",
            "why": one.why.in_(session.language) if one.why else "",
        }
        for one in told.fits
    ]


def _fits_csv(session: Session, told: Any) -> None:
    _write_csv(session, _fit_rows(session, told), FIT)


def _csv(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    rows = plain(told.models)
    _write_csv(session, rows, list(rows[0]) if rows else ROW)


def _write_csv(session: Session, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Lists in one cell, their parts between spaces."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        cells = (row.get(name) for name in columns)
        writer.writerow([" ".join(map(str, one)) if isinstance(one, (list, tuple)) else one for one in cells])
    session.write(held.getvalue())


def _gb(bytes: int | None) -> str:
    return "" if bytes is None else f"{bytes / 1e9:.1f}"
