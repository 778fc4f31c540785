"""`wainao actors`, `keys`, `budgets`, `approvals`: who may do what, for how much, and what waits for a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from wainao.app.cli.command import command, relay, split
from wainao.app.cli.session import Session

ActorArgument = Annotated[str, typer.Argument(metavar="ACTOR", help="The actor's id.", show_default=False)]
ApprovalArgument = Annotated[str, typer.Argument(metavar="APPROVAL", help="The approval's id.", show_default=False)]
WhyOption = Annotated[str | None, typer.Option("--why", help="Why, for the record.")]


def register(app: typer.Typer) -> None:
    groups: tuple[tuple[str, str, dict[str, Callable[..., Any]]], ...] = (
        ("actors", "Who may call what.", {"add": add_actor, "list": list_actors}),
        ("keys", "Keys that actors show.", {"add": add_key, "revoke": revoke_key}),
        ("budgets", "How much actors may use.", {"set": set_budget, "list": list_budgets}),
        ("approvals", "Calls that wait for a person.", {"list": list_approvals, "give": give, "refuse": refuse}),
    )
    for name, about, commands in groups:
        group = typer.Typer(no_args_is_help=True, help=about)
        for word, function in commands.items():
            command(group, word)(function)
        app.add_typer(group, name=name)


async def add_actor(
    session: Session,
    actor: ActorArgument,
    name: Annotated[str, typer.Option("--name", help="What people call it.")] = "",
    rights: Annotated[str, typer.Option("--rights", help="read, write, act, admin; with commas.")] = "read",
    bases: Annotated[
        str | None, typer.Option("--bases", help="The knowledge bases it may see; all without it.")
    ] = None,
    disabled: Annotated[bool, typer.Option("--disabled", help="Shut it out: its keys open nothing.")] = False,
) -> None:
    """Let somebody in, or change what they may do."""
    who = {"id": actor, "name": name, "disabled": disabled}
    await relay(session, "actors:add", {**who, "rights": split(rights), "bases": split(bases) if bases else None})


async def list_actors(session: Session) -> None:
    """Show the actors and what they may do."""
    await relay(session, "actors:list")


async def add_key(
    session: Session,
    actor: ActorArgument,
    expires: Annotated[str | None, typer.Option("--expires", metavar="DATE", help="Until when it opens.")] = None,
) -> None:
    """Make a key for an actor; it is shown this once."""
    await relay(session, "keys:add", {"actor": actor, "expires_at": expires})


async def revoke_key(
    session: Session, prefix: Annotated[str, typer.Argument(help="How the key begins.", show_default=False)]
) -> None:
    """Make a key open nothing, at once."""
    await relay(session, "keys:revoke", {"prefix": prefix})


async def set_budget(
    session: Session,
    actor: Annotated[str | None, typer.Argument(metavar="ACTOR", help="The actor; everybody without it.")] = None,
    period: Annotated[str, typer.Option("--period", help="minute, day, month or total.")] = "month",
    calls: Annotated[int | None, typer.Option("--calls", help="How many calls.")] = None,
    tokens: Annotated[int | None, typer.Option("--tokens", help="How many tokens, in and out.")] = None,
    usd: Annotated[float | None, typer.Option("--usd", help="How much money, in US dollars.")] = None,
) -> None:
    """Say how much an actor may use."""
    cost = None if usd is None else round(usd * 1_000_000)
    fields = {"actor": actor, "period": period, "calls": calls, "tokens": tokens, "cost_microusd": cost}
    await relay(session, "budgets:set", fields)


async def list_budgets(session: Session) -> None:
    """Show the budgets and what is used up of them."""
    await relay(session, "budgets:list")


async def list_approvals(session: Session) -> None:
    """Show the calls that wait for a person."""
    await relay(session, "approvals:list")


async def give(session: Session, approval: ApprovalArgument, why: WhyOption = None) -> None:
    """Allow a waiting call; it may then be sent once more."""
    await relay(session, "approvals:decide", {"approval": approval, "approve": True, "why": why})


async def refuse(session: Session, approval: ApprovalArgument, why: WhyOption = None) -> None:
    """Refuse a waiting call."""
    await relay(session, "approvals:decide", {"approval": approval, "approve": False, "why": why})
