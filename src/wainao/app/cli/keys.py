"""`wainao keys`: made, shown once, listed, replaced, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from wainao.app.cli.cells import local_time
from wainao.app.cli.command import command, relay, split
from wainao.app.cli.people import ActorArgument
from wainao.app.cli.session import Session
from wainao.store.portion import Portion

PrefixArgument = Annotated[str, typer.Argument(metavar="PREFIX", help="The beginning of the key.", show_default=False)]

KEY = (
    "prefix",
    "name",
    "actor",
    "team",
    "rights",
    "bases",
    "capabilities",
    "routes",
    "expires_us",
    "last_used_us",
    "replaced_by",
    "revoked_us",
)


def register(app: typer.Typer) -> None:
    commands: dict[str, Callable[..., Any]] = {
        "add": add_key,
        "list": list_keys,
        "rotate": rotate_key,
        "revoke": revoke_key,
    }
    group = typer.Typer(no_args_is_help=True, help="Keys that actors show.")
    for word, function in commands.items():
        command(group, word)(function)
    app.add_typer(group, name="keys")


async def add_key(
    session: Session,
    actor: ActorArgument,
    name: Annotated[str, typer.Option("--name", help="What it is for.")] = "",
    expires: Annotated[
        str | None, typer.Option("--expires", metavar="DATE", help="The day on which it expires.")
    ] = None,
    team: Annotated[str | None, typer.Option("--team", help="The team to charge, instead of the actor's own.")] = None,
    rights: Annotated[str | None, typer.Option("--rights", help="Only these rights, separated by commas.")] = None,
    bases: Annotated[
        str | None, typer.Option("--bases", help="Only these knowledge bases, separated by commas.")
    ] = None,
    capabilities: Annotated[
        str | None, typer.Option("--capabilities", help="Only these capabilities, such as models:chat,knowledge:*.")
    ] = None,
    routes: Annotated[str | None, typer.Option("--routes", help="Only these models, such as qwen3,gpt-*.")] = None,
) -> None:
    """Make a key for an actor. It is shown only once."""
    bound = {"rights": rights, "bases": bases, "capabilities": capabilities, "routes": routes}
    fields = {name: None if words is None else split(words) for name, words in bound.items()}
    given = {"actor": actor, "name": name, "expires_at": expires, "team": team}
    await relay(session, "keys:add", {**given, **fields}, show=_say_key)


async def list_keys(
    session: Session,
    actor: Annotated[str | None, typer.Argument(metavar="ACTOR", help="Only those of this actor.")] = None,
    *,
    portion: Portion,
) -> None:
    """List keys by their beginning, with their restrictions and last use."""
    await relay(session, "keys:list", {"actor": actor}, portion=portion, columns=KEY)


async def rotate_key(
    session: Session,
    prefix: PrefixArgument,
    overlap: Annotated[
        float, typer.Option("--overlap", metavar="HOURS", help="How long the old key keeps working.")
    ] = 24.0,
) -> None:
    """Replace a key with a new one that has the same restrictions and budgets."""
    await relay(session, "keys:rotate", {"prefix": prefix, "overlap_hours": overlap}, show=_say_rotated)


async def revoke_key(session: Session, prefix: PrefixArgument) -> None:
    """Revoke a key at once."""
    await relay(session, "keys:revoke", {"prefix": prefix}, show=_say_revoked)


def _say_key(session: Session, told: Any) -> None:
    session.say(f"{told.actor} 的密钥，只显示这一次：", f"The key of {told.actor}, shown this once:")
    session.print(f"\n  {told.key}\n", style="bold")
    revoke = f"wainao keys revoke {told.prefix}"
    session.say(f"作废：{revoke}", f"To take it back: {revoke}", style="dim")


def _say_rotated(session: Session, told: Any) -> None:
    _say_key(session, told)
    until = local_time(told.old_expires_us, "minutes")
    session.say(f"旧密钥 {told.old} 到 {until} 为止仍可用。", f"The old key {told.old} opens until {until}.")


def _say_revoked(session: Session, told: Any) -> None:
    session.say(f"密钥 {told.prefix} 已作废。", f"The key {told.prefix} opens nothing any more.")
