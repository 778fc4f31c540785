"""`wainao prices`: what models cost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from wainao.app.cli.command import command, read_file, relay
from wainao.app.cli.session import Session
from wainao.store.portion import Portion

ModelArgument = Annotated[
    str, typer.Argument(metavar="MODEL", help="PROVIDER/MODEL, or PROVIDER/* for its others.", show_default=False)
]
PRICE = (
    "model",
    "since",
    "usd_per_million_in",
    "usd_per_million_out",
    "usd_per_million_cached",
    "usd_per_million_embedded",
    "usd_per_image",
    "usd_per_minute",
    "holds",
)


def register(app: typer.Typer) -> None:
    commands: dict[str, Callable[..., Any]] = {
        "set": set_price,
        "list": list_prices,
        "import": import_prices,
        "remove": remove_price,
    }
    group = typer.Typer(no_args_is_help=True, help="Prices: what models cost.")
    for word, function in commands.items():
        command(group, word)(function)
    app.add_typer(group, name="prices")


async def set_price(
    session: Session,
    model: ModelArgument,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="From this day on; by default today.")
    ] = None,
    into: Annotated[
        float | None, typer.Option("--input", metavar="USD", help="Price of a million input tokens.")
    ] = None,
    out: Annotated[
        float | None, typer.Option("--output", metavar="USD", help="Price of a million output tokens.")
    ] = None,
    cached: Annotated[
        float | None, typer.Option("--cached", metavar="USD", help="Price of a million cached input tokens.")
    ] = None,
    embedded: Annotated[
        float | None, typer.Option("--embedded", metavar="USD", help="Price of a million embedded tokens.")
    ] = None,
    image: Annotated[float | None, typer.Option("--image", metavar="USD", help="Price of an image.")] = None,
    minute: Annotated[float | None, typer.Option("--minute", metavar="USD", help="Price of a minute of audio.")] = None,
) -> None:
    """Set what a model costs from a day on, in US dollars."""
    tokens = {"in": into, "out": out, "cached": cached, "embedded": embedded}
    prices = {f"usd_per_million_{kind}": usd for kind, usd in tokens.items()}
    fields = {"model": model, "since": since, "usd_per_image": image, "usd_per_minute": minute, **prices}
    await relay(session, "prices:set", fields, show=_say_set)


async def list_prices(
    session: Session,
    model: Annotated[str | None, typer.Argument(metavar="MODEL", help="Only this model.")] = None,
    *,
    portion: Portion,
) -> None:
    """List the prices of models: past, current and future."""
    await relay(session, "prices:list", {"model": model}, portion=portion, columns=PRICE)


async def import_prices(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV with a header line, or JSON.")],
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="From this day on; by default today.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would happen.")] = False,
) -> None:
    """Import a list of prices. If one entry is wrong, nothing is imported."""
    fields = {"content": read_file(file), "since": since, "dry_run": dry_run}
    await relay(session, "prices:import", fields, show=_say_imported)


async def remove_price(
    session: Session,
    model: ModelArgument,
    since: Annotated[str, typer.Argument(metavar="DAY", help="The day from which it applies.", show_default=False)],
) -> None:
    """Delete a price. Recorded costs stay."""
    await relay(session, "prices:remove", {"model": model, "since": since}, columns=PRICE)


def _say_set(session: Session, told: Any) -> None:
    session.say(f"{told.model} 自 {told.since} 起按此计价。", f"{told.model} costs so from {told.since} on.")


def _say_imported(session: Session, told: Any) -> None:
    session.say(f"{told.models} 个模型的 {told.prices} 条价格。", f"{told.prices} prices of {told.models} models.")
