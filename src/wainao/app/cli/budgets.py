"""`wainao budgets` and `wainao limits`: how much may be used, and how fast."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import typer

from wainao.app.cli.cells import cell
from wainao.app.cli.command import command, relay
from wainao.app.cli.session import Session
from wainao.app.cli.show import label, show_rows
from wainao.store.portion import Portion

ActorOption = Annotated[str | None, typer.Argument(metavar="ACTOR", help="The actor; by default the whole tenant.")]
TeamOption = Annotated[str | None, typer.Option("--team", help="A team instead of an actor.")]
KeyOption = Annotated[str | None, typer.Option("--key", metavar="PREFIX", help="A key instead of an actor.")]

BUDGET = ("calls", "tokens", "cost_microusd")
LIMIT = ("calls_per_minute", "tokens_per_minute", "calls_at_once")


def register(app: typer.Typer) -> None:
    groups: tuple[tuple[str, str, dict[str, Callable[..., Any]]], ...] = (
        ("budgets", "Budgets: how much may be used.", {"set": set_budget, "list": list_budgets}),
        ("limits", "Limits: how fast calls may be made.", {"set": set_limit, "list": list_limits}),
    )
    for name, about, commands in groups:
        group = typer.Typer(no_args_is_help=True, help=about)
        for word, function in commands.items():
            command(group, word)(function)
        app.add_typer(group, name=name)


async def set_budget(
    session: Session,
    actor: ActorOption = None,
    team: TeamOption = None,
    key: KeyOption = None,
    period: Annotated[str, typer.Option("--period", help="minute, day, month or total.")] = "month",
    calls: Annotated[int | None, typer.Option("--calls", help="The number of calls.")] = None,
    tokens: Annotated[int | None, typer.Option("--tokens", help="The number of tokens, in and out together.")] = None,
    usd: Annotated[float | None, typer.Option("--usd", help="The amount of money, in US dollars.")] = None,
    if_unpriced: Annotated[
        str, typer.Option("--if-unpriced", help="What happens to calls with an unknown price: refuse or count.")
    ] = "refuse",
) -> None:
    """Set how much an actor, a team or a key may use. Without any amount, the budget is removed."""
    limits = {"calls": calls, "tokens": tokens, "cost_microusd": None if usd is None else round(usd * 1_000_000)}
    fields = {"actor": actor, "team": team, "key": key, "period": period, "if_unpriced": if_unpriced}
    await relay(session, "budgets:set", {**fields, **limits}, show=_say_budget)


async def list_budgets(session: Session, portion: Portion) -> None:
    """List the budgets and how much of each is used up."""
    await relay(session, "budgets:list", portion=portion, show=_show_budgets)


async def set_limit(
    session: Session,
    actor: ActorOption = None,
    team: TeamOption = None,
    key: KeyOption = None,
    calls: Annotated[int | None, typer.Option("--calls", help="The number of calls per minute.")] = None,
    tokens: Annotated[
        int | None, typer.Option("--tokens", help="The number of tokens per minute, in and out together.")
    ] = None,
    at_once: Annotated[int | None, typer.Option("--at-once", help="The number of calls at the same time.")] = None,
) -> None:
    """Set how fast an actor, a team or a key may make calls. Options that you leave out are not limited."""
    limits = {"calls_per_minute": calls, "tokens_per_minute": tokens, "calls_at_once": at_once}
    await relay(session, "limits:set", {"actor": actor, "team": team, "key": key, **limits}, show=_say_limit)


async def list_limits(session: Session, portion: Portion) -> None:
    """List the limits and their current use."""
    await relay(session, "limits:list", portion=portion, show=_show_limits)


def _say_budget(session: Session, told: Any) -> None:
    row = {**_row(session, told, BUDGET), "period": cell(session, "period", told.period)}
    if limits := _limits(session, row, BUDGET):
        session.say(
            f"{told.subject} 的预算（{row['period']}，已用 / 上限）：{limits}",
            f"The budget of {told.subject} per {row['period']}, used / limit: {limits}",
        )
    else:
        session.say(f"{told.subject} 不再受此预算限制。", f"{told.subject} has no such budget any more.")


def _show_budgets(session: Session, told: Any) -> None:
    rows = [
        {**_row(session, one, BUDGET), "period": cell(session, "period", one.period), "unpriced": one.unpriced or ""}
        for one in told.budgets
    ]
    show_rows(session, rows, ("subject", "period", *BUDGET, "unpriced"))


def _say_limit(session: Session, told: Any) -> None:
    if limits := _limits(session, _row(session, told, LIMIT), LIMIT):
        session.say(f"{told.subject}（占用 / 上限）：{limits}", f"{told.subject}, in use / limit: {limits}")
    else:
        session.say(f"{told.subject} 不再限速。", f"{told.subject} may go as fast as it likes.")


def _show_limits(session: Session, told: Any) -> None:
    show_rows(session, [_row(session, one, LIMIT) for one in told.limits], ("subject", *LIMIT))


def _row(session: Session, told: Any, names: Sequence[str]) -> dict[str, str]:
    """What is used up of each limit that there is."""
    row = {"subject": told.subject}
    for name in names:
        limit, used = getattr(told, name), getattr(told, f"{name}_used")
        row[name] = "" if limit is None else f"{cell(session, name, used)} / {cell(session, name, limit)}"
    return row


def _limits(session: Session, row: Mapping[str, str], names: Sequence[str]) -> str:
    return session.word("，", ", ").join(f"{label(session, name)} {row[name]}" for name in names if row[name])
