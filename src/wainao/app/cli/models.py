"""`wainao models`: which models there are, what runs here, which are here, and which do well."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from wainao.app.cli.command import command, relay, split
from wainao.app.cli.comparisons import compare, show_ratings, show_votes, vote
from wainao.app.cli.session import Session, printable
from wainao.app.cli.show import show_output, show_rows
from wainao.app.cli.usage import CsvOption
from wainao.kernel import Stream

ModelArgument = Annotated[str, typer.Argument(metavar="NAME", help="The model's name.", show_default=False)]
QueryArgument = Annotated[str, typer.Argument(metavar="WORDS", help="Words from its name, family or maker.")]
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
LOCAL = ("name", "gb", "running", "unused_s", "source", "licence")


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="The model store: which models there are, and which run here.")
    commands: dict[str, Callable[..., Any]] = {
        "catalogue": show_catalogue,
        "card": show_card,
        "fit": show_fits,
        "add": add,
        "remove": remove,
        "running": show_running,
        "compare": compare,
        "vote": vote,
        "votes": show_votes,
        "ratings": show_ratings,
    }
    for word, function in commands.items():
        command(group, word)(function)
    app.add_typer(group, name="models")


async def show_catalogue(
    session: Session,
    query: QueryArgument = "",
    kind: KindOption = "",
    licence: Annotated[str, typer.Option("--licence", help="Only under this licence.")] = "",
    commercial: Annotated[
        str,
        typer.Option("--commercial", help="Whether its licence allows commercial use: yes, limited, no or unknown."),
    ] = "",
    family: Annotated[str, typer.Option("--family", help="Only of this family.")] = "",
    fits: Annotated[bool, typer.Option("--fits", help="Only models that run on this machine.")] = False,
    as_csv: CsvOption = False,
) -> None:
    """List the models in the catalogue."""
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
    """Show what is known about a model: its licence in plain words, the memory it needs, its sources."""
    await relay(session, "models:card", {"name": name}, show=_show_card)


async def show_fits(
    session: Session,
    query: QueryArgument = "",
    kind: KindOption = "",
    context: Annotated[
        int, typer.Option("--context", help="The number of tokens that a conversation should hold.")
    ] = 8192,
    as_csv: CsvOption = False,
) -> None:
    """List the models that run on this machine, the best first, and why the others do not."""
    fields = {"query": query, "kind": kind, "context_tokens": context}
    await relay(session, "models:fits", fields, show=_fits_csv if as_csv else _show_fits)


async def add(
    session: Session,
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="A GGUF file, a folder for OpenVINO, a catalogue name, hf:ORG/REPO#FILE, ms:ORG/REPO#FILE or a URL.",
            show_default=False,
        ),
    ],
    name: Annotated[str, typer.Option("--name", help="The name that clients use for it.")] = "",
    quantisation: Annotated[
        str, typer.Option("--quantisation", help="Which of its files to take, such as Q4_K_M.")
    ] = "",
    hub: Annotated[str, typer.Option("--hub", help="Where to fetch a model of the catalogue: hf or ms.")] = "hf",
    sha256: Annotated[str, typer.Option("--sha256", help="The hash that the file must have.")] = "",
    serves: Annotated[str, typer.Option("--serves", help="chat, embed, rerank, …; with commas.")] = "",
    accept: Annotated[
        bool, typer.Option("--accept-licence", help="Confirm that you have read its licence and accept it.")
    ] = False,
) -> None:
    """Add a model. Its hash is checked, an interrupted download continues, and it can be used at once."""
    fields = {
        "source": _from_here(source),
        "name": name,
        "quantisation": quantisation,
        "hub": hub,
        "sha256": sha256,
        "serves": split(serves),
        "accept_licence": accept,
    }
    async with session.brain.stream("models:add", **fields) as stream:
        await (_tell_lines if session.json else _show_bar)(session, stream)
    if session.json:
        show_output(session, stream.outcome)
    else:
        _say_added(session, stream.outcome.output)


async def remove(session: Session, name: ModelArgument) -> None:
    """Stop a model on this machine and remove its deployment and files."""
    await relay(session, "models:remove", {"name": name}, show=_say_removed)


async def show_running(session: Session) -> None:
    """List the models on this machine, and which are in memory."""
    await relay(session, "models:running", show=_show_running)


def _from_here(source: str) -> str:
    """A file that is here, by its whole path: the server may stand elsewhere."""
    with suppress(OSError, RuntimeError):  # too long for a file, or in the home of a user who is not there
        path = Path(source).expanduser().absolute()
        return str(path) if path.is_file() else source
    return source


async def _tell_lines(session: Session, stream: Stream) -> None:
    from wainao.app.wire import plain

    async for item in stream:
        session.print_json(plain(item))


async def _show_bar(session: Session, stream: Stream) -> None:
    """A bar on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}
        async for item in stream:
            if item.file not in tasks:
                tasks[item.file] = bar.add_task(printable(item.file), total=item.total)
            bar.update(tasks[item.file], completed=item.done, total=item.total)


def _say_added(session: Session, told: Any) -> None:
    size, does = _gb(told.bytes), session.word("、", ", ").join(told.serves)
    session.say(
        f"模型 {told.name} 已就绪（{size} GB，{told.quantisation}，{does}），客户端立即可用 {told.name} 这个名字。",
        f"{told.name} is here ({size} GB, {told.quantisation}; {does}). Clients can ask for {told.name!r} at once.",
    )


def _say_removed(session: Session, told: Any) -> None:
    session.say(f"已移除 {told.name}，腾出 {_gb(told.bytes)} GB。", f"{told.name} is gone; {_gb(told.bytes)} GB less.")


def _show_running(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    show_rows(session, [{**plain(one), "gb": _gb(one.bytes)} for one in told.models], LOCAL)


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
